"""What reviews say of a claim: first review, second review with its value, return, refusal; one by one or many at once.

The clerk's side is entering.py, money is ordering.py.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from unionhall.aid.claims import kind, queries, refusals, rules, valuation, wording
from unionhall.aid.claims.entering import case_of
from unionhall.aid.claims.models import Claim, Edition
from unionhall.aid.claims.terms import terms_of
from unionhall.casework import actions as casework
from unionhall.casework.actions import Outcome
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Case
from unionhall.kernel.actors import Actor
from unionhall.kernel.money import Fen, show_yuan
from unionhall.office import journal
from unionhall.organisations.queries import chunks
from unionhall.programmes.models import Period


class Book:
    """Editions and their terms, read once for many claims."""

    def __init__(self) -> None:
        self._editions: dict[tuple[int, date], Edition] = {}
        self._terms: dict[int, rules.Terms] = {}

    def of(self, claim: Claim) -> tuple[Edition, rules.Terms]:
        """:raises NoEdition."""
        key = (claim.period_id, claim.discharged_on)
        if key not in self._editions:
            self._editions[key] = valuation.edition_for(claim.period, claim.discharged_on)
        edition = self._editions[key]
        if edition.pk not in self._terms:
            self._terms[edition.pk] = terms_of(edition)
        return edition, self._terms[edition.pk]


@transaction.atomic
def review_claim(*, claim: Claim, by: Actor, on: date, note: str = "", seen: int | None = None) -> Claim:
    """The first review finds papers and calculation right: the city decides next. Of an objection: it does not hold.

    :raises casework.NotYourTurn: who entered it does not review it. :raises casework.AlreadyDone.
    """
    casework.step(case=case_of(claim), verb=Verb.REVIEW, by=by, on=on, note=note, seen=seen)
    return claim


@transaction.atomic
def approve_claim(
    *, claim: Claim, by: Actor, on: date, note: str = "", seen: int | None = None, seen_fen: Fen | None = None
) -> Claim:
    """The second review (or the one after an appeal) grants a claim what the edition of its day gives, with what the
    period has paid; public notice follows where the edition asks for it, else the payment.

    :param seen_fen: the amount the actor's page showed; default: whatever it comes to.
    :raises NothingPayable: the terms give nothing, and why. :raises StaysOverlap: days of it are another claim's.
    :raises BalanceTooSmall: the period cannot cover it.
    :raises AmountChanged: it comes to another amount than the actor saw.
    :raises casework.NotYourTurn: who entered or first reviewed it does not decide. :raises casework.AlreadyDone.
    """
    valuation.hold_people([claim])
    _hold_balances([claim])
    edition, terms = Book().of(claim)
    casework.step(case=case_of(claim), by=by, on=on, note=note, seen=seen, **_way(terms))
    claim = valuation.locked(claim)
    with journal.change(claim, verb="claims.claim.approved", by=by, on=on):
        _grant(claim, edition, terms, on, left=queries.balance_of(claim.period, but=claim))
    if seen_fen is not None and claim.granted_fen != seen_fen:
        raise refusals.AmountChanged(number=claim.number, seen=show_yuan(seen_fen), now=show_yuan(claim.granted_fen))
    return claim


@transaction.atomic
def keep_amount(*, claim: Claim, by: Actor, on: date, note: str = "", seen: int | None = None) -> Claim:
    """After an appeal against an amount: it stays what it was, as it was reckoned, and public notice begins anew.

    :raises NothingToKeep: nothing was granted, the appeal is against a refusal.
    :raises casework.NotYourTurn: who entered, reviewed or decided it does not look again. :raises casework.AlreadyDone.
    """
    case = case_of(claim)
    claim = valuation.locked(claim)
    if claim.edition is None or claim.approved_on is None:
        raise refusals.NothingToKeep(number=claim.number)
    days = terms_of(claim.edition).notice_days
    casework.step(case=case, verb=Verb.REVIEW, by=by, on=on, note=note, seen=seen, days=days)
    return claim


@transaction.atomic
def review_all(
    *, claims: Iterable[Claim], by: Actor, on: date, note: str = "", told: Callable[[int], None] = lambda done: None
) -> list[Outcome]:
    """The next review of many claims, each for itself: first review, or second with its value. Refused ones say why."""
    rows = {claim.case_id: claim for claim in claims if claim.case_id}
    cases: list[Case] = []
    for chunk in chunks(sorted(rows)):
        cases += Case.objects.filter(pk__in=chunk)
    # A first review holds neither persons nor periods; who takes a step meanwhile is told of below, by its version.
    decided = [rows[case.pk] for case in cases if case.state == kind.SECOND]
    valuation.hold_people(decided)
    _hold_balances(decided)
    book, granted = Book(), dict[int, int]()
    # The periods are held: nobody else grants meanwhile.
    periods = Period.objects.filter(pk__in={claim.period_id for claim in decided})
    left = {period.pk: queries.balance_of(period) for period in periods}

    def each(case: Case) -> Mapping[str, Any]:
        if case.state == kind.FIRST:
            return {}
        if case.state != kind.SECOND:
            raise refusals.NotForAll(number=case.number, state=case.state_pair[1])
        edition, terms = book.of(rows[case.pk])

        def then() -> None:
            claim = valuation.locked(rows[case.pk])
            _grant(claim, edition, terms, on, left=left[claim.period_id])
            claim.save()
            left[claim.period_id] -= claim.granted_fen
            granted[case.pk] = claim.granted_fen

        return {**_way(terms), "then": then}

    outcomes = casework.step_all(cases=cases, verb=Verb.REVIEW, by=by, on=on, note=note, each=each, told=told)
    done = [outcome.case.pk for outcome in outcomes if outcome.refusal is None]
    granted_fen = sum(granted.get(pk, 0) for pk in done)
    journal.record(verb="claims.claims.reviewed", by=by, on=on, count=len(done), granted_fen=granted_fen)
    return outcomes


@transaction.atomic
def return_claim(
    *, claim: Claim, reason_code: str, note: str = "", by: Actor, on: date, seen: int | None = None
) -> Claim:
    """Back to whoever entered it, to be mended; the clock stops meanwhile. The worker reads the reason's sentence.

    What it had been granted before an objection is granted no longer: it is reckoned anew from what is mended.

    :raises casework.ReasonMissing, NotYourTurn, AlreadyDone.
    """
    valuation.hold_people([claim])
    casework.step(case=case_of(claim), verb=Verb.RETURN, by=by, on=on, reason_code=reason_code, note=note, seen=seen)
    claim = valuation.locked(claim)
    if claim.edition_id:
        with journal.change(claim, verb="claims.claim.reopened", by=by, on=on):
            valuation.clear_value(claim)
    return claim


@transaction.atomic
def refuse_claim(
    *, claim: Claim, reason_code: str, note: str = "", by: Actor, on: date, seen: int | None = None
) -> Claim:
    """No benefit, for a coded reason the worker reads; it may be appealed. What was reckoned stays, and counts no more.

    :raises GrantStands: an appeal against an amount takes nothing away.
    :raises casework.ReasonMissing, NotYourTurn, AlreadyDone.
    """
    valuation.hold_people([claim])
    case = case_of(claim)
    if case.state == kind.APPEALED and Claim.objects.granted().filter(pk=claim.pk).exists():
        raise refusals.GrantStands(number=claim.number)
    casework.step(case=case, verb=Verb.REFUSE, by=by, on=on, reason_code=reason_code, note=note, seen=seen)
    claim = valuation.locked(claim)
    with journal.change(claim, verb="claims.claim.refused", by=by, on=on):
        claim.refused_on, claim.refused_for, claim.approved_on = on, reason_code, None
    return claim


def _way(terms: rules.Terms) -> dict[str, Any]:
    """Public notice where the terms ask for it."""
    return {"verb": Verb.NOTICE, "days": terms.notice_days} if terms.notice_days else {"verb": Verb.APPROVE}


def _hold_balances(claims: Iterable[Claim]) -> None:
    """The periods' rows, so that approvals of one period see each other's; in one order. Claims may go on coming in."""
    periods = {claim.period_id for claim in claims}
    list(Period.objects.select_for_update(no_key=True).filter(pk__in=periods).order_by("pk").values_list("pk"))


def _grant(claim: Claim, edition: Edition, terms: rules.Terms, on: date, *, left: Fen) -> None:
    """Value a locked claim and let it stand as approved, if the terms give something and the period can pay it."""
    claim.approved_on, claim.refused_on, claim.refused_for = None, None, ""
    valuation.demand_apart(claim.person, claim, but=claim)
    decision = valuation.set_value(claim, edition, terms, on)
    if not decision.amount_fen:
        why = wording.reasons_in_words(decision.reasons, gettext)
        raise refusals.NothingPayable(number=claim.number, why=why)
    if decision.amount_fen > left:
        raise refusals.BalanceTooSmall(
            number=claim.number, amount=show_yuan(decision.amount_fen), left=show_yuan(left), period=str(claim.period)
        )
    claim.approved_on = on
