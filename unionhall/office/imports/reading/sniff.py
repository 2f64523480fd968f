"""What a file really is, from its bytes; names lie.

Decides only which reader to ask; the reader finds out whether the file is whole.
"""

from unionhall.kernel.errors import N_

from .refusals import NotATable, OtherSpreadsheet

_OTHER_FILES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", N_("图片")),
    (b"\xff\xd8\xff", N_("图片")),
    (b"GIF8", N_("图片")),
    (b"BM", N_("图片")),
    (b"II*\x00", N_("图片")),
    (b"MM\x00*", N_("图片")),
    (b"RIFF", N_("图片或视频")),
    (b"Rar!", N_("压缩包")),
    (b"7z\xbc\xaf", N_("压缩包")),
    (b"\x1f\x8b", N_("压缩包")),
    (b"BZh", N_("压缩包")),
    (b"\xfd7zXZ", N_("压缩包")),
    (b"{\\rtf", N_("RTF 文档")),
    (b"MZ", N_("程序")),
    (b"\x7fELF", N_("程序")),
    (b"SQLite format", N_("数据库")),
    (b"\x00\x00\x00\x18ftyp", N_("视频")),
    (b"\x00\x00\x00 ftyp", N_("视频")),
    (b"ID3", N_("音频")),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(content: bytes) -> str:
    """ "zip", "ole", "biff", "mhtml", "xml", "html" or "text".

    :raises NotATable: PDF, image, archive, program …
    :raises OtherSpreadsheet: SYLK, which nobody means to send.
    """
    head = content[:4096]
    if head.startswith(b"PK"):
        return "zip"
    if head.startswith(OLE):
        return "ole"
    # Excel 2-5 without the OLE envelope: BOF records.
    if head[:4] in (
        b"\x09\x00\x04\x00",
        b"\x09\x02\x06\x00",
        b"\x09\x04\x06\x00",
        b"\x09\x08\x08\x00",
        b"\x09\x08\x10\x00",
    ):
        return "biff"
    for magic, name in _OTHER_FILES:
        if head.startswith(magic) and not (magic in (b"BM", b"MZ", b"BZh", b"ID3") and b"\x00" not in head):
            raise NotATable(kind=name)
    if head.startswith(b"ID;P"):
        raise OtherSpreadsheet(kind=" SYLK ")
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(b"mime-version:") or b"\nmime-version:" in start[:1024]:
        return "mhtml"
    if (
        start.startswith((b"<?xml", b"<?mso", b"<workbook", b"<ss:workbook"))
        and b"urn:schemas-microsoft-com:office:spreadsheet" in start
        and b"<html" not in start
    ):
        return "xml"
    if start.startswith(
        (
            b"<!doctype html",
            b"<html",
            b"<head",
            b"<meta",
            b"<table",
            b"<body",
            b"<style",
            b"<div",
            b"<center",
            b"<script",
            b"<!--",
        )
    ) or (start.startswith((b"<", b"<?xml")) and (b"<html" in start or b"<table" in start)):
        return "html"
    return "text"
