"""What a file really is, by its first bytes and, for Office files, by what its archive holds; names decide nothing.

Five kinds are taken: PDF, JPEG, PNG, DOCX, XLSX. Macros, bombs, cut files and archives with paths that lead out are not.
"""

import io
import re
import struct
import unicodedata
import zipfile
import zlib

from unionhall.kernel.errors import N_, DomainError

LARGEST = 20 * 2**20
LARGEST_UNPACKED = 200 * 2**20
MOST_PARTS = 5_000
MOST_PIXELS = 200_000_000
# A part may be this many times its packed size; text of an office's own rarely passes 40.
TIGHTEST, TIGHT_FROM = 200, 4 * 2**20

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


class FileDamaged(DomainError):
    code = "file-damaged"
    sentence = N_("这份文件不完整（像是没有传完，或另存时损坏），没有收下。请打开检查后重新选择。")


class FileSuspect(DomainError):
    code = "file-suspect"
    sentence = N_("这份文件解开后异常地大，或里面藏有指向别处的路径，没有收下。请用原软件另存一份，或打印后扫描再传。")


class FileTooLarge(DomainError):
    code = "file-too-large"
    sentence = N_("文件有 {size} MB，超过 {limit} MB，没有收下。请压缩或分成几份再传。")


class FileEmpty(DomainError):
    code = "file-empty"
    sentence = N_("这份文件是空的，没有收下。请重新选择。")


def media_type(content: bytes) -> str:
    """The media type of a file that may be kept.

    :raises FileEmpty: no bytes. :raises FileTooLarge: over 20 MB. :raises FileDamaged: cut short or broken.
    :raises FileSuspect: a bomb, or an archive with paths that lead out. :raises FileNotTaken: anything else.
    """
    if not content:
        raise FileEmpty
    if len(content) > LARGEST:
        raise FileTooLarge(size=f"{len(content) / 2**20:.1f}", limit=LARGEST // 2**20)
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            _WHOLE[kind](content)
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    raise FileNotTaken


def _whole_pdf(content: bytes) -> None:
    """A PDF says at its end that it ends (ISO 32000-1, 7.5.5); scanners put some bytes behind it."""
    if b"%%EOF" not in content[-2048:]:
        raise FileDamaged


def _whole_png(content: bytes) -> None:
    """The picture's size stands in its first chunk; a few kilobytes can claim to be a wall of pixels."""
    if len(content) >= 24 and content[12:16] == b"IHDR":
        width, height = struct.unpack(">II", content[16:24])
        if width * height > MOST_PIXELS:
            raise FileSuspect
        if b"IEND" not in content[-64:]:
            raise FileDamaged
        return
    raise FileDamaged


def _whole_jpeg(content: bytes) -> None:
    """A JPEG ends with its end marker; phones append previews, so it is looked for anywhere behind the start."""
    if b"\xff\xd9" not in content[4:]:
        raise FileDamaged


_WHOLE = {PDF: _whole_pdf, PNG: _whole_png, JPEG: _whole_jpeg}


def clean_label(text: str) -> str:
    """A name as it may stand on a page and in a download: no paths, controls or direction marks, 80 characters."""
    plain = _UNSAFE.sub("", unicodedata.normalize("NFC", text.replace("\\", "/").rpartition("/")[2]))
    return " ".join(plain.split()).strip(". ")[:80]


def _office(content: bytes) -> str:
    """DOCX or XLSX, by the parts the archive holds and by what its table of contents calls them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_tricks(parts)
            names = {part.filename for part in parts}
            contents = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, ValueError):
        # Cut short, damaged, behind a password, or packed in a way no office program packs.
        raise FileDamaged from None
    for kind, main in ((DOCX, "word/document.xml"), (XLSX, "xl/workbook.xml")):
        if main in names and main.partition("/")[0].encode() in contents:
            return kind
    raise FileNotTaken


def _refuse_tricks(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise FileNotTaken
    is_bomb = (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > LARGEST_UNPACKED
        or any(part.file_size > TIGHT_FROM and part.file_size > TIGHTEST * part.compress_size for part in parts)
    )
    if is_bomb or any(_leads_out(part.filename) for part in parts) or len({p.filename for p in parts}) < len(parts):
        raise FileSuspect
    if next((part.file_size for part in parts if part.filename == "[Content_Types].xml"), 0) > 2**20:
        raise FileSuspect


def _leads_out(name: str) -> bool:
    """A name that would leave its folder if somebody unpacked the archive."""
    steps = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in steps or ":" in name or "\x00" in name
