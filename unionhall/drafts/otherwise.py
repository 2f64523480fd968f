"""Whether the number a finding tells is right by other numbers beside it: then which were meant is not ours to say.

Silences only; it finds nothing.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from unionhall.drafts.findings import Finding
from unionhall.drafts.numerals import numbers
from unionhall.drafts.quantities import Bound, Interval
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.tolerance import HUNDRED, can_be, product, ratio, times, total
from unionhall.drafts.units import Kind, are_alike

#: Numbers looked back on, and looked ahead to.
BACK, AHEAD = 10, 3
#: Counts an average may go by are looked for further back.
BACK_FOR_COUNTS = 24
#: Numbers in a row that may be taken together.
TOGETHER = 4
SPANS = range(2, 13)
#: Less than this of what is told is another thing.
_TINY = Fraction(1, 10)
_AMOUNTS = (Kind.COUNT, Kind.MONEY)


def closes(finding: Finding, readings: Sequence[Reading]) -> bool:
    """Whether another reading of the numbers around gives what is told."""
    at = {r.quantity.start: r for r in readings}
    stated = at.get(finding.start)
    if stated is None or finding.rule not in ("share", "rate", "each", "points", "sum"):
        return False
    around = [r for r in readings[max(0, stated.order - BACK) : stated.order + AHEAD + 1] if r is not stated]
    operands = [at[start] for paragraph, start, _ in finding.beside if paragraph == finding.paragraph and start in at]
    if finding.rule == "points":
        return _is_absurd(finding) or (stated.quantity.kind is Kind.PERCENT and _grown(stated, around))
    if finding.rule == "sum":
        return _adds(stated, operands, readings)
    if finding.rule == "each":
        far = readings[max(0, stated.order - BACK_FOR_COUNTS) : max(0, stated.order - BACK)]
        return _is_absurd(finding) or _a_span_closes(stated, around) or _each_closes(stated, operands, [*far, *around])
    return any(can_be(stated.quantity, derived) for derived in _shares(stated, operands, around))


def _is_absurd(finding: Finding) -> bool:
    """A difference below nothing, or so small that it was never meant."""
    expected, stated = numbers(0, finding.expected.lstrip("-≤≥ ")), numbers(0, finding.stated)
    if finding.expected.startswith("-"):
        return True
    if len(expected) != 1 or len(stated) != 1 or finding.rule != "points":
        return False
    return expected[0].value < stated[0].value * _TINY


def _shares(stated: Reading, operands: list[Reading], around: list[Reading]) -> Iterator[Interval | None]:
    """Both ways round, with each operand over every number of its unit; and of several numbers in a row."""
    near = [r for r in around if r.quantity.kind in _AMOUNTS]
    has_own = {r.order - 1 for r in around if r.quantity.kind is Kind.PERCENT}
    wholes = [r for r in near if r.order not in has_own]
    for one in [*operands, *(r for r in near if r.order == stated.order - 1)]:
        for other in wholes:
            if other is not one and are_alike(one.quantity.unit, other.quantity.unit):
                yield _percent(one.quantity.interval, other.quantity.interval)
                if stated.role is Role.RATE or stated.role is Role.OF_PLAN:
                    yield _percent(other.quantity.interval, one.quantity.interval)
    before = [r for r in near if r.order < stated.order and r.sentence == stated.sentence]
    for at, whole in enumerate(before):
        for size in range(2, TOGETHER + 1):
            run = before[at + 1 : at + 1 + size]
            if len(run) < size or any(r.quantity.unit != whole.quantity.unit for r in run):
                break
            yield _percent(total(r.quantity.interval for r in run), whole.quantity.interval)


def _percent(part: Interval, whole: Interval) -> Interval | None:
    share = ratio(part, whole)
    return None if share is None else times(share, HUNDRED)


def _each_closes(stated: Reading, operands: list[Reading], around: list[Reading]) -> bool:
    """So much each, by any count near it, of any amount it is told with."""
    near = [r for r in around if r.quantity.kind in _AMOUNTS and r.role is not Role.CHANGE]
    near = [r for r in near if r.quantity.bound is Bound.EXACT and r.quantity.top is None]
    if stated.role is Role.EACH:
        pairs = [(stated, w) for w in (*operands, *(r for r in near if r.sentence == stated.sentence))]
    else:
        pairs = [(rate, stated) for rate in operands if rate.role is Role.EACH]
    return any(
        _multiplies(rate, count, whole)
        for rate, whole in pairs
        if are_alike(whole.quantity.unit, rate.quantity.unit)
        for count in near
        if count is not whole and not are_alike(count.quantity.unit, rate.quantity.unit)
    )


def _a_span_closes(stated: Reading, around: list[Reading]) -> bool:
    """年均, 月均: over so many years or months."""
    if not stated.clause.endswith(("年均", "月均")):
        return False
    wholes = [r for r in around if r.order < stated.order and r.quantity.unit == stated.quantity.unit]
    return any(can_be(stated.quantity, times(r.quantity.interval, Fraction(1, span))) for r in wholes for span in SPANS)


def _multiplies(rate: Reading, count: Reading, whole: Reading) -> bool:
    if "均" in rate.clause:
        return can_be(rate.quantity, ratio(whole.quantity.interval, count.quantity.interval))
    exact = Interval(rate.quantity.value, rate.quantity.value)
    return can_be(whole.quantity, product(exact, count.quantity.interval))


def _grown(stated: Reading, around: list[Reading]) -> bool:
    """下降 40% after 450 件降至 270 件: a growth of its own."""
    before = [r for r in around if r.order < stated.order and r.quantity.kind in _AMOUNTS][-4:]
    for one, other in pairwise(before):
        share = _percent(other.quantity.interval, one.quantity.interval)
        if share is not None and one.quantity.unit == other.quantity.unit:
            for sign in (1, -1):
                low, high = sorted((sign * (share.low - HUNDRED), sign * ((share.high or share.low) - HUNDRED)))
                if can_be(stated.quantity, Interval(low, high)):
                    return True
    return False


def _adds(stated: Reading, operands: list[Reading], readings: Sequence[Reading]) -> bool:
    """The numbers in a row with the parts, in a unit like theirs, make the whole together with them."""
    if len(operands) < 2:
        return False
    first, last = min(r.order for r in operands), max(r.order for r in operands)
    row = [r for r in readings[max(0, first - 2) : last + 3] if r is not stated and r.quantity.kind in _AMOUNTS]
    row = [r for r in row if are_alike(r.quantity.unit, stated.quantity.unit)]
    row = [r for r in row if r.sentence == operands[0].sentence]
    aside = [r for r in row if r not in operands]
    value = sum((r.quantity.value for r in operands), Fraction(0))
    return any(
        value + r.quantity.value == stated.quantity.value
        and (r.quantity.unit != stated.quantity.unit or r.order == first - 1)
        for r in aside
    )
