"""Whether a miss can be a slip of the pen, or says that numbers were paired which do not belong together.

A slip stays near, or is a digit, two digits changed about, or a unit; in the number told or in one it was reckoned from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from unionhall.drafts.findings import Finding
from unionhall.drafts.glyphs import fold
from unionhall.drafts.numerals import numbers
from unionhall.drafts.quantities import Quantity
from unionhall.drafts.reading import Reading

#: Rules whose pairing is inferred from words. The others are told by a table or by the same words twice.
INFERRED = {"share", "rate", "each", "rest", "sum", "growth", "of-which", "ledger"}
_OF_A_RATIO = {"share", "rate", "each"}
#: Further off than this, only a slip in the digits explains it.
NEAR = Fraction(3, 2)
#: A name is a surer pairing than neighbourhood.
NEAR_THE_RECORD = Fraction(3)
#: A ratio printed less finely than this is met by some mended digit too often.
_FINE = Fraction(1, 150)
#: … but within one short statement the words say enough.
_COARSE = Fraction(1, 12)
_SHORT = 45
#: Points of a share that are near, however small it is.
_POINTS = 3
_UNITS = (10, 100, 1000, 10**4, 10**8)


def is_another_pairing(finding: Finding, operands: Sequence[Quantity]) -> bool:
    """Whether nothing but a wrong pairing explains how far off it is. 71% for 16% was meant otherwise."""
    if finding.rule not in INFERRED:
        return False
    stated, expected = numbers(0, finding.stated), numbers(0, finding.expected.lstrip("≤≥ "))
    if len(stated) != 1 or len(expected) != 1:
        return False
    one, other = stated[0].value, expected[0].value
    if finding.rule == "growth" and finding.expected.startswith("-"):
        values = [abs(operand.value) for operand in operands]
        if len(values) != 2 or min(values) * 2 < max(values):
            return True
        return not _closes(operands, finding, stated[0], replace(expected[0], value=-other))
    if "-" in finding.expected or not one or not other:
        return True
    times = max(one / other, other / one)
    near = NEAR_THE_RECORD if finding.rule == "ledger" else NEAR
    is_unit = any(Fraction(19, 20) <= times / ten <= Fraction(21, 20) for ten in _UNITS)
    if times <= near or is_unit:
        return False
    places = max(0, len(_bare(finding.stated).partition(".")[2]))
    if is_slip(_bare(finding.stated), _bare(finding.expected)) or is_slip(
        _bare(finding.stated), _rounded(finding, places)
    ):
        return False
    if finding.rule in ("share", "rate") and abs(one - other) <= _POINTS and _is_one_statement(finding):
        return False
    return not _closes(operands, finding, stated[0], expected[0])


def believed(finding: Finding, readings: Sequence[Reading]) -> bool:
    """Whether a finding may stand, its numbers looked up among the readings of its passage."""
    places = {beside[:2] for beside in finding.beside}
    quantities = (r.quantity for r in readings)
    return not is_another_pairing(finding, [q for q in quantities if (q.paragraph, q.start) in places])


def is_slip(one: str, other: str) -> bool:
    """One digit differs, or the digits are the same in another order."""
    if one == other:
        return False
    if sorted(one.strip("0.")) == sorted(other.strip("0.")) or sorted(one) == sorted(other):
        return True
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _closes(operands: Sequence[Quantity], finding: Finding, stated: Quantity, expected: Quantity) -> bool:
    """Whether a slip in one of the operands explains it: with that mended the arithmetic holds."""
    low, high = stated.value - stated.step / 2, stated.value + stated.step / 2
    exact = _exactly(operands, finding, expected.value)
    least, most = exact - exact / 10**4, exact + exact / 10**4
    coarse = _COARSE if _is_one_statement(finding) else _FINE
    for operand in operands:
        if operand.step <= 0 or not operand.value:
            continue
        if finding.rule in _OF_A_RATIO:
            if any(paragraph != finding.paragraph for paragraph, _, _ in finding.beside):
                return False
            if stated.step > stated.value * coarse:
                return False
            ranges = [
                (operand.value * low / most, operand.value * high / least),
                (operand.value * least / high, operand.value * most / max(low, stated.step / 2)),
            ]
        elif finding.rule == "growth" and finding.stated.endswith(("%", "％")):
            ranges = [
                pair for other in operands if other is not operand for pair in _grown(other.value, low, high, coarse)
            ]
        else:
            ranges = [
                (operand.value + by, operand.value + by)
                for by in (stated.value - expected.value, expected.value - stated.value)
            ]
        if any(_has_slip(operand, min(pair), max(pair)) for pair in ranges):
            return True
    return False


def _exactly(operands: Sequence[Quantity], finding: Finding, expected: Fraction) -> Fraction:
    """What is expected, before it was rounded to be told."""
    if len(operands) != 2 or not all(operand.value for operand in operands):
        return expected
    one, other = operands[0].value, operands[1].value
    hundred = 100 if finding.stated.endswith(("%", "％")) else 1
    ways = (one / other * hundred, other / one * hundred, one * other)
    return min(ways, key=lambda way: abs(way - expected)) if finding.rule in _OF_A_RATIO else expected


def _is_one_statement(finding: Finding) -> bool:
    places = [start for paragraph, start, _ in finding.beside if paragraph == finding.paragraph]
    is_here = 0 < len(places) == len(finding.beside)
    return is_here and max(finding.start, *places) - min(finding.start, *places) <= _SHORT


def _grown(value: Fraction, low: Fraction, high: Fraction, coarse: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """What stands beside a value after a growth of low to high per cent, before it, or as the rise itself."""
    for sign in (1, -1):
        one, other = 1 + sign * low / 100, 1 + sign * high / 100
        yield value * one, value * other
        if one > 0 and other > 0:
            yield value / one, value / other
    if 0 < high - low <= low * coarse:
        yield value * low / 100, value * high / 100
        yield value * 100 / high, value * 100 / low
        yield value * low / (100 + low), value * high / (100 + high)


def _has_slip(operand: Quantity, low: Fraction, high: Fraction) -> bool:
    printed = str(int(operand.value / operand.step))
    if len(printed) < 2:
        return False
    return any(low <= int(mended) * operand.step <= high for mended in _mended(printed))


def _mended(printed: str) -> Iterator[str]:
    """One digit replaced, or two neighbours changed about."""
    for place, was in enumerate(printed):
        for digit in "0123456789":
            if digit != was:
                yield printed[:place] + digit + printed[place + 1 :]
        if place and printed[place - 1] != was:
            yield printed[: place - 1] + was + printed[place - 1] + printed[place + 1 :]


def _rounded(finding: Finding, places: int) -> str:
    """What is expected, with as many places as are told; "" for one digit, which any other may be a slip of."""
    whole, _, rest = _bare(finding.expected).partition(".")
    number = Fraction(f"{whole or 0}.{rest or 0}")
    text = str(int(number * 10**places + Fraction(1, 2)))
    told = _bare(finding.stated).replace(".", "")
    return f"{text[:-places]}.{text[-places:]}" if places and len(told) > 1 else text if len(told) > 1 else ""


def _bare(words: str) -> str:
    return re.sub(r"[^0-9.]", "", fold(words))
