"""The database's own refusal to change the journal: triggers on both engines, made, listed, suspended.

A table rebuilt by a migration on SQLite loses them: `missing` says so, and a check at start-up refuses to go on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

# Tables with the columns whose values stand once.
TABLES = {"journal_entry": ("id",), "journal_seal": ("number", "entry_id")}

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is only added to' USING ERRCODE = 'restrict_violation'; END $$;
"""


def names(vendor: str) -> list[str]:
    """The triggers that must stand."""
    acts = ("update", "delete", "truncate" if vendor == "postgresql" else "replace")
    return [f"{table}_no_{act}" for table in TABLES for act in acts]


def create(connection: Any) -> None:
    """Put up every trigger that is not there; those switched off are switched on again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
        for name, statements in _statements(connection.vendor).items():
            if name in missing(connection):
                for statement in statements:
                    cursor.execute(statement)


def drop(connection: Any) -> None:
    """Take them down: only for reversing the migration, and for tests that empty the database."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in names(connection.vendor):
                if name.startswith(table):
                    tail = f" ON {table}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{tail}")


@contextmanager
def suspended(connection: Any) -> Iterator[None]:
    """Without triggers inside the block. Nothing in the product calls this; emptying a test database does."""
    drop(connection)
    try:
        yield
    finally:
        create(connection)


def missing(connection: Any) -> list[str]:
    """Names of triggers that do not stand, or stand switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A' AND tgrelid IN"
                " (to_regclass('journal_entry'), to_regclass('journal_seal'))"
            )
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master"
                " WHERE type = 'trigger' AND tbl_name IN ('journal_entry', 'journal_seal')"
            )
        standing = {row[0] for row in cursor.fetchall()}
    return [name for name in names(connection.vendor) if name not in standing]


@register(Tags.database)
def check_triggers(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """journal.E001: the tables are there and a trigger is not."""
    faults: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if set(TABLES) <= set(connection.introspection.table_names()) and (gone := missing(connection)):
            hint = "Find out who removed them, run `unionhall journal verify`, then put them back."
            faults.append(Error(f"Journal triggers are missing: {', '.join(gone)}", hint=hint, id="journal.E001"))
    return faults


def _statements(vendor: str) -> dict[str, list[str]]:
    make = _on_postgresql if vendor == "postgresql" else _on_sqlite
    return {name: statements for table in TABLES for name, statements in make(table)}


def _on_postgresql(table: str) -> Iterator[tuple[str, list[str]]]:
    for act in ("update", "delete", "truncate"):
        name = f"{table}_no_{act}"
        each = "STATEMENT" if act == "truncate" else "ROW"
        yield (
            name,
            [
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} EXECUTE FUNCTION journal_refuse()",
                # Also under session_replication_role = replica.
                f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
            ],
        )


def _on_sqlite(table: str) -> Iterator[tuple[str, list[str]]]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END"
    for act in ("update", "delete"):
        name = f"{table}_no_{act}"
        yield name, [f"CREATE TRIGGER {name} BEFORE {act} ON {table} {refuse}"]
    # INSERT OR REPLACE deletes without asking the delete trigger: an existing key is refused before that.
    same = " OR ".join(f"{key} = NEW.{key}" for key in TABLES[table])
    name, there = f"{table}_no_replace", f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - our own names
    yield name, [f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {there} {refuse}"]
