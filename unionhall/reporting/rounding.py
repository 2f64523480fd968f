"""Whether a rate, the rate before and their difference add up as printed, and more digits where one tells nothing.

A figure is printed with its own places everywhere. A difference is of the exact rates, never of the printed ones
(decision 5); where the two disagree the page says so.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from unionhall.figures.units import Unit
from unionhall.figures.values import Number

# A restatement below it is told as nothing.
MOST_MORE = 3


def finer(unit: Unit, more: int) -> Unit:
    """The unit with so many digits more."""
    return replace(unit, decimals=unit.decimals + more) if more else unit


def adds_up(unit: Unit, now: Number, before: Number) -> bool:
    if now is None or before is None:
        return True
    shown_now, shown_before = unit.number(now), unit.number(before)
    assert shown_now is not None
    assert shown_before is not None
    return Decimal(shown_now) - Decimal(shown_before) == unit.number(Fraction(now) - Fraction(before))
