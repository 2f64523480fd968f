"""Ratios and changes are exact, scope by scope, and have no value where there is none."""

from datetime import date
from fractions import Fraction

import pytest

from tests.figures.ledger import (
    COUNTIES,
    THIS_PERIOD,
    YEAR_END,
    Books,
    by_hand,
    chosen,
    covered,
    each,
    each_change,
    helped,
    ledger,
    paid,
    standing,
)
from unionhall.figures import NotCounted, Period, asks
from unionhall.figures.times import WrongTime

PERIOD = Period("mutual-aid", 17, on=date(2025, 12, 31))


@pytest.fixture(scope="module")
def rows():
    return ledger(300)


@pytest.fixture(scope="module")
def tally(rows):
    return Books(rows).tally([each, each_change, covered], [PERIOD])


def per_head(rows, period):
    return Fraction(by_hand(paid, chosen(paid, period, rows)), by_hand(helped, chosen(helped, period, rows)))


def test_a_ratio_is_its_parts_divided(rows, tally):
    assert tally.value(each, PERIOD).all == per_head(rows, PERIOD)
    value, of, to = (tally.value(item, PERIOD) for item in (each, paid, helped))
    assert value.own == Fraction(of.own, to.own)
    for county in COUNTIES:
        assert value.scoped(county) == Fraction(of.scoped(county), to.scoped(county))
    assert value.months[202501] == Fraction(of.months[202501], to.months[202501])


def test_a_change_is_against_the_period_before(rows, tally):
    assert tally.value(each_change, PERIOD).all == per_head(rows, PERIOD) - per_head(rows, PERIOD.previous())


def test_a_stock_beside_a_period_is_taken_at_its_day(rows, tally):
    stock = by_hand(standing, chosen(standing, YEAR_END, rows))
    assert tally.value(covered, PERIOD).all == Fraction(by_hand(helped, chosen(helped, PERIOD, rows)), stock)


def test_nothing_divided_by_nobody_is_no_value():
    value = Books([]).tally([each], [PERIOD]).value(each, PERIOD)
    assert value.all is None
    assert each.unit.text(value.all) == "—"
    assert value.scoped(COUNTIES[0]) is None


def test_a_ratio_is_founded_as_its_weaker_part_is():
    rows = [dict(row, state="arrived", basis="named", person_id=number) for number, row in enumerate(ledger(40))]
    rows += [dict(row, record_id=100 + row["record_id"], state="ordered", basis="reported") for row in ledger(40)]
    tally = Books(rows).tally([covered], [PERIOD])
    assert tally.value(helped, PERIOD).shares["named"] == 1
    assert tally.value(covered, PERIOD).shares == tally.value(standing, YEAR_END).shares
    assert tally.value(covered, PERIOD).shares["reported"] > 0


def test_what_was_not_counted_is_said_so(tally):
    with pytest.raises(NotCounted, match=r"paid was not counted at mutual-aid\.9"):
        tally.value(paid, Period("mutual-aid", 9))
    assert (each, PERIOD) in tally
    assert (each, Period("mutual-aid", 9)) not in tally


def test_a_period_without_its_day_cannot_say_the_stock():
    with pytest.raises(WrongTime):
        asks([covered], [THIS_PERIOD])


def test_each_ask_is_counted_once():
    asked = asks([paid, helped, each, each_change], [PERIOD])
    assert len(asked) == len(set(asked)) == 4
