"""Dues and settlements: each act, each refusal, and the states that follow from them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.cast import TODAY, Cast
from tests.funds.receipts.dues import declare_due
from unionhall.funds.receipts import actions, queries
from unionhall.funds.receipts.models import Due, DueState, Receipt, ReceiptState, Settlement, Statement
from unionhall.office.journal.models import Entry

CAME = date(2025, 11, 14)


@pytest.fixture
def statement(cast: Cast) -> Statement:
    return Statement.objects.create(
        holder=cast.city, account_tail="0417", first_on=CAME, last_on=CAME, lines=0, amount_fen=0
    )


def receipt(statement: Statement, amount_fen: int, reference: str = "1", payer: str = "", remark: str = "") -> Receipt:
    return Receipt.objects.create(
        statement=statement,
        account_key=f"{statement.holder_id}:{statement.account_tail}",
        bank_reference=reference,
        received_on=CAME,
        amount_fen=amount_fen,
        payer_name=payer,
        remark=remark,
    )


def declare(cast: Cast, amount_fen: int = 480_000, key: str = "test:1") -> Due:
    return declare_due(
        source_key=key, unit=cast.weavers, period=cast.p18, amount_fen=amount_fen, by=cast.wang, on=TODAY
    )


def state_of(row: Due | Receipt) -> str:
    return type(row).objects.reckoned().get(pk=row.pk).state


def test_declared(cast: Cast) -> None:
    due = declare(cast)
    assert (due.path, due.county) == (cast.weavers.path, 140702)
    assert state_of(due) == DueState.UNPAID
    entry = Entry.objects.get(verb="receipts.dues.declared")
    assert entry.facts == {"period": 18, "scheme": "mutual-aid", "count": 1, "amount_fen": 480_000}
    assert entry.object_id == str(due.pk)


def test_source_keys_are_used_once(cast: Cast) -> None:
    declare(cast)
    with pytest.raises(actions.DueAlreadyDeclared):
        declare(cast)
    row = actions.NewDue("twice", cast.weavers.pk, 1)
    with pytest.raises(actions.DueAlreadyDeclared):
        actions.declare_dues(rows=[row, row], period=cast.p18, by=cast.wang, on=TODAY)
    assert Due.objects.count() == 1


def test_many_dues_take_few_statements(cast: Cast, django_assert_max_num_queries) -> None:
    rows = [actions.NewDue(f"many:{n}", cast.weavers.pk, 4000) for n in range(3000)]
    with django_assert_max_num_queries(45):
        dues = actions.declare_dues(rows=rows, period=cast.p18, by=cast.wang, on=TODAY)
    assert len(dues) == 3000
    assert all(due.pk for due in dues)


def test_negative_due_refused(cast: Cast) -> None:
    with pytest.raises(actions.WrongAmount):
        declare(cast, -1)


def test_part_equal_surplus(cast: Cast, statement: Statement) -> None:
    due = declare(cast)
    for amount, expected in ((400_000, DueState.PART), (80_000, DueState.EQUAL), (10_000, DueState.SURPLUS)):
        one = receipt(statement, amount, reference=str(amount))
        actions.match(receipt=one, due=due, amount_fen=amount, by=cast.li, on=TODAY)
        assert state_of(due) == expected
        assert state_of(one) == ReceiptState.MATCHED
    reckoning = queries.reckoning_of([due.source_key])
    assert (reckoning.due_fen, reckoning.received_fen, reckoning.difference_fen) == (480_000, 490_000, 10_000)
    assert reckoning.last_on == CAME


def test_settlement_counts_on_the_day_the_money_came(cast: Cast, statement: Statement) -> None:
    due, one = declare(cast), receipt(statement, 480_000)
    row = actions.match(receipt=one, due=due, amount_fen=480_000, by=cast.li, on=TODAY)
    row.refresh_from_db()
    assert (row.on, row.day, row.county, row.path) == (CAME, 20251114, 140702, cast.weavers.path)


def test_a_receipt_is_never_laid_out_beyond_its_amount(cast: Cast, statement: Statement) -> None:
    due, one = declare(cast), receipt(statement, 100)
    actions.match(receipt=one, due=due, amount_fen=60, by=cast.li, on=TODAY)
    assert state_of(one) == ReceiptState.PARTLY_MATCHED
    with pytest.raises(actions.ReceiptTooSmall, match=r"只剩 0\.40 元"):
        actions.match(receipt=one, due=due, amount_fen=41, by=cast.li, on=TODAY)
    with pytest.raises(actions.WrongAmount):
        actions.match(receipt=one, due=due, amount_fen=0, by=cast.li, on=TODAY)


def test_the_database_refuses_what_an_action_would(cast: Cast, statement: Statement) -> None:
    due, one = declare(cast), receipt(statement, 100)
    row = {"receipt": one, "due": due, "on": CAME, "path": due.path}
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(kind="match", amount_fen=101, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(kind="refund", amount_fen=-1, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(kind="refund", amount_fen=-101, **{**row, "due": None})
    kept = Settlement.objects.create(kind="match", amount_fen=100, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.filter(pk=kept.pk).update(amount_fen=50)
    Settlement.objects.filter(pk=kept.pk).update(path="0001", county=0)


def test_refund_of_a_surplus(cast: Cast, statement: Statement) -> None:
    due, one = declare(cast), receipt(statement, 500_000)
    actions.match(receipt=one, due=due, amount_fen=500_000, by=cast.li, on=TODAY)
    row = actions.refund(receipt=one, due=due, amount_fen=20_000, reason="多缴退回", by=cast.li, on=TODAY)
    assert (row.amount_fen, row.on) == (-20_000, TODAY)
    assert state_of(due) == DueState.EQUAL
    assert state_of(one) == ReceiptState.PARTLY_REFUNDED
    with pytest.raises(actions.NothingLaid):
        actions.refund(receipt=one, due=due, amount_fen=480_001, reason="多缴退回", by=cast.li, on=TODAY)
    actions.refund(receipt=one, due=due, amount_fen=480_000, reason="全部退回", by=cast.li, on=TODAY)
    assert (state_of(due), state_of(one)) == (DueState.UNPAID, ReceiptState.REFUNDED)


def test_refund_of_what_nobody_claimed(cast: Cast, statement: Statement) -> None:
    one = receipt(statement, 500)
    with pytest.raises(actions.NoReason):
        actions.refund(receipt=one, due=None, amount_fen=500, reason=" ", by=cast.li, on=TODAY)
    with pytest.raises(actions.WrongAmount):
        actions.refund(receipt=one, due=None, amount_fen=0, reason="误转", by=cast.li, on=TODAY)
    with pytest.raises(actions.ReceiptTooSmall):
        actions.refund(receipt=one, due=None, amount_fen=501, reason="误转", by=cast.li, on=TODAY)
    actions.refund(receipt=one, due=None, amount_fen=500, reason="误转", by=cast.li, on=TODAY)
    assert state_of(one) == ReceiptState.REFUNDED
    assert list(queries.unclaimed(Receipt.objects.all())) == []


def test_release_gives_the_money_back_to_be_matched(cast: Cast, statement: Statement) -> None:
    due, one = declare(cast), receipt(statement, 480_000)
    actions.match(receipt=one, due=due, amount_fen=480_000, by=cast.li, on=TODAY)
    with pytest.raises(actions.NoReason):
        actions.release(receipt=one, due=due, reason="", by=cast.li, on=TODAY)
    actions.release(receipt=one, due=due, reason="认错了单位", by=cast.li, on=TODAY)
    assert (state_of(due), state_of(one)) == (DueState.UNPAID, ReceiptState.UNKNOWN)
    assert Settlement.objects.count() == 2
    with pytest.raises(actions.NothingLaid):
        actions.release(receipt=one, due=due, reason="认错了单位", by=cast.li, on=TODAY)


def test_cancelling(cast: Cast, statement: Statement) -> None:
    due, other = declare(cast), declare(cast, key="test:2")
    one = receipt(statement, 100)
    actions.match(receipt=one, due=due, amount_fen=100, by=cast.li, on=TODAY)
    with pytest.raises(actions.DueSettled, match=r"1\.00 元"):
        actions.cancel_dues(source_keys=["test:1", "test:2"], by=cast.wang, on=TODAY)
    assert Due.objects.standing().count() == 2
    actions.refund(receipt=one, due=due, amount_fen=100, reason="退回", by=cast.li, on=TODAY)
    assert actions.cancel_dues(source_keys=["test:1", "test:2"], by=cast.wang, on=TODAY) == 2
    assert {state_of(due), state_of(other)} == {DueState.CANCELLED}
    with pytest.raises(actions.DueCancelled):
        actions.match(receipt=receipt(statement, 1, "2"), due=due, amount_fen=1, by=cast.li, on=TODAY)
    with pytest.raises(actions.DueCancelled):
        actions.cancel_dues(source_keys=["test:1"], by=cast.wang, on=TODAY)
    with pytest.raises(actions.DueUnknown):
        actions.cancel_dues(source_keys=["nobody's"], by=cast.wang, on=TODAY)
    assert queries.reckoning_of(["test:1"]) == queries.Reckoning()


def test_amending_leaves_a_surplus(cast: Cast, statement: Statement) -> None:
    due = declare(cast)
    actions.match(receipt=receipt(statement, 480_000), due=due, amount_fen=480_000, by=cast.li, on=TODAY)
    actions.amend_due(source_key=due.source_key, amount_fen=476_000, reason="退保 1 人", by=cast.wang, on=TODAY)
    assert state_of(due) == DueState.SURPLUS
    entry = Entry.objects.get(verb="receipts.due.amended")
    assert (entry.before["amount_fen"], entry.after["amount_fen"]) == (480_000, 476_000)
    with pytest.raises(actions.WrongAmount):
        actions.amend_due(source_key=due.source_key, amount_fen=-1, reason="", by=cast.wang, on=TODAY)


def test_match_all_takes_only_what_is_sure(cast: Cast, statement: Statement) -> None:
    cast.scheme.payment_words = ["互助"]
    cast.scheme.save()
    due = declare(cast)
    spinners = declare_due(
        source_key="test:s", unit=cast.spinners, period=cast.p18, amount_fen=240_000, by=cast.wang, on=TODAY
    )
    sure = receipt(statement, 480_000, "1", payer="澄园纺织厂")
    part = receipt(statement, 200_000, "2", payer="个人", remark="锦源纺纱厂工会互助金")
    unknown = receipt(statement, 999, "3", payer="某公司")
    outcome = actions.match_all(receipts=Receipt.objects.all(), dues=Due.objects.all(), by=cast.li, on=TODAY)
    assert outcome == actions.MatchedAll(matched=2, matched_fen=680_000, left=1, left_fen=999)
    assert [state_of(row) for row in (due, spinners)] == [DueState.EQUAL, DueState.PART]
    assert [state_of(row) for row in (sure, part, unknown)] == ["matched", "matched", "unknown"]
    again = actions.match_all(receipts=Receipt.objects.all(), dues=Due.objects.all(), by=cast.li, on=TODAY)
    assert (again.matched, again.left) == (0, 1)
    assert Entry.objects.filter(verb="receipts.receipts.matched").count() == 2


def test_match_all_of_many_takes_few_statements(cast: Cast, statement: Statement, django_assert_max_num_queries):
    rows = [actions.NewDue(f"m:{n}", cast.weavers.pk, 1000 + n) for n in range(600)]
    actions.declare_dues(rows=rows, period=cast.p18, by=cast.wang, on=TODAY)
    for n in range(600):
        receipt(statement, 1000 + n, reference=str(n), payer="澄园纺织厂")
    with django_assert_max_num_queries(20):
        outcome = actions.match_all(receipts=Receipt.objects.all(), dues=Due.objects.all(), by=cast.li, on=TODAY)
    assert (outcome.matched, outcome.left) == (600, 0)
