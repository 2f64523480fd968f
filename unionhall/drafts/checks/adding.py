"""Parts added up: whether they come to a whole, by how they are printed, and how they miss it.

Arithmetic only; which numbers are parts of which is told in `sums`.
"""

import re
from fractions import Fraction

from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.quantities import Bound, Interval, Quantity
from unionhall.drafts.reading import Reading
from unionhall.drafts.tolerance import can_be, total
from unionhall.drafts.units import Kind


def fits(whole: Reading, parts: list[Reading]) -> bool:
    added = total(p.quantity.interval for p in parts)
    if whole.quantity.bound is Bound.EXACT and not any(p.quantity.bound for p in parts):
        values = sum((p.quantity.value for p in parts), Fraction(0))
        return values == whole.quantity.value or (_is_rounded(whole.quantity, parts) and can_be(whole.quantity, added))
    return can_be(whole.quantity, added)


def any_run_fits(whole: Reading, parts: list[Reading]) -> bool:
    """Whether the first two, three … of the parts come to the whole."""
    value, low, high = Fraction(0), Fraction(0), Fraction(0)
    is_open = is_bounded = is_rounded = False
    for at, part in enumerate(parts):
        interval = part.quantity.interval
        value, low = value + part.quantity.value, low + interval.low
        is_open = is_open or interval.high is None
        high += interval.high or 0
        is_bounded = is_bounded or part.quantity.bound is not Bound.EXACT
        is_rounded = is_rounded or part.quantity.is_scaled
        if at and value == whole.quantity.value:
            return True
        is_loose = is_bounded or is_rounded or whole.quantity.is_scaled or whole.quantity.bound is not Bound.EXACT
        if at and is_loose and can_be(whole.quantity, Interval(low, None if is_open else high)):
            return True
    return False


def _is_rounded(whole: Quantity, parts: list[Reading]) -> bool:
    return whole.is_scaled or any(p.quantity.is_scaled for p in parts)


def sum_of(whole: Reading, parts: list[Reading]) -> Finding | None:
    if len(parts) < 2 or any(p.quantity.bound or p.quantity.top for p in parts) or fits(whole, parts):
        return None
    if any(re.search(r"各(?!级|类|地|种|项)", p.clause[-6:]) for p in parts):
        return None
    ordered = sorted(parts, key=lambda p: p.order)
    value = sum((p.quantity.value for p in ordered), Fraction(0))
    if not _is_near(whole.quantity.value, value) and not explains(whole, ordered):
        return None
    arithmetic = " + ".join(bare(p.quantity) for p in ordered)
    return found("sum", whole.quantity, like(whole.quantity, value), arithmetic, tuple(ordered))


#: Further off than this, only a slip in the digits explains it; the pairing was wrong otherwise.
NEAR = Fraction(3, 2)


def _is_near(one: Fraction, other: Fraction) -> bool:
    return bool(one) and bool(other) and max(one / other, other / one) <= NEAR


def explains(whole: Reading, parts: list[Reading]) -> bool:
    """Whether one slip of the pen, in the total or in a part, accounts for all of the miss."""
    added = sum((p.quantity.value for p in parts), Fraction(0))
    apart = whole.quantity.value - added
    return mends(whole.quantity, added) or any(mends(p.quantity, p.quantity.value + apart) for p in parts)


def is_slip(one: str, other: str) -> bool:
    """One digit differs, or two neighbours are changed about."""
    if len(one) != len(other) or one == other:
        return False
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 1:
        return True
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and one[apart[0]] == other[apart[1]]
        and one[apart[1]] == other[apart[0]]
    )


def is_one_digit(apart: Fraction) -> bool:
    return apart.denominator == 1 and len(str(apart.numerator).rstrip("0")) == 1


def is_pen_slip(one: str, other: str) -> bool:
    """One digit differs, two digits are changed about, or one was dropped or written twice. Digits only, no dot."""
    if one == other or not one or not other:
        return False
    if len(one) == len(other):
        apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(apart) == 1:
            return True
        return len(apart) == 2 and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def is_swap(one: str, other: str) -> bool:
    """Two digits changed about: 98 for 89."""
    return len(one) == len(other) and one != other and sorted(one) == sorted(other) and is_pen_slip(one, other)


def mends(quantity: Quantity, target: Fraction) -> bool:
    """Whether one slip of the pen turns the number into the one that would close the sum; 元 for 万元 is one."""
    if target > 0 and target in (quantity.value * 10**4, quantity.value / 10**4):
        return quantity.kind is Kind.MONEY
    return bool(_printed(quantity, target)) and is_pen_slip(*_printed(quantity, target))


def swaps(quantity: Quantity, target: Fraction) -> bool:
    return bool(_printed(quantity, target)) and is_swap(*_printed(quantity, target))


def _printed(quantity: Quantity, target: Fraction) -> tuple[str, ...]:
    """Both numbers in units of the last printed place; nothing where the target cannot be printed so."""
    if quantity.step <= 0 or target <= 0:
        return ()
    wanted = target / quantity.step
    return (str(int(quantity.value / quantity.step)), str(int(wanted))) if wanted.denominator == 1 else ()
