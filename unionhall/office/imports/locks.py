"""Who is working on an import right now: a lock that dies with its process, so that a killed commit is known as dead.

An advisory lock of the session on PostgreSQL, a locked file beside the database on SQLite.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from unionhall.kernel.errors import N_, DomainError

_CLASS = 0x494D50  # "IMP": the class of our advisory locks


class ImportBusy(DomainError):
    code = "import-busy"
    sentence = N_("这次导入正在办理中，什么也没有改动。请等它办完再试。")


@contextmanager
def held(import_id: int) -> Iterator[None]:
    """Hold the import while the block runs. :raises ImportBusy: somebody else does."""
    if connection.vendor == "postgresql":
        with _advisory(import_id):
            yield
        return
    with _lock_file(f"import-{import_id}") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise ImportBusy from taken
        yield


@contextmanager
def turn(kind: str) -> Iterator[None]:
    """Commits of one kind stand in line: what one writes ahead must not look like records to the next."""
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(kind.encode()).digest()[:4], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_CLASS + 1, key])
        try:
            yield
        finally:
            _release(_CLASS + 1, key)
        return
    with _lock_file(f"imports-{kind}") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _advisory(import_id: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_CLASS, import_id % 2**31])
        if not cursor.fetchone()[0]:
            raise ImportBusy
    try:
        yield
    finally:
        _release(_CLASS, import_id % 2**31)


def _release(of: int, key: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [of, key])
    except (OperationalError, InterfaceError):
        # The connection is gone, and the lock with it.
        connection.close()


def _lock_file(name: str) -> IO[str]:
    folder = settings.DATA_DIR / "locks"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return (folder / name).open("a")


def is_held(import_id: int) -> bool:
    """Whether a living process works on it."""
    try:
        with held(import_id):
            return False
    except ImportBusy:
        return True
