"""What is printed side by side adds up, and the change stays that of the exact rates."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from unionhall.aid.mutual_aid.figures import participation_rate
from unionhall.figures.units import PERCENT
from unionhall.reporting.opening import rise_text
from unionhall.reporting.rounding import MOST_MORE, adds_up, finer, more_digits

RATES = st.builds(Fraction, st.integers(0, 5000), st.integers(1, 5000))


def test_one_more_digit_where_the_rounded_rates_disagree() -> None:
    now, before = Fraction(5364, 10000), Fraction(4486, 10000)
    assert (PERCENT.text(now), PERCENT.text(before)) == ("53.6", "44.9")
    assert more_digits(PERCENT, now, before) == 1
    assert rise_text(participation_rate, now, before) == "↑ 8.78 个百分点"
    assert rise_text(participation_rate, before, now) == "↓ 8.78 个百分点"


def test_no_more_digits_where_they_agree() -> None:
    assert more_digits(PERCENT, Fraction(600, 1000), Fraction(481, 1000)) == 0
    assert rise_text(participation_rate, Fraction(600, 1000), Fraction(481, 1000)) == "↑ 11.9 个百分点"
    assert more_digits(PERCENT, None, Fraction(1, 2)) == 0


@given(RATES, RATES)
def test_shown_rates_give_the_shown_change_or_it_is_said(now: Fraction, before: Fraction) -> None:
    more = more_digits(PERCENT, now, before)
    unit = finer(PERCENT, more)
    shown = Decimal(unit.number(now)) - Decimal(unit.number(before))
    if adds_up(unit, now, before):
        assert shown == unit.number(now - before)
    else:
        assert more == MOST_MORE
        assert "未舍入" in rise_text(participation_rate, now, before)
