"""Jobs: the list, one job as it runs, the button that stops it.

A page asks for itself once a second while the job runs; when it ends the page is loaded anew with the result.
"""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import DomainError
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.jobs import actions, kinds, queries, words
from unionhall.office.jobs.models import Job, JobState
from unionhall.ui import tables
from unionhall.ui.pages import Page
from unionhall.ui.retelling import retold
from unionhall.ui.slots import JOB_RESULTS
from unionhall.ui.templatetags.ui import chip_of, moment

_CRUMBS = ((_("系统"), ""),)


class JobTable(tables.Table):
    noun = _("件作业")
    empty = tables.Empty(_("还没有作业"), _("导入花名册、生成综述这类要几秒以上的事，会作为作业列在这里。"))
    title = tables.StackedColumn(
        first=retold,
        verbose_name=_("作业"),
        second=lambda job: job.number,
        url=lambda job: reverse("jobs:job", args=[job.number]),
        orderable=False,
    )
    by_name = tables.Column(verbose_name=_("经办人"), phone="second", orderable=False)
    organisation_name = tables.Column(verbose_name=_("单位"), orderable=False)
    created_at = tables.Column(verbose_name=_("提交时间"), phone="line", orderable=False)
    finished_at = tables.Column(verbose_name=_("用时"), phone="line", orderable=False, empty_values=())
    state = tables.ChipColumn(verbose_name=_("状态"), orderable=False)

    def render_created_at(self, value: Any) -> str:
        return moment(value)

    def render_finished_at(self, record: Job) -> str:
        return words.span(queries.elapsed_seconds(record, timezone.now())) if record.started_at else "—"

    def render_state(self, record: Job) -> SafeString | str:
        if record.state == JobState.DONE:
            return str(record.get_state_display())
        return chip_of((words.CHIPS[record.state], str(record.get_state_display())))


class Jobs(Page):
    """Every job of the reader's organisations, newest first."""

    template_name = "jobs/list.html"
    title = _("作业")
    crumbs = _CRUMBS

    def get(self, request: HttpRequest) -> HttpResponse:
        state, mine = request.GET.get("state", ""), bool(request.GET.get("mine"))
        rows = Job.objects.visible_to(self.scope).order_by("-pk")
        if state in JobState.values:
            rows = rows.filter(state=state)
        if mine:
            rows = rows.filter(by_username=request.user.get_username())
        table = tables.paged(request, JobTable(rows), is_filtered=bool(state or mine))
        return self.answer(table=table, state=state, mine=mine, states=JobState.choices)


class JobPage(Page):
    """One job: its steps while it runs, its result when it is done."""

    template_name = "jobs/job.html"
    crumbs = (*_CRUMBS, (_("作业"), "/system/jobs/"))

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        job = queries.live(self.row(Job.objects.all(), number=number))
        if job.is_over and job.seen_at is None and job.by_username == request.user.get_username():
            _note_seen(job)
        return self.answer(
            title=retold(job.title), **shown(job), **self._result(job), may_stop=may_stop(job, self.scope)
        )

    def _result(self, job: Job) -> dict[str, Any]:
        made = [provider(job, self.scope) for provider in JOB_RESULTS] if job.is_over else []
        panels = [panel for panel in made if panel is not None]
        return {
            "panels": [panel for panel in panels if not panel.is_aside],
            "asides": [panel for panel in panels if panel.is_aside],
            "lines": job.result.get("lines", []) if isinstance(job.result, dict) else [],
        }


class LiveJob(Page):
    """The part of a job's page that moves; once the job is over the whole page is asked for."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        job = queries.live(self.row(Job.objects.all(), number=number))
        answer = render(request, "jobs/live.html", shown(job))
        if job.is_over:
            answer.headers["HX-Refresh"] = "true"
        answer.headers["Cache-Control"] = "no-store"
        return answer


class StopJob(Page):
    """Asks a job to stop."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        job = self.row(Job.objects.all(), number=number)
        if not may_stop(job, self.scope):
            raise PermissionDenied
        try:
            actions.stop(job=job, by=cast(Actor, request.user), on=self.today)
        except DomainError as refusal:
            page = JobPage(request=request, scope=self.scope, today=self.today)
            job.refresh_from_db()
            answer = page.answer(
                title=retold(job.title), **shown(job), refusal=refusal.say(gettext), refusal_code=refusal.code
            )
            answer.status_code = 422
            return answer
        except OperationalError:
            # The word to stop is left already; only its journal line found the database busy.
            return HttpResponseRedirect(reverse("jobs:job", args=[number]))
        return HttpResponseRedirect(reverse("jobs:job", args=[number]))


def may_stop(job: Job, scope: Scope) -> bool:
    """Whoever started it, or an administrator of that organisation, as long as it runs."""
    is_theirs = job.by_username == scope.username or (
        scope.covers(job.organisation_path, Duty.ADMINISTER) if job.organisation_path else scope.has(Duty.ADMINISTER)
    )
    is_stoppable = kinds.is_known(job.kind) and bool(kinds.kind(job.kind).stop_label)
    return is_theirs and is_stoppable and not job.is_over


def shown(job: Job) -> dict[str, Any]:
    """Context of the moving part."""
    now = timezone.now()
    known = kinds.kind(job.kind) if kinds.is_known(job.kind) else None
    return {
        "job": job,
        "chip": words.state_chip(job),
        "steps": words.step_rows(job),
        "percent": queries.percent(job),
        "counted": words.counted(job),
        "times": words.times(job, now),
        "took": words.span(queries.elapsed_seconds(job, now)),
        "stop_label": gettext(known.stop_label) if known and known.stop_label else "",
        "kept": gettext(known.kept) if known else "",
    }


def _note_seen(job: Job) -> None:
    """The first page stops telling of it; a busy database tells of it once more."""
    try:
        Job.objects.filter(pk=job.pk).update(seen_at=timezone.now())
    except OperationalError:
        return
