"""What a page shows of an import: its rows with their verdicts, masked, a page at a time; how many stand where.

Writes nothing; what a field looks like on a page is the kind's `show`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.translation import gettext

from unionhall.office.imports import stage
from unionhall.office.imports.contract import ImportKind, RowVerdict, Standing, kind_of
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.imports.refusals import FilesGone
from unionhall.office.imports.stage import masked
from unionhall.office.jobs.models import Job

_PLACE = ("sheet", "row", "block")


@dataclass(frozen=True)
class Cell:
    """One field of a row as shown; `is_wrong` where the verdict is about it."""

    field: str
    text: str
    is_wrong: bool


@dataclass(frozen=True)
class ShownRow:
    """`row` is the number Excel shows; `text` is the reason, in Chinese as it was given."""

    sheet: str
    row: int
    cells: tuple[Cell, ...]
    verdict: RowVerdict
    text: str


@dataclass(frozen=True)
class RowPage:
    """`fields` and their `labels` head the cells; `total` counts the rows asked for, on all pages."""

    fields: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    total: int


@dataclass(frozen=True)
class Count:
    """How many rows got one verdict."""

    verdict: RowVerdict
    many: int


def rows(
    imported: Import,
    *,
    standings: Iterable[Standing] | None = None,
    codes: Iterable[str] | None = None,
    offset: int = 0,
    limit: int = 50,
) -> RowPage:
    """Rows in the file's order, of these standings and these codes (None: all of them), masked by the kind.

    :raises FilesGone: the retention of its files is over, or it was never read.
    """
    kind = kind_of(imported.kind)
    asked_standings = set(Standing) if standings is None else set(standings)
    wanted = {verdict.code for verdict in kind.verdicts if verdict.standing in asked_standings}
    if codes is not None:
        wanted &= set(codes)
    judged = verdict_rows(imported).with_row_index("at").filter(pl.col("code").is_in(wanted))
    page = judged.slice(offset, limit)
    # Stage and verdicts hold the same rows in the same order: the engine refuses a kind that changes it.
    shown = kind.show(_loaded(imported, imported.stage_name)[page["at"]])
    # A column with nothing in it takes the room of the reasons.
    fields = [name for name in shown.columns if name not in _PLACE and (shown[name].fill_null("") != "").any()]
    return RowPage(
        tuple(fields), _labels(kind, fields), tuple(_rows(imported, kind, page, shown, fields)), judged.height
    )


def verdict_rows(imported: Import) -> pl.DataFrame:
    """sheet, row, block, code, text of every row.

    :raises FilesGone: the retention of its files is over, or it was never read.
    """
    return _loaded(imported, imported.verdicts_name)


def counts(imported: Import) -> dict[Standing, list[Count]]:
    """Verdicts found in this file by standing, in the order the kind declares them; every standing is there."""
    found: dict[str, int] = imported.counts.get("by_code", {})
    by_standing: dict[Standing, list[Count]] = {standing: [] for standing in Standing}
    for verdict in kind_of(imported.kind).verdicts:
        if many := found.get(verdict.code, 0):
            by_standing[verdict.standing].append(Count(verdict, many))
    return by_standing


def sheets(imported: Import) -> list[dict[str, Any]]:
    """How each sheet was read, as `stage.described` keeps it; empty before it is read."""
    found: list[dict[str, Any]] = imported.reading.get("sheets", [])
    return found


def undone_before(imported: Import) -> Import | None:
    """The last time this very file was written for the same subject and taken back; nothing once it is written again."""
    if imported.state == ImportState.COMMITTED:
        return None
    same = Import.objects.filter(kind=imported.kind, subject=imported.subject, file_sm3=imported.file_sm3)
    return same.filter(state=ImportState.UNDONE).exclude(pk=imported.pk).order_by("-pk").first()


def open_job(imported: Import) -> Job | None:
    """The job that waits or works on it."""
    waiting = Job.objects.filter(kind__startswith="imports.", state__in=("waiting", "running"))
    return waiting.filter(arguments__import_id=imported.pk).order_by("-pk").first()


def _loaded(imported: Import, name: str) -> pl.DataFrame:
    try:
        if not name:
            raise FileNotFoundError
        return stage.load(name)
    except FileNotFoundError as gone:
        raise FilesGone(delete_after=imported.delete_after) from gone


def _labels(kind: ImportKind, fields: list[str]) -> tuple[str, ...]:
    labels = {field.name: gettext(field.label) for field in kind.fields}
    return tuple(labels.get(name, name) for name in fields)


def _rows(
    imported: Import, kind: ImportKind, page: pl.DataFrame, shown: pl.DataFrame, fields: list[str]
) -> Iterable[ShownRow]:
    verdicts = {verdict.code: verdict for verdict in kind.verdicts}
    names = [masked(sheet["name"]) for sheet in sheets(imported)]
    for judged, texts in zip(page.iter_rows(named=True), shown.iter_rows(named=True), strict=True):
        verdict = verdicts[judged["code"]]
        cells = tuple(Cell(name, texts[name] or "", name == verdict.field) for name in fields)
        yield ShownRow(names[judged["sheet"]], judged["row"], cells, verdict, masked(judged["text"]))
