"""最近的作业 beside the first page's list: the reader's own, newest first.

The list of everybody's stands in pages.py.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from unionhall.kernel.scope import Scope
from unionhall.office.jobs import words
from unionhall.office.jobs.models import Job
from unionhall.ui.panels import Panel

SHOWN = 4


def recent_jobs(scope: Scope, posts: Any, on: date) -> Panel | None:
    """None for whoever has started none."""
    rows = list(Job.objects.visible_to(scope).filter(by_username=scope.username).order_by("-pk")[:SHOWN])
    if not rows:
        return None
    lines = [(job, words.state_chip(job)) for job in rows]
    return Panel(_("最近的作业"), "jobs/recent_panel.html", {"lines": lines})
