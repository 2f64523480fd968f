"""Two people at once, on PostgreSQL with real connections: one wins, the other reads why; no order is paid twice."""

import pytest
from django.db import connection

from tests.casework.kind import known, opened
from tests.cast import TODAY, build, user
from tests.funds.payments.setting import SENT_ON, answer, as_csv, ordered, read, sent
from tests.races import together, while_open
from unionhall.casework import actions as casework
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Case, Holding, Step
from unionhall.funds.payments import actions
from unionhall.funds.payments.models import BankReturn, Batch, Order, ReturnFile
from unionhall.funds.payments.queries import shown
from unionhall.kernel.scope import Duty
from unionhall.organisations.actions import move_unit

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_two_batches_take_one_order() -> None:
    cast = build()
    shared, one, two = (ordered(cast, n) for n in (1, 2, 3))

    def make(*orders: Order):
        return lambda: actions.make_batch(orders=orders, by=cast.chen, on=TODAY)

    assert together(make(shared, one), make(two, shared)) == ["order-taken"]
    assert Batch.objects.count() == 1
    assert Batch.objects.get().number == 1
    assert Order.objects.filter(state="batched").count() == 2
    assert Order.objects.drafted().count() == 1


def test_one_claim_is_ordered_once() -> None:
    cast = build()
    assert together(*[lambda: ordered(cast)] * 4) == ["ordered-before"] * 3
    assert Order.objects.count() == 1


def test_one_return_is_taken_in_once() -> None:
    cast = build()
    batch = sent(cast, 3)
    content = as_csv([answer(order) for order in batch.orders.all()])
    assert together(*[lambda: read(cast, content)] * 4) == []
    assert (ReturnFile.objects.count(), BankReturn.objects.count()) == (1, 3)
    assert Order.objects.arrived().count() == 3


def test_a_returned_order_is_paid_anew_once() -> None:
    cast = build()
    order = sent(cast, 1).orders.get()
    read(cast, as_csv([answer(order, "失败")]))

    def again():
        return actions.reissue(order=order, account="6217000123450834", by=cast.chen, on=TODAY)

    assert together(again, again, again) == ["not-returned"] * 2
    assert Order.objects.live().count() == 1


@pytest.mark.parametrize("is_moved_first", [True, False])
@pytest.mark.parametrize("name", ["order", "read", "reissue", "cancel"])
def test_what_is_written_while_its_payer_moves_counts_where_it_went(name: str, is_moved_first: bool) -> None:
    """Either the move is waited for, or it waits and rewrites the row; never a stored place that is wrong for good."""
    cast = build()
    order = ordered(cast, 1, payer=cast.weavers, on=SENT_ON)
    if name != "cancel":
        batch = actions.make_batch(orders=[order], by=cast.chen, on=SENT_ON)
        actions.check_batch(batch=batch, seen=shown(batch), by=cast.liu, on=SENT_ON)
        actions.bank_file(batch=batch, template="csv", by=cast.chen, on=SENT_ON)
    back = as_csv([answer(order, "失败", day=str(TODAY))])
    if name == "reissue":
        read(cast, back, payer=cast.weavers)
    acts = {
        "order": lambda: ordered(cast, 2, payer=cast.weavers),
        "read": lambda: read(cast, back, payer=cast.weavers),
        "reissue": lambda: actions.reissue(order=order, account=order.account, by=cast.chen, on=TODAY),
        "cancel": lambda: actions.cancel(order=order, reason="不发了", by=cast.chen, on=TODAY),
    }

    def move() -> None:
        move_unit(unit=cast.weavers, to=cast.jiexiu, paper_number="1", by=cast.admin, on=TODAY)

    pair = (move, acts[name]) if is_moved_first else (acts[name], move)
    assert while_open(*pair) == ""
    cast.weavers.refresh_from_db()
    found = Order.objects.filter(counted_on=TODAY).values_list("county", "path")
    assert set(found) == {(cast.jiexiu.region_code, cast.weavers.path)}


def test_a_batch_is_checked_once_and_not_while_it_is_taken_apart() -> None:
    cast = build()
    batch = actions.make_batch(orders=[ordered(cast, 1)], by=cast.chen, on=TODAY)
    codes = together(
        lambda: actions.check_batch(batch=batch, seen=shown(batch), by=cast.liu, on=TODAY),
        lambda: actions.check_batch(batch=batch, seen=shown(batch), by=cast.liu, on=TODAY),
    )
    assert codes == ["wrong-state"]
    other = actions.make_batch(orders=[ordered(cast, 2)], by=cast.chen, on=TODAY)
    order = other.orders.get()
    together(
        lambda: actions.check_batch(batch=other, seen=shown(other), by=cast.liu, on=TODAY),
        lambda: actions.take_out(order=order, reason="移出", by=cast.chen, on=TODAY),
    )
    found = Batch.objects.get(pk=other.pk)
    assert found.checked_count == (found.orders.count() if found.checked_by else None)


def test_two_approvals_of_one_case() -> None:
    cast = build()
    others = [user(f"wu{n}", f"武{n}", cast.yuci, "初审", Duty.REVIEW) for n in range(3)]
    with known():
        case = opened(cast.weavers, cast.wang, TODAY)
        casework.step(case=case, verb=Verb.SUBMIT, by=cast.wang, on=TODAY, papers=())

        def review(by):
            return lambda: casework.step(case=Case.objects.get(pk=case.pk), seen=2, verb=Verb.REVIEW, by=by, on=TODAY)

        assert together(*map(review, others)) == ["already-done"] * 2
        assert Step.objects.filter(case=case).count() == 3
        assert Holding.objects.filter(case=case).count() == 2


def test_numbers_of_cases_have_no_gaps() -> None:
    cast = build()
    with known():
        together(*[lambda: opened(cast.weavers, cast.wang, TODAY)] * 5)
        assert sorted(Case.objects.values_list("number", flat=True)) == [f"T25-000{n}" for n in range(1, 6)]
