"""Files that mean harm, are broken, or are no tables: each with the code of the refusal it must get.

Files that are only messy are in `corpus`.
"""

import io
import struct
import zipfile
from dataclasses import dataclass
from typing import Any

from tests.office.imports.corpus import HEADER, table
from tests.office.imports.people import html, people, repacked, xls, xlsx, xlsx_by_writer

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@dataclass(frozen=True)
class Hostile:
    """A file and the codes it may be refused with."""

    label: str
    filename: str
    content: bytes
    codes: tuple[str, ...]


def _roster() -> bytes:
    return xlsx([HEADER, *table(people(30))])


def with_sheet(markup: bytes) -> bytes:
    """A workbook whose one sheet has these rows."""
    return repacked(
        _roster(), lambda name, part: SHEET + markup + b"</sheetData></worksheet>" if "sheet1.xml" in name else part
    )


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


def bomb(megabytes: int = 300) -> bytes:
    """A sheet of that many megabytes of blanks."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_roster())) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            if "sheet1.xml" not in name:
                target.writestr(name, source.read(name))
        with target.open("xl/worksheets/sheet1.xml", "w") as member:
            member.write(SHEET)
            for _ in range(megabytes):
                member.write(b" " * (1 << 20))
    return out.getvalue()


def lying_sizes(content: bytes, declared: int = 100) -> bytes:
    """The directory says every sheet is small; what is packed is not."""
    changed = bytearray(content)
    at = 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        (length,) = struct.unpack_from("<H", changed, at + 28)
        if b"sheet1" in changed[at + 46 : at + 46 + length]:
            struct.pack_into("<I", changed, at + 24, declared)
        at += 4
    return bytes(changed)


def flagged_encrypted(content: bytes) -> bytes:
    """A zip whose members say they are encrypted."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := changed.find(mark, at)) >= 0:
            changed[at + offset] |= 1
            at += 4
    return bytes(changed)


def encrypted_xlsx() -> bytes:
    """The OLE envelope Office puts around an encrypted workbook: only its names matter."""
    content = bytearray(xls([HEADER, *table(people(3))]))
    name, other = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    at = content.index(name)
    content[at : at + 64] = other.ljust(64, b"\x00")
    struct.pack_into("<H", content, at + 64, len(other) + 2)
    return bytes(content)


def encrypted_xls() -> bytes:
    """A BIFF stream with a FILEPASS record where Excel puts one."""
    content = bytearray(xls([HEADER, *table(people(3))]))
    at = content.index(b"\x42\x00\x02\x00")  # CODEPAGE becomes FILEPASS
    content[at : at + 2] = b"\x2f\x00"
    return bytes(content)


def far_xls() -> bytes:
    """A cell that says it stands in row 65,535, column 65,535."""
    content = bytearray(xls([("姓名", 1.23456789)]))
    at = content.index(b"\x03\x02\x0e\x00\x00\x00\x01\x00")
    struct.pack_into("<HH", content, at + 4, 65_535, 65_535)
    return bytes(content)


def _shared_strings(count: bytes) -> bytes:
    def write(book: Any, sheet: Any) -> None:
        for n, row in enumerate((HEADER, *table(people(3)))):
            sheet.write_row(n, 0, row)

    return repacked(
        xlsx_by_writer(write),
        lambda name, part: (
            part.replace(b'uniqueCount="', b'uniqueCount="' + count) if "sharedStrings" in name else part
        ),
    )


_ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_XML_2003 = b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>&b;</Data></Cell></Row></Table></Worksheet></Workbook>'


def files() -> list[Hostile]:
    """All of them, built anew."""
    good = _roster()
    far = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    return [
        Hostile("zip bomb", "a.xlsx", bomb(), ("zip-bomb",)),
        Hostile("zip bomb with lying sizes", "a.xlsx", lying_sizes(bomb(60)), ("zip-bomb", "damaged")),
        Hostile(
            "entity bomb in a sheet",
            "a.xlsx",
            repacked(good, lambda name, part: _ENTITIES + part if "sheet1" in name else part),
            ("forbidden-markup",),
        ),
        Hostile(
            "document type in the workbook",
            "a.xlsx",
            repacked(good, lambda name, part: _ENTITIES + part if "workbook.xml" in name else part),
            ("forbidden-markup",),
        ),
        Hostile(
            "UTF-16 sheet hides a document type",
            "a.xlsx",
            repacked(
                good, lambda name, part: (_ENTITIES + part).decode().encode("utf-16") if "sheet1" in name else part
            ),
            ("forbidden-markup",),
        ),
        Hostile("entity bomb, Excel 2003 XML", "a.xml", _ENTITIES + _XML_2003, ("forbidden-markup",)),
        Hostile("encrypted members", "a.xlsx", flagged_encrypted(good), ("encrypted",)),
        Hostile("encrypted xlsx", "a.xlsx", encrypted_xlsx(), ("encrypted",)),
        Hostile("encrypted xls", "a.xls", encrypted_xls(), ("encrypted",)),
        Hostile("cut xlsx", "a.xlsx", good[: len(good) // 2], ("damaged",)),
        Hostile("cut xls", "a.xls", xls([HEADER, *table(people(60))])[:3000], ("damaged",)),
        Hostile("spoilt xlsx", "a.xlsx", good[:700] + b"\x00" * 300 + good[1000:], ("damaged",)),
        Hostile("empty", "a.xlsx", b"", ("empty",)),
        Hostile("only blanks", "a.csv", b"\r\n \r\n\xef\xbb\xbf", ("empty",)),
        Hostile("only a mark", "a.csv", b"\xff\xfe", ("empty",)),
        Hostile("only separators", "a.csv", b",,,\r\n,,,\r\n", ("no-table",)),
        Hostile("PDF", "名单.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ("not-a-table",)),
        Hostile("picture", "名单.xls", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), ("not-a-table",)),
        Hostile("png", "名单.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ("not-a-table",)),
        Hostile("rar", "名单.xlsx", b"Rar!\x1a\x07\x00" + bytes(99), ("not-a-table",)),
        Hostile("program", "名单.xls", b"MZ\x90\x00\x03" + bytes(99), ("not-a-table",)),
        Hostile(
            "random bytes",
            "名单.csv",
            bytes((n * 7919 + n // 3) % 256 for n in range(5000)),
            ("unknown-encoding", "no-table"),
        ),
        Hostile(
            "Word",
            "名单.xlsx",
            zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
            ("not-a-table",),
        ),
        Hostile("plain zip", "名单.xlsx", zipped({"a.txt": b"hello"}), ("not-a-table",)),
        Hostile(
            "ods",
            "名单.xlsx",
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
            ("other-spreadsheet",),
        ),
        Hostile(
            "xlsb",
            "名单.xlsx",
            zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"}),
            ("other-spreadsheet",),
        ),
        Hostile(
            "members outside the folder",
            "a.xlsx",
            zipped(
                {
                    "../../etc/passwd": b"x",
                    "xl/workbook.xml": b'<workbook><sheets><sheet name="a" r:id="1" xmlns:r="r"/></sheets></workbook>',
                }
            ),
            ("damaged", "no-table"),
        ),
        Hostile(
            "a sheet that points outside",
            "a.xlsx",
            repacked(
                good,
                lambda name, part: (
                    part.replace(b"/xl/worksheets/sheet1.xml", b"../../../etc/passwd")
                    if "workbook.xml.rels" in name
                    else part
                ),
            ),
            ("damaged", "no-table"),
        ),
        Hostile(
            "a cell at XFD1048576",
            "a.xlsx",
            with_sheet(far + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            ("range-too-wide",),
        ),
        Hostile(
            "the same in single quotes",
            "a.xlsx",
            with_sheet(far + b"<row r='2'><c r='XFD1048576'><v>1</v></c></row>"),
            ("range-too-wide",),
        ),
        Hostile(
            "the same behind another attribute",
            "a.xlsx",
            with_sheet(far + b'<row r="2"><c s="0" r="XFD1048576"><v>1</v></c></row>'),
            ("range-too-wide",),
        ),
        Hostile(
            "the same with an entity",
            "a.xlsx",
            with_sheet(far + b'<row r="2"><c r="&#88;FD1048576"><v>1</v></c></row>'),
            ("range-too-wide", "damaged"),
        ),
        Hostile(
            "the same with a prefix",
            "a.xlsx",
            with_sheet(
                far
                + b'<row r="2"><q:c xmlns:q="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"><q:v>1</q:v></q:c></row>'
            ),
            ("range-too-wide",),
        ),
        Hostile("201 columns of text", "a.csv", (",".join(["姓名"] * 201) + "\n").encode() * 3, ("range-too-wide",)),
        Hostile("201 columns of a page", "a.xls", html([["<td>姓名</td>"] * 201] * 3).encode(), ("range-too-wide",)),
        Hostile("201 columns of an xlsx", "a.xlsx", xlsx([["姓名"] * 201] * 3), ("range-too-wide",)),
        Hostile("201 columns of an xls", "a.xls", xls([["姓名"] * 201] * 3), ("range-too-wide",)),
        Hostile(
            "a row no sheet has",
            "a.xlsx",
            with_sheet(far + b'<row r="9"><c r="A4000000000"><v>1</v></c></row>'),
            ("range-too-wide", "damaged"),
        ),
        Hostile(
            "a million formatted rows, none filled",
            "a.xlsx",
            with_sheet(
                b"".join(
                    b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/></row>' % (n, n, n)
                    for n in range(1, 1_048_577, 4)
                )
            ),
            ("no-table",),
        ),
        Hostile("strings beyond counting", "a.xlsx", _shared_strings(b"99999999999999"), ("damaged",)),
        Hostile("strings counted below zero", "a.xlsx", _shared_strings(b"-"), ("damaged",)),
        Hostile("a cell at the end of an xls", "a.xls", far_xls(), ("range-too-wide",)),
        Hostile(
            "a frame of pages",
            "a.xls",
            b"<html><head></head><frameset><frame src='a.files/sheet001.htm'></frameset></html>",
            ("pages-elsewhere",),
        ),
        Hostile(
            "a page without a table",
            "a.xls",
            "<html><body>登录已过期，请重新登录</body></html>".encode(),
            ("no-table",),
        ),
        Hostile(
            "a page with a span of millions",
            "a.xls",
            html(
                [["<td colspan=999999>姓名</td>"], *[["<td rowspan=65000 colspan=900>x</td>"] for _ in range(400)]]
            ).encode(),
            ("range-too-wide", "no-table"),
        ),
        Hostile("a page nested 5,000 deep", "a.xls", b"<table><tr><td>" * 5000, ("no-table", "damaged")),
        Hostile("one sentence", "a.txt", "请各单位于11月30日前报送名单。".encode(), ("no-table",)),
    ]
