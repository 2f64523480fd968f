"""Where units stand, for rows about to be written: the only way to a path that is stored.

For rows that are only read there is `queries.places_on`, which holds nothing still.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from unionhall.organisations import refusals
from unionhall.organisations.models import Placement, Unit
from unionhall.organisations.queries import Place, chunks, on_day, places_on


def places_to_write(unit_ids: Iterable[int], on: date, *, closed_too: bool = False) -> dict[int, Place]:
    """Each unit's place on that day, by its number; no unit moves until the caller's transaction ends.

    A move rewrites the stored paths it can see. Without this hold it cannot see a row that was not yet committed, and the
    row's path would stay wrong for good. Call it (or `hold_tree`) before the first row that names a unit is written: such a
    row holds its unit, and a move that waits for the unit holds the tree.

    :param closed_too: for facts that may come after the end, such as money for a union merged meanwhile: a unit that did
        not stand on the day is then given its last place instead of being refused.
    :raises UnitClosed, NotYetFounded: a unit did not stand on that day. :raises TransactionManagementError: no transaction.
    """
    hold_tree()
    wanted = sorted(set(unit_ids))
    if not closed_too:
        _demand_standing(wanted, on)
    return places_on(wanted, on)


def hold_tree() -> None:
    """Let nobody change the tree until this transaction ends; any number may hold it, `placing.lock_tree` waits for all.

    On SQLite a transaction that writes has the only write lock from its beginning.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the tree is held by a transaction; there is none")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM organisations_unit WHERE parent_id IS NULL FOR SHARE")


def _demand_standing(unit_ids: list[int], on: date) -> None:
    for chunk in chunks(unit_ids):
        standing = Placement.objects.filter(on_day(on), unit__in=chunk).values("unit")
        absent = Unit.objects.filter(pk__in=chunk).exclude(pk__in=standing).first()
        if absent is None:
            continue
        if absent.closed_on is not None and on >= absent.closed_on:
            raise refusals.UnitClosed(name=absent.name, on=absent.closed_on)
        raise refusals.NotYetFounded(name=absent.name, on=absent.founded_on)
