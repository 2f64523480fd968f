"""Starting background work and running it: states, steps, and the sentence when it did not end well.

Work that was killed is found by sweeping.py.
"""

import contextlib
import logging
import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django_tasks import task

from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.office.jobs import kinds, numbers, progress, pulse

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job

log = logging.getLogger("unionhall.jobs")

SYSTEM_ERROR = N_("系统出错，错误编号 {number}。{kept}请把编号告诉管理员。")
STOPPED = N_("已按要求停止。{kept}")
FINISH_TRIES = 10


def start(
    *, kind: str, title: str | Promise, by: Actor, arguments: dict[str, Any] | None = None, url: str = ""
) -> "Job":
    """Put work into the queue; a worker picks it up once the caller's transaction is committed.

    `arguments` are JSON and go to the runner as keywords; `title` names no person; `url` is where the result stands.

    :raises LookupError: no installed app runs this kind.
    """
    kinds.kind(kind)
    with transaction.atomic():
        job = _model().objects.create(
            number=numbers.dated("ZY", timezone.localdate()),
            kind=kind,
            title=str(title),
            arguments=arguments or {},
            url=url,
            by_username=by.username,
            by_name=by.name,
            organisation_name=by.organisation_name,
            organisation_path=by.organisation_path,
        )
        enqueue(job)
    return job


def enqueue(job: "Job") -> None:
    """Give the waiting job to the workers."""
    job.task_id = str(run_job.enqueue(job.pk).id)
    _model().objects.filter(pk=job.pk).update(task_id=job.task_id)


@task()
def run_job(job_id: int) -> None:
    """What a worker runs; a job that is no longer waiting (stopped, run elsewhere) is left alone."""
    job = _model().objects.filter(pk=job_id).first()
    if job is not None:
        run(job)


def run(job: "Job") -> "Job":
    """Run a waiting job here and now and give it back as it ended; errors become its sentence.

    A job that is not waiting is given back untouched.
    """
    now = timezone.now()
    claimed = {"state": "running", "started_at": now, "alive_at": now, "steps": [], "is_stop_asked": False}
    rows = _model().objects.filter(pk=job.pk)
    if not rows.filter(state="waiting").update(attempts=F("attempts") + 1, **claimed):
        job.refresh_from_db()
        return job
    job.refresh_from_db()
    told = progress.Progress(kinds.kind(job.kind).steps)
    with pulse.pulse(job, told):
        ended = _outcome(job, told)
        _finish(job, {**told.shown(), **ended, "finished_at": timezone.now()})
    job.refresh_from_db()
    return job


def _outcome(job: "Job", told: progress.Progress) -> dict[str, Any]:
    """Run the work; how it ended as column values."""
    kind = kinds.kind(job.kind)
    # Inside a caller's transaction a failed statement must not take the job's own row with it.
    guard = transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext()
    try:
        with guard:
            result = kind.run(job, told, **job.arguments) or {}
    except progress.Stopped:
        told.close(progress.FAILED)
        return {"state": "stopped", **_sentence(STOPPED)}
    except DomainError as refusal:
        told.close(progress.FAILED)
        return {"state": "failed", **_sentence(refusal.sentence, code=refusal.code, **refusal.facts)}
    except Exception:
        told.close(progress.FAILED)
        number = f"{secrets.token_hex(2).upper()}-{secrets.token_hex(1).upper()}"
        log.exception("job failed", extra={"error_number": number})
        return {"state": "failed", **_sentence(SYSTEM_ERROR, number=number)}
    told.close()
    return {"state": "done", "result": result, **_sentence("")}


def _sentence(template: str, **facts: Any) -> dict[str, Any]:
    return {"sentence_template": template, "sentence_facts": {name: _plain(fact) for name, fact in facts.items()}}


def _plain(fact: Any) -> Any:
    if isinstance(fact, date | datetime):
        return fact.isoformat()
    return fact if fact is None or isinstance(fact, str | int | float | bool) else str(fact)


def _finish(job: "Job", ended: dict[str, Any]) -> None:
    rows = _model().objects.filter(pk=job.pk, state="running")
    for left in reversed(range(FINISH_TRIES)):
        try:
            rows.update(**ended)
            return
        except OperationalError:
            # A busy SQLite database has already waited its 30 seconds: the outcome is worth asking again.
            if not left or connection.in_atomic_block:
                raise


def _model() -> "type[Job]":
    return apps.get_model("jobs", "Job")
