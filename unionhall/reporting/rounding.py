"""How many digits a rate, the rate before and their difference are shown with, so that the shown ones add up.

The difference is of the exact rates, never of the printed ones (decision 5); more digits are shown where the two disagree.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from unionhall.figures.units import Unit
from unionhall.figures.values import Number

# Beyond it a page says that it reckoned with exact rates.
MOST_MORE = 3


def finer(unit: Unit, more: int) -> Unit:
    """The unit with so many digits more."""
    return replace(unit, decimals=unit.decimals + more) if more else unit


def more_digits(unit: Unit, now: Number, before: Number) -> int:
    """The fewest digits more with which now less before, as shown, is their difference as shown; at most `MOST_MORE`."""
    if now is None or before is None:
        return 0
    return next((more for more in range(MOST_MORE) if adds_up(finer(unit, more), now, before)), MOST_MORE)


def adds_up(unit: Unit, now: Number, before: Number) -> bool:
    if now is None or before is None:
        return True
    shown_now, shown_before = unit.number(now), unit.number(before)
    assert shown_now is not None
    assert shown_before is not None
    return Decimal(shown_now) - Decimal(shown_before) == unit.number(Fraction(now) - Fraction(before))
