"""What a file can be refused for: one class a reason, each one Chinese sentence that says what to do.

Not for rows: a row gets a verdict, a file a refusal.
"""

from unionhall.kernel.errors import N_, DomainError


class Unreadable(DomainError):
    """The file cannot be read as a table; nothing was kept."""

    code = "unreadable"
    sentence = N_("文件读不出来，什么也没有保存。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")


class EmptyFile(Unreadable):
    """Zero bytes, or nothing but blank space."""

    code = "empty"
    sentence = N_("文件是空的，什么也没有保存。请检查选对了文件，再上传。")


class TooLarge(Unreadable):
    """More bytes than the limit, packed or unpacked."""

    code = "too-large"
    sentence = N_(
        "文件太大（上限 {limit_mb} MB），什么也没有保存。请按单位分成几份，或只保留名单所在的工作表后再上传。"
    )


class PackedTooTightly(Unreadable):
    """A zip that unpacks to far more than an office file would: a zip bomb."""

    code = "zip-bomb"
    sentence = N_("文件解压后异常地大，没有打开，什么也没有保存。请新建一个工作簿，只复制名单部分，再上传。")


class ForbiddenMarkup(Unreadable):
    """XML with a document type: Excel never writes one; entity bombs and outside references need one."""

    code = "forbidden-markup"
    sentence = N_(
        "文件里有 Excel 不会写入的内容（文档类型声明），没有打开，什么也没有保存。"
        "请用 Excel 或 WPS 另存为 .xlsx 后再上传。"
    )


class Damaged(Unreadable):
    """Cut short, or its inner parts do not fit together."""

    code = "damaged"
    sentence = N_("文件不完整或已损坏，什么也没有保存。请用 Excel 或 WPS 打开检查，另存为新的 .xlsx 后再上传。")


class Encrypted(Unreadable):
    """A workbook that opens with a password only."""

    code = "encrypted"
    sentence = N_("文件设了打开密码，读不了，什么也没有保存。请去掉密码另存一份后再上传。")


class NotATable(Unreadable):
    """Some other kind of file, whatever its name says."""

    code = "not-a-table"
    sentence = N_("这是{kind}文件，不是表格，什么也没有保存。请上传 Excel（.xlsx、.xls）或 CSV 文件。")


class OtherSpreadsheet(Unreadable):
    """A spreadsheet in a format that is not read (xlsb, ods, Numbers)."""

    code = "other-spreadsheet"
    sentence = N_("这是{kind}格式的表格，本系统不读，什么也没有保存。请另存为 .xlsx 后再上传。")


class UnknownEncoding(Unreadable):
    """Text that is neither UTF-8, UTF-16 nor GB 18030."""

    code = "unknown-encoding"
    sentence = N_("文本文件的编码认不出来，什么也没有保存。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")


class RangeTooWide(Unreadable):
    """A stray cell far away makes the sheet's rectangle too large to hold."""

    code = "range-too-wide"
    sentence = N_(
        "工作表“{sheet}”的范围太大（第 {last_row} 行、第 {last_column} 列还有内容），什么也没有保存。"
        "请新建一张表，只复制名单部分，再上传。"
    )


class PagesElsewhere(Unreadable):
    """HTML that only points to a folder of pages beside it ("网页" saved by Excel)."""

    code = "pages-elsewhere"
    sentence = N_(
        "这个文件只是网页的外框，表格在旁边的文件夹里，什么也没有保存。请用 Excel 打开，另存为 .xlsx 后再上传。"
    )


class NoTable(Unreadable):
    """Opened, but no sheet holds rows under a header."""

    code = "no-table"
    sentence = N_(
        "文件打开了，但没有找到名单（表头和数据行），什么也没有保存。请检查选对了文件，表头里要有“姓名”“证件号码”等列名。"
    )
