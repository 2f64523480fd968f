"""Whether a miss can be a slip of the pen, or says that numbers were paired which do not belong together.

A slip stays near, or is a digit, two digits changed about, or a unit; in the number told or in one it was reckoned from.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from unionhall.drafts.findings import Finding
from unionhall.drafts.glyphs import fold
from unionhall.drafts.numerals import numbers
from unionhall.drafts.quantities import Quantity
from unionhall.drafts.reading import Reading

#: Rules whose pairing is inferred from words. The others are told by a table or by the same words twice.
INFERRED = {"share", "rate", "each", "rest", "sum", "growth", "of-which"}
_OF_A_RATIO = {"share", "rate", "each"}
#: Further off than this, only a slip in the digits explains it.
NEAR = Fraction(3, 2)
_UNITS = (10, 100, 1000, 10**4, 10**8)


def is_another_pairing(finding: Finding, operands: Sequence[Quantity]) -> bool:
    """Whether nothing but a wrong pairing explains how far off it is. 71% for 16% was meant otherwise."""
    if finding.rule not in INFERRED:
        return False
    stated, expected = numbers(0, finding.stated), numbers(0, finding.expected.lstrip("≤≥ "))
    if len(stated) != 1 or len(expected) != 1:
        return False
    one, other = stated[0].value, expected[0].value
    if "-" in finding.expected or not one or not other:
        return True
    times = max(one / other, other / one)
    if times <= NEAR or any(Fraction(19, 20) <= times / ten <= Fraction(21, 20) for ten in _UNITS):
        return False
    if is_slip(_bare(finding.stated), _bare(finding.expected)):
        return False
    return not any(_closes(finding.rule, operand, one, other, stated[0].step) for operand in operands)


def believed(finding: Finding, readings: Sequence[Reading]) -> bool:
    """Whether a finding may stand, its numbers looked up among the readings of its passage."""
    places = {beside[:2] for beside in finding.beside}
    quantities = (r.quantity for r in readings)
    return not is_another_pairing(finding, [q for q in quantities if (q.paragraph, q.start) in places])


def is_slip(one: str, other: str) -> bool:
    """One digit differs, or the digits are the same in another order."""
    if one == other:
        return False
    if sorted(one.strip("0.")) == sorted(other.strip("0.")):
        return True
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _closes(rule: str, operand: Quantity, stated: Fraction, expected: Fraction, step: Fraction) -> bool:
    """Whether a slip in this operand explains it: with one digit of it mended the arithmetic holds."""
    if operand.step <= 0 or not operand.value:
        return False
    if rule in _OF_A_RATIO:
        low, high = (stated - step / 2) / expected, (stated + step / 2) / expected
        ranges = [(operand.value * low, operand.value * high), (operand.value / high, operand.value / low)]
    else:
        ranges = [(operand.value + by, operand.value + by) for by in (stated - expected, expected - stated)]
    return any(_has_slip(operand, low, high) for low, high in ranges)


def _has_slip(operand: Quantity, low: Fraction, high: Fraction) -> bool:
    printed = str(int(operand.value / operand.step))
    if len(printed) < 2:
        return False
    for place in range(len(printed)):
        for digit in "0123456789":
            mended = int(printed[:place] + digit + printed[place + 1 :]) * operand.step
            if digit != printed[place] and low <= mended <= high:
                return True
    return False


def _bare(words: str) -> str:
    return re.sub(r"[^0-9.]", "", fold(words))
