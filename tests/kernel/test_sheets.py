"""Text in tables stays text, whatever somebody typed."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from unionhall.kernel import sheets

TYPED = ["=1+1", "{=SUM(A1)}", "http://example.org/", "0012", "+86", "-1", "@SUM(1)"]


def test_nothing_typed_becomes_a_formula_a_link_or_a_number() -> None:
    out = BytesIO()
    with sheets.workbook(out, in_memory=True) as book:
        book.add_worksheet().write_row(0, 0, TYPED)
    [cells] = openpyxl.load_workbook(BytesIO(out.getvalue())).active.iter_rows()
    assert [cell.value for cell in cells] == TYPED
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink for cell in cells] == [None] * len(TYPED)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("a=1", "a=1"),
        (Decimal("-40.00"), "-40.00"),
        (-3, "-3"),
        (None, ""),
    ],
)
def test_a_cell_of_a_csv_is_no_formula(value: object, written: str) -> None:
    assert sheets.cell(value) == written
