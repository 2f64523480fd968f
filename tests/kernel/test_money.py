"""Amounts in capitals as they stand on what is signed; examples of the rule's own annex and its corner cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kernel.money import capital_yuan, fen


@pytest.mark.parametrize(
    ("amount_fen", "text"),
    [
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (1172648, "壹万壹仟柒佰贰拾陆元肆角捌分"),
        (699690000, "陆佰玖拾玖万陆仟玖佰元整"),
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (1000000, "壹万元整"),
        (1000500, "壹万零伍元整"),
        (100000000, "壹佰万元整"),
        (10000000100, "壹亿零壹元整"),
        (10001000000, "壹亿零壹万元整"),
        (-100, "负壹元整"),
    ],
)
def test_in_capitals(amount_fen: int, text: str) -> None:
    assert capital_yuan(amount_fen) == text


UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(text: str) -> int:
    """An independent reader of capitals."""
    whole, mark, rest = text.partition("元")
    if not mark:
        whole, rest = "", text
    total = group = digit = 0
    for ch in whole:
        if ch in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(ch)
        elif ch in UNITS:
            group, digit = group + digit * UNITS[ch], 0
        elif ch == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        elif ch == "亿":
            total, group, digit = total + (group + digit) * 10**8, 0, 0
    fen = (total + group + digit) * 100
    for word, worth in (("角", 10), ("分", 1)):
        if word in rest:
            fen += "零壹贰叁肆伍陆柒捌玖".index(rest[rest.index(word) - 1]) * worth
    return fen


@given(st.integers(1, 10**13))
def test_capitals_say_the_amount_and_never_two_zeros(amount_fen: int) -> None:
    text = capital_yuan(amount_fen)
    assert read_back(text) == amount_fen
    assert "零零" not in text
    assert not text.startswith("零")


@pytest.mark.parametrize("text", ["1e999999", "-1e999999", "1e40", "NaN", "Infinity", "", "十"])
def test_what_is_no_amount_of_yuan_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        fen(text)
