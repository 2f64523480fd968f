"""The sign of life of running work: what it shows to others, the lock it holds, whether it was asked to stop.

On PostgreSQL through a connection of its own; on SQLite, where the work may hold the one write lock, through a file.
"""

import contextlib
import fcntl
import json
import os
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from django.apps import apps
from django.conf import settings
from django.db import Error, connection, connections
from django.utils import timezone

from unionhall.office.jobs.progress import Progress

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job

BEAT_SECONDS = 1.0
_LOCKS = 0x4A4F42  # "JOB": the class of our advisory locks


class Sign(Protocol):
    def beat(self, shown: dict[str, Any]) -> bool: ...

    def end(self) -> None: ...


class FileSign:
    """A file beside the SQLite database, locked while the work lives."""

    def __init__(self, job_id: int) -> None:
        _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        self._place = place_of(job_id)
        self._lock: IO[str] = open(_lock_of(job_id), "a")  # noqa: SIM115 - held as long as the work runs
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._stop = _stop_of(job_id)

    def beat(self, shown: dict[str, Any]) -> bool:
        draft = self._place.with_suffix(".part")
        draft.write_text(json.dumps({**shown, "alive_at": timezone.now().isoformat()}))
        os.replace(draft, self._place)
        return self._stop.exists()

    def end(self) -> None:
        self._place.unlink(missing_ok=True)
        self._stop.unlink(missing_ok=True)
        Path(self._lock.name).unlink(missing_ok=True)
        self._lock.close()


class RowSign:
    """The job's row, written through the calling thread's own connection, and an advisory lock of that session."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id
        self._rows = apps.get_model("jobs", "Job").objects.filter(pk=job_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCKS, job_id])

    def beat(self, shown: dict[str, Any]) -> bool:
        self._rows.filter(state="running").update(**shown, alive_at=timezone.now())
        return bool(self._rows.values_list("is_stop_asked", flat=True).first())

    def end(self) -> None:
        with contextlib.suppress(Error):
            connection.close()


@contextlib.contextmanager
def pulse(job: "Job", progress: Progress) -> Iterator[None]:
    """Show the work to others once a second while the block runs, from a thread of its own.

    Inside a transaction nobody else could see the job: then there is no pulse.
    """
    if connection.in_atomic_block:
        yield
        return
    over, begun = threading.Event(), threading.Event()
    thread = threading.Thread(
        target=_beat, args=(job.pk, progress, begun, over), name=f"pulse-{job.number}", daemon=True
    )
    thread.start()
    begun.wait(10)
    try:
        yield
    finally:
        over.set()
        thread.join(30)


def _beat(job_id: int, progress: Progress, begun: threading.Event, over: threading.Event) -> None:
    sign: Sign | None = None
    try:
        while True:
            try:
                sign = sign or (FileSign(job_id) if connection.vendor == "sqlite" else RowSign(job_id))
                begun.set()
                if sign.beat(progress.shown()):
                    progress.ask_to_stop()
            except Error:
                # A lost connection costs a beat, not the work: the next beat opens another.
                connection.close()
                sign = None
            if over.wait(BEAT_SECONDS):
                return
    finally:
        begun.set()
        if sign is not None:
            sign.end()
        connections.close_all()


def is_held(job_id: int) -> bool:
    """Whether a living process works on this job."""
    if connection.vendor == "sqlite":
        return _is_file_held(_lock_of(job_id))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCKS, job_id])
        is_free = bool(cursor.fetchone()[0])
        if is_free:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCKS, job_id])
    return not is_free


def _is_file_held(lock: Path) -> bool:
    if not lock.exists():
        return False
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def read(job_id: int) -> dict[str, Any] | None:
    """What running work shows on SQLite: steps, done, total, alive_at; None when there is no sign of it."""
    try:
        shown = json.loads(place_of(job_id).read_text())
    except (FileNotFoundError, ValueError):
        return None
    return {**shown, "alive_at": datetime.fromisoformat(shown["alive_at"])}


def ask_to_stop(job_id: int) -> None:
    """Leave word for running work; on SQLite its row may be locked, so the word is a file."""
    if connection.vendor == "sqlite":
        _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        _stop_of(job_id).touch()
    else:
        apps.get_model("jobs", "Job").objects.filter(pk=job_id).update(is_stop_asked=True)


def forget(job_id: int) -> None:
    """Remove what a killed process left behind."""
    for left in (place_of(job_id), _stop_of(job_id), _lock_of(job_id)):
        left.unlink(missing_ok=True)


def _folder() -> Path:
    return settings.DATA_DIR / "jobs"


def place_of(job_id: int) -> Path:
    return _folder() / f"{job_id}.json"


def _lock_of(job_id: int) -> Path:
    return _folder() / f"{job_id}.lock"


def _stop_of(job_id: int) -> Path:
    return _folder() / f"{job_id}.stop"
