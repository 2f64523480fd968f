"""Why a file cannot be read as a draft; each a sentence and a code.

Texts are never refused, only files.
"""

from unionhall.kernel.errors import N_, DomainError


class Unreadable(DomainError):
    """The file is no draft this can read."""

    code = "draft-unreadable"
    sentence = N_("读不了这份文稿，什么也没有保存。请换成 .docx 或 .txt 再试。")


class NotADraft(Unreadable):
    code = "draft-not-docx"
    sentence = N_("这不是 Word 文档（.docx），什么也没有保存。请用 Word 另存为 .docx 再试。")


class OldWord(Unreadable):
    code = "draft-old-word"
    sentence = N_("这是旧格式或加密的 Word 文档，什么也没有保存。请去掉密码，另存为 .docx 再试。")


class TooLarge(Unreadable):
    code = "draft-too-large"
    sentence = N_("文稿太大（最多 {most}），什么也没有保存。请拆成几份再试。")


class TooManyParagraphs(TooLarge):
    code = "draft-too-many-paragraphs"
    sentence = N_("文稿的段落太多（最多 {most} 段），什么也没有保存。请拆成几份再试。")


class NotText(Unreadable):
    code = "draft-not-text"
    sentence = N_("这个文件里读不出文字，什么也没有保存。请另存为 UTF-8 文本再试。")


class MarkingFailed(Unreadable):
    code = "draft-marking-failed"
    sentence = N_("批注写不进这份文档，原件没有改动。检查结果仍可在页面上看，或下载 JSON。")
