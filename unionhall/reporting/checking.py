"""A kept draft checked and laid out: each paragraph in pieces, each number with its reading, its figure, its findings.

Judges nothing itself; `drafts` does. What was let stand is told apart by sentence and rule.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from unionhall.drafts import Document, Finding, Named, Report, check, mark_docx, read_file
from unionhall.drafts.checking import passages_of
from unionhall.drafts.files.writing import docx_of
from unionhall.drafts.ledger import Beside, Match, match
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
    def doubtful(self) -> int:
        return sum(note.finding.severity == "look" for note in self.open_notes)

    @property
    def agreeing(self) -> int:
        """Numbers matched to a figure and equal to it."""
        differing = {(f.paragraph, f.start) for f in self.report.findings if f.severity == "ledger"}
        places = [(m.reading.quantity.paragraph, m.reading.quantity.start) for m in self.beside.matches]
        return sum(place not in differing for place in places)

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

    def _numbers(self, index: int) -> Iterator[tuple[int, int, int, list[Noted]]]:
        for number, reading in enumerate(self.report.readings, 1):
            if reading.quantity.paragraph == index:
                notes = [note for note in self.open_notes if _is_at(note.finding, reading)]
                yield reading.quantity.start, reading.quantity.end, number, notes

    def _words(self, index: int) -> Iterator[tuple[int, int, int, list[Noted]]]:
        for note in self.open_notes:
            if note.finding.paragraph == index and note.finding.rule == "doubled":
                yield note.finding.start, note.finding.end, 0, [note]


def _is_at(finding: Finding, reading: Reading) -> bool:
    return (finding.paragraph, finding.start) == (reading.quantity.paragraph, reading.quantity.start)


def checked(draft: Draft, figures: Sequence[Named], organisation_path: str) -> Checked:
    """:raises FileNotFoundError: the draft was deleted after its days."""
    document = read_file(storage.load(draft.stored_name), draft.file_name)
    report = check(document, figures)
    beside = match(passages_of(document), figures)
    return Checked(document, report, beside, tuple(noted(document, report, organisation_path)))


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
