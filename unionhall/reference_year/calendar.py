"""When what happens in the build: windows of the two periods, the day each body sends each batch of its rosters.

Dates of the demonstration; the product knows none of them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from unionhall.reference_year.draws import lots
from unionhall.reference_year.plan import PERIODS, YEAR, Plan
from unionhall.reference_year.shares import shares
from unionhall.reference_year.tree import tree

# Share of the unions that send with each batch, and the month's days on which bodies send it.
_BATCHES = ((9, 26, range(10, 27)), (10, 34, range(10, 29)), (11, 26, range(5, 27)), (12, 14, range(2, 12)))


@dataclass(frozen=True)
class Window:
    """A period's dates, all days included."""

    number: int
    enrol_from: date
    enrol_until: date
    cover_from: date
    cover_until: date


@dataclass(frozen=True)
class Batch:
    """One file: what a body (a county's code, 0 the city) sends of its unions' participants for a period on a day."""

    period: int
    body: int
    number: int
    on: date
    units: tuple[str, ...]


def window(period: int) -> Window:
    """Enrolment 1 September to 31 December, cover from 1 October for a year; the last period is of the built year."""
    year = YEAR - (PERIODS[-1] - period)
    return Window(period, date(year, 9, 1), date(year, 12, 31), date(year, 10, 1), date(year + 1, 9, 30))


@cache
def batches(plan: Plan, period: int) -> tuple[Batch, ...]:
    """Every roster file of a period in the order of its days; each union stands in one."""
    lot = lots(plan.seed, f"batches/{period}")
    bodies = {unit.key: unit.county for unit in tree(plan)}
    is_before = period != PERIODS[-1]
    year = window(period).enrol_from.year
    days: dict[tuple[int, int], date] = {}
    for code in (0, *plan.county_codes):
        for month, _, choice in _BATCHES:
            days[code, month] = _workday(date(year, month, lot.choice(choice)))
    units: dict[tuple[int, int], list[str]] = {}
    for share in shares(plan):
        if share.enrolled_before if is_before else share.enrolled:
            [(month, _, _)] = lot.choices(_BATCHES, [weight for _, weight, _ in _BATCHES])
            units.setdefault((bodies[share.key], month), []).append(share.key)
    found = [Batch(period, body, month - 8, days[body, month], tuple(keys)) for (body, month), keys in units.items()]
    return tuple(sorted(found, key=lambda batch: (batch.on, batch.body)))


def _workday(on: date) -> date:
    """The day itself or the Friday before: offices send nothing at week-ends."""
    return on - timedelta(days=max(on.weekday() - 4, 0))
