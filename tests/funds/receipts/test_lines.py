"""Lines of bank statements as banks write them: what is a receipt, and why the rest is none."""

from datetime import date

import polars as pl
import pytest

from unionhall.funds.receipts.lines import Line, read_lines
from unionhall.funds.receipts.statements import FIELDS

ON = date(2025, 12, 31)


def lines(*rows: dict[str, str]) -> list[Line]:
    """The rows as an import hands them over: every field a text column."""
    names = [field.name for field in FIELDS]
    cells = {name: [row.get(name) for row in rows] for name in names}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String))
    return read_lines(frame.with_columns(row=pl.int_range(2, len(rows) + 2)), on=ON)


def line(**cells: str) -> Line:
    [one] = lines({"day": "2025-11-14", "payer_name": "澄园纺织厂", **cells})
    return one


@pytest.mark.parametrize(
    ("cells", "amount_fen"),
    [
        pytest.param({"credit": "41,200.00"}, 4_120_000, id="commas"),
        pytest.param({"credit": "48220", "debit": "0.00"}, 4_822_000, id="zero beside it"),
        pytest.param({"credit": "48220", "debit": ""}, 4_822_000, id="empty beside it"),
        pytest.param({"amount": "40.00", "direction": "贷"}, 4_000, id="flag 贷"),
        pytest.param({"amount": "40.00", "direction": "转入"}, 4_000, id="flag 转入"),
        pytest.param({"amount": "40.00", "direction": "C"}, 4_000, id="flag C"),
        pytest.param({"amount": "+40.00"}, 4_000, id="sign"),
        pytest.param({"credit": "￥40.50元"}, 4_050, id="currency"),
    ],
)
def test_receipts(cells: dict[str, str], amount_fen: int) -> None:
    one = line(reference="A1", **cells)
    assert (one.code, one.amount_fen, one.day, one.reference) == (None, amount_fen, date(2025, 11, 14), "A1")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        pytest.param({"debit": "15.00"}, "debit-line", id="a column of its own"),
        pytest.param({"credit": "0.00", "debit": "15.00"}, "debit-line", id="zero income"),
        pytest.param({"amount": "15.00", "direction": "借"}, "debit-line", id="flag"),
        pytest.param({"amount": "-15.00"}, "debit-line", id="sign"),
        pytest.param({"credit": "-15.00"}, "reversal", id="reversal"),
        pytest.param({"credit": "见附件"}, "not-an-amount", id="words"),
        pytest.param({}, "not-an-amount", id="nothing"),
        pytest.param({"credit": "1", "day": "11月14日"}, "no-such-date", id="no year"),
        pytest.param({"credit": "1", "day": "2026-01-01"}, "future-date", id="tomorrow"),
        pytest.param({"summary": "承前页", "day": "", "balance": "9"}, "opening-balance", id="opening"),
        pytest.param({"summary": "期初余额", "amount": "100"}, "opening-balance", id="opening with amount"),
        pytest.param({"payer_name": "合计", "credit": "99.00", "day": ""}, "total-line", id="total"),
        pytest.param({"credit": "1", "payer_name": ""}, "no-payer", id="nobody named"),
    ],
)
def test_no_receipts(cells: dict[str, str], code: str) -> None:
    assert line(**cells).code == code


def test_the_same_reference_twice() -> None:
    row = {"day": "2025-11-14", "reference": "A1", "credit": "40", "payer_name": "甲厂"}
    first, copy, clash, other_day = lines(row, row, {**row, "credit": "41"}, {**row, "day": "2025-11-15"})
    assert (first.code, other_day.code) == (None, None)
    assert (copy.code, copy.text) == ("twice-in-file", "2")
    assert (clash.code, clash.text) == ("reference-clash", "40.00")


def test_lines_without_reference_get_the_same_one_each_time() -> None:
    row = {"day": "2025-11-14", "credit": "40", "payer_name": "甲厂"}
    once, again, other = lines(row, row, {**row, "credit": "41"})
    assert {one.code for one in (once, again, other)} == {None}
    assert len({once.reference, again.reference, other.reference}) == 3
    assert [one.reference for one in lines({**row, "credit": "41"}, row, row)] == [
        other.reference,
        once.reference,
        again.reference,
    ]


def test_what_is_kept_of_the_bank() -> None:
    one = line(credit="1", payer_account="6217 0001 2345", remark="互助金", summary="转账", reference="'00123")
    assert (one.payer_account, one.remark, one.reference) == ("621700012345", "互助金 转账", "00123")
    assert line(credit="1", payer_account="6.217E+18").payer_account == ""
    assert len(line(credit="1", remark="长" * 300).remark) == 200
    assert len(line(credit="1", reference="9" * 80).reference) <= 60
