"""Many persons at once, for rosters: found by blind index, written, given a membership, taken back.

One by one is in actions.py. Never changes an existing person and never opens a second membership.
"""

from datetime import date
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connection, transaction

from unionhall.kernel.actors import Actor
from unionhall.kernel.pinyin import person_initials
from unionhall.members.identity import ID_COLUMN, TAIL_COLUMN
from unionhall.members.models import Membership, MembershipReason, Person
from unionhall.office import journal
from unionhall.office.imports import bulk
from unionhall.office.imports.contract import Progress

_KNOWN = """
SELECT s.id_index, p.id, p.name FROM {stage} s CROSS JOIN members_person p
WHERE p.id_index = s.id_index AND p.merged_into_id IS NULL
"""
_EVERYBODY = "SELECT id_index, id, name FROM members_person WHERE merged_into_id IS NULL"
# Each commit on SQLite rewrites most pages of the random indexes: four of these cost 1 s less than fourteen of 20,000.
AHEAD = 70_000


def with_indexes(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds `id_index` (blind index of `id_number`); null where the number is null."""
    numbers = rows["id_number"]
    indexes = settings.KEYRING.index_many(numbers.drop_nulls().to_list(), column=ID_COLUMN)
    places = numbers.is_not_null().arg_true()
    column = pl.repeat(None, rows.height, dtype=pl.String, eager=True).alias("id_index")
    return rows.with_columns(column.scatter(places, pl.Series(indexes, dtype=pl.String)))


def known(id_indexes: pl.Series) -> pl.DataFrame:
    """Those who have a file already: `id_index`, `person_id`, `known_name`."""
    keys = id_indexes.drop_nulls().unique().alias("id_index").to_frame()
    schema = {"id_index": pl.String, "person_id": pl.Int64, "known_name": pl.String}
    found = bulk.matching_or_all(keys, Person, _KNOWN, _EVERYBODY, schema)
    return found.join(keys, on="id_index", how="semi")


def write_persons(rows: pl.DataFrame, *, origin: int, progress: Progress) -> pl.DataFrame:
    """Open files for rows without `person_id`; gives back the rows with everybody's `person_id`.

    Rows: person_id, name, id_number, id_index, phone. On SQLite each chunk is a transaction of its own unless the caller
    holds one: readers never wait, other writers get in between. A person without a membership appears nowhere.

    :raises IntegrityError: somebody opened a file for one of them meanwhile.
    """
    new = rows.filter(pl.col("person_id").is_null())
    ids = []
    if bulk.is_postgresql():
        ids.append(bulk.allocate(Person, new.height))
        _fill(new, ids[0], origin)
    else:
        for done, part in enumerate(new.iter_slices(AHEAD)):
            encrypted = _columns(part, origin)
            with transaction.atomic():
                ids.append(bulk.allocate(Person, part.height))
                bulk.insert(Person, encrypted.with_columns(ids[-1]))
            progress.advance(done * AHEAD + part.height, new.height)
    if not ids:
        return rows
    places = rows["person_id"].is_null().arg_true()
    return rows.with_columns(rows["person_id"].scatter(places, pl.concat(ids)))


def _fill(new: pl.DataFrame, ids: pl.Series, origin: int) -> None:
    for start in range(0, new.height, bulk.CHUNK):
        part = new.slice(start, bulk.CHUNK)
        bulk.insert(Person, _columns(part, origin).with_columns(ids.slice(start, bulk.CHUNK)))


def _columns(part: pl.DataFrame, origin: int) -> pl.DataFrame:
    """The table's columns for new persons: encrypted, indexed, sex and birth date from the number (GB 11643)."""
    ring = settings.KEYRING
    numbers = part["id_number"].to_list()
    number = pl.col("id_number")
    phones = [phone or "" for phone in part["phone"].to_list()]
    sealed_phones = ring.encrypt_many([phone for phone in phones if phone], column=_label("phone"))
    given = iter(sealed_phones)
    tails = {tail: tail for tail in part["id_number"].str.slice(-4).unique().to_list()}
    tail_indexes = dict(zip(tails, ring.index_many(list(tails), column=TAIL_COLUMN), strict=True))
    return part.select(
        "name",
        pl.col("name").map_elements(person_initials, return_dtype=pl.String).alias("pinyin"),
        pl.when(number.str.slice(16, 1).cast(pl.Int8) % 2 == 1).then(pl.lit("m")).otherwise(pl.lit("f")).alias("sex"),
        number.str.slice(6, 8).str.to_date("%Y%m%d").alias("born_on"),
        pl.Series("id_number", ring.encrypt_many(numbers, column=_label("id_number")), dtype=pl.String),
        "id_index",
        number.str.slice(-4).replace_strict(tail_indexes).alias("id_tail_index"),
        pl.Series("phone", [next(given) if phone else "" for phone in phones], dtype=pl.String),
        pl.lit(origin, dtype=pl.Int64).alias("origin"),
    )


def _label(name: str) -> str:
    return Person._meta.get_field(name).label  # type: ignore[union-attr]


def open_memberships(rows: pl.DataFrame, *, origin: int, by: Actor, on: date) -> int:
    """A membership from the enrolment day for each row: person_id, unit_id, path, county, from_on. One journal entry.

    :raises IntegrityError: one of them is a member somewhere already.
    """
    written = bulk.insert(
        Membership,
        rows.with_columns(
            pl.lit(str(MembershipReason.ROSTER)).alias("reason"),
            pl.lit("").alias("end_reason"),
            pl.lit(origin, dtype=pl.Int64).alias("origin"),
        ),
    )
    if written:
        journal.record(verb="members.memberships.opened", by=by, on=on, count=written, origin=origin)
    return written


def forget(origin: int, *, by: Actor, on: date) -> dict[str, int]:
    """Remove the persons only this import brought and their memberships, unless anything else came to rest on them.

    Whoever was moved, corrected, merged, or enrolled again since stays, with the membership. One journal entry.
    """
    own = f"NOT (t.origin = {int(origin)} AND t.until_on IS NULL)"
    with bulk.selected(f"SELECT p.id FROM members_person p WHERE {_only_of(origin, own)}") as gone:
        memberships = bulk.execute(f"DELETE FROM members_membership WHERE person_id IN (SELECT id FROM {gone})")
        persons = bulk.execute(f"DELETE FROM members_person WHERE id IN (SELECT id FROM {gone})")
    kept = Person.objects.filter(origin=origin).count()
    counts: dict[str, Any] = {"persons": persons, "memberships": memberships, "persons_kept": kept}
    if persons or memberships:
        journal.record(verb="members.persons.removed", by=by, on=on, origin=origin, **counts)
    return counts


def sweep(origin: int) -> int:
    """Remove persons written ahead by an import that was never committed: nothing rests on them. How many."""
    removed = 0
    while True:
        with transaction.atomic():
            done = bulk.execute(
                "DELETE FROM members_person WHERE id IN"
                f" (SELECT p.id FROM members_person p WHERE {_only_of(origin, '1 = 1')} LIMIT {bulk.CHUNK})"
            )
        removed += done
        if done < bulk.CHUNK:
            return removed


def _only_of(origin: int, counts_as_other: str) -> str:
    """Condition on `p`: brought by this import, and no row of any table points to it but such memberships as do not count.

    Walks every foreign key to Person, so that a table added later is not forgotten.
    """
    conditions = [f"p.origin = {int(origin)}"]
    for relation in Person._meta.related_objects:
        table = connection.ops.quote_name(relation.related_model._meta.db_table)
        column = connection.ops.quote_name(str(relation.field.column))
        extra = f" AND {counts_as_other}" if relation.related_model is Membership else ""
        conditions.append(f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.{column} = p.id{extra})")
    return " AND ".join(conditions)
