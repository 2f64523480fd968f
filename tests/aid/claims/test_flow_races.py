"""Two deciding at once, on PostgreSQL with real connections: one wins, the other reads why."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tests.aid.claims import flow
from tests.aid.claims.test_flow import DECIDED, NOTICED
from tests.cast import build
from tests.races import code_of, somebody_waits, together, while_open
from unionhall.aid.claims import entering, judging, ordering, slips
from unionhall.aid.claims.models import Claim, Slip
from unionhall.funds.payments.models import Order
from unionhall.kernel.money import fen
from unionhall.members.models import Person
from unionhall.organisations import actions as organisations
from unionhall.programmes.models import Period

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_two_approvals_of_one_claim() -> None:
    office = flow.office(build())
    claim = flow.reviewed(office)
    seen = claim.case.version + 2  # submitted, reviewed

    def approve(by: object):
        return lambda: judging.approve_claim(claim=claim, by=by, on=DECIDED, seen=seen)

    assert together(approve(office.he), approve(office.hu)) == ["already-done"]
    assert Claim.objects.get().granted_fen == fen("11726.48")


def test_the_last_yuan_of_a_period_is_granted_once() -> None:
    office = flow.office(build(), "50000")
    claims = [flow.reviewed(office, "150000"), flow.reviewed(office, "150000", is_own=True)]

    def approve(which: int):
        return lambda: judging.approve_claim(claim=claims[which], by=office.hu, on=DECIDED)

    assert together(approve(0), approve(1)) == ["balance-too-small"]
    assert sorted(Claim.objects.values_list("granted_fen", flat=True)) == [0, fen("50000")]


def test_the_last_yuan_under_a_persons_cap_is_granted_once() -> None:
    office = flow.office(build(), "900000")
    claims = [flow.reviewed(office, "70000"), flow.reviewed(office, "70000", admitted=flow.date(2025, 2, 1))]

    def approve(which: int):
        return lambda: judging.approve_claim(claim=claims[which], by=office.he, on=DECIDED)

    assert together(approve(0), approve(1)) == []
    assert sorted(Claim.objects.values_list("granted_fen", flat=True)) == [fen("5750"), fen("44250")]


def test_a_claim_is_ordered_once_and_a_review_meets_a_return() -> None:
    office = flow.office(build())
    claim = flow.approved(office)

    def order() -> None:
        ordering.order_payment(claim=claim, by=office.he, on=NOTICED)

    assert together(order, order) in (["ordered-before"], ["already-done"])
    assert Order.objects.count() == 1
    other = flow.submitted(office, admitted=flow.date(2025, 2, 1))
    refused = together(
        lambda: judging.review_claim(claim=other, by=office.wu, on=DECIDED, seen=other.case.version + 1),
        lambda: judging.refuse_claim(
            claim=other, reason_code="R08", by=office.wu, on=DECIDED, seen=other.case.version + 1
        ),
    )
    assert refused == ["already-done"]


def test_many_reviewed_wait_for_persons_in_their_order_and_hold_nothing_else() -> None:
    """As a period that is valued does: Guo's claim is the older one, Zhang's file."""
    office = flow.office(build(), "900000")
    claims = [flow.reviewed(office, is_own=True), flow.reviewed(office)]
    zhang, guo = office.cast.zhang, office.cast.guo
    assert zhang.pk < guo.pk

    def review() -> None:
        judging.review_all(claims=claims, by=office.hu, on=DECIDED)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=zhang.pk)
            later = pool.submit(code_of, review)
            while not later.done() and not somebody_waits():
                pass
            Person.objects.select_for_update(nowait=True).get(pk=guo.pk)
            Period.objects.select_for_update(nowait=True).get(pk=office.cast.p17.pk)
        assert later.result(timeout=30) == ""
    assert Claim.objects.granted().count() == 2


def test_first_reviews_of_many_do_not_hold_the_period() -> None:
    office = flow.office(build())
    claim = flow.submitted(office)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Period.objects.select_for_update().get(pk=office.cast.p17.pk)
        later = pool.submit(code_of, lambda: judging.review_all(claims=[claim], by=office.wu, on=DECIDED))
        assert later.result(timeout=20) == ""


def test_a_claim_entered_while_its_union_moves_stands_where_it_went() -> None:
    office = flow.office(build())
    cast = office.cast
    payee = flow.Payee("张秀兰", "工商银行", flow.ACCOUNT)

    def move() -> None:
        organisations.move_unit(unit=cast.weavers, to=cast.pingyao, paper_number="1", by=cast.admin, on=flow.ENTERED_ON)

    def enter() -> None:
        entering.enter_claim(enrolment=office.share, papers=flow.stay(), payee=payee, by=cast.li, on=flow.ENTERED_ON)

    assert while_open(move, enter) == ""
    claim = Claim.objects.select_related("case").get()
    for row in (claim, claim.case):
        assert (row.path.startswith(cast.pingyao.path), row.county) == (True, 140728)


def test_eight_wrong_tries_at_once_are_five() -> None:
    office = flow.office(build())
    made = slips.issue_slip(claim=flow.submitted(office), by=office.cast.wang, on=DECIDED)

    def guess() -> None:
        slips.open_slip(token=made.token, code="", tail="0000", on=DECIDED)

    told = together(*[guess] * 8)
    assert sorted(told) == ["slip-locked"] * 3 + ["slip-unknown"] * 5
    assert Slip.objects.get().misses == 5
