"""Claims of the period before entered, reviewed, ordered and paid, by the officers who would do it; some are left waiting.

Who claims what is stays.py. A round is one transaction: a build that was cut off goes on with the next.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

import polars as pl
from django.db import transaction

from unionhall.accounts.models import User
from unionhall.aid.claims import entering, judging, kind, ordering
from unionhall.aid.claims.models import Claim
from unionhall.aid.claims.terms import terms_of
from unionhall.aid.claims.valuation import Payee, StayPapers, edition_for
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.casework import actions as casework
from unionhall.casework.officers import Officer, officer
from unionhall.funds.payments import actions as payments
from unionhall.funds.payments import returning
from unionhall.funds.payments.models import Order, OrderState
from unionhall.funds.payments.queries import shown
from unionhall.kernel import workdays
from unionhall.members import bulk
from unionhall.office.imports.contract import Progress
from unionhall.organisations.queries import chunks
from unionhall.programmes.models import Period
from unionhall.reference_year.answers import RETURNED, answers, pages
from unionhall.reference_year.flowing import acting
from unionhall.reference_year.people import persons
from unionhall.reference_year.plan import PERIODS, SCHEME, Plan
from unionhall.reference_year.stays import EARLY, WAITING_FROM, WAITING_LATER, PlannedClaim, planned_claims, round_on

# Yuci has officers of its own for every step; elsewhere a county's clerk, or the city's, with the city's reviewer.
ENTERERS = {140702: "wang", 140728: "sun"}
REVIEWERS, PAYERS, CHECKERS = {140702: "wu"}, {140702: "tian"}, {140702: "ma"}
ENTERER, REVIEWER, DECIDER, PAYER, CHECKER = "qian", "he", "li", "chen", "liu"
PAPERS_UNCLEAR, TOO_LATE, PAPERS_UNTRUE = "T04", "R03", "R08"
BANK = "演示银行"


class PaidOtherwise(Exception):
    """A step of the build was refused: a fault of the build or of the terms, not of a user."""


@dataclass(frozen=True)
class Desk:
    """Who acts, whose shares are claimed on, and the round's days."""

    users: Mapping[str, User]
    shares: Mapping[int, Enrolment]
    first: date
    officers: dict[tuple[str, date], Officer] = field(default_factory=dict)
    checklists: dict[str, dict[str, str]] = field(default_factory=dict)

    def acting(self, by: User, on: date) -> Officer:
        """A user with the posts of a day, read once a round."""
        if (by.username, on) not in self.officers:
            self.officers[by.username, on] = officer(by, on)
        return self.officers[by.username, on]

    def after(self, days: int) -> date:
        """So many working days after the round's first."""
        return workdays.after(self.first, days)


def claim_and_pay(plan: Plan, progress: Progress) -> None:
    """Every round of the year, then what waits on its last day."""
    period = Period.objects.select_related("scheme").get(scheme__code=SCHEME, number=PERIODS[0])
    claims = planned_claims(plan, terms_of(edition_for(period, period.cover_from)))
    rounds = plan.benefits.own_batches
    names = {ENTERER, REVIEWER, DECIDER, PAYER, CHECKER}
    for others in (ENTERERS, REVIEWERS, PAYERS, CHECKERS):
        names |= set(others.values())
    users = {name: acting(name) for name in names if User.objects.filter(username=name).exists()}
    for number in range(rounds + 1):
        own = [claim for claim in claims if claim.round == number]
        first = round_on(number) if number < rounds else WAITING_FROM
        if not Claim.objects.filter(period=period, received_on=first).exists():
            desk = Desk(users, _shares(period, own), first)
            with transaction.atomic():
                if number < rounds:
                    _round(desk, own, returns_one=number == (rounds - 1) // 2)
                else:
                    _leave_waiting(desk, own)
        progress.advance(number + 1, rounds + 1)


def _shares(period: Period, claims: list[PlannedClaim]) -> dict[int, Enrolment]:
    """Each claimant's share in the period, found by the ID number as a clerk would."""
    people = bulk.with_indexes(persons(pl.Series([claim.person for claim in claims])))
    numbers = dict(people.select("id_index", "person").iter_rows())
    found: dict[int, Enrolment] = {}
    for chunk in chunks(sorted(numbers)):
        rows = Enrolment.objects.standing().filter(period=period, person__id_index__in=chunk)
        found |= {numbers[row.person.id_index]: row for row in rows.select_related("period__scheme", "unit", "person")}
    return found


def _round(desk: Desk, planned: list[PlannedClaim], *, returns_one: bool) -> None:
    """Entered and handed in, first review, second, notice, orders, a batch for each payer, the bank's answer."""
    claims = {claim.person: _handed_in(desk, claim) for claim in planned}
    pairs = [(plan, claims[plan.person]) for plan in planned]
    for plan, claim in pairs:
        _send_back_or_refuse(desk, plan, claim)
    _review(desk, pairs, ("paid",), on=desk.after(4))
    mended = [(plan, claim) for plan, claim in pairs if plan.course == "mended"]
    for plan, claim in mended:
        enterer = _officer(desk, ENTERERS, plan.body, ENTERER)
        entering.submit_claim(claim=claim, note="已重新拍清楚", by=enterer, on=desk.after(5))
    _review(desk, mended, ("mended",), on=desk.after(6))
    granted = [claim for plan, claim in pairs if plan.is_paid]
    _demand_taken(judging.review_all(claims=_fresh(granted), by=desk.users[DECIDER], on=desk.after(7)))
    _demand_taken(ordering.order_all(claims=_fresh(granted), by=desk.users[DECIDER], on=desk.after(13)))
    _pay(desk, on=desk.after(14), returns_one=returns_one)


def _handed_in(desk: Desk, planned: PlannedClaim) -> Claim:
    by = _officer(desk, ENTERERS, planned.body, ENTERER)
    claim = _entered(desk, planned, by)
    _attach(desk, claim, planned, by)
    return entering.submit_claim(
        claim=claim, by=by, on=planned.received_on, acting=desk.acting(by, planned.received_on)
    )


def _entered(desk: Desk, planned: PlannedClaim, by: User) -> Claim:
    share = desk.shares[planned.person]
    papers = StayPapers(
        benefit=planned.benefit,
        admitted_on=planned.admitted_on,
        discharged_on=planned.discharged_on,
        own_cost_fen=planned.own_cost_fen,
        total_cost_fen=planned.total_cost_fen,
        hospital=planned.hospital,
        diagnosis=planned.diagnosis,
    )
    payee = Payee(share.person.name, BANK, planned.account)
    on = planned.received_on
    return entering.enter_claim(enrolment=share, papers=papers, payee=payee, by=by, on=on, acting=desk.acting(by, on))


def _attach(desk: Desk, claim: Claim, planned: PlannedClaim, by: User) -> None:
    assert claim.case is not None
    if claim.benefit not in desk.checklists:
        desk.checklists[claim.benefit] = kind.checklist_of(claim)
    uploads = {code: BytesIO(pages(label)) for code, label in desk.checklists[claim.benefit].items()}
    casework.attach_papers(case=claim.case, uploads=uploads, by=by, on=planned.received_on)


def _send_back_or_refuse(desk: Desk, planned: PlannedClaim, claim: Claim) -> None:
    by, on = _officer(desk, REVIEWERS, planned.body, REVIEWER), desk.after(4)
    if planned.course == "mended":
        judging.return_claim(claim=claim, reason_code=PAPERS_UNCLEAR, by=by, on=on)
    elif planned.course in ("refused", "late"):
        code = PAPERS_UNTRUE if planned.course == "refused" else TOO_LATE
        judging.refuse_claim(claim=claim, reason_code=code, by=by, on=on)


def _review(desk: Desk, pairs: list[tuple[PlannedClaim, Claim]], courses: Iterable[str], *, on: date) -> None:
    """First reviews: one step for all claims of a reviewer."""
    mine: dict[str, list[Claim]] = {}
    for planned, claim in pairs:
        if planned.course in courses:
            mine.setdefault(_officer(desk, REVIEWERS, planned.body, REVIEWER).username, []).append(claim)
    for name, claims in mine.items():
        _demand_taken(judging.review_all(claims=claims, by=desk.users[name], on=on))


def _pay(desk: Desk, *, on: date, returns_one: bool) -> None:
    """A batch for each payer of what is ordered; the bank answers for each, and one payment comes back."""
    for orders in _by_payer():
        made_by = _officer(desk, PAYERS, orders[0].county, PAYER)
        batch = payments.make_batch(orders=orders, by=made_by, on=on)
        checker = _officer(desk, CHECKERS, orders[0].county, CHECKER)
        payments.check_batch(batch=batch, seen=shown(batch), by=checker, on=on)
        payments.bank_file(batch=batch, template="csv", by=made_by, on=on)
        fails = orders[0] if returns_one and orders[0].county else None
        returns_one = returns_one and fails is None
        content, until = answers(orders, sent_on=on, fails=fails)
        payer = orders[0].payer
        returning.read_return(payer=payer, content=content, file_name="回盘.csv", batch=batch, by=made_by, on=until)
        if fails:
            account = f"622849{fails.account[6:]}"
            fails.refresh_from_db()
            if fails.state != OrderState.RETURNED:
                raise PaidOtherwise(fails.number, RETURNED)
            payments.reissue(order=fails, account=account, by=made_by, on=workdays.after(until, 2))


def _by_payer() -> Iterator[list[Order]]:
    """The orders that wait for a batch, by payer; those of a former round that came back are among them."""
    waiting: dict[int, list[Order]] = {}
    rows = Order.objects.filter(state=OrderState.DRAFTED, scheme__code=SCHEME, period__number=PERIODS[0])
    for order in rows.select_related("payer").order_by("payer__path", "number"):
        waiting.setdefault(order.payer_id, []).append(order)
    yield from waiting.values()


def _leave_waiting(desk: Desk, planned: list[PlannedClaim]) -> None:
    """What is still under way when the year ends, in every state."""
    early, late = ([claim for claim in planned if (claim.course in EARLY) == is_early] for is_early in (True, False))
    claims = [(claim, _handed_in(desk, claim)) for claim in early]
    _review(desk, claims, EARLY, on=desk.after(2))
    every = [claim for _, claim in claims]
    _demand_taken(judging.review_all(claims=_fresh(every), by=desk.users[DECIDER], on=desk.after(4)))
    batched = [claim for planned, claim in claims if planned.course == "batched"]
    _demand_taken(ordering.order_all(claims=_fresh(batched), by=desk.users[DECIDER], on=desk.after(12)))
    for orders in _by_payer():
        by = _officer(desk, PAYERS, orders[0].county, PAYER)
        payments.make_batch(orders=orders, by=by, on=workdays.after(WAITING_LATER, 5))
    _leave_waiting_at_first(desk, late)


def _leave_waiting_at_first(desk: Desk, late: list[PlannedClaim]) -> None:
    """The last days' claims: being entered, before a review, sent back, in notice, refused and appealed."""
    for drafted in late:
        if drafted.course == "entered":
            _entered(desk, drafted, _officer(desk, ENTERERS, drafted.body, ENTERER))
    waiting = [(planned, _handed_in(desk, planned)) for planned in late if planned.course != "entered"]
    on, last = workdays.after(WAITING_LATER, 2), workdays.after(WAITING_LATER, 4)
    _review(desk, waiting, ("second", "notice"), on=on)
    noticed = [claim for planned, claim in waiting if planned.course == "notice"]
    _demand_taken(judging.review_all(claims=_fresh(noticed), by=desk.users[DECIDER], on=last))
    for planned, claim in waiting:
        by = _officer(desk, REVIEWERS, planned.body, REVIEWER)
        if planned.course == "back":
            judging.return_claim(claim=claim, reason_code=PAPERS_UNCLEAR, by=by, on=on)
        if planned.course == "appealed":
            judging.refuse_claim(claim=claim, reason_code=PAPERS_UNTRUE, by=by, on=on)
            enterer = _officer(desk, ENTERERS, planned.body, ENTERER)
            entering.appeal_claim(claim=claim, grounds="医院已开具说明，材料属实。", by=enterer, on=last)


def _officer(desk: Desk, of_counties: Mapping[int, str], body: int, otherwise: str) -> User:
    return desk.users.get(of_counties.get(body, ""), desk.users[otherwise])


def _fresh(claims: list[Claim]) -> list[Claim]:
    found: list[Claim] = []
    for chunk in chunks([claim.pk for claim in claims]):
        found += Claim.objects.filter(pk__in=chunk).select_related("person", "unit", "period__scheme", "edition")
    return sorted(found, key=lambda claim: claim.pk)


def _demand_taken(outcomes: list[casework.Outcome]) -> None:
    """:raises PaidOtherwise: one of the steps was refused."""
    refused = [(row.case.number, str(row.refusal)) for row in outcomes if row.refusal]
    if refused:
        raise PaidOtherwise(refused[:3])
