"""Synthetic people with valid ID numbers, and writers that turn rows of cells into the files offices make.

Not the cases: those are in `corpus`.
"""

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

import xlsxwriter
import xlwt
from openpyxl import Workbook as OpenWorkbook
from stdnum.cn.ric import calc_check_digit

Row = Sequence[Any]
#: (first row, first column, last row, last column), all 1-based.
Merged = tuple[int, int, int, int]


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    name: str
    id_number: str
    phone: str
    fen: int = 4000


def id_number(region: str = "140702", born_on: date = date(1980, 1, 1), order: int = 1) -> str:
    """A valid number; `order` 0-999 (odd: male)."""
    head = f"{region}{born_on:%Y%m%d}{order:03d}"
    return head + calc_check_digit(head + "0")


def people(count: int, seed: int = 1) -> list[Person]:
    """So many people, always the same for a seed; no number ends in 000, which would look rounded."""
    dice = random.Random(seed)
    found: list[Person] = []
    while len(found) < count:
        born_on = date(1962, 1, 1) + timedelta(days=dice.randrange(14_000))
        number = id_number(dice.choice(("140702", "140703", "140728", "140781")), born_on, dice.randrange(1, 999))
        name = dice.choice("王李张刘陈杨赵黄周吴") + "".join(
            dice.choice("建国秀英桂兰志强晓明丽华") for _ in range(dice.choice((1, 2)))
        )
        if not number.endswith("000"):
            found.append(Person(name, number, f"1{dice.choice('3578')}{dice.randrange(10**9):09d}"))
    return found


def ending(tail: str, born_on: date = date(1985, 3, 5)) -> str:
    """A valid number that ends in `tail`."""
    for order in range(1, 1000):
        for shift in range(60):
            number = id_number(born_on=born_on + timedelta(days=shift), order=order)
            if number.endswith(tail):
                return number
    raise LookupError(tail)


Sheets = dict[str, tuple[Sequence[Row], Sequence[Merged]]]


def xlsx(
    rows: Sequence[Row], merged: Sequence[Merged] = (), name: str = "名单", more: Callable[[Any], None] | None = None
) -> bytes:
    """One sheet by openpyxl; `more` may finish the workbook by hand."""
    return xlsx_sheets({name: (rows, merged)}, more)


def xlsx_sheets(sheets: Sheets, more: Callable[[Any], None] | None = None) -> bytes:
    """Several sheets by openpyxl."""
    book = OpenWorkbook()
    book.remove(book.active)
    for name, (rows, merged) in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row, 1):
                if cell is not None:
                    sheet.cell(number, place, cell)
        for top, left, bottom, right in merged:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    if more is not None:
        more(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_by_writer(write: Callable[[Any, Any], None], name: str = "名单") -> bytes:
    """One sheet by XlsxWriter, which writes shared strings as Excel does."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    write(book, book.add_worksheet(name))
    book.close()
    return out.getvalue()


def xls(rows: Sequence[Row], merged: Sequence[Merged] = (), name: str = "名单", hidden: Sequence[str] = ()) -> bytes:
    """One BIFF8 sheet, with hidden ones behind it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    covered = {(top - 1, left - 1) for top, left, _, _ in merged}
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None and (number, place) not in covered:
                sheet.write(number, place, cell)
    for top, left, bottom, right in merged:
        sheet.write_merge(top - 1, bottom - 1, left - 1, right - 1, rows[top - 1][left - 1])
    for title in hidden:
        other = book.add_sheet(title)
        other.write(0, 0, "姓名")
        other.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_text(rows: Sequence[Row], mark: str = ",", end: str = "\r\n") -> str:
    """Plain CSV; cells that hold the mark, a quote or a line break are quoted."""

    def quoted(cell: Any) -> str:
        text = "" if cell is None else str(cell)
        return '"' + text.replace('"', '""') + '"' if any(ch in text for ch in (mark, '"', "\n")) else text

    return "".join(mark.join(quoted(cell) for cell in row) + end for row in rows)


def html(rows: Sequence[Sequence[str]], head: str = "", style: str = "") -> str:
    """A page as report programmes write it; a cell may be ready markup (`<td …>`)."""
    lines = []
    for row in rows:
        cells = "".join(cell if cell.startswith("<td") else f"<td{style}>{escape(cell)}</td>" for cell in row)
        lines.append(f"<tr>{cells}</tr>\n")
    return f"<html><head>{head}</head><body><table border=1>\n{''.join(lines)}</table></body></html>"


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same package with some of its parts rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()
