"""Stored values become the numbers and texts shown, rounded half up."""

from decimal import Decimal
from fractions import Fraction

import pytest

from unionhall.figures import PEOPLE, PERCENT, POINTS, YUAN, pieces


@pytest.mark.parametrize(
    ("unit", "value", "number", "text"),
    [
        (YUAN, 699_690_000, Decimal("6996900.00"), "6,996,900.00"),
        (YUAN, -5, Decimal("-0.05"), "-0.05"),
        (YUAN, 0, Decimal("0.00"), "0.00"),
        (PEOPLE, 265_463, 265_463, "265,463"),
        (PERCENT, Fraction(152, 1000), Decimal("15.2"), "15.2"),
        (PERCENT, Fraction(1, 2000), Decimal("0.1"), "0.1"),
        (PERCENT, Fraction(1, 1), Decimal("100.0"), "100.0"),
        (POINTS, Fraction(-119, 1000), Decimal("-11.9"), "-11.9"),
        (POINTS, Fraction(-1, 2000), Decimal("-0.1"), "-0.1"),
        (pieces("场"), 3, 3, "3"),
        (PERCENT, None, None, "—"),
    ],
)
def test_shown(unit, value, number, text):
    assert unit.number(value) == number
    assert unit.text(value) == text


def test_a_third_of_a_percent_is_rounded_exactly():
    assert PERCENT.number(Fraction(10**30 + 1, 3 * 10**30)) == Decimal("33.3")
