"""Interval arithmetic: what sums, shares and products of printed numbers may come to.

Every comparison of the checks goes through here, so that tolerance follows the digits printed and nothing else.
"""

from collections.abc import Iterable
from fractions import Fraction

from unionhall.drafts.quantities import Interval, Quantity

HUNDRED = Fraction(100)


def total(parts: Iterable[Interval]) -> Interval:
    low, high = Fraction(0), Fraction(0)
    ends: Fraction | None = high
    for part in parts:
        low += part.low
        ends = None if ends is None or part.high is None else ends + part.high
    return Interval(low, ends)


def plus(one: Interval, other: Interval) -> Interval:
    return Interval(one.low + other.low, None if one.high is None or other.high is None else one.high + other.high)


def difference(one: Interval, other: Interval) -> Interval:
    low = Fraction(-(10**18)) if other.high is None else one.low - other.high
    return Interval(low, None if one.high is None else one.high - other.low)


def ratio(part: Interval, whole: Interval) -> Interval | None:
    """Part over whole; None where the whole may be nothing."""
    if whole.low <= 0 or part.low < 0:
        return None
    low = Fraction(0) if whole.high is None else part.low / whole.high
    return Interval(low, None if part.high is None else part.high / whole.low)


def product(one: Interval, other: Interval) -> Interval:
    low = max(one.low, Fraction(0)) * max(other.low, Fraction(0))
    return Interval(low, None if one.high is None or other.high is None else one.high * other.high)


def times(one: Interval, factor: Fraction) -> Interval:
    return Interval(one.low * factor, None if one.high is None else one.high * factor)


def shift(one: Interval, by: Fraction) -> Interval:
    return Interval(one.low + by, None if one.high is None else one.high + by)


def can_be(stated: Quantity, derived: Interval | None, *, extra: Fraction = Fraction(0)) -> bool:
    """Whether the printed number may be the derived one. A truncated last place is no contradiction of rounding."""
    return derived is not None and stated.interval.widened(extra).meets(derived)
