"""Figures and the records behind one as workbooks, for people who go on in Excel.

Within the reader's scope; identity numbers stay masked as on the page.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext

from unionhall.figures.figures import Figure
from unionhall.figures.times import Time
from unionhall.figures.values import OWN, Scope
from unionhall.kernel import sheets
from unionhall.kernel.scope import Scope as Reach
from unionhall.office.counting import records
from unionhall.office.counting.showing import RecordView, view_of
from unionhall.reporting.opening import County, Opened

BATCH = 2000


def figures_workbook(opened: Sequence[Opened], counties: Sequence[County], whole: str, *, with_own: bool) -> bytes:
    """One row a figure: id, label, unit, time, all, own (of the city), the time before, each county, 口径."""
    out = BytesIO()
    with sheets.workbook(out, in_memory=True) as book:
        sheet = book.add_worksheet(gettext("数字总表"))
        bold = book.add_format({"bold": True, "bottom": 1})
        head = [
            gettext("编号"),
            gettext("指标"),
            gettext("单位"),
            gettext("时间"),
            whole,
            *([gettext("其中市本级")] if with_own else []),
            gettext("上年（上期）"),
            *(c.name for c in counties),
            gettext("口径"),
        ]
        sheet.write_row(0, 0, head, bold)
        for row, figure in enumerate(opened, 1):
            number = figure.definition.unit.number
            before = number(figure.before.all) if figure.before else None
            cells = [
                figure.definition.id,
                str(figure.definition.label),
                figure.unit,
                figure.time_label,
                number(figure.value.all),
                *([number(figure.value.scoped(OWN))] if with_own else []),
                before,
                *(number(figure.value.scoped(county.code)) for county in counties),
                str(figure.definition.definition),
            ]
            sheet.write_row(row, 0, ["—" if cell is None else cell for cell in cells])
        sheet.set_column(0, 1, 30)
        sheet.freeze_panes(1, 2)
    return out.getvalue()


def records_workbook(
    figure: Figure, time: Time, *, scope: Scope, month: int | None, reach: Reach, within: str
) -> tuple[bytes, int]:
    """Every record behind a number that the reader may open, in the list's own columns; and how many those are."""
    view = view_of(figure.fact)
    found = records(figure, time, scope=scope, month=month, within=within)
    out = BytesIO()
    with sheets.workbook(out, constant_memory=True) as book:
        sheet = book.add_worksheet(gettext("记录"))
        sheet.write_row(0, 0, [str(column.label) for column in view.columns], book.add_format({"bold": True}))
        row = 0
        for row, item in enumerate(_visible(found, view, reach), 1):
            for at, column in enumerate(view.columns):
                _cell(sheet, row, at, column.value(item), column.kind)
    return out.getvalue(), row


def _visible(found: Any, view: RecordView, reach: Reach) -> Iterator[Any]:
    visible = found.model._default_manager.visible_to(reach).select_related(*view.related)
    ids = found.page(order="record_id")
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        rows = visible.in_bulk(chunk)
        yield from (rows[pk] for pk in chunk if pk in rows)


def _cell(sheet: Any, row: int, at: int, value: Any, kind: str) -> None:
    if value is None:
        sheet.write_string(row, at, "—")
    elif kind == "money":
        sheet.write_number(row, at, value / 100)
    elif kind == "number":
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, str(value))
