"""A small ledger of payments: its fact, its figures, and a second way to count them, in plain Python.
Not the product's payments: the engine is tested over any rows."""

import random
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from unionhall.figures import (
    AS_AT,
    CALENDAR_YEAR,
    CASES,
    DATED,
    MONEY,
    PEOPLE,
    PERIODIC,
    PERSONAL,
    PLACED,
    SCHEME_PERIOD,
    STANDING,
    YUAN,
    YUAN_EACH,
    AsAt,
    Change,
    Fact,
    Figure,
    Period,
    Ratio,
    Year,
    asks,
    count,
    distinct,
    total,
)
from unionhall.figures.compile import compile_pass
from unionhall.figures.dialects import Source, Statement
from unionhall.figures.relations import check
from unionhall.figures.tally import Tally

COLUMNS = PLACED | DATED | STANDING | PERIODIC | PERSONAL | MONEY | {"state": "string", "kind": "string"}
payments = Fact("paid_out", "支付", COLUMNS, record="tests.Payment")

ARRIVED = "arrived"
paid = Figure(
    "paid",
    "补助金",
    unit=YUAN,
    time=SCHEME_PERIOD,
    fact=payments,
    where=lambda f: f.state == ARRIVED,
    measure=total("amount_fen"),
    definition="已到账的补助金。",
)
orders = Figure(
    "orders",
    "支付单",
    unit=CASES,
    time=SCHEME_PERIOD,
    fact=payments,
    where=lambda f: f.state == ARRIVED,
    measure=count(),
    definition="已到账的支付单。",
)
helped = Figure(
    "helped",
    "惠及职工",
    unit=PEOPLE,
    time=SCHEME_PERIOD,
    fact=payments,
    where=lambda f: f.state == ARRIVED,
    measure=distinct("person_id"),
    definition="补助金已到账的职工，一人只计一次。",
)
odd = Figure(
    "odd",
    "特殊支付",
    unit=CASES,
    time=CALENDAR_YEAR,
    fact=payments,
    where=lambda f: f.kind.isin(["50%", "o'clock"]) | f.person_id.isnull(),
    measure=count(),
    definition="类别里有百分号和引号。",
)
helped_in_year = Figure(
    "helped_in_year",
    "当年惠及职工",
    unit=PEOPLE,
    time=CALENDAR_YEAR,
    fact=payments,
    measure=distinct("person_id"),
    definition="当年有支付的职工。",
)
standing = Figure(
    "standing",
    "在保",
    unit=PEOPLE,
    time=AS_AT,
    fact=payments,
    where=lambda f: f.kind != "50%",
    measure=distinct("person_id"),
    definition="当日在保的职工。",
)
held = Figure(
    "held", "在保金额", unit=YUAN, time=AS_AT, fact=payments, measure=total("amount_fen"), definition="当日在保金额。"
)
each = Ratio("each", "人均补助", of=paid, to=helped, unit=YUAN_EACH, definition="补助金除以惠及职工。")
each_change = Change("each_change", "人均变化", of=each, unit=YUAN_EACH, definition="比上期。")
covered = Ratio("covered", "惠及面", of=helped, to=standing, definition="惠及职工除以期末在保职工。")

FIGURES = (paid, orders, helped, odd, helped_in_year, standing, held)

# The same conditions in Python, for the second way to count.
CONDITIONS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "paid": lambda row: row["state"] == ARRIVED,
    "orders": lambda row: row["state"] == ARRIVED,
    "helped": lambda row: row["state"] == ARRIVED,
    "odd": lambda row: row["kind"] in ("50%", "o'clock") or row["person_id"] is None,
    "helped_in_year": lambda row: True,
    "standing": lambda row: row["kind"] != "50%",
    "held": lambda row: True,
}

THIS_PERIOD, THIS_YEAR, YEAR_END = Period("mutual-aid", 17), Year(2025), AsAt(date(2025, 12, 31))
TIMES = (THIS_PERIOD, THIS_PERIOD.previous(), THIS_YEAR, THIS_YEAR.previous(), YEAR_END, YEAR_END.previous())
COUNTIES = (140702, 140703, 140721)


def ledger(number: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return rows with the cases that matter: several payments a person, no person, amounts below zero."""
    rnd = random.Random(seed)
    return [_row(rnd, record_id) for record_id in range(1, number + 1)]


def _row(rnd: random.Random, record_id: int) -> dict[str, Any]:
    county = rnd.choice((0, *COUNTIES))
    day = rnd.choice((2024, 2025)) * 10000 + rnd.randint(1, 12) * 100 + rnd.randint(1, 28)
    return {
        "record_id": record_id,
        "path": f"0001{county % 100:04d}{rnd.randint(1, 3):04d}" if county else "0001",
        "county": county,
        "own": county == 0,
        "basis": rnd.choice(("named", "named", "counted", "reported")),
        "day": day,
        "month": day // 100,
        "until": rnd.choice((None, None, day + 10000)),
        "scheme": rnd.choice(("mutual-aid", "mutual-aid", "other")),
        "period": rnd.choice((16, 17)),
        "person_id": rnd.choice((None, *range(1, 40))),
        "amount_fen": rnd.randint(-500, 100_000),
        "state": rnd.choice((ARRIVED, ARRIVED, "ordered", "returned")),
        "kind": rnd.choice(("50%", "o'clock", "plain")),
    }


def is_at(row: dict[str, Any], time: Any) -> bool:
    """Tell whether a row belongs to a time, without the engine."""
    if isinstance(time, Year):
        return bool(row["day"] // 10000 == time.number)
    if isinstance(time, Period):
        return (row["scheme"], row["period"]) == (time.scheme, time.number)
    on = int(time.on.strftime("%Y%m%d"))
    return bool(row["day"] <= on and (row["until"] is None or row["until"] > on))


def by_hand(figure: Figure, rows: Iterable[dict[str, Any]]) -> int:
    """Return the figure's measure over rows already chosen."""
    if figure.measure.kind == "count":
        return len(list(rows))
    if figure.measure.kind == "total":
        return sum(row["amount_fen"] for row in rows)
    return len({row["person_id"] for row in rows} - {None})


def chosen(figure: Figure, time: Any, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows behind a figure at a time, without the engine."""
    return [row for row in rows if is_at(row, time) and CONDITIONS[figure.id](row)]


class Books:
    """The ledger in SQLite, and what runs a statement on it as Django would."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self.connection = sqlite3.connect(":memory:")
        names = ", ".join(COLUMNS)
        self.connection.execute(f"CREATE TABLE payment ({names})")
        marks = ", ".join(f":{name}" for name in COLUMNS)
        self.connection.executemany(f"INSERT INTO payment VALUES ({marks})", rows)
        self.source = Source(f"SELECT {names} FROM payment WHERE record_id > %s", (0,))

    def run(self, statement: Statement) -> list[Any]:
        sql = statement.sql % tuple("?" for _ in statement.params)
        return self.connection.execute(sql, statement.params).fetchall()

    def tally(
        self, definitions: Iterable[Any], times: Iterable[Any], *, within: Any = None, relations: Any = ()
    ) -> Tally:
        asked = asks(definitions, times)
        compiled = compile_pass(payments, asked, months=True, dialect="sqlite")
        source = Source(self.source.sql, self.source.params, within)
        values = compiled.read(self.run(compiled.statement(source)))
        found = check(Tally(values), dict.fromkeys(figure for figure, _ in asked), relations)
        return Tally(values, findings=found)
