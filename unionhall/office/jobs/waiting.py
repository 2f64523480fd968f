"""Jobs that ended while their starter was elsewhere: shown on the first page until they are looked at.

Fills `ui.slots.WAITING`.
"""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from unionhall.kernel.scope import Scope
from unionhall.kernel.waiting import Waiting
from unionhall.office.jobs import words
from unionhall.office.jobs.models import Job, JobState
from unionhall.ui.retelling import retold

SHOWN = 20


def ended(scope: Scope, on: date) -> list[Waiting]:
    """The user's own jobs that are over and not yet seen."""
    over = (JobState.DONE, JobState.FAILED, JobState.STOPPED)
    rows = Job.objects.filter(by_username=scope.username, state__in=over, seen_at=None)[:SHOWN]
    return [
        Waiting(
            group=gettext("办完的作业"),
            title=retold(job.title),
            url=reverse("jobs:job", args=[job.number]),
            verb=gettext("看结果"),
            detail=job.sentence or job.number,
            state=words.state_chip(job),
        )
        for job in rows
    ]
