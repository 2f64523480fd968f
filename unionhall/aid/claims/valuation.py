"""Claims recorded, valued by the edition of their day with what the period has already paid, and valued over again.

Whether a claim is reviewed, approved or refused is its case's; here only what it is worth and why.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum

from unionhall.aid.claims import refusals, rules
from unionhall.aid.claims.models import Claim, ClaimQuerySet, Edition, EditionPeriod, EditionStatus
from unionhall.aid.claims.terms import terms_of
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.casework.models import Case
from unionhall.kernel.actors import Actor
from unionhall.kernel.money import Fen, show_yuan
from unionhall.members.models import Person
from unionhall.office import journal
from unionhall.office.jobs import numbers
from unionhall.organisations.places import hold_tree, places_to_write
from unionhall.organisations.queries import chunks
from unionhall.programmes.models import Period


@dataclass(frozen=True)
class StayPapers:
    """What is typed from the papers of one stay. Costs in fen; `diagnosis` is the coded category, "" where none;
    `extra_fen` what serious-illness insurance paid, None where it was not said."""

    benefit: str
    admitted_on: date
    discharged_on: date
    own_cost_fen: Fen
    total_cost_fen: Fen
    hospital: str = ""
    diagnosis: str = ""
    other_aid_fen: Fen = 0
    extra_fen: Fen | None = None


@dataclass(frozen=True)
class Payee:
    name: str = ""
    bank: str = ""
    account: str = ""


@transaction.atomic
def record_claim(
    *, enrolment: Enrolment, papers: StayPapers, payee: Payee, by: Actor, on: date, case: Case | None = None
) -> Claim:
    """A claim for one stay of an enrolled person, in the unit's place of the day `on`; not valued yet.

    :param case: what decides it; they share a number.

    :raises EnrolmentWithdrawn: the share was taken back. :raises DatesWrong, DischargeAhead, CostsWrong: the papers
        cannot be so. :raises StayClaimed, StaysOverlap: this stay has a live claim of this benefit, or days of it have.
    """
    hold_tree()  # before anything that names a unit is locked or written
    person = Person.objects.select_for_update().get(pk=enrolment.person_id)
    enrolment = Enrolment.objects.select_related("period", "unit").get(pk=enrolment.pk)
    if enrolment.withdrawn_on:
        raise refusals.EnrolmentWithdrawn(on=enrolment.withdrawn_on)
    demand_sound(papers, on=on)
    demand_unclaimed(person, papers)
    place = places_to_write([enrolment.unit_id], on, closed_too=True)[enrolment.unit_id]
    claim = Claim(
        number=case.number if case else numbers.dated("HZ", on),
        case=case,
        person=person,
        period=enrolment.period,
        unit=enrolment.unit,
        enrolment=enrolment,
        received_on=on,
        path=place.path,
        county=place.county,
        payee_name=payee.name,
        payee_bank=payee.bank,
        payee_account=payee.account,
        **asdict(papers),
    )
    with journal.change(claim, verb="claims.claim.recorded", by=by, on=on):
        pass
    return claim


def demand_sound(papers: StayPapers, *, on: date) -> None:
    """:raises DatesWrong, DischargeAhead, CostsWrong: papers received on that day cannot say so."""
    if papers.discharged_on < papers.admitted_on:
        raise refusals.DatesWrong(discharged=papers.discharged_on, admitted=papers.admitted_on)
    if papers.discharged_on > on:
        raise refusals.DischargeAhead(discharged=papers.discharged_on, received=on)
    if min(papers.own_cost_fen, papers.other_aid_fen) < 0 or papers.own_cost_fen > papers.total_cost_fen:
        raise refusals.CostsWrong(own=show_yuan(papers.own_cost_fen), total=show_yuan(papers.total_cost_fen))


def demand_unclaimed(person: Person, stay: StayPapers | Claim, *, but: Claim | None = None) -> None:
    """Under the person's lock; the database holds the same of the day of admission.

    :raises StayClaimed. :raises StaysOverlap: see `demand_apart`.
    """
    rows = Claim.objects.live().filter(person=person, benefit=stay.benefit, admitted_on=stay.admitted_on)
    other = (rows.exclude(pk=but.pk) if but else rows).first()
    if other is not None:
        raise refusals.StayClaimed(admitted=stay.admitted_on, number=other.number)
    demand_apart(person, stay, but=but)


def demand_apart(person: Person, stay: StayPapers | Claim, *, but: Claim | None = None) -> None:
    """A day in hospital is paid once: stays of one benefit may touch, discharged and admitted again on one day.

    :raises StaysOverlap.
    """
    other = overlapping(person, stay, but=but).first()
    if other is not None:
        raise refusals.StaysOverlap(
            admitted=stay.admitted_on,
            discharged=stay.discharged_on,
            number=other.number,
            other_admitted=other.admitted_on,
            other_discharged=other.discharged_on,
        )


def overlapping(person: Person, stay: StayPapers | Claim, *, but: Claim | None = None) -> ClaimQuerySet:
    """The person's other claims of this benefit, neither withdrawn nor refused, with days of this stay."""
    rows = Claim.objects.live().filter(person=person, benefit=stay.benefit, refused_on=None)
    rows = rows.filter(admitted_on__lt=stay.discharged_on, discharged_on__gt=stay.admitted_on)
    return rows.exclude(pk=but.pk) if but else rows


@transaction.atomic
def withdraw_claim(*, claim: Claim, reason: str, by: Actor, on: date) -> Claim:
    """A claim is taken back: it counts no longer, and its stay may be claimed again.

    :raises ClaimWithdrawn: it was before.
    """
    claim = locked(claim)
    with journal.change(claim, verb="claims.claim.withdrawn", by=by, on=on, reason=reason):
        claim.withdrawn_on = on
    return claim


def set_value(claim: Claim, edition: Edition, terms: rules.Terms, on: date) -> rules.Decision:
    """Reckon a locked claim and lay amount and calculation on it; the caller saves it and writes the journal."""
    facts = facts_of(claim)
    decision = rules.decide(terms=terms, facts=facts)
    claim.edition, claim.valued_on = edition, on
    claim.granted_fen, claim.counted_fen = decision.amount_fen, decision.counted_fen
    claim.reason, claim.days_taken = decision.reason, (on - claim.received_on).days
    claim.keep_calculation(stored_inputs(facts), decision.steps)
    return decision


def clear_value(claim: Claim) -> None:
    """What a locked claim was reckoned and granted holds no longer: its papers may change. The caller saves it."""
    claim.edition = claim.valued_on = claim.approved_on = None
    claim.granted_fen = claim.counted_fen = claim.days_taken = 0
    claim.reason = claim.calculation = ""


@dataclass(frozen=True)
class Replay:
    """A valuation done again: `stored` and `now` are amounts in fen; equal to the last step, or not."""

    is_same: bool
    stored_fen: Fen
    now_fen: Fen
    decision: rules.Decision


def replay(claim: Claim, terms: rules.Terms | None = None) -> Replay:
    """Value a claim again under its own edition with what was known then: it must come out as it is stored.

    :param terms: the edition's, for who replays many.
    :raises NotValued: it never was.
    """
    if claim.edition is None:
        raise refusals.NotValued(number=claim.number)
    decision = rules.decide(terms=terms or terms_of(claim.edition), facts=stored_facts(claim))
    is_same = (decision.amount_fen, decision.reason, decision.counted_fen) == (
        claim.granted_fen,
        claim.reason,
        claim.counted_fen,
    )
    steps = [step.as_json() for step in decision.steps]
    is_same = is_same and steps == [step.as_json() for step in claim.trace]
    return Replay(is_same, claim.granted_fen, decision.amount_fen, decision)


def edition_for(period: Period, day: date) -> Edition:
    """The edition that was in force for a period on a day, those superseded since included.

    A day before all of them has the first: a stay before cover is refused by its terms, with a reason.

    :raises NoEdition: the period has none.
    """
    signed = (EditionStatus.IN_FORCE, EditionStatus.SUPERSEDED)
    rows = EditionPeriod.objects.filter(period=period, edition__status__in=signed).select_related("edition")
    of_day = rows.filter(edition__valid_from__lte=day).order_by("-edition__valid_from", "-edition__pk").first()
    found = of_day or rows.order_by("edition__valid_from", "edition__pk").first()
    if found is None:
        raise refusals.NoEdition(period=str(period), day=day)
    return found.edition


def facts_of(claim: Claim) -> rules.ClaimFacts:
    """The claim with what the records say now; of other claims only those of its scheme count, valued and live."""
    scheme = claim.period.scheme_id
    others = Claim.objects.valued().filter(person=claim.person_id, period__scheme=scheme).exclude(pk=claim.pk)
    in_period = others.filter(period=claim.period_id)
    of_benefit = others.filter(benefit=claim.benefit)
    enrolment, period = claim.enrolment, claim.period
    return rules.ClaimFacts(
        stay=rules.Stay(
            claim.benefit,
            claim.admitted_on,
            claim.discharged_on,
            claim.own_cost_fen,
            claim.total_cost_fen,
            claim.diagnosis,
        ),
        received_on=claim.received_on,
        joined_on=enrolment.enrolled_on,
        cover_from=period.cover_from,
        cover_until=period.cover_until,
        is_renewal=enrolment.is_renewal,
        paid_period_fen=_sum(in_period, "granted_fen"),
        paid_life_fen=_sum(others, "granted_fen"),
        counted_before_fen=_sum(in_period.filter(benefit=claim.benefit), "counted_fen"),
        paid_before=of_benefit.filter(granted_fen__gt=0).count(),
        other_aid_fen=claim.other_aid_fen,
    )


def _sum(rows: Any, column: str) -> Fen:
    return rows.order_by().aggregate(total=Sum(column))["total"] or 0


# What the stored calculation keeps beside the claim's own columns: the records as they stood.
_KEPT_DAYS = ("received_on", "joined_on", "cover_from", "cover_until")
_KEPT = (
    "is_renewal",
    "paid_period_fen",
    "paid_life_fen",
    "counted_before_fen",
    "paid_before",
    "other_aid_fen",
)


def stored_inputs(facts: rules.ClaimFacts) -> dict[str, Any]:
    """What went into a valuation, as JSON: with it `replay` needs no record as it stood then."""
    stay = facts.stay
    own = [stay.benefit, stay.admitted_on.isoformat(), stay.discharged_on.isoformat()]
    return {
        "stay": [*own, stay.own_cost_fen, stay.total_cost_fen, stay.diagnosis],
        **{name: getattr(facts, name).isoformat() for name in _KEPT_DAYS},
        **{name: getattr(facts, name) for name in _KEPT},
    }


def stored_facts(claim: Claim) -> rules.ClaimFacts:
    """The facts the claim was last valued with."""
    kept = claim.stored_inputs
    benefit, admitted, discharged, *rest = kept["stay"]
    days: dict[str, Any] = {name: date.fromisoformat(kept[name]) for name in _KEPT_DAYS}
    return rules.ClaimFacts(
        stay=rules.Stay(benefit, date.fromisoformat(admitted), date.fromisoformat(discharged), *rest),
        **days,
        **{name: kept[name] for name in _KEPT},
    )


def hold_people(claims: Iterable[Claim]) -> None:
    """Lock the persons of claims, by key: first of all that is locked, before periods, cases and claims, by whoever
    values, decides or orders. So nobody waits in a ring."""
    for chunk in chunks(sorted({claim.person_id for claim in claims})):
        list(Person.objects.select_for_update().filter(pk__in=chunk).order_by("pk").values_list("pk"))


def locked(claim: Claim) -> Claim:
    """The live claim, its person's row locked first: all claims of a person are valued one after another.

    :raises ClaimWithdrawn.
    """
    hold_people([claim])
    rows = Claim.objects.select_for_update(of=("self",)).select_related("period__scheme", "enrolment")
    claim = rows.get(pk=claim.pk)
    if claim.withdrawn_on:
        raise refusals.ClaimWithdrawn(number=claim.number, on=claim.withdrawn_on)
    return claim
