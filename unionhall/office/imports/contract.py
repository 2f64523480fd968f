"""What an app declares to have a file imported: its fields, its checks, what is written and how that is taken back.

Knows no person, unit or amount; the flow that calls this stands in actions.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import polars as pl

from unionhall.kernel import paths
from unionhall.kernel.actors import Actor

if TYPE_CHECKING:
    from unionhall.office.imports.models import Import
    from unionhall.office.imports.reading import Field

ACCEPTED = "accepted"


class Standing(StrEnum):
    """What a verdict means for its row. Accepted and remark are written; duplicate and rejected are not."""

    ACCEPTED = "accepted"
    REMARK = "remark"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True)
class RowVerdict:
    """One kind of verdict. `sentence` is Chinese; `field` names the field whose cell is red, "" for none."""

    code: str
    standing: Standing
    label: str
    sentence: str
    field: str = ""


@dataclass(frozen=True)
class Subject:
    """What a file is for. `key` recognises the same file again; `sender` is whose column reading is remembered."""

    key: str
    title: str
    sender: str
    organisation_path: str


@dataclass(frozen=True)
class Context:
    """What checks may know: the options given, the business day, the subtrees the actor may enter for."""

    import_id: int
    options: Mapping[str, Any]
    on: date
    within: tuple[str, ...]

    def covers(self, path: str) -> bool:
        return any(paths.covers(top, path) for top in self.within)


@dataclass(frozen=True)
class Checked:
    """Rows with exactly one `code` and `text` each, in the order given, and whatever else commit needs.

    `facts` are plain numbers for the preview (what is owed, by tier): JSON, impersonal.
    """

    rows: pl.DataFrame
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SummaryLine:
    """A line beside the verdicts: 普通档 1,030 人 × 40.00 | 41,200.00. `is_total` is ruled above."""

    label: str
    people: int | None = None
    amount_fen: int | None = None
    is_total: bool = False


@dataclass(frozen=True)
class Place:
    """Where files of a kind stand among the pages: menu group, name of the list of files, addresses by name.

    `written` names the page of what was written, with its label.
    """

    group: str
    label: str
    files: str
    upload: str
    written: tuple[str, str]


class Progress(Protocol):
    """Where a long act tells how far it is: a job's progress, or `SILENT`."""

    def step(self, name: str, detail: str = "") -> None: ...

    def advance(self, done: int, total: int) -> None: ...


class _Silent:
    def step(self, name: str, detail: str = "") -> None:
        """Nobody listens."""

    def advance(self, done: int, total: int) -> None:
        """Nobody listens."""


SILENT: Progress = _Silent()


class ImportKind:
    """A kind of import; an app subclasses it and registers one instance in `AppConfig.ready`.

    `fields` are what a column can be; `number_matters` the fields for which it counts that Excel stored a number
    (column `<field>_is_number`). `needed` says which fields a file must have before it can be committed.
    """

    code: ClassVar[str]
    label: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    verdicts: ClassVar[tuple[RowVerdict, ...]]
    number_matters: ClassVar[tuple[str, ...]] = ()
    place: ClassVar[Place]

    def describe(self, options: Mapping[str, Any], *, within: tuple[str, ...], on: date) -> Subject:
        """What the file is for. :raises DomainError: the options name nothing, or lie outside `within`."""
        raise NotImplementedError

    def prepare(self, rows: pl.DataFrame, context: Context) -> pl.DataFrame:
        """What the file alone says: cleaned columns, and `code`/`text` where a row is wrong already (null: nothing).

        Gets `sheet`, `row`, `block` (Int64) and a String column for each field (null without such a column); keeps the
        first three and the order. The outcome is stored encrypted, so this runs once a reading.
        """
        raise NotImplementedError

    def check(self, prepared: pl.DataFrame, context: Context) -> Checked:
        """What the records say to it: a verdict for every row. Runs at the preview and again at the commit."""
        raise NotImplementedError

    def write_ahead(self, imported: Import, checked: Checked, context: Context, progress: Progress) -> Checked:
        """Rows that may be written before the commit's transaction; they appear nowhere and `sweep` removes them."""
        return checked

    def after_commit(self, imported: Import) -> None:
        """What may follow once it is committed and may fail without harm: statistics for the planner."""

    def commit(
        self, imported: Import, checked: Checked, context: Context, *, by: Actor, on: date, progress: Progress
    ) -> dict[str, Any]:
        """Write the accepted rows; inside the engine's transaction. Gives back counts for the result and the journal.

        :raises IntegrityError: somebody else wrote meanwhile; the engine checks anew and tries once more.
        """
        raise NotImplementedError

    def sweep(self, import_id: int) -> int:
        """Remove what `write_ahead` left of an import that was not committed; how many rows that were."""
        return 0

    def dependents(self, imported: Import) -> list[str]:
        """Sentences naming what of the app's own hinders undoing; other apps fill the slot IMPORT_DEPENDENTS."""
        return []

    def undo(self, imported: Import, *, by: Actor, on: date) -> dict[str, Any]:
        """Take back what commit wrote; inside the engine's transaction. Gives back counts."""
        raise NotImplementedError

    def summary(self, imported: Import) -> list[SummaryLine]:
        """Lines beside the verdicts, from `imported.counts["facts"]`."""
        return []

    def outcome(self, imported: Import) -> str:
        """Where the written rows went, in a sentence without a full stop; from `imported.result`."""
        return ""

    def taken_back(self, imported: Import) -> str:
        """What an undone import removed, as a sentence; from `imported.result["undone"]`."""
        return ""

    def undo_takes(self, imported: Import) -> tuple[int, str]:
        """How many records an undo would remove, and the sentence that says which."""
        return imported.counts["accepted"], ""

    def show(self, prepared: pl.DataFrame) -> pl.DataFrame:
        """The stored rows as a page may show them (masked), one String column for each field shown."""
        return prepared.select("sheet", "row", "block")

    @classmethod
    def verdict(cls, code: str) -> RowVerdict:
        return next(verdict for verdict in cls.verdicts if verdict.code == code)


_KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Declare a kind of import; called once at start-up."""
    _KINDS[kind.code] = kind


def kind_of(code: str) -> ImportKind:
    """:raises KeyError: no app declared it."""
    return _KINDS[code]


def kinds() -> list[ImportKind]:
    return list(_KINDS.values())
