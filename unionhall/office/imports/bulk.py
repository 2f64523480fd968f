"""Many rows at once, the same calls on both engines: COPY on PostgreSQL, executemany on SQLite.

Knows no table of its own; frames carry database column names.
"""

import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection, models

CHUNK = 20_000

Schema = Mapping[str, Any]

_TYPES = {pl.Int64: "bigint", pl.Int32: "integer", pl.String: "text", pl.Date: "date", pl.Boolean: "boolean"}


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def insert(model: type[models.Model], rows: pl.DataFrame) -> int:
    """Write rows whose columns are the table's; generated columns and defaults of the database are left out.

    :raises IntegrityError: a constraint says no; nothing of this call stays once the caller's transaction ends.
    """
    _fill(connection.ops.quote_name(model._meta.db_table), rows)
    return rows.height


def allocate(model: type[models.Model], many: int) -> pl.Series:
    """So many new ids of a table. On SQLite they hold until the end of the caller's (immediate) transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(
                "SELECT array_agg(nextval(pg_get_serial_sequence(%s, 'id'))) FROM generate_series(1, %s)", [table, many]
            )
            return pl.Series("id", cursor.fetchone()[0] or [], dtype=pl.Int64)
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    last = row[0] if row else 0
    return pl.int_range(last + 1, last + many + 1, eager=True).alias("id")


def analyse(*tables: type[models.Model]) -> None:
    """Tell the planner how full the tables are now; without it SQLite takes 300 ms for a page that takes 2."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")


@contextmanager
def staged(rows: pl.DataFrame) -> Iterator[str]:
    """The rows as an analysed temporary table of this connection; gives its name."""
    name = f"stage_{secrets.token_hex(6)}"
    text = 'text COLLATE "C"' if is_postgresql() else "text COLLATE BINARY"
    columns = ", ".join(
        f"{column} {text if dtype == pl.String else _TYPES[dtype.base_type()]}" for column, dtype in rows.schema.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
    _fill(name, rows)
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(f"ANALYZE {name}")
    yield name
    # Not after an error: the table goes with the transaction or the connection, and no statement may follow it.
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name}")


@contextmanager
def selected(sql: str) -> Iterator[str]:
    """What a query finds, kept as an analysed temporary table while the block changes what it was found in."""
    name = f"stage_{secrets.token_hex(6)}"
    execute(f"CREATE TEMPORARY TABLE {name} AS {sql}")
    if is_postgresql():
        execute(f"ANALYZE {name}")
    yield name
    execute(f"DROP TABLE {name}")


def fetch(sql: str, parameters: Sequence[Any], schema: Schema) -> pl.DataFrame:
    """A query's rows as a frame; `schema` names and types its columns in order. Empty text may come as null."""
    with connection.cursor() as cursor:
        if not is_postgresql():
            cursor.execute(sql, parameters)
            return pl.DataFrame(cursor.fetchall(), schema=dict(schema), orient="row")
        out = io.BytesIO()
        with cursor.copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)", parameters) as copied:
            for part in copied:
                out.write(part)
    if not out.tell():
        return pl.DataFrame(schema=dict(schema))
    out.seek(0)
    # "t" and "f" are no Booleans to polars: they come as text first.
    read_as = {name: pl.String if dtype == pl.Boolean else dtype for name, dtype in schema.items()}
    rows = pl.read_csv(out, has_header=False, schema=read_as)
    return rows.with_columns(pl.col(name) == "t" for name, dtype in schema.items() if dtype == pl.Boolean)


def matching(rows: pl.DataFrame, sql: str, parameters: Sequence[Any], schema: Schema) -> pl.DataFrame:
    """What the records say to these rows; `sql` names the staged rows as {stage}, first in its FROM with CROSS JOIN."""
    if rows.is_empty():
        return pl.DataFrame(schema=dict(schema))
    with staged(rows) as stage:
        return fetch(sql.format(stage=stage), parameters, schema)


def matching_or_all(
    rows: pl.DataFrame, model: type[models.Model], some: str, everything: str, schema: Schema
) -> pl.DataFrame:
    """As `matching`, but a table no larger than twice the rows is read whole: staging them costs more than reading it."""
    if rows.is_empty():
        return pl.DataFrame(schema=dict(schema))
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT %s) AS t", [2 * rows.height + 1])
        is_larger = cursor.fetchone()[0] > 2 * rows.height
    return matching(rows, some, [], schema) if is_larger else fetch(everything, [], schema)


def execute(sql: str, parameters: Sequence[Any] = ()) -> int:
    """One statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount


def _fill(table: str, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    columns = ", ".join(connection.ops.quote_name(name) for name in rows.columns)
    with connection.cursor() as cursor:
        if is_postgresql():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv)") as copy:
                for part in rows.iter_slices(CHUNK):
                    copy.write(part.write_csv(include_header=False).encode())
            return
        marks = ", ".join(["%s"] * rows.width)
        # Dates as ISO text, what Django itself writes on SQLite.
        plain = rows.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))
        for part in plain.iter_slices(CHUNK):
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", part.rows())
