"""What a user may do to a job once it is started: ask it to stop.

Starting one is running.py; nothing else about a job is decided by hand.
"""

from datetime import date

from django.db import transaction

from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.office import journal
from unionhall.office.jobs import kinds, pulse
from unionhall.office.jobs.models import Job, JobState
from unionhall.office.jobs.running import STOPPED


class JobIsOver(DomainError):
    code = "job-is-over"
    sentence = N_("作业 {number} 已经结束，停止没有起作用。请看它的结果。")


class CannotStop(DomainError):
    code = "job-cannot-stop"
    sentence = N_("作业 {number} 不能中途停止，它还在继续。完成后再看结果。")


def stop(*, job: Job, by: Actor, on: date) -> Job:
    """Ask a job to stop: one that waits is stopped at once, a running one at its next step.

    :raises JobIsOver: it has ended. :raises CannotStop: this kind runs to its end.
    """
    if not kinds.is_known(job.kind) or not kinds.kind(job.kind).stop_label:
        raise CannotStop(number=job.number)
    if job.state == JobState.RUNNING:
        # Before the journal: on SQLite the entry waits for the write lock the job may hold until it stops.
        pulse.ask_to_stop(job.pk)
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
        waiting.update(state=JobState.STOPPED, sentence_template=STOPPED, sentence_facts={})
        job.refresh_from_db()
        if job.state in (JobState.DONE, JobState.FAILED):
            raise JobIsOver(number=job.number)
        journal.record(verb="jobs.job.stopped", by=by, on=on, obj=job, number=job.number)
    return job
