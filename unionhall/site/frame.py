"""What every page's frame shows: menu, breadcrumb data, business day, demo banner.

The menu itself is in menu.py.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from unionhall.kernel.scope import Scope
from unionhall.office.jobs.models import Job, JobState
from unionhall.site.menu import menu_for

LOADING = "reference_year.build"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; cheap, no query of its own but while the demonstration is loaded."""
    scope = getattr(request, "scope", None)
    if scope is None:
        return {}
    latest = request.installation.year or request.today.year  # type: ignore[attr-defined]
    return {
        "years": [latest, latest - 1],
        "year": request.session.get("year", latest),
        "menu": menu_for(scope, request.path),
        "installation": request.installation,  # type: ignore[attr-defined]
        "today": request.today,  # type: ignore[attr-defined]
        "posts": request.posts,  # type: ignore[attr-defined]
        "scope": scope,
        "loading_url": _loading_url(scope) if request.installation.is_loading else "",  # type: ignore[attr-defined]
    }


def _loading_url(scope: Scope) -> str:
    """The page of the job that loads the demonstration, for whoever may open it; "" for everybody else."""
    jobs = Job.objects.visible_to(scope).filter(kind=LOADING)
    job = jobs.filter(state__in=(JobState.WAITING, JobState.RUNNING)).first()
    return reverse("jobs:job", args=[job.number]) if job else ""
