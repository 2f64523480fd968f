"""The condition a row must meet to stand behind a figure: of its time, and of its own `where`; one for list and total.
It looks at one row at a time, and uses only what SQLite, PostgreSQL and DuckDB share."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

from unionhall.figures.figures import Figure
from unionhall.figures.times import Time

# LIKE in disguise: unescaped and blind to case on SQLite, neither on PostgreSQL.
UNEQUAL = ("StartsWith", "EndsWith", "StringSQLLike", "StringSQLILike")
# A condition over many rows would mean one thing in a total and another in a list.
MANY_ROWS = ("Reduction", "Analytic", "WindowFunction", "Subquery")


class NotPortable(ValueError):
    """A condition looks at more than one row, or uses what differs between databases."""


def condition(figure: Figure, table: Any, time: Time | None) -> Any:
    """Return the condition on the fact's rows as an Ibis expression, or None where every row meets it.

    :param time: None where the rows are of the figure's time already.
    :raises NotPortable: see there.
    """
    parts = [] if time is None else [time.selects(table)]
    if figure.where is not None:
        where = figure.where(table)
        _refuse(figure, where)
        parts.append(where)
    return reduce(and_, parts) if parts else None


def _refuse(figure: Figure, where: Any) -> None:
    import ibis.expr.operations as ops

    kinds = tuple(getattr(ops, name) for name in (*UNEQUAL, *MANY_ROWS))
    for node in where.op().find(kinds):
        raise NotPortable(
            f"{figure.id}: {type(node).__name__} differs between databases or looks at many rows; "
            "compare whole values or ranges of one row"
        )
