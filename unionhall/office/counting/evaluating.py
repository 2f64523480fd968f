"""Runs the compiled passes on Django's own connection: one statement a fact, in the caller's transaction.
What is counted and how is decided in `figures`."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import connections, transaction

from unionhall.figures.catalogue import catalogue
from unionhall.figures.compile import POSTGRES_SETTINGS, Pass, compile_pass
from unionhall.figures.dialects import Statement
from unionhall.figures.figures import Ask, Definition, asks
from unionhall.figures.relations import check
from unionhall.figures.tally import Tally
from unionhall.figures.times import Time
from unionhall.figures.values import Value
from unionhall.office.counting.binding import dialect, source

# A cached pass is found again only while its version stands; a day later it is not worth its memory.
CACHED_SECONDS = 24 * 3600

Planned = list[tuple[Pass, Statement | None]]


def evaluate(
    definitions: Iterable[Definition],
    times: Iterable[Time],
    *,
    within: str = "",
    months: bool = False,
    connection: str = "default",
) -> Tally:
    """Count the definitions at those of the times that are of their basis, and check every relation among them.

    One statement per fact; on PostgreSQL one more that sets the planner right for this transaction.

    :param within: path of a unit whose subtree to count; "" or the root's path counts all.
    :param months: also count distinct persons by month (additive figures have months in any case).
    :raises NotBound: a fact has no queryset.
    :raises WrongTime: a ratio's denominator cannot be taken at the numerator's time.
    """
    asked = asks(definitions, times)
    planned = _planned(asked, within=within, months=months, connection=connection)
    return _tally(asked, planned, within=within, connection=connection)


def cached_evaluate(
    definitions: Iterable[Definition],
    times: Iterable[Time],
    *,
    version: int | str,
    within: str = "",
    months: bool = False,
    connection: str = "default",
) -> Tally:
    """Do as `evaluate`, unless the same pass was counted under the same version.

    :param version: what changes whenever the rows may have: ``journal.count(apps)`` of the apps the facts read, taken
        before. The key holds the statements themselves, so a changed definition is never answered from before it.
    """
    asked = asks(definitions, times)
    planned = _planned(asked, within=within, months=months, connection=connection)
    statements = [(statement.sql, statement.params) for _, statement in planned if statement is not None]
    relations = [relation.wording for relation in catalogue.relations]
    named = repr((version, connection, [(f.id, t.key) for f, t in asked], statements, len(relations)))
    key = f"counting:{hashlib.sha256(named.encode()).hexdigest()}"
    tally = cache.get(key)
    if tally is None:
        tally = _tally(asked, planned, within=within, connection=connection)
        cache.set(key, tally, CACHED_SECONDS)
    return tally


def _planned(asked: Sequence[Ask], *, within: str, months: bool, connection: str) -> Planned:
    """Return the compiled pass of each fact, with its statement where there can be rows at all."""
    facts = dict.fromkeys(figure.fact for figure, _ in asked)
    planned: Planned = []
    for fact in facts:
        of_fact = tuple(ask for ask in asked if ask[0].fact is fact)
        compiled = compile_pass(fact, of_fact, months=months, dialect=dialect(connection))
        rows = source(fact, within=within, connection=connection)
        planned.append((compiled, None if rows is None else compiled.statement(rows)))
    return planned


def _tally(asked: Sequence[Ask], planned: Planned, *, within: str, connection: str) -> Tally:
    values: dict[tuple[str, Time], Value] = {}
    with _counting_cursor(connection) as cursor:
        for compiled, statement in planned:
            values.update(compiled.read(_rows(cursor, statement)))
    counted = Tally(values, within)
    findings = check(counted, dict.fromkeys(figure for figure, _ in asked), catalogue.relations)
    return Tally(values, within, findings)


def _rows(cursor: Any, statement: Statement | None) -> list[Sequence[Any]]:
    if statement is None:
        return []
    cursor.execute(statement.sql, statement.params)
    return cursor.fetchall()


@contextmanager
def _counting_cursor(connection: str) -> Iterator[Any]:
    """Yield a cursor of the connection; on PostgreSQL with the planner set right until the transaction ends.

    SQLite gets no transaction of its own: its transactions are immediate here, and counting must not wait for a writer.
    """
    wrapper = connections[connection]
    if wrapper.vendor != "postgresql":
        with wrapper.cursor() as cursor:
            yield cursor
        return
    with transaction.atomic(using=connection, savepoint=False), wrapper.cursor() as cursor:
        cursor.execute("; ".join(POSTGRES_SETTINGS))
        yield cursor
