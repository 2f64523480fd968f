"""What a file really is, by its first bytes and, for Office files, by what its archive holds; names decide nothing.

Five kinds are taken: PDF, JPEG, PNG, DOCX, XLSX. Macros and archive bombs are not.
"""

import io
import re
import unicodedata
import zipfile

from unionhall.kernel.errors import N_, DomainError

LARGEST = 20 * 2**20
LARGEST_UNPACKED = 200 * 2**20

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png", DOCX: "docx", XLSX: "xlsx"}

_MAGIC = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\/:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class FileNotTaken(DomainError):
    code = "file-not-taken"
    sentence = N_("这份文件没有收下：只收 PDF、JPG、PNG、Word（docx）和 Excel（xlsx），以内容为准。请另存后再传。")


class FileTooLarge(DomainError):
    code = "file-too-large"
    sentence = N_("文件有 {size} MB，超过 {limit} MB，没有收下。请压缩或分成几份再传。")


class FileEmpty(DomainError):
    code = "file-empty"
    sentence = N_("这份文件是空的，没有收下。请重新选择。")


def media_type(content: bytes) -> str:
    """The media type of a file that may be kept.

    :raises FileEmpty: no bytes. :raises FileTooLarge: over 20 MB. :raises FileNotTaken: anything else.
    """
    if not content:
        raise FileEmpty
    if len(content) > LARGEST:
        raise FileTooLarge(size=f"{len(content) / 2**20:.1f}", limit=LARGEST // 2**20)
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    raise FileNotTaken


def clean_label(text: str) -> str:
    """A name as it may stand on a page and in a download: no paths, controls or direction marks, 80 characters."""
    plain = _UNSAFE.sub("", unicodedata.normalize("NFC", text.replace("\\", "/").rpartition("/")[2]))
    return " ".join(plain.split()).strip(". ")[:80]


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
    except zipfile.BadZipFile:
        raise FileNotTaken from None
    if sum(parts.values()) > LARGEST_UNPACKED or any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise FileNotTaken
    if "[Content_Types].xml" in parts:
        if "word/document.xml" in parts:
            return DOCX
        if "xl/workbook.xml" in parts:
            return XLSX
    raise FileNotTaken
