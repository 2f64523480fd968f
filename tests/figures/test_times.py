"""Times know the one before, the day beside them, and how to be written in an address."""

from datetime import date

import pytest

from unionhall.figures import AS_AT, CALENDAR_YEAR, SCHEME_PERIOD, AsAt, Period, Year, parse_time
from unionhall.figures.times import WrongTime


@pytest.mark.parametrize("time", [Year(2025), Period("mutual-aid", 18), Period("a.b", 2), AsAt(date(2025, 12, 31))])
def test_a_key_reads_back(time):
    assert parse_time(time.key) == time


@pytest.mark.parametrize("key", ["", "x", "mutual-aid.x", ".18", "2025-13-01"])
def test_other_text_is_no_time(key):
    with pytest.raises(ValueError):
        parse_time(key)


def test_the_time_before():
    assert Year(2025).previous() == Year(2024)
    assert AsAt(date(2024, 2, 29)).previous() == AsAt(date(2023, 2, 28))
    assert Period("s", 18).previous() == Period("s", 17)
    assert Period("s", 18, before=Period("s", 16)).previous() == Period("s", 16)


def test_stocks_stand_beside_flows():
    assert Year(2025).at(AS_AT) == AsAt(date(2025, 12, 31))
    assert Period("s", 18, on=date(2025, 12, 31)).at(AS_AT) == AsAt(date(2025, 12, 31))
    assert Year(2025).at(CALENDAR_YEAR) == Year(2025)


@pytest.mark.parametrize(
    ("time", "basis"),
    [(Year(2025), SCHEME_PERIOD), (Period("s", 18), AS_AT), (AsAt(date(2025, 1, 1)), CALENDAR_YEAR)],
)
def test_nothing_is_guessed(time, basis):
    with pytest.raises(WrongTime):
        time.at(basis)


def test_dates_beside_a_period_do_not_make_it_another():
    assert Period("s", 18, on=date(2025, 12, 31)) == Period("s", 18)
    assert hash(Period("s", 18, on=date(2025, 12, 31))) == hash(Period("s", 18))
