"""The file back as a workbook: its rows as they were sent, the faulty cell red, the reason in the last column.

Unmasked, for whoever sent it; what a job makes of a large file is kept encrypted until the file itself goes.
Text stays text: no formula, no link, no number is made of it.
"""

import io
import re
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import transaction
from django.utils.translation import gettext

from unionhall.kernel import sheets
from unionhall.office.documents import storage
from unionhall.office.imports import queries
from unionhall.office.imports.contract import RowVerdict, Standing, kind_of
from unionhall.office.imports.models import Import
from unionhall.office.imports.reading import Sheet
from unionhall.office.imports.reading import read as read_file
from unionhall.office.imports.refusals import FilesGone

WRITTEN = (Standing.ACCEPTED, Standing.REMARK)
_WIDTH, _REASON_WIDTH = 16, 60


@dataclass(frozen=True)
class _Formats:
    head: Any
    wrong: Any
    reason: Any


def marked_workbook(imported: Import, *, only_rejected: bool = False) -> bytes:
    """An .xlsx: for each sheet read, 原行号, the columns as sent, 结论 and 原因; `only_rejected` leaves the written out.

    :raises FilesGone: the retention of its files is over, or it was never read.
    """
    kind = kind_of(imported.kind)
    judged = queries.verdict_rows(imported)
    try:
        book = read_file(storage.load(imported.stored_name), imported.file_name, fields=kind.fields)
    except FileNotFoundError as gone:
        raise FilesGone(delete_after=imported.delete_after) from gone
    verdicts = {verdict.code: verdict for verdict in kind.verdicts}
    out = io.BytesIO()
    with sheets.workbook(out, constant_memory=True) as target:
        formats = _Formats(
            target.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            target.add_format({"bg_color": "#F8D7DA", "font_color": "#9B1C1C", "border": 2, "border_color": "#9B1C1C"}),
            target.add_format({"font_color": "#9B1C1C"}),
        )
        for place, sheet in enumerate(book.sheets):
            if sheet.is_read:
                described = queries.sheets(imported)[place]["columns"]
                keys = {column["field"]: column["key"] for column in described if column["field"]}
                own = judged.filter(pl.col("sheet") == place)
                page = target.add_worksheet(_sheet_name(sheet.name, taken=[page.name for page in target.worksheets()]))
                _write_sheet(page, sheet, own, keys, verdicts, formats, only_rejected)
    return out.getvalue()


def keep(imported: Import, *, only_rejected: bool) -> str:
    """Make the workbook and keep it encrypted, as long as the file itself is kept; gives the key it stands under.

    :raises FilesGone: the retention of its files is over, or it was never read.
    """
    key = _key(imported, only_rejected)
    stored = storage.save(marked_workbook(imported, only_rejected=only_rejected))
    with transaction.atomic():
        imported = Import.objects.select_for_update().get(pk=imported.pk)
        old = imported.marked.get(key)
        imported.marked = {**imported.marked, key: stored}
        imported.save(update_fields=["marked"])
    if old:
        storage.delete(old)
    return key


def kept(imported: Import, *, only_rejected: bool) -> bytes | None:
    """The workbook a job made of these very verdicts; None when there is none."""
    stored = imported.marked.get(_key(imported, only_rejected))
    if not stored:
        return None
    try:
        return storage.load(stored)
    except FileNotFoundError:
        return None


def _key(imported: Import, only_rejected: bool) -> str:
    return f"{imported.verdicts_sm3}:{'rejected' if only_rejected else 'all'}"


def _sheet_name(name: str, taken: list[str]) -> str | None:
    """A name Excel takes; None leaves it to the writer where cutting made two alike."""
    allowed = re.sub(r"[\[\]:*?/\\]", "_", name).strip("' ")[:31].rstrip("' ")
    return allowed if allowed and allowed.lower() not in {other.lower() for other in taken} else None


def _write_sheet(
    page: Any,
    sheet: Sheet,
    judged: pl.DataFrame,
    keys: dict[str, str],
    verdicts: dict[str, RowVerdict],
    formats: _Formats,
    only_rejected: bool,
) -> None:
    columns = [column.key for column in sheet.columns]
    heads = [gettext("原行号"), *(column.header for column in sheet.columns), gettext("结论"), gettext("原因")]
    page.freeze_panes(1, 0)
    page.set_column(1, len(columns) + 1, _WIDTH)
    page.set_column(len(columns) + 2, len(columns) + 2, _REASON_WIDTH)
    for at, head in enumerate(heads):
        page.write_string(0, at, head, formats.head)
    labels = {code: gettext(verdict.label) for code, verdict in verdicts.items()}
    line = 0
    told = zip(sheet.rows.select("row", *columns).iter_rows(), judged.select("code", "text").iter_rows(), strict=True)
    for (row, *texts), (code, reason) in told:
        verdict = verdicts[code]
        if only_rejected and verdict.standing in WRITTEN:
            continue
        line += 1
        red = keys.get(verdict.field) if verdict.standing != Standing.ACCEPTED else None
        page.write_number(line, 0, row)
        for at, (key, text) in enumerate(zip(columns, texts, strict=True), start=1):
            if key == red:
                page.write_string(line, at, text or "", formats.wrong)
            elif text:
                page.write_string(line, at, text)
        page.write_string(line, len(columns) + 1, labels[code])
        if verdict.standing != Standing.ACCEPTED:
            page.write_string(line, len(columns) + 2, reason, formats.reason)
