"""The workbook of a register: the rows of the list, in its order, under its filters.

Written in constant memory to a file that vanishes when it was sent; no formulas, no text that becomes one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.db import models
from django.utils.translation import gettext

from unionhall.kernel import sheets
from unionhall.office.registers.columns import Line

CHUNK = 2000


def write(rows: models.QuerySet[Any], lines: Iterable[Line], *, title: str) -> tuple[IO[bytes], int]:
    """An xlsx of the rows and how many they are; the file is at its start.

    :param rows: ordered, and joined with what the lines need.
    """
    lines = list(lines)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response that sends it
    book = sheets.workbook(file, constant_memory=True, default_date_format="yyyy-mm-dd")
    sheet = book.add_worksheet(title[:31])
    head, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    sheet.freeze_panes(1, 0)
    for column, line in enumerate(lines):
        unit = gettext("（{unit}）").format(unit=line.unit) if line.unit else ""
        sheet.set_column(column, column, 14 if line.is_end else 24)
        sheet.write_string(0, column, f"{line.label}{unit}", head)
    number = 0
    for number, row in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        for column, line in enumerate(lines):
            _write_cell(sheet, number, column, line.cell(row), money)
    if number:
        sheet.autofilter(0, 0, number, len(lines) - 1)
    book.close()
    file.seek(0)
    return file, number


def _write_cell(sheet: Any, row: int, column: int, value: Any, money: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, value, money)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
