"""What an xlsx says about itself: its parts, which sheets are hidden, merged cells, hidden columns, how far it reaches.

Not the cells: fastexcel reads those. Here the package is unpacked under limits first, so that no bomb reaches it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from unionhall.kernel.errors import N_

from .limits import CELLS, COLUMNS, MB, UNPACK_RATIO, UNPACK_RATIO_FROM, UNPACKED_BYTES, ZIP_MEMBERS
from .refusals import Damaged, Encrypted, ForbiddenMarkup, NotATable, OtherSpreadsheet, PackedTooTightly, RangeTooWide
from .sheetscan import SheetParser, SheetScan, SheetShape
from .workbook import letters_of

_CHUNK = 1 * MB
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SMALL_PART = 8 * MB


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the package describes it."""

    name: str
    is_hidden: bool
    path: str | None
    is_worksheet: bool


class Package:
    """An opened xlsx whose members have been unpacked once, counted and found harmless."""

    def __init__(self, content: bytes) -> None:
        """:raises Unreadable: damaged, encrypted, a bomb, or no xlsx inside."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, OverflowError) as trouble:
            raise Damaged from trouble
        self._packed = len(content)
        self._scans: dict[str, SheetScan] = {}
        self._names = {
            member.filename.replace("\\", "/").lstrip("/").lower(): member for member in self._zip.infolist()
        }
        self._refuse_what_is_no_workbook()
        self._unpack_all()

    def _refuse_what_is_no_workbook(self) -> None:
        members = self._zip.infolist()
        if len(members) > ZIP_MEMBERS or len(self._names) != len(members):
            raise PackedTooTightly
        if any(member.flag_bits & 0x1 for member in members):
            raise Encrypted
        if sum(member.file_size for member in members) > UNPACKED_BYTES:
            raise PackedTooTightly
        names = self._names
        if "xl/workbook.bin" in names:
            raise OtherSpreadsheet(kind=" .xlsb ")
        if "word/document.xml" in names:
            raise NotATable(kind=" Word ")
        if "ppt/presentation.xml" in names:
            raise NotATable(kind=" PowerPoint ")
        if "content.xml" in names and "mimetype" in names:
            raise OtherSpreadsheet(kind=" .ods ")
        if "index/document.iwa" in names or "index.zip" in names:
            raise OtherSpreadsheet(kind=" Numbers ")
        if not any(name.endswith("workbook.xml") for name in names):
            raise (Damaged if "[content_types].xml" in names else NotATable(kind=N_("压缩包")))

    def _unpack_all(self) -> None:
        """Real sizes, not the declared ones: a member that unpacks to more than it declares fails its check sum."""
        total = 0
        for member in self._zip.infolist():
            is_markup = member.filename.lower().endswith((".xml", ".rels", ".vml"))
            scan = SheetScan() if "/worksheets/" in member.filename and is_markup else None
            tail = b""
            for chunk in self._chunks(member):
                total += len(chunk)
                if total > UNPACKED_BYTES or (total > UNPACK_RATIO_FROM and total > self._packed * UNPACK_RATIO):
                    raise PackedTooTightly
                if is_markup and _is_forbidden(tail + chunk):
                    raise ForbiddenMarkup
                if member.filename.lower().endswith("sharedstrings.xml") and not tail:
                    _refuse_boasting(chunk, member.file_size)
                if scan is not None:
                    scan.feed(chunk)
                tail = chunk[-16:]
            if scan is not None:
                self._scans[member.filename] = scan

    def _chunks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as trouble:
            raise Damaged from trouble

    def _small(self, path: str) -> bytes:
        member = self._names.get(path.lower())
        if member is None or member.file_size > _SMALL_PART:
            raise Damaged
        return b"".join(self._chunks(member))

    def sheets(self) -> list[SheetPart]:
        """The sheets in the workbook's order.

        :raises Damaged: the workbook part is missing or no XML.
        """
        path = next(
            name
            for name in sorted(self._names, key=lambda name: (name != "xl/workbook.xml", name))
            if name.endswith("workbook.xml")
        )
        folder = path.rpartition("/")[0]
        targets: dict[str, tuple[str, str]] = {}
        rels_path = f"{folder}/_rels/workbook.xml.rels".lstrip("/")
        if rels_path in self._names:
            for tag, facts in _elements(self._small(rels_path)):
                if tag == "Relationship":
                    targets[facts.get("Id", "")] = (facts.get("Target", ""), facts.get("Type", ""))
        found = []
        for tag, facts in _elements(self._small(path)):
            if tag == "sheet":
                relation = next((value for name, value in facts.items() if name.rpartition(":")[2] == "id"), "")
                target, kind = targets.get(relation, ("", ""))
                found.append(
                    SheetPart(
                        facts.get("name", ""),
                        facts.get("state", "visible") != "visible",
                        _resolved(folder, target) if target else None,
                        kind.endswith("/worksheet"),
                    )
                )
        return found

    def number_rows(self, part: SheetPart, letters: str) -> set[int] | None:
        """The rows where a column's cells are stored as numbers; None when this file writes its cells some other way.

        Half the price of asking fastexcel, which would parse the whole sheet again.
        """
        member = self._names.get((part.path or "").lower())
        if member is None:
            return None
        opening = b'<c r="' + letters.encode()
        number = re.compile(re.escape(opening) + rb'(\d+)"(?![^>]*\st="(?!n"))[^>]*(?<!/)>')
        found: set[int] = set()
        seen = 0
        rest = b""
        for chunk in self._chunks(member):
            text = rest + chunk
            cut = text.rfind(b"<")
            cut = cut if cut >= 0 and len(text) - cut < _CHUNK else len(text)
            rest = text[cut:]
            seen += text.count(opening, 0, cut)
            found.update(map(int, number.findall(text, 0, cut)))
        return found if seen else None

    def shape(self, part: SheetPart) -> SheetShape:
        """Read once through a sheet for what fastexcel does not tell.

        :raises RangeTooWide: the rectangle of its cells would not fit in memory.
        """
        member = self._names.get((part.path or "").lower())
        if member is None:
            raise Damaged
        scan = self._scans.get(member.filename)
        shape = scan.shape() if scan is not None and scan.is_plain else None
        if shape is None or shape.last_row * shape.last_column > CELLS:
            parser = SheetParser()
            for chunk in self._chunks(member):
                parser.feed(chunk)
            parser.feed(b"", is_last=True)
            shape = parser.shape()
        if shape.last_row * shape.last_column > CELLS or shape.last_column > COLUMNS:
            raise RangeTooWide(
                sheet=part.name[:31], last_row=shape.last_row, last_column=letters_of(shape.last_column - 1)
            )
        return shape


def _refuse_boasting(markup: bytes, size: int) -> None:
    """fastexcel sets room aside for as many texts as the table says it has, and aborts when there is no such room."""
    for count in re.findall(rb"[cC]ount\s*=\s*[\"']\s*([^\"']{0,40})", markup[:4096]):
        if not count.isdigit() or int(count) > size:
            raise Damaged


def _is_forbidden(markup: bytes) -> bool:
    """A document type or an entity; also UTF-16, in which they would go unseen and which Excel never writes."""
    return (b"<!" in markup and bool(_DOCTYPE.search(markup))) or markup.startswith(
        (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
    )


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)


def _elements(markup: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, facts: found.append((tag.rpartition(":")[2], facts))
    try:
        parser.Parse(markup, True)
    except expat.ExpatError as trouble:
        raise Damaged from trouble
    return found
