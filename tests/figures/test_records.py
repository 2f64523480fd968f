"""The list behind a number and the number come from one expression.
Who may see a record is not decided here."""

import pytest

from tests.figures.ledger import COUNTIES, FIGURES, TIMES, Books, chosen, helped, ledger, paid, payments
from unionhall.figures import ALL, OWN, Year
from unionhall.figures.dialects import Source
from unionhall.figures.records import compile_records

THIS = TIMES[0]


@pytest.fixture(scope="module")
def rows():
    return ledger(500)


@pytest.fixture(scope="module")
def books(rows):
    return Books(rows)


def selection(figure, time, **options):
    return compile_records(figure, time, dialect="sqlite", **options)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
@pytest.mark.parametrize("scope", [ALL, OWN, COUNTIES[0]])
def test_list_count_and_total_agree_with_the_pass(figure, scope, rows, books):
    time = next(time for time in TIMES if time.basis is figure.time)
    behind = selection(figure, time, scope=scope)
    ids = [row[0] for row in books.run(behind.page(books.source))]
    [(records, value)] = books.run(behind.summary(books.source))
    assert ids == sorted(ids)
    assert len(ids) == records
    assert (value or 0) == books.tally(FIGURES, TIMES).value(figure, time).scoped(scope)
    if scope == ALL:
        assert ids == [row["record_id"] for row in chosen(figure, time, rows)]


def test_pages_follow_each_other_in_order(rows, books):
    behind = selection(paid, THIS)
    expected = sorted(chosen(paid, THIS, rows), key=lambda row: (row["day"], row["record_id"]), reverse=True)
    pages = [books.run(behind.page(books.source, order="-day", limit=7, offset=start)) for start in range(0, 200, 7)]
    assert [row[0] for page in pages for row in page] == [row["record_id"] for row in expected][:203]


def test_the_records_of_one_month(rows, books):
    behind = selection(helped, THIS, month=202503)
    ids = [row[0] for row in books.run(behind.page(books.source))]
    assert ids == [row["record_id"] for row in chosen(helped, THIS, rows) if row["month"] == 202503]


def test_a_subtree(rows, books):
    source = Source(books.source.sql, books.source.params, ("00010002", "00010003"))
    ids = {row[0] for row in books.run(selection(paid, THIS).ids(source))}
    assert ids == {row["record_id"] for row in chosen(paid, THIS, rows) if row["path"].startswith("00010002")}


def test_only_columns_of_the_fact_order_a_page(books):
    with pytest.raises(KeyError, match="paid_out has no column day; DROP"):
        selection(paid, THIS).page(books.source, order="day; DROP TABLE payment")


def test_a_figure_of_periods_has_no_records_of_a_year():
    with pytest.raises(ValueError, match="2025 is no time of basis scheme-period"):
        selection(paid, Year(2025))
    assert payments.has_months
