"""Opens a number to the records behind it, on Django's connection.
Which records they are follows from the figure's own expression in `figures`; who may see one is for its page to ask."""

from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.models.expressions import RawSQL

from unionhall.figures.dialects import Source, Statement
from unionhall.figures.figures import Figure
from unionhall.figures.records import Selection, compile_records
from unionhall.figures.times import Time
from unionhall.figures.values import ALL, Scope
from unionhall.office.counting.binding import dialect, queryset, source


@dataclass(frozen=True)
class Records:
    """The records behind one number: ids of the model that the fact is bound to."""

    model: type[models.Model]
    selection: Selection
    source: Source | None
    connection: str

    def page(self, *, order: str = "record_id", limit: int | None = None, offset: int = 0) -> list[int]:
        """Return record ids in order.

        :param order: a column of the fact, with a minus in front for descending ("-day").
        :raises KeyError: the fact has no such column.
        """
        if self.source is None:
            return []
        return [row[0] for row in self._run(self.selection.page(self.source, order=order, limit=limit, offset=offset))]

    def count(self) -> int:
        """Return how many records there are."""
        return self.summary()[0]

    def summary(self) -> tuple[int, int]:
        """Return the number of records and the figure's value over them, in stored units."""
        if self.source is None:
            return 0, 0
        [(records, value)] = self._run(self.selection.summary(self.source))
        return records, value or 0

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the records as the fact's columns, in its order, by record_id."""
        return [] if self.source is None else self._run(self.selection.whole(self.source))

    def queryset(self) -> "models.QuerySet[Any]":
        """Return the records as a queryset of their model, to filter, order and page as a register does.

        For long lists `page` and `in_bulk` are quicker: the database need not find all records before the first.
        """
        manager = self.model._default_manager.using(self.connection)
        if self.source is None:
            return manager.none()
        statement = self.selection.ids(self.source)
        return manager.filter(pk__in=RawSQL(statement.sql, statement.params))  # noqa: S611 (compiled by figures)

    def _run(self, statement: Statement) -> list[Any]:
        with connections[self.connection].cursor() as cursor:
            cursor.execute(statement.sql, statement.params)
            return list(cursor.fetchall())


def records(
    figure: Figure,
    time: Time,
    *,
    scope: Scope = ALL,
    month: int | None = None,
    without: int | None = None,
    within: str = "",
    connection: str = "default",
) -> Records:
    """Return the records behind a figure's number.

    :param scope: "all", "own" or a county's region code.
    :param month: yyyymm, for the number of one month.
    :param without: a record to leave out, as if it were not there.
    :param within: path of a unit whose subtree was counted, as for `evaluate`.
    :raises NotBound: the fact has no queryset.
    :raises WrongTime: the time cannot be turned into the figure's basis.
    """
    selection = compile_records(figure, time, scope=scope, month=month, without=without, dialect=dialect(connection))
    rows = source(figure.fact, within=within, connection=connection)
    return Records(queryset(figure.fact).model, selection, rows, connection)
