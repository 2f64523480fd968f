"""The records behind a number: the same condition with the measure dropped and record_id selected.
List and total come from one expression here, so they cannot disagree. Runs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_
from typing import Any

from unionhall.figures.conditions import condition
from unionhall.figures.dialects import FACTS, Source, Statement, compiled, framed
from unionhall.figures.facts import Fact
from unionhall.figures.figures import Figure
from unionhall.figures.times import Time
from unionhall.figures.values import ALL, OWN, Scope


@dataclass(frozen=True)
class Selection:
    """The compiled rows behind one number."""

    dialect: str
    fact: Fact
    ctes: tuple[str, ...]
    rows: str
    sums: str

    def page(self, source: Source, *, order: str = "record_id", limit: int | None = None, offset: int = 0) -> Statement:
        """Return the statement for record ids, one a row.

        :param order: a column of the fact, with a minus in front for descending; ties are broken by record_id likewise.
        :raises KeyError: the fact has no such column.
        """
        column = order.removeprefix("-")
        if column not in self.fact.columns:
            raise KeyError(f"fact {self.fact.name} has no column {column} to order by")
        way = "DESC" if order.startswith("-") else "ASC"
        keys = ", ".join(f'"{name}" {way}' for name in dict.fromkeys((column, "record_id")))
        body = f'SELECT "record_id" FROM ({self.rows}) AS "behind" ORDER BY {keys}'  # noqa: S608
        params: tuple[Any, ...] = ()
        if limit is not None:
            body, params = f"{body} LIMIT %s OFFSET %s", (limit, offset)
        return self._framed(source, body, params)

    def ids(self, source: Source) -> Statement:
        """Return the unordered statement for all record ids, to stand inside another query."""
        return self._framed(source, f'SELECT "record_id" FROM ({self.rows}) AS "behind"', ())  # noqa: S608

    def whole(self, source: Source) -> Statement:
        """Return the statement for the records themselves: every column of the fact, in its order, by record_id."""
        columns = ", ".join(f'"{name}"' for name in self.fact.columns)
        return self._framed(source, f'SELECT {columns} FROM ({self.rows}) AS "behind" ORDER BY "record_id"', ())  # noqa: S608

    def summary(self, source: Source) -> Statement:
        """Return the statement for one row: number of records, and the figure's measure over them."""
        return self._framed(source, self.sums, ())

    def _framed(self, source: Source, body: str, params: tuple[Any, ...]) -> Statement:
        framed_ = framed(self.dialect, tuple(self.fact.columns), source, self.ctes, body)
        return Statement(framed_.sql, (*framed_.params, *params))


@lru_cache(maxsize=2048)
def compile_records(
    figure: Figure,
    time: Time,
    *,
    scope: Scope = ALL,
    month: int | None = None,
    without: int | None = None,
    dialect: str,
) -> Selection:
    """Compile the rows behind the figure's number at this time, of this scope, and of one month where given.

    :param scope: "all", "own" or a county's region code.
    :param without: a record_id to leave out, as if the record were not there.
    :raises NotPortable: the figure's condition uses what the databases do not share.
    """
    table = figure.fact.table(FACTS)
    conditions = [condition(figure, table, time.at(figure.time))]
    if scope == OWN:
        conditions.append(table["own"])
    elif scope != ALL:
        conditions.append(table["county"] == int(scope))
    if month is not None:
        conditions.append(table["month"] == month)
    if without is not None:
        conditions.append(table["record_id"] != without)
    behind = table.filter(reduce(and_, conditions))
    measured = behind.aggregate(records=behind.count(), value=figure.measure.over(behind, None))
    row_ctes, rows = compiled(behind, dialect=dialect, prefix="r")
    sum_ctes, sums = compiled(measured, dialect=dialect, prefix="s")
    sums = f'SELECT CAST("records" AS BIGINT), CAST("value" AS BIGINT) FROM ({sums}) AS "summed"'  # noqa: S608
    return Selection(dialect, figure.fact, (*row_ctes, *sum_ctes), rows, sums)
