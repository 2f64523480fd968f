"""A claim from entry to paid, and every other way it may go."""

from datetime import date

import pytest

from tests.aid.claims import flow
from tests.aid.claims.flow import ENTERED_ON, Office
from tests.cast import Cast, user
from tests.funds.payments.setting import answer, as_csv, read
from unionhall.accounts.queries import scope_of
from unionhall.aid.claims import (
    entering,
    judging,
    kind,
    ordering,
    queries,
    reading,
    reference,
    refusals,
    telling,
    valuation,
)
from unionhall.aid.claims.models import Claim
from unionhall.casework import refusals as casework
from unionhall.casework.models import Case, Holding
from unionhall.casework.queries import waiting_for
from unionhall.funds.payments import actions as payments
from unionhall.funds.payments import refusals as payments_refusals
from unionhall.funds.payments.models import Order
from unionhall.kernel.money import fen
from unionhall.kernel.scope import Duty
from unionhall.members.models import Person
from unionhall.office.journal.models import Entry
from unionhall.organisations import actions as organisations

NEXT = date(2025, 3, 14)
REVIEWED, DECIDED, NOTICED, PAID = date(2025, 3, 17), date(2025, 3, 20), date(2025, 3, 28), date(2025, 4, 2)


@pytest.fixture
def office(cast: Cast) -> Office:
    return flow.office(cast)


def state(claim: Claim) -> str:
    return Case.objects.get(claim=claim).state


def test_from_entry_to_paid(office: Office) -> None:
    claim = flow.submitted(office)
    assert (claim.number, claim.case.number) == ("HZ17-25-0001", "HZ17-25-0001")
    judging.review_claim(claim=claim, by=office.wu, on=REVIEWED)
    judging.approve_claim(claim=claim, by=office.he, on=DECIDED)
    claim.refresh_from_db()
    assert (claim.granted_fen, claim.approved_on, state(claim)) == (fen("11726.48"), DECIDED, "notice")
    assert valuation.replay(claim).is_same
    case = Case.objects.get(claim=claim)
    assert (case.notice_from, case.notice_until) == (DECIDED, date(2025, 3, 27))
    order = ordering.order_payment(claim=claim, by=office.he, on=NOTICED)
    assert (order.payer, order.amount_fen, order.purpose) == (office.cast.yuci, fen("11726.48"), "住院互助")
    assert (order.event_key, order.person, order.case) == ("stay:2025-03-01", office.cast.zhang, case)
    flow.paid(office, [order])
    case.refresh_from_db()
    assert (case.state, case.closed_on) == ("paid", PAID)
    held = dict(Holding.objects.filter(case=case).values_list("user__username", "role"))
    assert held == {"wang": "enter", "wu": "review.county", "he": "review.city", "tian": "pay", "ma": "approve"}
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"claims.claim.recorded", "claims.claim.approved", "casework.case.reviewed"} <= verbs


def test_a_unit_directly_under_the_city_has_two_people_of_the_city(office: Office) -> None:
    claim = flow.submitted(office, is_own=True)
    for someone in (office.cast.li, office.wu):
        with pytest.raises(casework.NotYourTurn):
            judging.review_claim(claim=claim, by=someone, on=REVIEWED)
    judging.review_claim(claim=claim, by=office.he, on=REVIEWED)
    with pytest.raises(casework.NotYourTurn):
        judging.approve_claim(claim=claim, by=office.he, on=DECIDED)
    judging.approve_claim(claim=claim, by=office.hu, on=DECIDED)
    assert ordering.order_payment(claim=claim, by=office.hu, on=NOTICED).payer == office.cast.city


def test_papers_and_payee_are_asked_for_at_once(office: Office) -> None:
    claim = flow.entered(office)
    with pytest.raises(casework.PapersMissing) as told:
        entering.submit_claim(claim=claim, by=office.cast.wang, on=ENTERED_ON)
    assert "出院发票和结算单、出院小结、身份证复印件、会员卡、银行卡" in told.value.say()
    flow.with_papers(claim, office.cast.wang)
    typed = flow.stay()
    payee = valuation.Payee("张秀兰", "工商银行", "12")
    entering.correct_claim(claim=claim, papers=typed, payee=payee, by=office.cast.wang, on=NEXT)
    claim.refresh_from_db()
    with pytest.raises(refusals.PayeeUnfit):
        entering.submit_claim(claim=claim, by=office.cast.wang, on=NEXT)


def test_money_goes_to_the_claimants_own_account(office: Office) -> None:
    others, own = (valuation.Payee(name, "工商银行", flow.ACCOUNT) for name in ("李四", "张 秀兰"))
    with pytest.raises(refusals.PayeeUnfit, match="须是本人名下的卡"):
        entering.enter_claim(
            enrolment=office.share, papers=flow.stay(), payee=others, by=office.cast.wang, on=ENTERED_ON
        )
    claim = flow.with_papers(flow.entered(office), office.cast.wang)
    named = {"claim": claim, "by": office.cast.wang, "on": NEXT}
    with pytest.raises(refusals.PayeeUnfit):
        entering.correct_claim(papers=flow.stay(), payee=others, **named)
    entering.correct_claim(papers=flow.stay(), payee=own, **named)
    Person.objects.filter(pk=office.cast.zhang.pk).update(name="张秀岚")
    with pytest.raises(refusals.PayeeUnfit):
        entering.submit_claim(**named)
    assert state(claim) == "entered"


def test_return_stops_the_clock_and_correction_resumes_it(office: Office) -> None:
    claim = flow.submitted(office)
    due = claim.case.due_on
    case = Case.objects.get(claim=claim)
    assert case.due_on == date(2025, 3, 20)
    judging.return_claim(claim=claim, reason_code="T04", by=office.wu, on=NEXT)
    case.refresh_from_db()
    assert (case.state, case.due_on, case.days_left, case.is_clock_running) == ("back-first", None, 4, False)
    assert case in waiting_for_wang(office)
    with pytest.raises(refusals.NotWithEnterer):
        entering.correct_claim(
            claim=flow.submitted(office, admitted=date(2025, 2, 1)),
            papers=flow.stay(),
            payee=valuation.Payee(),
            by=office.cast.wang,
            on=NEXT,
        )
    payee = valuation.Payee("张秀兰", "工商银行", flow.ACCOUNT)
    entering.correct_claim(claim=claim, papers=flow.stay("20000"), payee=payee, by=office.cast.wang, on=NEXT)
    entering.submit_claim(claim=claim, by=office.cast.wang, on=date(2025, 4, 7), note="补传结算单第 2 页")
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("first", date(2025, 4, 11))
    assert due != case.due_on
    judging.review_claim(claim=claim, by=office.wu, on=date(2025, 4, 8))
    judging.return_claim(claim=claim, reason_code="T06", by=office.he, on=date(2025, 4, 9))
    entering.submit_claim(claim=claim, by=office.cast.wang, on=date(2025, 4, 10))
    assert state(claim) == "second", "what the city returned comes back to the city"


def waiting_for_wang(office: Office) -> list[Case]:
    return list(waiting_for(scope_of(office.cast.wang, NEXT)))


def test_who_mends_a_claim_does_not_review_it(office: Office) -> None:
    both = user("gao", "高明", office.cast.yuci, "经办", Duty.ENTER, Duty.REVIEW)
    claim = flow.submitted(office)
    judging.return_claim(claim=claim, reason_code="T04", by=office.wu, on=NEXT)
    payee = valuation.Payee("张秀兰", "工商银行", flow.ACCOUNT)
    named = {"claim": claim, "papers": flow.stay("20000"), "payee": payee, "on": NEXT}
    for someone in (office.wu, office.cast.sun):
        with pytest.raises(casework.NotYourTurn):
            entering.correct_claim(by=someone, **named)
    seen = Case.objects.get(claim=claim).version
    with pytest.raises(casework.AlreadyDone):
        entering.correct_claim(by=both, seen=seen - 1, **named)
    entering.correct_claim(by=both, seen=seen, **named)
    entering.submit_claim(claim=claim, by=office.cast.wang, on=NEXT)
    with pytest.raises(casework.NotYourTurn):
        judging.review_claim(claim=claim, by=both, on=REVIEWED)
    judging.review_claim(claim=claim, by=office.wu, on=REVIEWED)


def test_a_refusal_needs_a_code_and_the_appeal_is_looked_at_by_others(office: Office) -> None:
    claim = flow.reviewed(office)
    with pytest.raises(casework.ReasonMissing):
        judging.refuse_claim(claim=claim, reason_code="T01", by=office.he, on=DECIDED)
    judging.refuse_claim(claim=claim, reason_code="R08", by=office.he, on=DECIDED)
    claim.refresh_from_db()
    assert (claim.refused_for, claim.refused_on, state(claim)) == ("R08", DECIDED, "refused")
    assert claim not in Claim.objects.valued()
    with pytest.raises(refusals.NoGrounds):
        entering.appeal_claim(claim=claim, grounds=" ", by=office.cast.wang, on=DECIDED)
    # The fifteenth day, 4 April, is a holiday as the two after it are.
    with pytest.raises(casework.TooLate, match="2025-04-07"):
        entering.appeal_claim(claim=claim, grounds="医院证明", by=office.cast.wang, on=date(2025, 4, 8))
    assert reading.reading_of(Claim.objects.get(pk=claim.pk), DECIDED).appeal.startswith("04月07日 以前")
    entering.appeal_claim(claim=claim, grounds="医院重新出了证明", by=office.cast.wang, on=date(2025, 4, 7))
    for someone in (office.he, office.wu, office.cast.wang):
        with pytest.raises(casework.NotYourTurn):
            judging.approve_claim(claim=claim, by=someone, on=date(2025, 4, 8))
    judging.approve_claim(claim=claim, by=office.hu, on=date(2025, 4, 8), note="证明属实")
    claim.refresh_from_db()
    assert (state(claim), claim.refused_on, claim.refused_for) == ("notice", None, "")
    assert claim.granted_fen == fen("11726.48")


def test_an_appeal_may_uphold_the_refusal_for_good(office: Office) -> None:
    claim = flow.submitted(office)
    judging.refuse_claim(claim=claim, reason_code="R02", by=office.wu, on=REVIEWED)
    entering.appeal_claim(claim=claim, grounds="不服", by=office.cast.wang, on=DECIDED)
    judging.refuse_claim(claim=claim, reason_code="R02", by=office.hu, on=NOTICED)
    assert state(claim) == "upheld"
    with pytest.raises(casework.NotYourTurn):
        entering.appeal_claim(claim=claim, grounds="再看", by=office.cast.wang, on=NOTICED)


def test_a_claim_in_notice_may_be_appealed_and_granted_anew(office: Office) -> None:
    claim = flow.approved(office)
    entering.appeal_claim(claim=claim, grounds="少算一段", by=office.cast.wang, on=date(2025, 3, 21))
    judging.approve_claim(claim=claim, by=office.hu, on=date(2025, 3, 24))
    assert (state(claim), Case.objects.get(claim=claim).notice_until) == ("notice", date(2025, 3, 31))


def test_an_appeal_against_an_amount_loses_nothing(office: Office) -> None:
    """Looking again may give another amount or keep this one, never nothing; who had a part in it does not look again."""
    refused = flow.submitted(office, admitted=date(2025, 1, 4))
    judging.refuse_claim(claim=refused, reason_code="R02", by=office.wu, on=REVIEWED)
    claim = flow.approved(office)
    for one in (claim, refused):
        entering.appeal_claim(claim=one, grounds="少算一段", by=office.cast.wang, on=date(2025, 3, 21))
    with pytest.raises(refusals.GrantStands):
        judging.refuse_claim(claim=claim, reason_code="R08", by=office.hu, on=date(2025, 3, 24))
    with pytest.raises(refusals.NothingToKeep):
        judging.keep_amount(claim=refused, by=office.hu, on=date(2025, 3, 24))
    for someone in (office.he, office.wu):
        with pytest.raises(casework.NotYourTurn):
            judging.keep_amount(claim=claim, by=someone, on=date(2025, 3, 24))
    judging.keep_amount(claim=claim, by=office.hu, on=date(2025, 3, 24), note="计算无误")
    case = Case.objects.get(claim=claim)
    claim.refresh_from_db()
    assert (case.state, case.notice_from, case.notice_until) == ("notice", date(2025, 3, 24), date(2025, 3, 31))
    assert (claim.granted_fen, claim.approved_on) == (fen("11726.48"), DECIDED)
    assert ordering.order_payment(claim=claim, by=office.he, on=date(2025, 4, 1)).amount_fen == fen("11726.48")


def test_objections_are_looked_into_by_the_city(office: Office) -> None:
    held, refused = flow.approved(office), flow.approved(office, admitted=date(2025, 2, 1))
    for claim in (held, refused):
        entering.object_to_claim(claim=claim, reason_code="Y02", by=office.cast.wang, on=date(2025, 3, 21))
    judging.review_claim(claim=held, by=office.he, on=date(2025, 3, 24))
    judging.refuse_claim(claim=refused, reason_code="R08", by=office.he, on=date(2025, 3, 24))
    assert (state(held), state(refused)) == ("approved", "refused")
    left = fen("100000") - Claim.objects.get(pk=held.pk).granted_fen
    assert queries.balance_of(office.cast.p17) == left
    ordering.order_payment(claim=held, by=office.he, on=date(2025, 3, 25))
    with pytest.raises(refusals.NotApproved):
        ordering.order_payment(claim=refused, by=office.he, on=date(2025, 3, 25))


def test_what_is_sent_back_after_an_objection_is_granted_no_longer(office: Office) -> None:
    claim = flow.approved(office)
    entering.object_to_claim(claim=claim, reason_code="Y02", by=office.cast.wang, on=date(2025, 3, 21))
    judging.return_claim(claim=claim, reason_code="T04", by=office.he, on=date(2025, 3, 24))
    claim = Claim.objects.select_related("case", "person", "period__scheme").get()
    assert (claim.approved_on, claim.granted_fen, claim.edition, claim.trace) == (None, 0, None, ())
    assert queries.balance_of(office.cast.p17) == fen("100000")
    payee = valuation.Payee("张秀兰", "工商银行", flow.ACCOUNT)
    entering.correct_claim(
        claim=claim, papers=flow.stay("5000"), payee=payee, by=office.cast.wang, on=date(2025, 3, 25)
    )
    claim.refresh_from_db()
    assert telling.account_of(claim).amount_fen == fen("2250")
    entering.submit_claim(claim=claim, by=office.cast.wang, on=date(2025, 3, 25))
    judging.approve_claim(claim=claim, by=office.he, on=date(2025, 3, 26), seen_fen=fen("2250"))
    assert queries.balance_of(office.cast.p17) == fen("97750")


def test_an_amount_that_changed_since_it_was_seen_is_not_approved(office: Office) -> None:
    """Another stay of hers was granted meanwhile: the period's cap leaves less."""
    first, second = flow.reviewed(office, "70000"), flow.reviewed(office, "70000", admitted=date(2025, 2, 1))
    seen_fen = telling.account_of(second).amount_fen
    judging.approve_claim(claim=first, by=office.he, on=DECIDED, seen_fen=telling.account_of(first).amount_fen)
    with pytest.raises(refusals.AmountChanged, match=r"44,250\.00 元，现在算得 5,750\.00 元"):
        judging.approve_claim(claim=second, by=office.he, on=DECIDED, seen_fen=seen_fen)
    second.refresh_from_db()
    assert (state(second), second.granted_fen, telling.account_of(second).amount_fen) == ("second", 0, fen("5750"))


def test_the_order_waits_for_the_end_of_the_notice(office: Office) -> None:
    claim = flow.approved(office)
    with pytest.raises(casework.NoticeRunning):
        ordering.order_payment(claim=claim, by=office.he, on=date(2025, 3, 27))
    assert list(queries.to_order(date(2025, 3, 27))) == []
    assert list(queries.to_order(NOTICED)) == [claim]
    assert Order.objects.count() == 0


def test_after_a_cancelled_order_another_is_made(office: Office) -> None:
    """Cancelled before it was sent, and again after its money had arrived and come back."""
    first = flow.ordered(office)
    claim = Claim.objects.get()
    assert list(queries.to_order(NOTICED)) == []
    with pytest.raises(payments_refusals.OrderedBefore):
        ordering.order_payment(claim=claim, by=office.he, on=NOTICED)
    payments.cancel(order=first, reason="账户变了", by=office.tian, on=NOTICED)
    assert list(queries.to_order_by(scope_of(office.he, NOTICED), NOTICED)) == [claim]
    assert list(queries.to_order_by(scope_of(office.wu, NOTICED), NOTICED)) == [], "the city orders"
    second = ordering.order_payment(claim=claim, by=office.he, on=NOTICED)
    flow.paid(office, [second])
    assert (state(claim), list(queries.to_order(PAID))) == ("paid", [])
    came_back = date(2025, 4, 9)
    content = as_csv([answer(second, "退票", day="2025-04-09")])
    read(office.cast, content, payer=office.cast.yuci, by=office.tian, on=came_back)
    second.refresh_from_db()
    assert (second.state, list(queries.to_order(came_back))) == ("returned", [])
    payments.cancel(order=second, reason="账户注销", by=office.tian, on=came_back)
    assert list(queries.to_order(came_back)) == [claim]
    assert reading.reading_of(claim, came_back).headline == "您的申领已经同意，正在打款"
    third = ordering.order_payment(claim=claim, by=office.he, on=came_back)
    case = Case.objects.get(claim=claim)
    assert (case.state, case.closed_on, third.amount_fen) == ("ordered", None, claim.granted_fen)
    flow.paid(office, [third], day="2025-04-14")
    assert state(claim) == "paid"


def test_the_county_that_granted_pays_also_when_the_unit_has_moved_on(office: Office) -> None:
    """What a county paid is never more than what was granted for it."""
    claim = flow.approved(office)
    cast = office.cast
    organisations.move_unit(unit=cast.weavers, to=cast.pingyao, on=date(2025, 3, 24), paper_number="1", by=cast.admin)
    claim.refresh_from_db()
    assert claim.unit.path.startswith(cast.pingyao.path)
    order = ordering.order_payment(claim=claim, by=office.he, on=NOTICED)
    assert (order.payer, order.county) == (cast.yuci, 140702) == (cast.yuci, claim.county)


def test_one_without_a_case_among_many_orders_none(office: Office) -> None:
    bare = valuation.record_claim(
        enrolment=office.own, papers=flow.stay(), payee=valuation.Payee(), by=office.cast.li, on=ENTERED_ON
    )
    with pytest.raises(refusals.NoCase):
        ordering.order_all(claims=[flow.approved(office), bare], by=office.he, on=NOTICED)
    assert Order.objects.count() == 0


def test_an_edition_without_notice_goes_straight_to_the_order(office: Office) -> None:
    office.edition.numbers.filter(name="notice_days").delete()
    claim = flow.approved(office)
    assert state(claim) == "approved"
    ordering.order_payment(claim=claim, by=office.he, on=DECIDED)
    assert state(claim) == "ordered"


def test_nothing_payable_is_not_approved(office: Office) -> None:
    claim = flow.reviewed(office, admitted=date(2024, 9, 10))
    with pytest.raises(refusals.NothingPayable) as told:
        judging.approve_claim(claim=claim, by=office.he, on=DECIDED)
    assert "保障还没有开始" in told.value.say()
    claim.refresh_from_db()
    assert (state(claim), claim.edition, claim.case.version) == ("second", None, 3)
    assert reference.reason_for("before-cover") == "R01"
    assert reference.reason_for("life-exhausted") == "R06"


def test_the_balance_of_the_period_is_not_overdrawn(cast: Cast) -> None:
    office = flow.office(cast, "99999.99")
    flow.approved(office, "150000")
    flow.collect(office.cast.p18, "900000", office.cast)
    claim = flow.reviewed(office, "150000", is_own=True)
    with pytest.raises(refusals.BalanceTooSmall) as told:
        judging.approve_claim(claim=claim, by=office.hu, on=DECIDED)
    assert "结余只有 49,999.99 元" in told.value.say()
    assert state(claim) == "second"


def test_who_decided_on_an_older_page_reads_who_was_faster(office: Office) -> None:
    claim = flow.reviewed(office)
    seen = Case.objects.get(claim=claim).version
    judging.return_claim(claim=claim, reason_code="T02", by=office.he, on=DECIDED, seen=seen)
    with pytest.raises(casework.AlreadyDone) as told:
        judging.approve_claim(claim=claim, by=office.hu, on=DECIDED, seen=seen)
    assert "何静" in told.value.say()


def test_a_claim_taken_back_frees_its_stay(office: Office) -> None:
    claim = flow.submitted(office)
    entering.take_back_claim(claim=claim, reason="重复录入", by=office.cast.wang, on=NEXT)
    assert state(claim) == "withdrawn"
    assert flow.entered(office).number == "HZ17-25-0002"
    done = flow.approved(office, admitted=date(2025, 2, 1))
    with pytest.raises(casework.NotYourTurn):
        entering.take_back_claim(claim=done, reason="不要了", by=office.cast.wang, on=NOTICED)


def test_strangers_neither_enter_nor_review(office: Office) -> None:
    cast = office.cast
    payee = valuation.Payee("张秀兰", "工商银行", flow.ACCOUNT)
    with pytest.raises(casework.NotYourTurn):
        entering.enter_claim(enrolment=office.share, papers=flow.stay(), payee=payee, by=cast.sun, on=ENTERED_ON)
    assert Claim.objects.count() == 0
    claim = flow.submitted(office)
    stranger = user("xu", "徐某", cast.pingyao, "初审", Duty.REVIEW)
    with pytest.raises(casework.NotYourTurn):
        judging.review_claim(claim=claim, by=stranger, on=NEXT)


def test_many_are_reviewed_in_one_step_each_with_its_outcome(office: Office) -> None:
    first = flow.submitted(office, "5000", admitted=date(2025, 2, 1))
    good = flow.reviewed(office, "6000")
    barred = flow.reviewed(office, "7000", admitted=date(2024, 9, 10))
    noticed = flow.approved(office, "8000", admitted=date(2025, 1, 4))
    many = [first, good, barred, noticed]
    outcomes = judging.review_all(claims=many, by=office.he, on=DECIDED)
    told = {outcome.case.pk: outcome.refusal and outcome.refusal.code for outcome in outcomes}
    assert told == {
        first.case_id: None,
        good.case_id: None,
        barred.case_id: "nothing-payable",
        noticed.case_id: "not-for-all",
    }
    good.refresh_from_db()
    assert (state(first), state(good), state(barred)) == ("second", "notice", "second")
    assert good.granted_fen == fen(2_750)
    facts = Entry.objects.get(verb="claims.claims.reviewed").facts
    assert (facts["count"], facts["granted_fen"]) == (2, fen(2_750))


def test_every_state_of_the_table_says_what_it_waits_for() -> None:
    assert kind.KIND.faults() == []
    closed = {code for code, state in kind.STATES.items() if state.is_end}
    waits = {code for code in kind.STATES if kind.KIND.awaited(code)}
    assert waits | closed == set(kind.STATES)


def test_many_at_once_do_not_overdraw_the_period_either(cast: Cast) -> None:
    office = flow.office(cast, "60000")
    claims = [flow.reviewed(office, "150000"), flow.reviewed(office, "40000", is_own=True)]
    outcomes = judging.review_all(claims=claims, by=office.hu, on=DECIDED)
    assert [outcome.refusal and outcome.refusal.code for outcome in outcomes] == [None, "balance-too-small"]
    assert queries.balance_of(cast.p17) == fen("10000")
    assert (state(claims[0]), state(claims[1])) == ("notice", "second")


def test_days_in_hospital_are_paid_once(office: Office) -> None:
    """A stay of 1 to 10 March, then one of 5 to 14: refused at entry, at handing in and at approval, by number."""
    inside = date(2025, 3, 5)
    first = flow.reviewed(office)
    with pytest.raises(refusals.StaysOverlap) as refused:
        flow.entered(office, "5000", admitted=inside, days=3)
    assert first.number in refused.value.say(str)
    with pytest.raises(refusals.StaysOverlap):
        flow.entered(office, "5000", admitted=date(2025, 2, 26), days=4)
    touching = flow.submitted(office, "5000", admitted=date(2025, 2, 20), days=9)
    Claim.objects.filter(pk=touching.pk).update(discharged_on=date(2025, 3, 2))
    with pytest.raises(refusals.StaysOverlap):
        judging.approve_claim(claim=first, by=office.he, on=DECIDED)
    Claim.objects.filter(pk=touching.pk).update(discharged_on=date(2025, 3, 1))
    judging.approve_claim(claim=first, by=office.he, on=DECIDED)
    late = flow.with_papers(flow.entered(office, "300", admitted=date(2025, 1, 2), days=3), office.cast.wang)
    Claim.objects.filter(pk=late.pk).update(admitted_on=inside, discharged_on=date(2025, 3, 6))
    with pytest.raises(refusals.StaysOverlap):
        entering.submit_claim(claim=late, by=office.cast.wang, on=ENTERED_ON)


def test_a_refused_stay_and_another_benefit_do_not_bar_the_days(office: Office) -> None:
    refused = flow.submitted(office)
    judging.refuse_claim(claim=refused, reason_code="R08", by=office.wu, on=REVIEWED)
    flow.entered(office, "5000", admitted=date(2025, 3, 2), days=3)
    flow.entered(office, "5000", admitted=date(2025, 3, 3), days=3, benefit="illness")
