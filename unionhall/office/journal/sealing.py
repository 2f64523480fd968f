"""Puts committed entries into the chain, in the order they are found: one sealer at a time, writers never wait for it.

The head is also kept in a file outside the database, so that a cut tail or a recomputed chain is found.
"""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from unionhall.office.journal import canonical
from unionhall.office.journal.models import Entry, Seal

BATCH = 5_000
# An entry may commit later than its successors: within this many seals every round finds it, beyond a thorough one.
LOOK_BACK = 50_000
_LOCK = 0x4A524E4C  # "JRNL"
_in_this_process = threading.Lock()


@dataclass(frozen=True)
class Head:
    """The last seal: what reports, batches and bundles print. Number 0 stands for an empty chain."""

    number: int
    seal: str

    def __str__(self) -> str:
        return f"{self.number} {self.seal[:8]}"


def head() -> Head:
    last = Seal.objects.order_by("-number").first()
    return Head(last.number, last.seal) if last else Head(0, canonical.GENESIS)


def seal_waiting(*, is_thorough: bool = False) -> int:
    """Seal every committed entry that has none yet and note the head in the file; how many were sealed.

    0 also when another sealer is at work. `is_thorough` looks through the whole journal, not only its newer end.
    """
    if not _in_this_process.acquire(blocking=False):
        return 0
    try:
        sealed = 0
        while batch := _seal_batch(is_thorough):
            sealed += batch
        if sealed:
            note_head(head())
        return sealed
    finally:
        _in_this_process.release()


def waiting_since() -> float:
    """Seconds the oldest unsealed entry has waited; 0 when there is none."""
    oldest = unsealed(is_thorough=False).values_list("at", flat=True).first()
    return max((timezone.now() - oldest).total_seconds(), 0.0) if oldest else 0.0


def head_file() -> Path:
    return settings.DATA_DIR / "journal-head"


def note_head(last: Head) -> None:
    """Append number and seal; called after the seals are committed, so the file is never ahead of the chain."""
    with os.fdopen(os.open(head_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(f"{last.number} {last.seal} {timezone.now().isoformat(timespec='seconds')}\n")
        file.flush()
        os.fsync(file.fileno())


def noted_heads() -> list[Head]:
    """What the file holds, oldest first; a torn last line is left out."""
    try:
        lines = head_file().read_text().splitlines()
    except FileNotFoundError:
        return []
    parts = [line.split(" ") for line in lines]
    return [Head(int(row[0]), row[1]) for row in parts if len(row) == 3 and row[0].isdigit() and len(row[1]) == 64]


def _seal_batch(is_thorough: bool) -> int:
    # No lock is taken for nothing: on SQLite it is the one every writer needs.
    if not unsealed(is_thorough).exists():
        return 0
    with transaction.atomic():
        if not _is_the_sealer():
            return 0
        last, seals = head(), []
        number, before = last.number, last.seal
        for entry_id, *values in unsealed(is_thorough).values_list("id", *canonical.COLUMNS)[:BATCH]:
            number += 1
            entry = canonical.content_of(values)
            before = canonical.seal(before=before, number=number, entry_id=entry_id, entry=entry)
            seals.append((number, entry_id, before))
        if seals:  # another sealer may have done it all between the look and the lock
            _add(seals)
    return len(seals)


def _add(seals: list[tuple[int, int, str]]) -> None:
    """One statement for all: 20,000 model instances would cost more than the seals themselves."""
    now = timezone.now()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            numbers, entries, marks = zip(*seals, strict=True)
            cursor.execute(
                "INSERT INTO journal_seal (number, entry_id, seal, sealed_at)"
                " SELECT unnest(%s::bigint[]), unnest(%s::bigint[]), unnest(%s::text[]), %s",
                [list(numbers), list(entries), list(marks), now],
            )
        else:
            at = connection.ops.adapt_datetimefield_value(now)
            cursor.executemany(
                "INSERT INTO journal_seal (number, entry_id, seal, sealed_at) VALUES (%s, %s, %s, %s)",
                [(*row, at) for row in seals],
            )


def _is_the_sealer() -> bool:
    """The advisory lock on PostgreSQL; on SQLite the immediate transaction is the lock."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def unsealed(is_thorough: bool) -> "QuerySet[Entry]":
    """Committed entries without a seal, oldest first."""
    entries = Entry.objects.order_by("id").filter(~Exists(Seal.objects.filter(entry_id=OuterRef("pk"))))
    if is_thorough:
        return entries
    horizon = Seal.objects.filter(number=head().number - LOOK_BACK).values_list("entry_id", flat=True).first()
    return entries.filter(pk__gt=horizon) if horizon else entries
