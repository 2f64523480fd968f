"""The database's own refusal of overlapping memberships: triggers on both engines, an exclusion constraint on PostgreSQL.

One open membership a person is a unique index of the model. `EXCLUDE` over all of them would cost 7 s per 265,463 rows, so
it holds closed ones only, and a trigger a statement sets open against closed; SQLite has triggers a row.
"""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

TABLE = "members_membership"

# Closed against closed: the constraint. Open against closed: whoever closes or writes a closed one locks the person
# against whoever opens one (FOR KEY SHARE is what the foreign key takes anyway), and each looks after it has its lock.
_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION members_membership_refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM members_person p WHERE p.id IN (SELECT person_id FROM written WHERE until_on IS NOT NULL)
            ORDER BY p.id FOR UPDATE;
        PERFORM 1 FROM members_person p WHERE p.xmin <> pg_current_xact_id()::xid
            AND p.id IN (SELECT person_id FROM written WHERE until_on IS NULL) ORDER BY p.id FOR KEY SHARE;
        IF EXISTS (
            SELECT 1 FROM written w JOIN members_membership m ON m.person_id = w.person_id AND m.id <> w.id
            WHERE w.from_on < coalesce(m.until_on, 'infinity') AND m.from_on < coalesce(w.until_on, 'infinity')
        ) THEN
            RAISE EXCEPTION 'memberships of a person overlap' USING ERRCODE = 'exclusion_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    ALTER TABLE members_membership ADD CONSTRAINT membership_closed_apart EXCLUDE USING gist (
        int8range(person_id, person_id, '[]') WITH &&, daterange(from_on, until_on) WITH &&
    ) WHERE (until_on IS NOT NULL)
    """,
    """
    CREATE TRIGGER membership_insert_apart AFTER INSERT ON members_membership REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION members_membership_refuse_overlap()
    """,
    """
    CREATE TRIGGER membership_update_apart AFTER UPDATE ON members_membership REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION members_membership_refuse_overlap()
    """,
)
_OVERLAPS = """EXISTS (
    SELECT 1 FROM members_membership m WHERE m.person_id = NEW.person_id AND m.id IS NOT NEW.id
    AND (m.until_on IS NULL OR NEW.from_on < m.until_on) AND (NEW.until_on IS NULL OR m.from_on < NEW.until_on)
)"""
_SQLITE = (
    f"CREATE TRIGGER membership_insert_apart BEFORE INSERT ON {TABLE} WHEN {_OVERLAPS}"
    " BEGIN SELECT RAISE(ABORT, 'memberships of a person overlap'); END",
    f"CREATE TRIGGER membership_update_apart BEFORE UPDATE OF person_id, from_on, until_on ON {TABLE} WHEN {_OVERLAPS}"
    " BEGIN SELECT RAISE(ABORT, 'memberships of a person overlap'); END",
)
NAMES = ("membership_insert_apart", "membership_update_apart")


def create(connection: Any) -> None:
    """Put up the triggers, and on PostgreSQL the constraint."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def drop(connection: Any) -> None:
    """Take them down: for reversing the migration only."""
    tail = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{tail}")
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS membership_closed_apart")


def missing(connection: Any) -> list[str]:
    """Names of triggers that do not stand: a table rebuilt by a migration on SQLite loses them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgrelid = to_regclass(%s)", [TABLE]
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        standing = {row[0] for row in cursor.fetchall()}
    return [name for name in NAMES if name not in standing]


@register(Tags.database)
def check_triggers(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """members.E001: the table is there and a trigger is not."""
    faults: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if TABLE in connection.introspection.table_names() and (gone := missing(connection)):
            faults.append(Error(f"Membership triggers are missing: {', '.join(gone)}", id="members.E001"))
    return faults
