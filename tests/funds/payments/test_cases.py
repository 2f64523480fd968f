"""Payments of cases: who entered or reviewed does not pay, and arrival steps a case to its end."""

from datetime import date

import pytest

from tests.casework.kind import known, opened, with_reasons
from tests.cast import TODAY, Cast, user
from tests.funds.payments.setting import answer, as_csv, ordered, read
from unionhall.casework import actions as casework
from unionhall.casework import refusals
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Case, Holding
from unionhall.funds.payments import actions
from unionhall.funds.payments.queries import shown
from unionhall.kernel.scope import Duty

BEFORE = date(2025, 12, 1)


@pytest.fixture
def case(cast: Cast):
    """A case whose notice ended, entered by wang, reviewed by wu and li."""
    with known():
        with_reasons(cast.admin)
        wu = user("wu", "武衡之", cast.yuci, "初审", Duty.REVIEW)
        found = opened(cast.weavers, cast.wang, BEFORE)
        casework.step(case=found, verb=Verb.SUBMIT, by=cast.wang, on=BEFORE, papers=())
        casework.step(case=found, verb=Verb.REVIEW, by=wu, on=BEFORE)
        casework.step(case=found, verb=Verb.REVIEW, by=cast.li, on=BEFORE)
        yield found


def test_arrival_closes_the_case_once_all_its_money_arrived(cast: Cast, case: Case) -> None:
    orders = [ordered(cast, n, case=case) for n in (1, 2)]
    batch = actions.make_batch(orders=orders, by=cast.chen, on=TODAY)
    actions.check_batch(batch=batch, seen=shown(batch), by=cast.liu, on=TODAY)
    actions.bank_file(batch=batch, template="csv", by=cast.chen, on=TODAY)
    held = dict(Holding.objects.filter(case=case).values_list("user__username", "role"))
    assert held == {"wang": "enter", "wu": "review.county", "li": "review.city", "chen": "pay", "liu": "approve"}
    read(cast, as_csv([answer(orders[0], day=str(TODAY))]))
    assert Case.objects.get(pk=case.pk).state == "notice"
    read(cast, as_csv([answer(orders[1], day=str(TODAY))]))
    found = Case.objects.get(pk=case.pk)
    assert (found.state, found.closed_on) == ("paid", TODAY)
    assert found.steps.first().by == cast.chen


def test_a_case_still_in_notice_does_not_stop_the_money(cast: Cast, case: Case) -> None:
    order = ordered(cast, 1, case=case)
    batch = actions.make_batch(orders=[order], by=cast.chen, on=TODAY)
    actions.check_batch(batch=batch, seen=shown(batch), by=cast.liu, on=TODAY)
    actions.bank_file(batch=batch, template="csv", by=cast.chen, on=TODAY)
    Case.objects.update(notice_until=TODAY)
    read(cast, as_csv([answer(order, day=str(TODAY))]))
    order.refresh_from_db()
    assert (order.state, Case.objects.get(pk=case.pk).state) == ("arrived", "notice")


def test_who_decided_does_not_pay(cast: Cast, case: Case) -> None:
    order = ordered(cast, 1, case=case)
    with pytest.raises(refusals.NotYourTurn) as told:
        actions.make_batch(orders=[order], by=cast.li, on=TODAY)
    assert case.number in told.value.say()
    order.refresh_from_db()
    assert order.state == "drafted"
    batch = actions.make_batch(orders=[order], by=cast.chen, on=TODAY)
    with pytest.raises(refusals.NotYourTurn):
        actions.check_batch(batch=batch, seen=shown(batch), by=cast.li, on=TODAY)
