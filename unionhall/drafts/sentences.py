"""A draft as it is laid out: paragraphs (and cells), sentences, segments at semicolons.

Knows punctuation only; what a sentence says is found in `reading`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_END = re.compile(r"[。！？!?\n\r；;]")


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in a table a paragraph stands: table, row and column from 0; `span` columns wide."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`index` counts from 0 in the order of the body; offsets of findings count characters of `text`."""

    index: int
    text: str
    cell: Cell | None = None
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What is checked: paragraphs in the order they are read. `source` is the file's name, for reports."""

    paragraphs: tuple[Paragraph, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Breaks:
    """Ends of sentences (。！？ and line ends) and of segments (these and ；) in a folded paragraph, ascending."""

    sentences: tuple[int, ...]
    segments: tuple[int, ...]


@dataclass(slots=True)
class _Lines:
    paragraphs: list[Paragraph] = field(default_factory=list)
    table: int = -1
    row: int = 0
    was_row: bool = False

    def add_row(self, cells: list[str]) -> None:
        if not self.was_row:
            self.table, self.row = self.table + 1, 0
        for column, cell in enumerate(cells):
            self.paragraphs.append(Paragraph(len(self.paragraphs), cell, Cell(self.table, self.row, column)))
        self.row, self.was_row = self.row + 1, True

    def add_text(self, line: str) -> None:
        self.paragraphs.append(Paragraph(len(self.paragraphs), line, None, is_heading(line)))
        self.was_row = False


_HEADING = re.compile(
    r"^\s*(?:#{1,6}\s|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\([一二三四五六七八九十]{1,3}\)|"
    r"第[一二三四五六七八九十]{1,3}[章节部])"
)


def is_heading(line: str) -> bool:
    return len(line) <= 40 and bool(_HEADING.match(line)) and not line.rstrip().endswith(("。", "；", "，"))


def from_text(text: str, source: str = "") -> Document:
    """A paragraph a line; lines of cells (tabs, or | between) are rows of a table."""
    lines = _Lines()
    for line in text.splitlines():
        if not line.strip():
            lines.was_row = False
        elif cells := _cells(line):
            lines.add_row(cells)
        elif not re.fullmatch(r"[\s|+:：—-]+", line):
            lines.add_text(line)
    return Document(tuple(lines.paragraphs), source)


def _cells(line: str) -> list[str]:
    stripped = line.strip()
    if "\t" in stripped:
        return [cell.strip() for cell in line.rstrip("\n").split("\t")]
    if stripped.count("|") >= 2 and not re.fullmatch(r"[\s|+:：-]+", stripped):
        return [cell.strip() for cell in stripped.strip("|").split("|")]
    return []


def breaks(folded: str) -> Breaks:
    sentences, segments = [], []
    for found in _END.finditer(folded):
        segments.append(found.end())
        if found.group() not in "；;":
            sentences.append(found.end())
    return Breaks((*sentences, len(folded) + 1), (*segments, len(folded) + 1))


def document(source: "str | Document | Iterable[str]") -> Document:
    """A text, a list of paragraphs, or a document, as a document."""
    if isinstance(source, Document):
        return source
    if isinstance(source, str):
        return from_text(source)
    return Document(tuple(Paragraph(index, text) for index, text in enumerate(source)))
