"""Ways a number may have come about, and whether it misses all of them by a slip of the pen.

Which ways there are for a number is told in `nearly`.
"""

from dataclasses import dataclass
from fractions import Fraction

from unionhall.drafts.checks.adding import mends, swaps
from unionhall.drafts.findings import Finding, found, like
from unionhall.drafts.quantities import Interval
from unionhall.drafts.reading import Reading
from unionhall.drafts.tolerance import can_be

#: A number of so many digits is met by no chance once two of them are changed about.
_TOLD = 100


@dataclass(frozen=True, slots=True)
class Way:
    """`is_near`: the words leave no other way. `is_sure`: they say what it is. Not `may_tell`: good for silence only."""

    interval: Interval | None
    value: Fraction
    operands: tuple[Reading, ...]
    written: str
    is_near: bool = False
    is_sure: bool = False
    may_tell: bool = True


def judged(rule: str, stated: Reading, ways: list[Way]) -> Finding | None:
    """Silent where one of the ways closes."""
    if any(can_be(stated.quantity, way.interval) for way in ways):
        return None
    for way in sorted(ways, key=lambda w: not w.is_near):
        if way.may_tell and _is_slip(stated, way):
            return found(rule, stated.quantity, like(stated.quantity, way.value), way.written, way.operands)
    return None


def _is_slip(stated: Reading, way: Way) -> bool:
    quantity = stated.quantity
    target = Fraction(round(way.value / quantity.step)) * quantity.step
    is_long = quantity.value >= _TOLD * quantity.step
    if swaps(quantity, target):
        return is_long or way.is_near
    return way.is_near and (is_long or way.is_sure) and mends(quantity, target) and target * 2 > quantity.value > 0
