"""Finds work whose process died and runs it again, or closes it with a sentence that says what was kept.

Also gives back to the queue what a worker took and never began. Never touches work that lives.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from unionhall.kernel.errors import N_
from unionhall.office.jobs import kinds, pulse
from unionhall.office.jobs.running import enqueue

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job

SILENCE = timedelta(seconds=15)
MOST_ATTEMPTS = 3

AGAIN = N_("办到一半时程序中断，已从头再办，这是第 {attempt} 次。")
CUT_OFF = N_("办到一半时程序中断，没有办完。{kept}请看过结果再重新发起。")
CUT_OFF_OFTEN = N_("程序中断了 {attempts} 次，不再重办。{kept}请把作业编号告诉管理员。")


def sweep(*, now: datetime, silence: timedelta = SILENCE) -> list["Job"]:
    """Take up every job whose process is gone: silent that long and its lock free. Gives back those taken up."""
    taken = []
    for job in _jobs().filter(state="running"):
        shown = pulse.read(job.pk)
        last = max(filter(None, (shown and shown["alive_at"], job.alive_at, job.started_at)))
        if now - last >= silence and not pulse.is_held(job.pk) and _take_up(job, now):
            taken.append(job)
    for job in _jobs().filter(state="waiting", created_at__lte=now - silence):
        if (job.alive_at is None or now - job.alive_at >= silence) and not _is_queued(job):
            enqueue(job)
            taken.append(job)
    return taken


def _take_up(job: "Job", now: datetime) -> bool:
    # The row as it was read is the condition: of two sweepers one takes the job up.
    rows = _jobs().filter(pk=job.pk, state="running", attempts=job.attempts, started_at=job.started_at)
    is_repeatable = kinds.is_known(job.kind) and kinds.kind(job.kind).is_repeatable
    again = is_repeatable and job.attempts < MOST_ATTEMPTS
    with transaction.atomic():
        if not rows.update(**(_again(job, now) if again else _closed(job, is_repeatable, now))):
            return False
        if again:
            enqueue(job)
    pulse.forget(job.pk)
    job.refresh_from_db()
    return True


def _again(job: "Job", now: datetime) -> dict[str, Any]:
    return {
        "state": "waiting",
        "alive_at": now,
        "steps": [],
        "done": 0,
        "total": 0,
        "sentence_template": AGAIN,
        "sentence_facts": {"attempt": job.attempts + 1},
    }


def _closed(job: "Job", is_repeatable: bool, now: datetime) -> dict[str, Any]:
    return {
        "state": "failed",
        "finished_at": now,
        "sentence_template": CUT_OFF_OFTEN if is_repeatable else CUT_OFF,
        "sentence_facts": {"attempts": job.attempts},
    }


def _is_queued(job: "Job") -> bool:
    return bool(job.task_id) and DBTaskResult.objects.filter(pk=job.task_id, status="READY").exists()


def _jobs() -> Any:
    return apps.get_model("jobs", "Job").objects
