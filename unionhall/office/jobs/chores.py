"""Small recurring work of the background process: each app declares its own at start-up.

Not for anything a user waits for: that is a job.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import OperationalError, close_old_connections, connection

log = logging.getLogger("unionhall.jobs")

Run = Callable[[datetime, date], object]


@dataclass
class Chore:
    """`run(now, on)` gets the instant and the business day."""

    name: str
    every: timedelta
    run: Run
    due_at: datetime | None = None


_chores: dict[str, Chore] = {}


def chore(name: str, *, every: timedelta) -> Callable[[Run], Run]:
    """Declare `run(now, on)`, called about that often in every worker; it must bear being called twice."""

    def declare(run: Run) -> Run:
        _chores[name] = Chore(name, every, run)
        return run

    return declare


def refresh_connections() -> None:
    """Drop connections that broke or aged; inside a caller's transaction there is only the one."""
    if not connection.in_atomic_block:
        close_old_connections()


def run_due(now: datetime, on: date) -> list[str]:
    """Run what is due and give back the names; an error in one does not keep the others from running."""
    done = []
    for job in _chores.values():
        if job.due_at is not None and now < job.due_at:
            continue
        refresh_connections()
        try:
            job.run(now, on)
        except OperationalError:
            # The database is busy or away for a moment; the next round asks again.
            log.info("chore %s found the database busy", job.name)
            continue
        except Exception:
            log.exception("chore failed", extra={"chore": job.name})
        job.due_at = now + job.every
        done.append(job.name)
    return done
