"""Jobs as they are this moment: running work on SQLite shows itself beside the database.

Reads only.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from unionhall.office.jobs import pulse
from unionhall.office.jobs.progress import DOING

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job


def live(job: "Job") -> "Job":
    """The same job with what its running work shows now; nothing is saved."""
    if job.state == "running" and (shown := pulse.read(job.pk)):
        job.steps, job.done, job.total = shown["steps"], shown["done"], shown["total"]
        job.alive_at = shown["alive_at"]
    return job


def elapsed_seconds(job: "Job", now: datetime) -> int:
    """From its start to its end, or until now."""
    if job.started_at is None:
        return 0
    return max(int(((job.finished_at or now) - job.started_at).total_seconds()), 0)


def remaining_seconds(job: "Job") -> int | None:
    """What the running step still needs at its pace so far; None as long as that cannot be said."""
    step = next((step for step in job.steps if step["state"] == DOING), None)
    if step is None or not job.done or job.total <= job.done or step["seconds"] < 2:
        return None
    return round(step["seconds"] * (job.total - job.done) / job.done)


def percent(job: "Job") -> int | None:
    """How far the running step is; None when it does not count."""
    return min(job.done * 100 // job.total, 100) if job.total else None
