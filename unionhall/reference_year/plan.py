"""How large a year is to be built: the published targets, thinned for a sample, shrunk for tests.

Knows no published value: it reads them from the table.
"""

from dataclasses import dataclass
from datetime import date

from unionhall.reference_year import published
from unionhall.reference_year.published import table

SEED = 2025
YEAR = 2025
BUSINESS_DAY = date(2025, 12, 31)
SCHEME = "mutual-aid"
PERIODS = (17, 18)
TIERS_FEN = (4000, 3000)
# Not published: the participation the demonstration assumes, and how the work force grew between the two periods.
PARTICIPATION = 0.634
GROWTH = 1.0152
SAMPLED = 100


@dataclass(frozen=True)
class People:
    """Head counts of one group of units: staff and participants in the period before and in this one."""

    staff: int
    staff_before: int
    enrolled: int
    enrolled_before: int
    at_first_tier: int

    def less(self, other: "People") -> "People":
        return People(
            self.staff - other.staff,
            self.staff_before - other.staff_before,
            self.enrolled - other.enrolled,
            self.enrolled_before - other.enrolled_before,
            self.at_first_tier - other.at_first_tier,
        )


@dataclass(frozen=True)
class Benefits:
    """What the period before pays out: people and money of all payers, and of those the city's own and its batches."""

    people: int
    paid_fen: int
    own_people: int
    own_paid_fen: int
    own_batches: int


@dataclass(frozen=True)
class Plan:
    """One build. `cohort` is what the sampled units hold together: rate and gain are the whole city's, so the sample
    shows the same percentages; `rest` is None where only the cohort is built."""

    size: str
    thinning: int
    county_codes: tuple[int, ...]
    townships: int
    villages: int
    federations: int
    employers: int
    cohort_units: int
    cohort: People
    rest: People | None
    benefits: Benefits
    seed: int = SEED


def plan(size: str, *, seed: int = SEED) -> Plan:
    """The plan of a size: sample, full, or tiny (for tests; holds nothing published).

    :raises ValueError: no such size.
    """
    if size == "tiny":
        return _tiny(seed)
    if size not in {"sample", "full"}:
        raise ValueError(f"no such size: {size}")
    enrolled = published.count("mutual_aid.participants")
    collected = published.count("mutual_aid.p18.collected") * 100
    gain = float(published.published()["mutual_aid.participation_rate_gain"].value) / 100
    whole = people(enrolled, collected, gain)
    cohort = people(round(enrolled / SAMPLED), round(collected / SAMPLED), gain)
    return Plan(
        size=size,
        thinning=1 if size == "full" else SAMPLED,
        county_codes=tuple(int(row["region_code"]) for row in table("counties")),
        townships=published.count("unions.township"),
        villages=published.count("unions.village"),
        federations=published.count("unions.federations_500"),
        employers=3012,
        cohort_units=30,
        cohort=cohort,
        rest=whole.less(cohort) if size == "full" else None,
        benefits=_benefits(),
        seed=seed,
    )


def whole(drawn: Plan) -> Plan:
    """The full year a sample is taken from."""
    return plan("full", seed=drawn.seed)


def _benefits() -> Benefits:
    """As published, at every size: there are few enough of them."""
    count = published.count
    return Benefits(
        people=count("mutual_aid.p17.beneficiaries"),
        paid_fen=count("mutual_aid.p17.paid") * 100,
        own_people=count("mutual_aid.p17.own_beneficiaries"),
        own_paid_fen=count("mutual_aid.p17.own_paid") * 100,
        own_batches=count("mutual_aid.p17.own_batches"),
    )


def people(enrolled: int, collected_fen: int, gain: float) -> People:
    """Head counts whose participation rises by `gain` and whose contributions come to `collected_fen`, to ten yuan."""
    high, low = TIERS_FEN
    staff = round(enrolled / PARTICIPATION)
    staff_before, enrolled_before = min(
        ((before, round((enrolled / staff - gain) * before)) for before in _around(round(staff / GROWTH))),
        key=lambda pair: abs(enrolled / staff - pair[1] / pair[0] - gain),
    )
    return People(
        staff=staff,
        staff_before=staff_before,
        enrolled=enrolled,
        enrolled_before=enrolled_before,
        at_first_tier=round((collected_fen - low * enrolled) / (high - low)),
    )


def _around(number: int) -> range:
    return range(number - 20, number + 21)


def _tiny(seed: int) -> Plan:
    return Plan(
        size="tiny",
        thinning=1,
        county_codes=(140702, 140728),
        townships=4,
        villages=8,
        federations=2,
        employers=24,
        cohort_units=9,
        cohort=people(300, 1_080_000, 0.119),
        rest=None,
        benefits=Benefits(people=8, paid_fen=400_000, own_people=3, own_paid_fen=150_000, own_batches=2),
        seed=seed,
    )
