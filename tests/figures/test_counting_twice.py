"""Every value of a pass equals the same count made in plain Python.
Not about speed: that is `benchmarks/figures_1m.py`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.ledger import COUNTIES, FIGURES, TIMES, Books, by_hand, chosen, ledger
from unionhall.figures import AS_AT

CASES = [(figure, time) for figure in FIGURES for time in TIMES if time.basis is figure.time]
IDS = [f"{figure.id}@{time.key}" for figure, time in CASES]


@pytest.fixture(scope="module")
def rows():
    return ledger(800)


@pytest.fixture(scope="module")
def tally(rows):
    return Books(rows).tally(FIGURES, TIMES)


@pytest.mark.parametrize(("figure", "time"), CASES, ids=IDS)
def test_all_own_and_counties(figure, time, rows, tally):
    value, behind = tally.value(figure, time), chosen(figure, time, rows)
    assert value.all == by_hand(figure, behind)
    assert value.own == by_hand(figure, [row for row in behind if row["own"]])
    for county in COUNTIES:
        assert value.scoped(county) == by_hand(figure, [row for row in behind if row["county"] == county])
    assert 0 not in value.counties


@pytest.mark.parametrize(("figure", "time"), CASES, ids=IDS)
def test_months_are_told_of_flows_only(figure, time, rows, tally):
    value, behind = tally.value(figure, time), chosen(figure, time, rows)
    if figure.time is AS_AT:
        assert value.months == {}
        return
    for month in {row["month"] for row in behind}:
        of_month = [row for row in behind if row["month"] == month]
        assert value.months.get(month, 0) == by_hand(figure, of_month)
        assert value.own_months.get(month, 0) == by_hand(figure, [row for row in of_month if row["own"]])


@pytest.mark.parametrize(("figure", "time"), CASES, ids=IDS)
def test_records_and_basis(figure, time, rows, tally):
    value, behind = tally.value(figure, time), chosen(figure, time, rows)
    assert value.records == len(behind)
    for basis in ("named", "counted", "reported"):
        founded = [row for row in behind if row["basis"] == basis]
        assert value.basis.get(basis, 0) == (by_hand(figure, founded) if figure.additive else len(founded))
    assert sum(value.shares.values()) == 1


def test_a_person_in_two_counties_counts_once(tally):
    value = tally.value(*next(case for case in CASES if case[0].id == "helped"))
    assert sum(value.counties.values()) > value.all


def test_a_subtree_is_counted_as_if_nothing_else_were_there(rows):
    county = [row for row in rows if row["path"].startswith("00010002")]
    within = Books(rows).tally(FIGURES, TIMES, within=("00010002", "00010003"))
    assert within.values == Books(county).tally(FIGURES, TIMES).values


@settings(max_examples=40, deadline=None)
@given(number=st.integers(0, 30), seed=st.integers(0, 10_000))
def test_any_ledger_even_an_empty_one(number, seed):
    rows = ledger(number, seed)
    tally = Books(rows).tally(FIGURES, TIMES)
    for figure, time in CASES:
        assert tally.value(figure, time).all == by_hand(figure, chosen(figure, time, rows))
