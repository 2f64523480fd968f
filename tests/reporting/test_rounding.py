"""A rate is printed with one number of places everywhere; its change stays that of the exact rates, and it is said."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from unionhall.aid.mutual_aid.figures import participation_rate
from unionhall.figures.tally import Tally
from unionhall.figures.times import Period
from unionhall.figures.units import PERCENT
from unionhall.figures.values import Value
from unionhall.reporting.opening import Opened, rise_text
from unionhall.reporting.rounding import adds_up

RATES = st.builds(Fraction, st.integers(0, 5000), st.integers(1, 5000))


def opened(now: Fraction, before: Fraction) -> Opened:
    values = [Value(all=number, own=number, counties={}) for number in (now, before)]
    return Opened(participation_rate, Period("mutual-aid", 18), *values, Tally({}))


def test_the_places_stay_where_the_rounded_rates_disagree() -> None:
    now, before = Fraction(5364, 10000), Fraction(4486, 10000)
    row = opened(now, before)
    assert (row.text(), row.before_text(), row.rise()) == ("53.6", "44.9", "↑ 8.8 个百分点")
    assert row.is_subtracted_exactly()
    assert rise_text(participation_rate, before, now) == "↓ 8.8 个百分点"


def test_nothing_is_said_where_they_agree() -> None:
    row = opened(Fraction(600, 1000), Fraction(481, 1000))
    assert row.rise() == "↑ 11.9 个百分点"
    assert not row.is_subtracted_exactly()


@given(RATES, RATES)
def test_the_change_is_that_of_the_exact_rates_or_it_is_said(now: Fraction, before: Fraction) -> None:
    row = opened(now, before)
    assert PERCENT.text(abs(now - before)) in row.rise()
    assert row.is_subtracted_exactly() is not adds_up(PERCENT, now, before)
