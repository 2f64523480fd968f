"""What the bank answers: rows matched, waiting, taken, set aside; batches close, returned orders are asked for anew."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.cast import TODAY, Cast
from tests.funds.payments.setting import (
    ACCOUNTS,
    SENT_ON,
    answer,
    as_csv,
    as_text,
    as_xlsx,
    ordered,
    read,
    sent,
    states,
    verdicts,
)
from unionhall.funds.payments import actions, queries, refusals, returning
from unionhall.funds.payments.models import BankReturn, BatchState, Order, OrderState, ReturnFile, Verdict
from unionhall.kernel.errors import DomainError
from unionhall.office.journal.models import Entry
from unionhall.office.registers.acts import entries_of


@pytest.mark.parametrize("make", [as_csv, as_text, as_xlsx])
def test_what_arrived_counts_and_a_batch_closes_when_all_is_settled(cast: Cast, make) -> None:
    batch = sent(cast, 3)
    one, two, three = batch.orders.order_by("place")
    file = read(cast, make([answer(one), answer(two, "失败", "户名不符"), answer(three)]))
    assert verdicts(file) == ["arrived", "returned", "arrived"]
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, one.arrived_on, one.counted_on) == ("arrived", date(2025, 12, 30), date(2025, 12, 30))
    assert (two.state, two.arrived_on, two.returned_on, two.why) == (
        "returned",
        None,
        date(2025, 12, 30),
        "失败 户名不符",
    )
    batch.refresh_from_db()
    assert batch.state == BatchState.SENT
    fresh = actions.reissue(order=two, account=ACCOUNTS[0], by=cast.chen, on=TODAY)
    batch.refresh_from_db()
    assert (batch.state, batch.closed_on) == (BatchState.CLOSED, TODAY)
    assert (fresh.replaces, fresh.source_key, fresh.amount_fen, fresh.state) == (two, "claim:2", 100_002, "drafted")
    assert states(two) == ["reissued"]
    with pytest.raises(refusals.NotReturned):
        actions.reissue(order=two, account=ACCOUNTS[0], by=cast.chen, on=TODAY)
    assert queries.current(["claim:1", "claim:2"])["claim:2", 1] == fresh


def test_the_days_to_pay_hold_the_try_that_failed(cast: Cast) -> None:
    """Ordered on a Monday, returned, paid anew and arrived on the Wednesday: two working days, not one."""
    [old] = sent(cast, 1).orders.all()
    read(cast, as_csv([answer(old, "失败", day="2025-12-29")]), on=SENT_ON)
    fresh = actions.reissue(order=old, account=ACCOUNTS[0], by=cast.chen, on=date(2025, 12, 30))
    batch = actions.make_batch(orders=[fresh], by=cast.chen, on=date(2025, 12, 30))
    actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=date(2025, 12, 30))
    actions.bank_file(batch=batch, template="csv", by=cast.chen, on=date(2025, 12, 30))
    read(cast, as_csv([answer(fresh, day="2025-12-31")]))
    fresh.refresh_from_db()
    assert (fresh.promised_from, fresh.days_taken) == (SENT_ON, 2)


def told_of(order: Order) -> list[str]:
    """The verbs in an order's history, oldest first, without what cases add."""
    entries = entries_of(order, queries.traces_of(Order.objects.get(pk=order.pk)))
    return [entry.verb.removeprefix("payments.") for entry in entries.order_by("pk")]


def test_an_order_tells_its_whole_way(cast: Cast) -> None:
    """One entry for a batch, naming its orders, stands in the history of each; a person's act on one stands alone."""
    first = [ordered(cast, n, on=SENT_ON) for n in (1, 2)]
    gone = actions.make_batch(orders=first, by=cast.chen, on=SENT_ON)
    actions.dissolve_batch(batch=gone, reason="漏了一笔", by=cast.chen, on=SENT_ON)
    batch = sent(cast, 0, extra=first)
    one, two = batch.orders.order_by("place")
    file = read(cast, as_csv([answer(one), answer(two, account="6217000000000000")]))
    other = sent(cast, 0, extra=[ordered(cast, 3, on=SENT_ON)])
    way = ["order.ordered", "batch.made", "batch.dissolved", "batch.made", "batch.checked", "batch.sent", "return.read"]
    assert told_of(one) == told_of(two) == way
    returning.take_row(row=file.rows.get(row=3), reason="已电话查证", by=cast.liu, on=TODAY)
    assert told_of(one) == [*way, "batch.closed"]
    assert told_of(two) == [*way, "order.arrived", "batch.closed", "return.settled"]
    read(cast, as_csv([answer(one, "退票", day="2025-12-31")]))
    assert told_of(one) == [*way, "batch.closed", "return.read", "batch.reopened"]
    numbered = [one.number, two.number]
    facts_of = dict(Entry.objects.filter(app="payments").order_by("-pk").values_list("verb", "facts"))
    for verb in ("made", "checked", "sent", "dissolved"):
        assert facts_of[f"payments.batch.{verb}"]["orders"] == numbered
    assert facts_of["payments.return.read"]["orders_arrived"] == [one.number]
    assert told_of(other.orders.get()) == ["order.ordered", "batch.made", "batch.checked", "batch.sent"]


def test_odd_rows_wait_in_the_queue_and_the_rest_goes_on(cast: Cast) -> None:
    batch = sent(cast, 6)
    a, b, c, d, e, f = batch.orders.order_by("place")
    rows = [
        answer(a),
        answer(b, account="6217000000000000"),
        answer(c, amount="439.00"),
        answer(d),
        answer(d),
        answer(e, "？？"),
        answer(f, "处理中"),
        answer(f, number="ZF99-999999"),
        ["x"] * 5,
    ]
    file = read(cast, as_csv(rows))
    expected = ["arrived", "account", "amount", "arrived", "doubled", "unclear", "pending", "unknown", "unknown"]
    assert verdicts(file) == expected
    assert states(a, b, c, d, e, f) == ["arrived", "sent", "sent", "arrived", "sent", "sent"]
    assert BankReturn.objects.queued().count() == 6


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    batch = sent(cast, 2)
    one, two = batch.orders.order_by("place")
    content = as_csv([answer(one), answer(two, amount="1.00")])
    file = read(cast, content)
    entries = Entry.objects.count()
    assert read(cast, content) == file
    assert (ReturnFile.objects.count(), BankReturn.objects.count(), Entry.objects.count()) == (1, 2, entries)
    again = read(cast, as_csv([answer(one), answer(two)]))
    assert verdicts(again) == ["repeated", "arrived"]
    late = read(cast, as_csv([answer(one, "退票", "账户冻结", day="2025-12-31")]))
    assert verdicts(late) == ["returned"]
    assert states(one, two) == ["returned", "arrived"]
    batch.refresh_from_db()
    assert batch.state == BatchState.SENT  # closed, and open again
    assert Entry.objects.filter(verb="payments.return.read").count() == 3


def test_another_payers_orders_are_not_reached(cast: Cast) -> None:
    batch = sent(cast, 1)
    order = batch.orders.get()
    file = read(cast, as_csv([answer(order)]), payer=cast.yuci)
    assert verdicts(file) == ["unknown"]
    assert states(order) == ["sent"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", as_text([["a"] * 3 + ["1"] + ["b"] * 3])[:-6], b""])
def test_a_file_that_cannot_be_read_leaves_nothing(cast: Cast, content: bytes) -> None:
    sent(cast, 1)
    with pytest.raises(DomainError):
        read(cast, content)
    assert ReturnFile.objects.count() == BankReturn.objects.count() == 0


def test_a_queued_row_is_taken_by_another_person_or_set_aside(cast: Cast) -> None:
    batch = sent(cast, 3)
    one, two, three = batch.orders.order_by("place")
    rows = [
        answer(one, account="6217000000000000"),
        answer(two, amount="9.00"),
        answer(three, "？", number=three.number),
    ]
    file = read(cast, as_csv([*rows, answer(one, number="ZF0")]))
    wrong_account, unequal, unclear, unknown = file.rows.order_by("row")

    def taken(row: BankReturn, by=cast.liu) -> BankReturn:
        return returning.take_row(row=row, reason="已电话查证", by=by, on=TODAY)

    with pytest.raises(refusals.SamePerson):
        taken(wrong_account, cast.chen)
    for row in (unequal, unclear, unknown):
        with pytest.raises(refusals.RowNotTakeable):
            taken(row)
    taken(wrong_account)
    assert states(one, two, three) == ["arrived", "sent", "sent"]
    with pytest.raises(refusals.RowSettled):
        taken(wrong_account)
    with pytest.raises(refusals.NoReason):
        returning.set_aside(row=unknown, reason="", by=cast.chen, on=TODAY)
    returning.set_aside(row=unknown, reason="别家的", by=cast.chen, on=TODAY)
    assert set(BankReturn.objects.queued()) == {unequal, unclear}
    assert Verdict.ACCOUNT in {row.verdict for row in file.rows.all()}


def test_a_day_before_the_order_went_to_the_bank_is_not_believed(cast: Cast) -> None:
    """A bank that writes last year's date would put the money into last year's figures, paid before it was ordered."""
    batch = sent(cast, 3)
    one, two, three = batch.orders.order_by("place")
    late = answer(three, account="6217000000000000", day="2024-12-30")
    file = read(cast, as_csv([answer(one, day="2024-12-30"), answer(two, day="2025-12-29"), late]))
    assert verdicts(file) == ["unclear", "arrived", "account"]
    assert states(one, two, three) == ["sent", "arrived", "sent"]
    for row in file.rows.filter(row__in=(2, 4)):
        with pytest.raises(refusals.RowNotTakeable) as refusal:
            returning.take_row(row=row, reason="已电话查证", by=cast.liu, on=TODAY)
        assert "2024-12-30 早于送银行的日期 2025-12-29" in refusal.value.say()
    assert states(one, three) == ["sent", "sent"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=two.pk).update(days_taken=-250)


def test_a_returned_order_may_be_dropped_and_asked_for_anew(cast: Cast) -> None:
    batch = sent(cast, 1)
    order = batch.orders.get()
    read(cast, as_csv([answer(order, "失败")]))
    order.refresh_from_db()
    actions.cancel(order=order, reason="本人去世", by=cast.chen, on=TODAY)
    batch.refresh_from_db()
    assert batch.state == BatchState.CLOSED
    assert ordered(cast, 1).state == OrderState.DRAFTED
