"""One pass over the markup of an xlsx sheet: how far its cells reach, which are merged, which columns are hidden.

Not the cells' values: fastexcel reads those, as one rectangle, and aborts when that does not fit in memory.
"""

import re
from dataclasses import dataclass
from xml.parsers import expat

from .limits import MB, MERGES
from .refusals import Damaged
from .workbook import Merge, index_of, letters_of

_PLACE = re.compile(r"([A-Z]{1,7})(\d{1,10})")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,8}):([A-Z]{1,3})(\d{1,8})")


@dataclass(frozen=True)
class SheetShape:
    """Merged cells, hidden columns (letters) and the last row and column (1-based) that may hold a value."""

    merges: tuple[Merge, ...]
    hidden_columns: frozenset[str]
    last_row: int
    last_column: int


class _Findings:
    """What either way of looking has seen."""

    def __init__(self) -> None:
        self.merges: list[Merge] = []
        self.hidden: set[str] = set()
        self.last_row = 0
        self.last_column = 1

    def cell(self, place: str) -> None:
        found = _PLACE.fullmatch(place)
        if found is None:
            raise Damaged
        self.last_column = max(self.last_column, index_of(found[1]) + 1)
        self.last_row = max(self.last_row, int(found[2]))

    def merge(self, ref: str) -> None:
        found = _RANGE.fullmatch(ref)
        if found and len(self.merges) < MERGES:
            self.merges.append(Merge(int(found[2]), index_of(found[1]), int(found[4]), index_of(found[3])))

    def column(self, facts: dict[str, str]) -> None:
        first, last = facts.get("min", ""), facts.get("max", "")
        if facts.get("hidden") in ("1", "true") and first.isdecimal() and last.isdecimal():
            self.hidden.update(
                letters_of(n - 1) for n in range(max(int(first), 1), min(int(last), int(first) + 255) + 1)
            )


class SheetScan:
    """Takes the bytes of a sheet in parts; `shape` at the end.

    Written as Excel, WPS and the usual libraries write it (`<c r="A1" …`), regular expressions see all:
    0.3 s for 265,463 rows where an XML parser takes 1.3 s. Any other spelling goes to the parser from its first byte.
    """

    _ROW = re.compile(rb"<row\b[^>]*?\sr=\"(\d{1,10})\"")
    #: Filled cells of column AA and beyond, of row 1,000,000 and beyond, or with a place of another spelling.
    _FAR = re.compile(rb"<c r=\"(?![A-Z]\d{1,6}\")([^\"]*)\"[^>]*(?<!/)>")
    _LONGER_TAG = re.compile(rb"</?c[a-zA-Z]")
    _PREFIXED = re.compile(rb"<[^\s<>/:]+:(?:c|row)[\s/>]")
    _MERGE = re.compile(rb"<mergeCell\b[^>]*?\sref=\"([^\"]*)\"")
    _COLUMN = re.compile(rb"<col\b[^>]*>")
    _FACT = re.compile(rb"(\w+)=\"([^\"]*)\"")

    def __init__(self) -> None:
        self._seen = _Findings()
        self._seen.last_column = 26
        self._rest = b""
        self._is_plain = True

    def feed(self, chunk: bytes) -> None:
        """Take the next part of the sheet."""
        text = self._rest + chunk
        cut = text.rfind(b"<")
        cut = cut if cut >= 0 and len(text) - cut < MB else len(text)
        self._rest, text = text[cut:], text[:cut]
        self._look(text)

    @property
    def is_plain(self) -> bool:
        """Whether regular expressions were enough; otherwise the sheet must be fed to `parsed_shape`."""
        return self._is_plain

    def _look(self, text: bytes) -> None:
        if not self._is_plain:
            return
        placed, all_cells = text.count(b'<c r="'), text.count(b"<c")
        if all_cells != placed:
            all_cells -= sum(1 for tag in self._LONGER_TAG.findall(text) if tag.startswith(b"<c"))
        if all_cells != placed or (b":" in text and self._PREFIXED.search(text)):
            self._is_plain = False
            return
        if rows := self._ROW.findall(text):
            self._seen.last_row = max(self._seen.last_row, max(map(int, rows)))
        for place in self._FAR.findall(text):
            self._seen.cell(place.decode("ascii", "replace"))
        if b"mergeCell " in text:
            for ref in self._MERGE.findall(text):
                self._seen.merge(ref.decode("ascii", "replace"))
        if b"hidden=" in text:
            for element in self._COLUMN.findall(text):
                facts = self._FACT.findall(element)
                self._seen.column({name.decode(): value.decode("ascii", "replace") for name, value in facts})

    def shape(self) -> SheetShape:
        """What was seen, once everything has been fed.

        :raises Damaged: a cell has a place that is none.
        """
        self._look(self._rest)
        self._rest = b""
        return _shape(self._seen)


class SheetParser:
    """The slow way, for any spelling of the same XML: prefixes, single quotes, cells without a place."""

    def __init__(self) -> None:
        self._seen = _Findings()
        self._row = self._column = 0
        self._place = ""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start

    def feed(self, chunk: bytes, *, is_last: bool = False) -> None:
        """Take the next part of the sheet.

        :raises Damaged: it is not well-formed.
        """
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as trouble:
            raise Damaged from trouble

    def _start(self, tag: str, facts: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._column += 1
            self._place = facts.get("r", "")
        elif name in ("v", "is"):
            self._filled()
        elif name == "row":
            said = facts.get("r", "")
            self._row = int(said) if said.isdecimal() and len(said) < 11 else self._row + 1
            self._column = 0
        elif name == "mergeCell":
            self._seen.merge(facts.get("ref", ""))
        elif name == "col":
            self._seen.column(facts)

    def _filled(self) -> None:
        if self._place:
            self._seen.cell(self._place)
        else:
            self._seen.last_column = max(self._seen.last_column, self._column)
            self._seen.last_row = max(self._seen.last_row, self._row)

    def shape(self) -> SheetShape:
        """What was seen, once everything has been fed. Formatted cells without a value do not count."""
        return _shape(self._seen)


def _shape(seen: _Findings) -> SheetShape:
    return SheetShape(tuple(seen.merges), frozenset(seen.hidden), seen.last_row, seen.last_column)
