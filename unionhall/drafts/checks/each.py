"""每人, 人均, 户均, 场均: so much each, times how many, is the total.

Judged where rate, count and total stand in one sentence and no other pairing fits.
"""

import re
from collections.abc import Iterator

from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import Passage, is_amount
from unionhall.drafts.quantities import Bound, Interval
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.tolerance import can_be, product, ratio
from unionhall.drafts.units import are_same

_FAMILY = {"名": "人", "位": "人", "场次": "场", "班": "期", "堂": "堂", "起": "件"}
_AVERAGE = re.compile(r"均")


def check(passage: Passage) -> Iterator[Finding]:
    for rate in passage.having(Role.EACH):
        if finding := _one(passage, rate):
            yield finding


def _one(passage: Passage, rate: Reading) -> Finding | None:
    if rate.quantity.top is not None or rate.quantity.bound in (Bound.MOST, Bound.LEAST):
        return None
    unit = _FAMILY.get(rate.each, rate.each)
    near = [r for r in passage.in_sentence(rate) if r is not rate and abs(r.order - rate.order) <= 6 and is_amount(r)]
    counts = [r for r in near if _counts(r, unit)]
    totals = [r for r in near if _may_be_total(r, rate) and r not in counts]
    follower = _next_sentence(passage, rate)
    if not totals and follower is not None and follower.quantity.unit == rate.quantity.unit:
        totals = [follower]
    if not counts or not totals or any(_fits(rate, c, t) for c in counts for t in totals):
        return None
    if any(_fits(rate, c, t) for c in _wider(passage, rate, unit) for t in totals):
        return None
    count, whole = _nearest(rate, counts), _nearest(rate, totals)
    return _finding(rate, count, whole)


def _counts(reading: Reading, unit: str) -> bool:
    return reading.quantity.unit == unit or (are_same(reading.quantity.unit, unit) and unit not in ("个", "件"))


def _may_be_total(reading: Reading, rate: Reading) -> bool:
    return reading.quantity.unit == rate.quantity.unit and reading.role is not Role.OLD


def _wider(passage: Passage, rate: Reading, unit: str) -> list[Reading]:
    return [r for r in passage.before(rate) if is_amount(r) and _counts(r, unit)]


def _next_sentence(passage: Passage, rate: Reading) -> Reading | None:
    after = passage.readings[rate.order + 1 : rate.order + 2]
    is_total = bool(after) and after[0].sentence == rate.sentence + 1 and bool(re.match(r"\s*(?:共|合计|总计)", after[0].lead))
    return after[0] if is_total else None


def _fits(rate: Reading, count: Reading, whole: Reading) -> bool:
    if _AVERAGE.search(rate.clause):
        return can_be(rate.quantity, ratio(whole.quantity.interval, count.quantity.interval))
    made = product(_printed(rate), count.quantity.interval)
    return can_be(whole.quantity, made)


def _printed(rate: Reading) -> Interval:
    """A standard per head is exact as printed; an average is rounded."""
    if rate.quantity.bound or rate.quantity.top:
        return rate.quantity.interval
    return Interval(rate.quantity.value, rate.quantity.value)


def _nearest(rate: Reading, others: list[Reading]) -> Reading:
    return min(others, key=lambda r: (r.segment != rate.segment, abs(r.order - rate.order), r.order > rate.order))


def _finding(rate: Reading, count: Reading, whole: Reading) -> Finding | None:
    if not count.quantity.value or not rate.quantity.value or count.whole != whole.whole and whole.whole is not None:
        return None
    if count.quantity.bound in (Bound.LEAST, Bound.MOST) or whole.quantity.bound in (Bound.LEAST, Bound.MOST):
        return None
    if _AVERAGE.search(rate.clause):
        value = whole.quantity.value / count.quantity.value
        arithmetic = f"{bare(whole.quantity)} ÷ {bare(count.quantity)}"
        return found("each", rate.quantity, like(rate.quantity, value), arithmetic, (whole, count))
    value = rate.quantity.value * count.quantity.value
    arithmetic = f"{bare(rate.quantity)} × {bare(count.quantity)}"
    return found("each", whole.quantity, like(whole.quantity, value), arithmetic, (rate, count))
