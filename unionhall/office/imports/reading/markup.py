"""Tables in HTML (pages saved as .xls, web archives) and in Excel's XML of 2003, as grids.

Not the XML inside xlsx: that is fastexcel's, and `ooxml` checks it.
"""

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

import polars as pl
from lxml import etree

from .delimited import decoded
from .limits import CELLS, COLUMNS, SHEETS
from .refusals import Damaged, EmptyFile, ForbiddenMarkup, NoTable, PagesElsewhere, RangeTooWide
from .workbook import Grid, Merge, letters_of

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,64})</x:Name>")
_DEEPEST = 12
_WIDEST = 1_000


@dataclass
class _Canvas:
    """Cells put where a table says, spans filled in; turns into a grid."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    taken: dict[int, dict[int, None]] = field(default_factory=dict)
    numeric: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    is_hidden: bool = False
    size: int = 0
    free: int = 0

    def place(self, text: str, right: int, down: int, *, column: int | None = None) -> int:
        """Put a cell into the current row at its first free column (or the given one), 0-based; returns that column."""
        taken = self.taken.get(self.row, {})
        if column is None:
            column = self.free
            while column in taken:
                column += 1
            self.free = column
        right, down = max(1, min(right, _WIDEST)), max(1, min(down, 65_536))
        if column + right > _WIDEST * 2 or (text and column >= COLUMNS):
            raise RangeTooWide(sheet=self.name, last_row=self.row, last_column=letters_of(column))
        self.size += right * (down if right > 1 else 1)
        if self.size > CELLS:
            raise RangeTooWide(sheet=self.name, last_row=self.row, last_column=letters_of(column))
        for n in range(down):
            self.taken.setdefault(self.row + n, {}).update(dict.fromkeys(range(column, column + right)))
        if right > 1 or down > 1:
            self.merges.append(Merge(self.row, column, self.row + down - 1, column + right - 1))
        if text:
            self.rows.setdefault(self.row, {})[column] = text
        return column

    def next_row(self, number: int | None = None) -> None:
        self.taken.pop(self.row, None)
        self.free = 0
        self.row = number if number is not None and number > self.row else self.row + 1

    def grid(self, *, has_types: bool) -> Grid:
        """:raises RangeTooWide: a cell stands too far out."""
        height = max(self.rows, default=0)
        width = max((max(cells) for cells in self.rows.values()), default=-1) + 1
        if height * width > CELLS:
            raise RangeTooWide(sheet=self.name, last_row=height, last_column=letters_of(width - 1))
        nothing: dict[int, str] = {}
        lines = [self.rows.get(n, nothing) for n in range(1, height + 1)]
        columns = {letters_of(n): pl.Series([line.get(n) for line in lines], dtype=pl.String) for n in range(width)}
        row = pl.int_range(1, height + 1, dtype=pl.Int64, eager=True)
        numbers = self._numbers(row, width) if has_types else None
        merges = tuple(sorted(self.merges, key=lambda merge: (merge.first_row, merge.first_column)))
        return Grid(self.name, pl.DataFrame({"row": row, **columns}), merges, is_hidden=self.is_hidden, numbers=numbers)

    def _numbers(self, row: pl.Series, width: int) -> Callable[..., pl.DataFrame]:
        by_column: dict[int, set[int]] = {n: set() for n in range(width)}
        for number, column in self.numeric:
            by_column.setdefault(column, set()).add(number)
        flags = {
            letters_of(n): pl.Series([number in found for number in row.to_list()])
            for n, found in by_column.items()
            if n < width
        }
        whole = pl.DataFrame({"row": row, **flags})
        return lambda letters: whole.select("row", *letters)


def html_grids(content: bytes) -> tuple[list[Grid], str]:
    """Every outermost table of a page as a grid, and the page's encoding.

    :raises Unreadable: no table, or a page that is only a frame around others.
    """
    text, encoding = _page_text(content)
    reader = _TableReader()
    parser = etree.HTMLParser(target=reader, recover=True, no_network=True, huge_tree=False)
    try:
        for start in range(0, len(text), 1 << 18):
            parser.feed(text[start : start + (1 << 18)])
        parser.close()
    except (etree.LxmlError, ValueError, AssertionError, RecursionError) as trouble:
        if not reader.tables:
            raise Damaged from trouble
    tables = [table for table in reader.tables if table.rows][:SHEETS]
    if not tables:
        if re.search(r"<frame\b|<x:WorksheetSource", text, re.IGNORECASE):
            raise PagesElsewhere
        raise NoTable
    names = [name.strip() for name in _SHEET_NAME.findall(text)]
    for place, table in enumerate(tables):
        table.name = names[place] if len(names) == len(tables) else f"表{place + 1}"
    return [table.grid(has_types=False) for table in tables], encoding


def _page_text(content: bytes) -> tuple[str, str]:
    """A page says its encoding in its head; when that does not fit the bytes, they decide."""
    said = _CHARSET.search(content[:4096])
    if said and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = said[1].decode("ascii", "replace").lower()
        name = "gb18030" if name in ("gb2312", "gbk", "gb18030", "x-gbk", "cp936") else name
        try:
            return content.decode(name).replace("\x00", ""), name
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decoded(content)


@dataclass
class _OpenTable:
    """A table whose end has not come yet, and its open cell."""

    canvas: _Canvas
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)
    is_row_open: bool = False

    def open_row(self) -> None:
        self.close_cell()
        self.canvas.next_row()
        self.is_row_open = True

    def open_cell(self, attributes: dict[str, str]) -> None:
        self.close_cell()
        if not self.is_row_open:
            self.open_row()
        self.cell = []
        self.spans = (_span(attributes.get("colspan")), _span(attributes.get("rowspan")))

    def close_cell(self) -> None:
        if self.cell is None:
            return
        # A page's own line breaks are blanks; those of <br> were put in as line breaks and may stay.
        text = re.sub(r"[ \t\r]*\n[ \t\r\n]*", "\n", "".join(self.cell)).strip()
        self.canvas.place(re.sub(r"[ \t]{2,}", " ", text), *self.spans)
        self.cell = None


class _TableReader:
    """lxml's parser target: keeps only what stands in cells.

    A table inside a cell is one of its own (report programmes lay pages out in tables), unless it has a single row:
    then its text is the cell's.
    """

    def __init__(self) -> None:
        self.tables: list[_Canvas] = []
        self._open: list[_OpenTable] = []
        self._silent = 0
        self._too_deep = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table":
            self._open_table()
        elif not self._open or self._too_deep:
            return
        elif tag == "tr":
            self._open[-1].open_row()
        elif tag in ("td", "th"):
            self._open[-1].open_cell(attributes)
        elif tag in ("br", "p", "div") and self._open[-1].cell:
            self._open[-1].cell.append("\n")

    def end(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(self._silent - 1, 0)
        elif tag == "table":
            self._close_table()
        elif not self._open or self._too_deep:
            return
        elif tag in ("td", "th", "tr"):
            self._open[-1].close_cell()
            self._open[-1].is_row_open = self._open[-1].is_row_open and tag != "tr"

    def data(self, text: str) -> None:
        if self._open and self._open[-1].cell is not None and not self._silent:
            self._open[-1].cell.append(text)

    def comment(self, text: str) -> None:
        """Comments hold Excel's own settings, no cells."""

    def pi(self, target: str, text: str | None = None) -> None:
        """Processing instructions hold no cells."""

    def close(self) -> None:
        while self._open:
            self._close_table()

    def _open_table(self) -> None:
        if len(self._open) >= _DEEPEST:
            self._too_deep += 1
            return
        self._open.append(_OpenTable(_Canvas("")))
        self.tables.append(self._open[-1].canvas)

    def _close_table(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif self._open:
            closed = self._open.pop()
            closed.close_cell()
            outer = self._open[-1].cell if self._open else None
            if outer is not None and len(closed.canvas.rows) < 2:
                outer += [" ", *(text for cells in closed.canvas.rows.values() for text in cells.values())]
                closed.canvas.rows.clear()


def _span(text: str | None) -> int:
    return int(text) if text and text.strip().isascii() and text.strip().isdigit() and len(text) < 7 else 1


def mhtml_grids(content: bytes) -> tuple[list[Grid], str]:
    """The pages of a web archive (单个文件网页) that hold tables.

    :raises Unreadable: none does.
    """
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    grids: list[Grid] = []
    encoding = "utf-8"
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        try:
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                found, encoding = html_grids(page)
                grids += found
        except (NoTable, PagesElsewhere, EmptyFile):
            continue
    if not grids:
        raise NoTable
    return grids, encoding


def xml_grids(content: bytes) -> tuple[list[Grid], str]:
    """The worksheets of an Excel 2003 XML workbook.

    :raises Unreadable: a document type, or no XML.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text, encoding = decoded(content)
    else:
        said = re.search(rb"encoding\s*=\s*[\"']([\w-]+)", content[:200])
        encoding = said[1].decode("ascii").lower() if said else "utf-8"
        encoding = "gb18030" if encoding in ("gb2312", "gbk") else encoding
        try:
            text = content.decode(encoding)
        except (LookupError, UnicodeDecodeError, ValueError):
            text, encoding = decoded(content)
    text = re.sub(r"^\s*(?:\ufeff)?\s*<\?xml[^>]*\?>", "", text)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ForbiddenMarkup
    reader = _SpreadsheetReader()
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as trouble:
        raise Damaged from trouble
    return [sheet.grid(has_types=True) for sheet in reader.sheets[:SHEETS]], encoding


class _SpreadsheetReader:
    """Worksheet, Row, Cell, Data of urn:schemas-microsoft-com:office:spreadsheet."""

    def __init__(self) -> None:
        self.sheets: list[_Canvas] = []
        self._parts: list[str] | None = None
        self._cell: dict[str, str] = {}
        self._type = ""
        self._column = 0
        self._visible: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        facts = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "Worksheet":
            self.sheets.append(_Canvas(facts.get("Name", f"表{len(self.sheets) + 1}")))
        elif not self.sheets:
            return
        elif name == "Row":
            self.sheets[-1].next_row(_span(facts["Index"]) if "Index" in facts else None)
            self._column = 0
        elif name == "Cell":
            self._cell, self._parts, self._type = facts, [], ""
        elif name == "Data" and self._parts is not None:
            self._type = facts.get("Type", "")
        elif name == "Visible":
            self._visible = []

    def text(self, text: str) -> None:
        if self._visible is not None:
            self._visible.append(text)
        elif self._parts is not None and self._type:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "Cell" and self._parts is not None:
            self._place("".join(self._parts))
            self._parts = None
        elif name == "Data" and self._parts is not None and self._type:
            self._cell["said"], self._type = self._type, ""
        elif name == "Visible" and self._visible is not None:
            self.sheets[-1].is_hidden = "".join(self._visible).strip() in ("SheetHidden", "SheetVeryHidden")
            self._visible = None

    def _place(self, text: str) -> None:
        canvas = self.sheets[-1]
        right = _span(self._cell.get("MergeAcross")) if self._cell.get("MergeAcross", "0") != "0" else 0
        down = _span(self._cell.get("MergeDown")) if self._cell.get("MergeDown", "0") != "0" else 0
        if "Index" in self._cell:
            self._column = min(_span(self._cell["Index"]) - 1, _WIDEST)
        taken = canvas.taken.get(canvas.row, {})
        while "Index" not in self._cell and self._column in taken:
            self._column += 1
        said = self._cell.get("said", "")
        if said == "DateTime":
            text = text.replace("T", " ").removesuffix(".000")
        if said == "Number":
            text = _plain_number(text)
            canvas.numeric.add((canvas.row, self._column))
        canvas.place(text, right + 1, down + 1, column=self._column)
        self._column += right + 1


def _plain_number(text: str) -> str:
    """1.1010519491231E+17 as 110105194912310000: a number as the other formats give it."""
    try:
        value = float(text)
    except ValueError:
        return text
    if value == int(value) if abs(value) < 1e20 else False:
        return f"{int(float(f'{value:.15g}'))}"
    return f"{value:.15g}"
