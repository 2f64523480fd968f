"""Figures counted on Django's connection: one statement a fact, the same values on both databases, records behind them.
What a pass counts is tested in `tests.figures`, here only that Django's side brings it about."""

from fractions import Fraction

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from tests.figures.ledger import (
    COUNTIES,
    FIGURES,
    THIS_PERIOD,
    TIMES,
    by_hand,
    chosen,
    each,
    each_change,
    helped,
    ledger,
    orders,
    paid,
    payments,
)
from tests.office.counting.ledger import Payment, lay
from unionhall.figures import CASES, PLACED, SCHEME_PERIOD, Fact, Figure, count
from unionhall.figures.facts import PERIODIC
from unionhall.office import counting

pytestmark = pytest.mark.django_db

PAIRS = [(figure, time) for figure in FIGURES for time in TIMES if time.basis is figure.time]


@pytest.fixture
def rows():
    ledger_rows = ledger(400)
    lay(ledger_rows)
    return ledger_rows


@pytest.fixture
def statements():
    """Yield what was said to the database, without savepoints and settings."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        yield lambda: [query["sql"] for query in captured if query["sql"].startswith("WITH")]


def test_values_equal_a_count_in_python(rows):
    tally = counting.evaluate(FIGURES, TIMES, months=True)
    for figure, time in PAIRS:
        value, behind = tally.value(figure, time), chosen(figure, time, rows)
        assert value.all == by_hand(figure, behind), (figure.id, time.key)
        assert value.own == by_hand(figure, [row for row in behind if row["own"]])
        for county in COUNTIES:
            assert value.scoped(county) == by_hand(figure, [row for row in behind if row["county"] == county])
        for month, number in value.months.items():
            assert number == by_hand(figure, [row for row in behind if row["month"] == month])
        for month, number in value.own_months.items():
            assert number == by_hand(figure, [row for row in behind if row["month"] == month and row["own"]])
        assert value.records == len(behind)
        assert all(type(number) is int for number in (value.all, *value.counties.values(), *value.basis.values()))


units = Fact("units of the ledger", "单位", PLACED | PERIODIC, record="tests.Payment")
listed = Figure("listed", "单位", unit=CASES, time=SCHEME_PERIOD, fact=units, measure=count(), definition="")


def test_one_statement_a_fact(rows, statements):
    counting.bind(units, unit_rows)
    counting.evaluate([*FIGURES, each, each_change, listed], TIMES, months=True)
    assert len(statements()) == 2


def unit_rows():
    return Payment.objects.filter(state="arrived").annotate(record_id=F("pk"))


def test_nothing_else_is_said_but_the_settings(rows):
    with CaptureQueriesContext(connection) as captured:
        counting.evaluate(FIGURES, TIMES)
    assert len(captured) == {"sqlite": 1, "postgresql": 2}[connection.vendor]


def test_a_pass_sees_the_callers_transaction(rows):
    before = counting.evaluate([orders], [THIS_PERIOD]).value(orders, THIS_PERIOD).all
    with transaction.atomic():
        Payment.objects.filter(pk__in=[row["record_id"] for row in chosen(orders, THIS_PERIOD, rows)][:3]).delete()
        assert counting.evaluate([orders], [THIS_PERIOD]).value(orders, THIS_PERIOD).all == before - 3
        transaction.set_rollback(True)
    assert counting.evaluate([orders], [THIS_PERIOD]).value(orders, THIS_PERIOD).all == before


def test_a_subtree_and_the_root(rows, statements):
    county = [row for row in rows if row["path"].startswith("00010002")]
    value = counting.evaluate([paid], [THIS_PERIOD], within="00010002").value(paid, THIS_PERIOD)
    assert value.all == by_hand(paid, chosen(paid, THIS_PERIOD, county)) > 0
    whole = counting.evaluate([paid], [THIS_PERIOD], within="0001").value(paid, THIS_PERIOD)
    assert whole.all == by_hand(paid, chosen(paid, THIS_PERIOD, rows))
    scoped, unscoped = statements()
    assert '"path" >=' in scoped
    assert '"path" >=' not in unscoped


def test_ratios_and_relations_come_with_the_tally(rows):
    tally = counting.evaluate([each, each_change], [THIS_PERIOD])
    now, before = tally.value(each, THIS_PERIOD), tally.value(each, THIS_PERIOD.previous())
    assert now.all == Fraction(tally.value(paid, THIS_PERIOD).all, tally.value(helped, THIS_PERIOD).all)
    assert tally.value(each_change, THIS_PERIOD).all == now.all - before.all
    assert {finding.sentence for finding in tally.findings_of(each, THIS_PERIOD)} == {
        "市本级 ≤ 全市",
        "市本级 + 各县 = 全市",
        "各月合计 = 全部",
    }


@pytest.mark.parametrize(("figure", "scope"), [(paid, "all"), (helped, COUNTIES[0]), (orders, "own")])
def test_a_number_opens_to_its_records(rows, figure, scope):
    behind = counting.records(figure, THIS_PERIOD, scope=scope)
    expected = [row for row in chosen(figure, THIS_PERIOD, rows) if scope == "all" or scope in (row["county"], "own")]
    if scope == "own":
        expected = [row for row in expected if row["own"]]
    newest = sorted(expected, key=lambda row: (row["day"], row["record_id"]), reverse=True)
    assert behind.page(order="-day", limit=5, offset=5) == [row["record_id"] for row in newest[5:10]]
    assert behind.summary() == (len(expected), by_hand(figure, expected))
    assert behind.count() == behind.queryset().count() == len(expected)
    assert list(behind.queryset().order_by("pk").values_list("pk", flat=True)) == behind.page()
    assert behind.summary()[1] == counting.evaluate([figure], [THIS_PERIOD]).value(figure, THIS_PERIOD).scoped(scope)


def test_records_of_a_month_and_a_subtree(rows):
    month = counting.records(paid, THIS_PERIOD, month=202503)
    assert month.page() == [r["record_id"] for r in chosen(paid, THIS_PERIOD, rows) if r["month"] == 202503]
    county = counting.records(paid, THIS_PERIOD, within="00010002")
    assert county.count() == len([r for r in chosen(paid, THIS_PERIOD, rows) if r["path"].startswith("00010002")])


def test_a_cached_pass_stands_as_long_as_its_version(rows, statements):
    def cached(version, **options):
        return counting.cached_evaluate([paid, helped, each], [THIS_PERIOD], version=version, **options)

    first = cached(7)
    Payment.objects.filter(state="arrived").delete()
    assert cached(7) == first
    assert len(statements()) == 1
    assert cached(8).value(paid, THIS_PERIOD).all == 0
    assert cached(7, within="00010002").value(paid, THIS_PERIOD).all == 0
    assert cached(7, months=True).value(paid, THIS_PERIOD).all == 0


nobody = Fact("nobody", "", PLACED | PERIODIC)
none = Figure("none", "", unit=CASES, time=SCHEME_PERIOD, fact=nobody, measure=count(), definition="")


def no_rows():
    return Payment.objects.annotate(record_id=F("pk")).none()


def test_a_fact_without_rows_by_its_own_condition(statements):
    counting.bind(nobody, no_rows)
    assert counting.evaluate([none], [THIS_PERIOD]).value(none, THIS_PERIOD).all == 0
    behind = counting.records(none, THIS_PERIOD)
    assert (behind.page(), behind.count(), list(behind.queryset())) == ([], 0, [])
    assert statements() == []


def test_a_fact_is_bound_once():
    with pytest.raises(counting.AlreadyBound, match="paid_out"):
        counting.bind(payments, no_rows)
    with pytest.raises(counting.AlreadyBound, match="paid_out"):
        counting.bind(Fact("paid_out", "", PLACED), no_rows)
    lost = Figure(
        "lost",
        "",
        unit=CASES,
        time=SCHEME_PERIOD,
        fact=Fact("lost", "", PLACED | PERIODIC),
        measure=count(),
        definition="",
    )
    with pytest.raises(counting.NotBound, match="lost"):
        counting.evaluate([lost], [THIS_PERIOD])
