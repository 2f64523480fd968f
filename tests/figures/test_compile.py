"""The compiled pass: one statement, no more work than asked, and only what every database shares.
Its values are tested in `test_counting_twice`."""

import subprocess
import sys

import pytest

from tests.figures.ledger import FIGURES, THIS_PERIOD, TIMES, Books, helped, ledger, odd, orders, paid, payments
from unionhall.figures import SCHEME_PERIOD, Figure, asks, count, total
from unionhall.figures.compile import compile_pass
from unionhall.figures.dialects import NotPortable, Source, compiled, framed
from unionhall.figures.units import CASES, YUAN

ROWS = Source("SELECT 1", ())


def sql(figures, times=(THIS_PERIOD,), months=False, dialect="sqlite", source=ROWS):
    return compile_pass(payments, asks(figures, times), months=months, dialect=dialect).statement(source).sql


def figure(where, id_="f", measure=None):
    return Figure(
        id_, "", unit=CASES, time=SCHEME_PERIOD, fact=payments, where=where, measure=measure or count(), definition=""
    )


@pytest.mark.parametrize("dialect", ["sqlite", "postgres", "duckdb"])
def test_one_statement_that_names_the_facts_once(dialect):
    text = sql(FIGURES, TIMES, months=True, dialect=dialect, source=Source("SELECT once", ()))
    assert text.count("SELECT once") == 1
    assert text.count("WITH") == 1
    assert text.count(" UNION ALL ") == 5


def test_a_branch_is_there_only_when_asked():
    assert sql([paid]).count(" UNION ALL ") == 0
    assert sql([paid, helped]).count(" UNION ALL ") == 3
    assert sql([paid, helped], months=True).count(" UNION ALL ") == 5


def test_figures_that_share_a_condition_share_the_count_of_records():
    alike = figure(lambda f: f.state == "arrived", "alike", total("amount_fen"))
    assert sql([orders, paid, helped, alike]) == sql([orders, paid, helped])
    assert sql([orders, paid]).count("COUNT(*)") == 1


def test_a_single_time_is_asked_of_each_row_once():
    assert sql([orders, paid]).count('"period" =') == 1
    assert sql([orders, paid], TIMES).count('"period" =') > 2


def test_a_pass_is_compiled_once():
    asked = asks([paid], [THIS_PERIOD])
    first = compile_pass(payments, asked, months=False, dialect="sqlite")
    assert compile_pass(payments, asks([paid], [THIS_PERIOD]), months=False, dialect="sqlite") is first


def test_placeholders_stay_and_every_other_percent_is_doubled():
    text = sql([odd], TIMES, source=Source("SELECT %s", ("x",)))
    assert "'50%%'" in text
    assert text.replace("%%", "").count("%") == text.count("%s") == 1


def test_rows_are_ranged_only_below_the_root():
    assert "%s" not in sql([paid])
    statement = compile_pass(payments, asks([paid], [THIS_PERIOD]), months=False, dialect="sqlite").statement(
        Source("SELECT %s", ("x",), ("00010002", "00010003"))
    )
    assert '"path" >= %s AND "path" < %s' in statement.sql
    assert statement.params == ("x", "00010002", "00010003")


def test_what_ibis_puts_into_a_with_of_its_own_is_renamed():
    table = payments.table("facts")
    months = table.mutate(counted=table.month - table.period, is_half=table.kind == "50%")
    twice = months.group_by("county").aggregate(latest=months.counted.max()).join(months, "county")
    ctes, text = compiled(twice, dialect="sqlite", prefix="b7")
    assert [cte.partition(" AS ")[0] for cte in ctes] == ['"b7_t1"']
    assert "WITH" not in text
    assert '"b7_t1" AS' in text
    assert "'50%%'" in ctes[0]
    rows = ledger(50)
    latest = {
        county: max(row["month"] - row["period"] for row in rows if row["county"] == county) for county in (0, 140702)
    }
    books = Books(rows)
    found = books.run(framed("sqlite", tuple(payments.columns), books.source, ctes, text))
    assert len(found) == 50
    assert {row[0]: row[1] for row in found if row[0] in latest} == latest


@pytest.mark.parametrize(
    "where",
    [
        lambda f: f.kind.startswith("5"),
        lambda f: f.kind.endswith("5"),
        lambda f: f.kind.like("5%"),
        lambda f: f.kind.re_search("5"),
        lambda f: f.amount_fen > f.amount_fen.mean(),
    ],
    ids=["startswith", "endswith", "like", "regular expression", "more than one row"],
)
def test_what_databases_do_not_share_is_refused(where):
    with pytest.raises(NotPortable):
        sql([figure(where)])


def test_money_adds_up_beyond_32_bits():
    assert "BIGINT" in sql(
        [Figure("m", "", unit=YUAN, time=SCHEME_PERIOD, fact=payments, measure=total("amount_fen"), definition="")],
        dialect="postgres",
    )


def test_definitions_load_neither_django_nor_ibis():
    code = "import sys, unionhall.figures, unionhall.figures.compile, unionhall.figures.records; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"django", "ibis", "sqlglot"} & set(loaded)
