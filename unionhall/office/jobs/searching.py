"""Jobs the search box finds: by their number (ZY-20251226-0031, or the beginning or end of it) or a part of the title.

Within the organisations of the reader.
"""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from unionhall.kernel.hits import Hit
from unionhall.kernel.scope import Scope
from unionhall.office.jobs.models import Job

SHOWN = 20


def jobs(terms: str, scope: Scope, on: date) -> list[Hit]:
    """At most `SHOWN` jobs, newest first."""
    rows = Job.objects.visible_to(scope).order_by("-pk")
    for word in terms.split():
        rows = rows.filter(Q(number__contains=word.upper()) | Q(title__contains=word))
    return [
        Hit(gettext("作业"), job.title, reverse("jobs:job", args=[job.number]), f"{job.number} · {job.by_name}")
        for job in rows[:SHOWN]
    ]
