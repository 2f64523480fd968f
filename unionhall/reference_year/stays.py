"""Who claims for which stay in the period before, what it cost and how far the claim has come on the business day.

Numbers and days only, no database. Costs are solved for what the terms make of them; no granted amount is drawn.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import polars as pl

from unionhall.aid.claims.rules import Terms, share_of, slice_of
from unionhall.kernel import workdays
from unionhall.kernel.money import Fen
from unionhall.reference_year.draws import draw, lots
from unionhall.reference_year.plan import PERIODS, YEAR, Plan
from unionhall.reference_year.shares import enrolments
from unionhall.reference_year.tree import tree

MEDICAL, ILLNESS = "medical", "illness"
# Claims come in rounds, one for each of the city's batches; the first when everybody's waiting period is over.
FIRST_ROUND, ROUND_DAYS = date(YEAR, 2, 24), 27
# Stays of the last rounds begin before cover ends, and are claimed within the window.
LAST_DISCHARGE = date(YEAR, 10, 2)
WAITING_FROM, WAITING_LATER = date(YEAR, 12, 8), date(YEAR, 12, 22)
# One in so many of those paid has a serious illness, another a bill close to the cap; one in so many is sent back once.
_ILLNESS_IN, _NEAR_CAP_IN, _MENDED_IN, _REFUSED_IN = 40, 400, 30, 80
# How many claims stand in each state on the business day; one of each in the tiny year.
WAITING = {"entered": 6, "first": 9, "back": 4, "second": 7, "notice": 8, "appealed": 1, "approved": 5, "batched": 5}
EARLY = ("approved", "batched")
_HOSPITALS = ("演示第一医院", "演示第二医院", "演示中医医院", "演示县人民医院", "演示省城医院")


@dataclass(frozen=True)
class PlannedClaim:
    """A claim on paper. `course` is how it ends: paid, mended (returned once, then paid), refused (papers untrue),
    late (refused, beyond the window), or a key of WAITING.

    `round` counts from 0; those that wait have the one after the last. `body` is a county's code, 0 the city.
    """

    person: int
    body: int
    course: str
    round: int
    received_on: date
    admitted_on: date
    discharged_on: date
    hospital: str
    account: str
    benefit: str = MEDICAL
    diagnosis: str = ""
    own_cost_fen: Fen = 0
    total_cost_fen: Fen = 0

    @property
    def is_paid(self) -> bool:
        return self.course in ("paid", "mended")


def round_on(number: int) -> date:
    """The first day of a round: a working day."""
    return workdays.after(FIRST_ROUND + timedelta(days=ROUND_DAYS * number - 1), 1)


def planned_claims(plan: Plan, terms: Terms) -> tuple[PlannedClaim, ...]:
    """Every claim of the period before, by round. :param terms: of the edition in force for it."""
    benefits, lot = plan.benefits, lots(plan.seed, f"claims/{PERIODS[0]}")
    people = _people(plan)
    own, others = ([row for row in people if (row[1] == 0) == is_own] for is_own in (True, False))
    out: list[PlannedClaim] = []
    scale = 1.0
    groups = (
        (own, benefits.own_people, benefits.own_paid_fen),
        (others, benefits.people - benefits.own_people, benefits.paid_fen - benefits.own_paid_fen),
    )
    for rows, size, paid_fen in groups:
        drawn = [_drawn(lot, person, body, n, plan) for n, (person, body) in enumerate(rows[:size])]
        drawn = [_with_illness(lot, claim, n, terms) for n, claim in enumerate(drawn)]
        solved, scale = _solved(lot, drawn, paid_fen, terms)
        out += solved
    spare = own[benefits.own_people :][:12] + others[benefits.people - benefits.own_people :][:88]
    lot.shuffle(spare)
    out += _unpaid(plan, lot, spare, scale, terms)
    # One account for two people: something for whoever looks for exceptions.
    out[1] = replace(out[1], account=out[0].account)
    return tuple(sorted(out, key=lambda claim: (claim.round, claim.received_on, claim.person)))


def cost_for(granted_fen: Fen, terms: Terms) -> Fen:
    """The least own cost for which the bands give so much: one fen more of cost never gives more than one fen more."""
    return bisect_left(range(granted_fen * 10), granted_fen, key=lambda cost: banded(cost, terms))


def banded(cost: Fen, terms: Terms) -> Fen:
    """What the bands make of an own cost, before any cap."""
    benefit = terms.benefits[MEDICAL]
    return sum(share_of(slice_of(cost, band, benefit), band.rate_bp, terms.rounding) for band in benefit.bands)


def _people(plan: Plan) -> list[tuple[int, int]]:
    """Participants of the period before as (person, body), as if drawn by lot."""
    bodies = {unit.key: unit.county for unit in tree(plan)}
    rows = enrolments(plan, before=True).with_columns(draw(pl.col("person"), 80).alias("place")).sort("place", "person")
    return [(person, bodies[unit]) for person, unit in rows.head(9_000).select("person", "unit").iter_rows()]


def _drawn(lot: Random, person: int, body: int, place: int, plan: Plan, course: str = "paid") -> PlannedClaim:
    """A claim of a round by its place, without its costs; the first of a round comes on its first day."""
    number = place % plan.benefits.own_batches
    first = round_on(number)
    nth = place // plan.benefits.own_batches
    received = workdays.after(first, nth % 3)
    if course == "paid" and nth % _MENDED_IN == 5:
        course = "mended"
    discharged = min(first, LAST_DISCHARGE + timedelta(days=1)) - timedelta(days=lot.randrange(1, 21))
    return _claim(lot, person, body, course, number, received, discharged)


def _claim(
    lot: Random, person: int, body: int, course: str, number: int, received: date, discharged: date
) -> PlannedClaim:
    return PlannedClaim(
        person=person,
        body=body,
        course=course,
        round=number,
        received_on=received,
        admitted_on=discharged - timedelta(days=lot.randrange(3, 19)),
        discharged_on=discharged,
        hospital=lot.choice(_HOSPITALS),
        account=f"622848{person:013d}",
    )


def _with_illness(lot: Random, claim: PlannedClaim, place: int, terms: Terms) -> PlannedClaim:
    if place % _ILLNESS_IN != _ILLNESS_IN - 1:
        return claim
    diagnosis = lot.choice(sorted(terms.benefits[ILLNESS].lumps))
    own = lot.randrange(20_000_00, 60_000_00)
    return replace(claim, benefit=ILLNESS, diagnosis=diagnosis, own_cost_fen=own, total_cost_fen=own * 2)


def _solved(
    lot: Random, claims: Sequence[PlannedClaim], paid_fen: Fen, terms: Terms
) -> tuple[list[PlannedClaim], float]:
    """The claims with own costs for which the terms give exactly so much together, and the scale of the draw."""
    left = paid_fen - sum(terms.benefits[ILLNESS].lumps[c.diagnosis].amount_fen for c in claims if c.diagnosis)
    stays = [n for n, claim in enumerate(claims) if claim.benefit == MEDICAL]
    cap = terms.cap_period_fen or paid_fen
    near = {n: cost_for(cap - lot.randrange(1, 200_00), terms) for n in stays[_NEAR_CAP_IN // 2 :: _NEAR_CAP_IN]}
    left -= sum(banded(cost, terms) for cost in near.values())
    usual = [n for n in stays if n not in near]
    weights = [min(lot.lognormvariate(0, 0.7), 5.0) for _ in usual]
    low, high = 0.0, float(cap)
    for _ in range(48):
        scale = (low + high) / 2
        given = sum(banded(int(weight * scale), terms) for weight in weights)
        low, high = (scale, high) if given < left else (low, scale)
    costs = dict(zip(usual, (int(weight * low) for weight in weights), strict=True))
    # Whole fen leave some over: one claim in the middle takes it.
    middle = sorted(usual, key=lambda n: costs[n])[len(usual) // 2]
    rest = left - sum(banded(cost, terms) for n, cost in costs.items() if n != middle)
    costs[middle] = cost_for(rest, terms)
    costs |= near
    return [_costing(lot, claim, costs[n]) if n in costs else claim for n, claim in enumerate(claims)], low


def _costing(lot: Random, claim: PlannedClaim, own: Fen) -> PlannedClaim:
    return replace(claim, own_cost_fen=own, total_cost_fen=own * lot.randrange(180, 320) // 100)


def _unpaid(
    plan: Plan, lot: Random, spare: list[tuple[int, int]], scale: float, terms: Terms
) -> Iterator[PlannedClaim]:
    """Those refused, through the year, and those that wait on its last day."""
    rows = iter(spare)
    rounds = plan.benefits.own_batches
    for n in range(max(plan.benefits.people // _REFUSED_IN, 1)):
        person, body = next(rows)
        claim = _drawn(lot, person, body, rounds // 2 + n % (rounds - rounds // 2), plan, course="refused")
        if n % 2:
            earlier = timedelta(days=terms.claim_days or 0)
            claim = replace(
                claim,
                course="late",
                admitted_on=claim.admitted_on - earlier,
                discharged_on=claim.discharged_on - earlier,
            )
        yield _costing(lot, claim, int(lot.lognormvariate(0, 0.5) * scale))
    for course, often in WAITING.items():
        for _ in range(often if plan.size != "tiny" else 1):
            person, body = next(rows)
            received = WAITING_FROM if course in EARLY else WAITING_LATER
            discharged = LAST_DISCHARGE - timedelta(days=lot.randrange(4))
            claim = _claim(lot, person, body, course, rounds, received, discharged)
            yield _costing(lot, claim, int(lot.lognormvariate(0, 0.5) * scale))
