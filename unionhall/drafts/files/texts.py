"""A text file as a draft: its encoding found, its lines taken as paragraphs.

UTF-8, UTF-16 with a mark, GB 18030.
"""

from unionhall.drafts.files.package import MB
from unionhall.drafts.files.refusals import NotText, TooLarge
from unionhall.drafts.files.words import read_docx
from unionhall.drafts.sentences import Document, from_text

#: A year review is 20,000 characters; ten of them bound together are as many. Pasted or in a file, the same.
CHARACTERS = 200_000
#: As many characters in any encoding, and some: more is not even decoded.
TEXT_BYTES = MB
_MOST = f"{CHARACTERS:,} 字"


def read_txt(content: bytes, source: str = "") -> Document:
    """:raises TooLarge: over 200,000 characters. :raises NotText: no text in an encoding that is known."""
    if len(content) > TEXT_BYTES:
        raise TooLarge(most=_MOST)
    return _short_enough(from_text(_decoded(content), source))


def read_file(content: bytes, name: str) -> Document:
    """A draft by its content: a zip is read as docx whatever its name; the rest as text unless it is named .docx or .doc.

    :raises Unreadable: neither, or over 200,000 characters.
    """
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0" or name.lower().endswith((".docx", ".doc")):
        return _short_enough(read_docx(content, name))
    return read_txt(content, name)


def _short_enough(draft: Document) -> Document:
    if sum(len(paragraph.text) for paragraph in draft.paragraphs) > CHARACTERS:
        raise TooLarge(most=_MOST)
    return draft


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\x00") * 10 > len(text) or _is_binary(text):
            raise NotText
        return text
    raise NotText


def _is_binary(text: str) -> bool:
    head = text[:4000]
    return sum(c < " " and c not in "\t\n\r\f" for c in head) * 20 > len(head)
