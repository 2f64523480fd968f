"""Who takes part where: staff, participants, renewals and contributions of every union, and the persons behind them.

Plain numbers: unions are keys of `tree`, persons are numbers of `people`.
"""

from dataclasses import dataclass
from functools import cache

import polars as pl

from unionhall.reference_year.draws import draw, lots, parts
from unionhall.reference_year.employers import TRIAL
from unionhall.reference_year.plan import People, Plan
from unionhall.reference_year.tree import FOUNDED_KEY, MERGED_KEY, TRIAL_KEY, Planned, tree

MINIMUM = 5
_APART = {TRIAL_KEY, FOUNDED_KEY, MERGED_KEY}
RENEWING = 0.9


@dataclass(frozen=True)
class Share:
    """One union: staff reported a year apart, enrolled in both periods, renewing in place, at the first tier.

    `first` is the number of its first person; those of the period before are first … first + enrolled_before - 1, the
    last `renewing` of them stay, and new ones follow.
    """

    key: str
    staff: int
    staff_before: int
    enrolled: int
    enrolled_before: int
    renewing: int
    at_first_tier: int
    at_first_tier_before: int
    first: int


@cache
def shares(plan: Plan) -> tuple[Share, ...]:
    """Every union with staff of this build; the sampled ones first, with the same persons at every size."""
    unions = [unit for unit in tree(plan) if unit.kind == "grassroots"]
    sampled = _sampled(plan, unions)
    out = [*_group(plan.cohort, sampled, plan.seed, "cohort", first=1)]
    if plan.rest:
        chosen = {unit.key for unit in sampled}
        others = [unit for unit in unions if unit.key not in chosen]
        last = out[-1]
        following = last.first + last.enrolled_before + last.enrolled - last.renewing
        out += _group(plan.rest, others, plan.seed, "rest", first=following)
    return tuple(out)


def _sampled(plan: Plan, unions: list[Planned]) -> list[Planned]:
    """The trial unit and whole unions of the city and of every county, evenly through its list."""
    trial = [unit for unit in unions if unit.key == TRIAL_KEY]
    bodies = [0, *plan.county_codes]
    lists = [[u for u in unions if u.county == code and u.key not in _APART and _is_usual(u)] for code in bodies]
    # Whoever the city itself paid is among the participants of its own unions, also in the sample: that takes four.
    floors = [2 if plan.size == "tiny" else 4, *[2] * len(plan.county_codes)]
    sizes = parts(plan.cohort_units, [float(len(own)) for own in lists], floors=floors)
    changing = [unit for unit in unions if unit.key in {FOUNDED_KEY, MERGED_KEY}] if plan.size == "tiny" else []
    return (
        trial
        + changing
        + [
            own[(2 * n + 1) * len(own) // (2 * size)]
            for own, size in zip(lists, sizes, strict=True)
            for n in range(size)
        ]
    )


def _is_usual(unit: Planned) -> bool:
    """Of a size that lets thirty unions stand for three thousand."""
    return unit.works is not None and 40 <= unit.works.staff <= 220


def _group(people: People, unions: list[Planned], seed: int, topic: str, *, first: int) -> list[Share]:
    lot = lots(seed, f"shares/{topic}")
    # The trial unit enrols nobody; the founded one has no year before, the merged one none after.
    apart = {TRIAL_KEY: (min(TRIAL[4], people.staff // 8),) * 2, FOUNDED_KEY: (24, 0), MERGED_KEY: (0, 31)}
    fixed = {u.key: apart[u.key] for u in unions if u.key in apart}
    own = [u for u in unions if u.key not in fixed]
    weights = [float(u.works.staff) for u in own if u.works]
    staff = parts(people.staff - sum(now for now, _ in fixed.values()), weights, floors=[MINIMUM * 2] * len(own))
    left = people.staff_before - sum(before for _, before in fixed.values())
    before = parts(left, [n * lot.uniform(0.95, 1.04) for n in staff])
    rates = [min(max(lot.gauss(0.64, 0.13), 0.3), 0.95) for _ in own]
    floors = [MINIMUM] * len(own)
    now = parts(people.enrolled, [n * r for n, r in zip(staff, rates, strict=True)], floors=floors, caps=staff)
    earlier = [n * r * lot.uniform(0.7, 1.05) for n, r in zip(before, rates, strict=True)]
    then = parts(people.enrolled_before, earlier, floors=floors, caps=before)
    share = people.at_first_tier / people.enrolled
    tiers = parts(people.at_first_tier, [n * _leaning(lot.random(), share) for n in now], caps=now)
    tiers_then = [min(round(n * tiers[i] / now[i]), n) for i, n in enumerate(then)]
    out = [Share(key, now_, before_, 0, 0, 0, 0, 0, first) for key, (now_, before_) in fixed.items()]
    for i, unit in enumerate(own):
        renewing = min(round(then[i] * lot.uniform(RENEWING - 0.08, RENEWING + 0.06)), now[i], then[i])
        out.append(Share(unit.key, staff[i], before[i], now[i], then[i], renewing, tiers[i], tiers_then[i], first))
        first += then[i] + now[i] - renewing
    return out


def _leaning(chance: float, share: float) -> float:
    """Some unions pay one tier for all, most pay both."""
    if chance < 0.15:
        return 0.02
    return 3.0 if chance < 0.35 else share


def enrolments(plan: Plan, *, before: bool) -> pl.DataFrame:
    """The participants of a period: unit (key), person (number), is_first_tier; persons grouped by unit.

    :param before: of the period before, instead of this one.
    """
    rows = [share for share in shares(plan) if (share.enrolled_before if before else share.enrolled)]
    frame = pl.DataFrame(
        {
            "unit": [s.key for s in rows],
            "first": [s.first if before else s.first + s.enrolled_before - s.renewing for s in rows],
            "size": [s.enrolled_before if before else s.enrolled for s in rows],
            "tier": [s.at_first_tier_before if before else s.at_first_tier for s in rows],
        }
    )
    people = frame.with_columns(pl.int_ranges("first", pl.col("first") + pl.col("size")).alias("person"))
    people = people.explode("person")
    place = draw(pl.col("person"), 60).rank("ordinal").over("unit")
    return people.select("unit", "person", (place <= pl.col("tier")).alias("is_first_tier"))
