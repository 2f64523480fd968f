"""A bank statement from file to receipts, matched, and back."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from tests.cast import TODAY, Cast
from tests.funds.receipts.dues import declare_due
from unionhall.funds.receipts import actions, statements
from unionhall.funds.receipts.models import Due, Receipt, Settlement, Statement
from unionhall.office.imports import actions as imports
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.imports.refusals import HasDependents

HEAD = ("交易日期", "交易流水号", "借方发生额", "贷方发生额", "余额", "对方户名", "对方账号", "摘要", "附言")
LINES = (
    ("2025-11-14", "F001", None, "4,800.00", "4,800.00", "澄园纺织厂", "621700010001", "转账", "互助金"),
    ("2025-11-14", "F002", "15.00", None, "4,785.00", "手续费", "", "收费", ""),
    ("2025-11-15", "F003", None, "999.00", "5,784.00", "某某公司", "621700010002", "转账", ""),
    ("2025-11-15", "F001", None, "4,800.00", "", "澄园纺织厂", "621700010001", "转账", "互助金"),
    ("2025-11-15", "F003", None, "999.00", "", "某某公司", "621700010002", "转账", ""),
)


def book(*lines: tuple[object, ...]) -> bytes:
    """A statement as a bank's web page gives it: a title above, a total below."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["账户明细"])
    for row in (HEAD, *lines, ("合计", "", "15.00", "10,598.00", "", "", "", "", "")):
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def upload(cast: Cast, content: bytes, **options: object) -> Import:
    chosen = {"holder": cast.city.pk, "account_tail": "0417", "period": cast.p18.pk, **options}
    imported = imports.upload(
        kind="receipts.statement", content=content, file_name="流水.xlsx", options=chosen, by=cast.li, on=TODAY
    )
    return imports.read(imported)


@pytest.fixture
def due(cast: Cast) -> Due:
    return declare_due(source_key="t:1", unit=cast.weavers, period=cast.p18, amount_fen=480_000, by=cast.wang, on=TODAY)


def test_read_committed_matched_and_taken_back(cast: Cast, due: Due) -> None:
    imported = upload(cast, book(*LINES))
    assert imported.state == ImportState.PREVIEW, imported.sentence
    verdicts = imported.counts["facts"]["verdicts"]
    assert verdicts == {"accepted": 3, "debit-line": 1, "twice-in-file": 1}
    imported = imports.commit(imported, by=cast.li, on=TODAY)
    assert imported.state == ImportState.COMMITTED, imported.sentence
    assert Receipt.objects.count() == 3
    statement = Statement.objects.get()
    assert (statement.lines, statement.amount_fen) == (3, 1_059_900)
    assert (statement.first_on, statement.last_on) == (date(2025, 11, 14), date(2025, 11, 15))
    assert Due.objects.reckoned().get(pk=due.pk).state == "equal"
    assert imported.result["matched"] == 1
    assert Receipt.objects.get(received_on=date(2025, 11, 14)).payer_account == "621700010001"

    imported = imports.undo(imported, reason="传错账户", by=cast.li, on=TODAY)
    assert (Receipt.objects.count(), Settlement.objects.count(), Statement.objects.count()) == (0, 0, 0)
    assert Due.objects.reckoned().get(pk=due.pk).state == "unpaid"


def test_the_same_lines_in_another_statement_are_told(cast: Cast) -> None:
    imports.commit(upload(cast, book(*LINES)), by=cast.li, on=TODAY)
    again = upload(cast, book(*LINES[:3], ("2025-11-16", "F009", None, "1.00", "", "甲", "", "", "")))
    assert again.counts["facts"]["verdicts"] == {"recorded-before": 2, "debit-line": 1, "accepted": 1}
    clash = upload(cast, book(("2025-11-15", "F003", None, "998.00", "", "某某公司", "", "", "")))
    assert clash.counts["facts"]["verdicts"] == {"reference-clash": 1}
    other_account = upload(cast, book(*LINES[:3]), account_tail="9999")
    assert other_account.counts["facts"]["verdicts"]["accepted"] == 2


def test_undo_waits_for_what_a_clerk_did(cast: Cast, due: Due) -> None:
    imported = imports.commit(upload(cast, book(*LINES)), by=cast.li, on=TODAY)
    money = Receipt.objects.get(bank_reference="F003")
    actions.match(receipt=money, due=due, amount_fen=1, by=cast.li, on=TODAY)
    with pytest.raises(HasDependents, match="1 笔到款"):
        imports.undo(imported, reason="传错账户", by=cast.li, on=TODAY)
    assert Receipt.objects.count() == 3


def test_a_countys_statement_settles_only_its_own_units_dues(cast: Cast) -> None:
    foreign = declare_due(
        source_key="t:9", unit=cast.brewers, period=cast.p18, amount_fen=99_900, by=cast.sun, on=TODAY
    )
    line = ("2025-11-15", "F003", None, "999.00", "", "古陶酿酒厂", "621700010002", "转账", "互助金")
    chosen = {"holder": cast.yuci.pk, "account_tail": "0417", "period": cast.p18.pk}
    sent = {"kind": "receipts.statement", "content": book(line), "file_name": "a.xlsx", "options": chosen}
    imported = imports.commit(imports.read(imports.upload(**sent, by=cast.wang, on=TODAY)), by=cast.wang, on=TODAY)
    assert imported.result["matched"] == 0
    assert not Settlement.objects.filter(due=foreign).exists()
    upload_of_city = imports.commit(upload(cast, book(line)), by=cast.li, on=TODAY)
    assert upload_of_city.result["matched"] == 1


@pytest.mark.parametrize("options", [{"holder": 0}, {"account_tail": "12"}, {"account_tail": "一二三四"}])
def test_an_account_must_be_named(cast: Cast, options: dict[str, object]) -> None:
    with pytest.raises(statements.UnknownAccount):
        upload(cast, book(*LINES), **options)
