"""A kept draft checked and laid out: each paragraph in pieces, each number with its reading, its figure, its findings.

Judges nothing itself; `drafts` does. What was let stand is told apart by sentence and rule.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings

from unionhall.drafts import Document, Finding, Named, Report, mark_docx, read_file
from unionhall.drafts.checking import laid_beside
from unionhall.drafts.files.writing import docx_of
from unionhall.drafts.ledger import Beside, Match
from unionhall.drafts.reading import Reading
from unionhall.office.documents import storage
from unionhall.reporting.models import Dismissal, Draft

_COLUMN = "reporting.dismissal"
_END = re.compile(r"[。！？!?\n]")
#: How a number is drawn: the worst that was found at it.
KINDS = {"contradiction": "is-bad", "ledger": "is-bad", "look": "is-look"}


@dataclass(frozen=True)
class Noted:
    """A finding with its number on the page, the key of its sentence and, where it was let stand, who and why."""

    number: int
    finding: Finding
    sentence_index: str
    dismissal: Dismissal | None

    @property
    def title(self) -> Any:
        return self.finding.title

    @property
    def paragraph(self) -> int:
        return self.finding.paragraph + 1


@dataclass(frozen=True)
class Piece:
    """Text, or a number (`number` counts readings from 1; 0 is plain text) with how it is drawn."""

    text: str
    number: int = 0
    kind: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """A paragraph, or a row of a table with its cells."""

    cells: tuple[tuple[Piece, ...], ...]
    is_row: bool = False
    is_heading: bool = False


@dataclass(frozen=True)
class Checked:
    """A draft with everything found in it."""

    document: Document
    report: Report
    beside: Beside
    notes: tuple[Noted, ...]

    @property
    def open_notes(self) -> list[Noted]:
        return [note for note in self.notes if note.dismissal is None]

    @property
    def dismissed(self) -> list[Noted]:
        return [note for note in self.notes if note.dismissal is not None]

    @property
    def wrong(self) -> int:
        return sum(note.finding.severity != "look" for note in self.open_notes)

    @property
    def contradicting(self) -> int:
        return sum(note.finding.severity == "contradiction" for note in self.open_notes)

    @property
    def differing(self) -> int:
        """Numbers that the ledger has otherwise."""
        return sum(note.finding.severity == "ledger" for note in self.open_notes)

    @property
    def doubtful(self) -> int:
        return sum(note.finding.severity == "look" for note in self.open_notes)

    @property
    def agreeing(self) -> int:
        """Numbers matched to a figure and equal to it."""
        return sum(match.agrees for match in self.beside.matches)

    @property
    def untold(self) -> list[tuple[int, Reading]]:
        """Numbers that nothing of the ledger could be told of, each with its number on the page."""
        places = {(r.quantity.paragraph, r.quantity.start) for r in self.beside.not_ours}
        numbered = enumerate(self.report.readings, 1)
        return [(n, r) for n, r in numbered if (r.quantity.paragraph, r.quantity.start) in places]

    @property
    def characters(self) -> int:
        return sum(len(paragraph.text) for paragraph in self.document.paragraphs)

    def matched(self, reading: Reading) -> Match | None:
        return next((m for m in self.beside.matches if m.reading == reading), None)

    def notes_at(self, reading: Reading) -> list[Noted]:
        return [note for note in self.notes if _is_at(note.finding, reading)]

    def lines(self) -> Iterator[Line]:
        """Paragraphs and table rows in the order they stand."""
        row: list[tuple[Piece, ...]] = []
        place: tuple[int, int] | None = None
        for paragraph in self.document.paragraphs:
            here = (paragraph.cell.table, paragraph.cell.row) if paragraph.cell else None
            if row and here != place:
                yield Line(tuple(row), is_row=True)
                row = []
            place = here
            pieces = tuple(self._pieces(paragraph.index, paragraph.text))
            if here:
                row.append(pieces)
            elif paragraph.text.strip():
                yield Line((pieces,), is_heading=paragraph.is_heading)
        if row:
            yield Line(tuple(row), is_row=True)

    def _pieces(self, index: int, text: str) -> Iterator[Piece]:
        at = 0
        marks = [*self._numbers(index), *self._words(index)]
        for start, end, number, notes in sorted(marks):
            if start < at:
                continue
            if text[at:start]:
                yield Piece(text[at:start])
            kinds = [KINDS[note.finding.severity] for note in notes]
            kind = "is-bad" if "is-bad" in kinds else (kinds[0] if kinds else "")
            yield Piece(text[start:end], number, kind, tuple(note.number for note in notes))
            at = end
        if text[at:]:
            yield Piece(text[at:])

    @cached_property
    def _readings_of(self) -> dict[int, list[tuple[int, Reading]]]:
        """By paragraph, each with its number on the page."""
        found: dict[int, list[tuple[int, Reading]]] = {}
        for number, reading in enumerate(self.report.readings, 1):
            found.setdefault(reading.quantity.paragraph, []).append((number, reading))
        return found

    @cached_property
    def _notes_of(self) -> dict[int, list[Noted]]:
        """Open notes by paragraph."""
        found: dict[int, list[Noted]] = {}
        for note in self.open_notes:
            found.setdefault(note.finding.paragraph, []).append(note)
        return found

    def _numbers(self, index: int) -> Iterator[tuple[int, int, int, list[Noted]]]:
        at: dict[int, list[Noted]] = {}
        for note in self._notes_of.get(index, ()):
            at.setdefault(note.finding.start, []).append(note)
        for number, reading in self._readings_of.get(index, ()):
            yield reading.quantity.start, reading.quantity.end, number, at.get(reading.quantity.start, [])

    def _words(self, index: int) -> Iterator[tuple[int, int, int, list[Noted]]]:
        for note in self._notes_of.get(index, ()):
            if note.finding.rule == "doubled":
                yield note.finding.start, note.finding.end, 0, [note]


def _is_at(finding: Finding, reading: Reading) -> bool:
    return (finding.paragraph, finding.start) == (reading.quantity.paragraph, reading.quantity.start)


#: Drafts whose checking stays at hand: the page, its panel, the Word file and the JSON ask for the same one.
_AT_HAND = 8


@lru_cache(maxsize=_AT_HAND)
def _laid(content: bytes, file_name: str, figures: tuple[Named, ...]) -> tuple[Document, Report, Beside]:
    document = read_file(content, file_name)
    return (document, *laid_beside(document, figures))


def checked(draft: Draft, figures: Sequence[Named], organisation_path: str) -> Checked:
    """The draft checked once for the same words and the same figures; what was let stand is looked up each time.

    :raises FileNotFoundError: the draft was deleted after its days.
    """
    document, report, beside = _laid(storage.load(draft.stored_name), draft.file_name, tuple(figures))
    return Checked(document, report, beside, tuple(noted(document, report, organisation_path)))


def forget() -> None:
    """Drop what is at hand: a draft is thrown away with all that was read of it."""
    _laid.cache_clear()


def noted(document: Document, report: Report, organisation_path: str) -> Iterator[Noted]:
    """Findings numbered as they stand, the gravest first, each with the dismissal of the reader's own organisation.

    What a union below lets stand in its texts says nothing of ours.
    """
    order = {"contradiction": 0, "ledger": 1, "look": 2}
    findings = sorted(report.findings, key=lambda f: (order[f.severity], f.paragraph, f.start))
    keys = [(f.rule, sentence_index(document, f)) for f in findings]
    wanted = {index for _rule, index in keys}
    rows = Dismissal.objects.filter(organisation_path=organisation_path, sentence_index__in=wanted) if wanted else []
    known = {(row.rule, row.sentence_index): row for row in rows}
    for number, (finding, key) in enumerate(zip(findings, keys, strict=True), 1):
        yield Noted(number, finding, key[1], known.get(key))


def sentence_index(document: Document, finding: Finding) -> str:
    """The key a finding's sentence is remembered by; white space and the paragraph's place do not count."""
    text = document.paragraphs[finding.paragraph].text
    ends = [found.end() for found in _END.finditer(text)]
    start = max((end for end in ends if end <= finding.start), default=0)
    end = min((end for end in ends if end >= finding.end), default=len(text))
    sentence = re.sub(r"\s+", "", text[start:end])
    return settings.KEYRING.index(f"{finding.rule}|{finding.stated}|{sentence}", column=_COLUMN)


def marked_copy(draft: Draft, result: Checked) -> bytes:
    """The draft as docx with comments at what is still open; a text becomes a docx first.

    :raises MarkingFailed: the docx is too unusual to be written again.
    """
    content = storage.load(draft.stored_name) if draft.is_word else docx_of(result.document)
    return mark_docx(content, [note.finding for note in result.open_notes])
