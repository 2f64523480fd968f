"""Pages of rosters: the list, the upload, one roster from its preview to its result, and what can be done with it.

What happens to a file is the import engine's; what is shown beside the verdicts comes through IMPORT_PANELS.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.mutual_aid import showing
from unionhall.aid.mutual_aid.forms import RosterForm
from unionhall.aid.mutual_aid.roster import MutualAidRoster
from unionhall.kernel.errors import DomainError
from unionhall.kernel.scope import Duty
from unionhall.office import journal
from unionhall.office.imports import actions, marking, queries, tasks
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.imports.refusals import NoReason
from unionhall.office.jobs.models import Job
from unionhall.ui import tables
from unionhall.ui.downloads import workbook_answer
from unionhall.ui.pages import Crumb, DecisionPage, Page
from unionhall.ui.slots import IMPORT_PANELS

GROUP: Crumb = (_("互助与帮扶"), "")
AT_ONCE_BYTES = 5 * 2**20  # a larger file is read and committed by a job


def _rosters() -> Any:
    return Import.objects.filter(kind=MutualAidRoster.code)


def _address(imported: Import) -> str:
    return reverse("mutual_aid:roster", args=[imported.pk])


def _job_address(job: Job) -> str:
    return reverse("jobs:job", args=[job.number])


def _is_small(imported: Import) -> bool:
    return imported.file_size < AT_ONCE_BYTES


class RosterListPage(Page):
    """Every file sent for a roster within reach, newest first."""

    template_name = "mutual_aid/rosters.html"
    title = _("参保花名册")
    crumbs = (GROUP,)

    def get(self, request: HttpRequest) -> HttpResponse:
        state = request.GET.get("state", "")
        rows = _rosters().visible_to(self.scope)
        if state in ImportState.values:
            rows = rows.filter(state=state)
        table = tables.paged(request, showing.RosterTable(rows), is_filtered=bool(state))
        return self.answer(table=table, state=state, states=ImportState.choices, may_enter=self.scope.has(Duty.ENTER))


class UploadPage(DecisionPage):
    """A file for one period and one unit; it leads to the preview, or to the job that reads it."""

    title, verb = _("导入花名册"), _("上传并读取")
    form_class = RosterForm
    duties = (Duty.ENTER,)

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"scope": self.scope, "on": self.today}

    def context(self, **extra: Any) -> dict[str, Any]:
        self.crumbs = (GROUP, (_("参保花名册"), reverse("mutual_aid:rosters")))
        explanation = _(
            "各单位自己的表格都可以，不必改成模板：标题、合并表头、合计、签字行会认出来。"
            "先逐行给出结论，确认以后才写入；写入以后、数字冻结前可以整批撤销。"
        )
        return super().context(explanation=explanation, cancel_url=reverse("mutual_aid:rosters"), **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Import:
        period, upload = cleaned["period"], cleaned["file"]
        return actions.upload(
            kind=MutualAidRoster.code,
            content=upload.read(),
            file_name=upload.name,
            options={"scheme": period.scheme.code, "period": period.number, "unit": cleaned["unit"].pk},
            by=self.actor,
            on=self.today,
            scope=self.scope,
        )

    def after(self, subject: Any, outcome: Import) -> str:
        if not _is_small(outcome):
            return _job_address(tasks.start_reading(outcome, by=self.actor, url=_address(outcome)))
        try:
            actions.read(outcome)
        except DomainError as refusal:
            # The file is kept: its page offers to read it again.
            messages.error(self.request, refusal.say(gettext))
        return _address(outcome)


class RosterPage(Page):
    """One file: how it was read, its verdicts, what a commit would write or has written."""

    template_name = "mutual_aid/roster.html"
    title = _("导入花名册")

    def imported(self) -> Import:
        found: Import = self.row(_rosters(), pk=self.kwargs["pk"])
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.shown(self.imported())

    def shown(self, imported: Import, refusal: DomainError | None = None) -> HttpResponse:
        self.crumbs = (GROUP, (_("参保花名册"), reverse("mutual_aid:rosters")))
        panels = [panel for provider in IMPORT_PANELS if (panel := provider(imported, self.scope)) is not None]
        is_committed = imported.state == ImportState.COMMITTED
        return self.answer(
            imported=imported,
            may_enter=self.scope.covers(imported.organisation_path, Duty.ENTER),
            chip=showing.state_chip(imported),
            job=queries.open_job(imported),
            panels=panels,
            sheets=showing.sheets(imported),
            fields=showing.field_choices(),
            verdicts=showing.verdicts(imported),
            parts=showing.parts(imported),
            account=showing.account(imported),
            hinders=actions.dependents(imported) if is_committed else [],
            refusal=refusal.say(gettext) if refusal else "",
            **self._rows(imported),
        )

    def _rows(self, imported: Import) -> dict[str, Any]:
        """The rows of the tab asked for; a sentence in their place once the files are deleted."""
        if not imported.verdicts_name:
            return {}
        asked = showing.Asked.of(self.request.GET, imported)
        page, codes = asked.page_of(imported), asked.codes(imported)
        told = {"tabs": showing.tabs(imported, asked), "asked": asked, "page_of_rows": page}
        try:
            found = queries.rows(
                imported,
                codes=codes,
                offset=showing.ROWS_PER_PAGE * (page.number - 1),
                limit=showing.ROWS_PER_PAGE,
            )
        except DomainError as gone:
            return {**told, "rows_gone": gone.say(gettext)}
        shown = [(row, showing.STANDINGS[row.verdict.standing]) for row in found.rows]
        heads = [(label, field == "amount") for field, label in zip(found.fields, found.labels, strict=True)]
        return {**told, "rows": found, "shown_rows": shown, "heads": heads}


class RosterAct(RosterPage):
    """A button of a roster's page: one call at once for a small file, else a job; a refusal shows on the page."""

    duties = (Duty.ENTER,)

    http_method_names: ClassVar[list[str]] = ["post"]  # type: ignore[misc]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        imported = self.imported()
        try:
            return HttpResponseRedirect(self.act(imported))
        except DomainError as refusal:
            imported.refresh_from_db()
            answer = self.shown(imported, refusal)
            answer.status_code = 422
            return answer

    def act(self, imported: Import) -> str:
        """Do it and say where to go on.

        :raises DomainError: refused.
        """
        raise NotImplementedError

    def either(self, imported: Import, at_once: Callable[[], Any], as_job: Callable[[], Job]) -> str:
        if _is_small(imported):
            at_once()
            return _address(imported)
        return _job_address(as_job())


class ReadAct(RosterAct):
    def act(self, imported: Import) -> str:
        return self.either(
            imported,
            lambda: actions.read(imported),
            lambda: tasks.start_reading(imported, by=self.actor, url=_address(imported)),
        )


class ColumnsAct(RosterAct):
    def act(self, imported: Import) -> str:
        mapping = showing.columns_chosen(imported, self.request.POST)
        named: Mapping[str, Any] = {"mapping": mapping, "by": self.actor, "on": self.today}
        return self.either(
            imported,
            lambda: actions.confirm_columns(imported, **named),
            lambda: tasks.start_columns(imported, url=_address(imported), **named),
        )


class CommitAct(RosterAct):
    def act(self, imported: Import) -> str:
        named: Mapping[str, Any] = {"by": self.actor, "on": self.today}
        return self.either(
            imported,
            lambda: actions.commit(imported, **named),
            lambda: tasks.start_commit(imported, url=_address(imported), **named),
        )


class UndoAct(RosterAct):
    def act(self, imported: Import) -> str:
        reason = self.request.POST.get("reason", "").strip()[:200]
        if not reason:
            raise NoReason
        named: Mapping[str, Any] = {"reason": reason, "by": self.actor, "on": self.today}
        return self.either(
            imported,
            lambda: actions.undo(imported, **named),
            lambda: tasks.start_undo(imported, url=_address(imported), **named),
        )


class MarkedPage(RosterPage):
    """The marked workbook; unmasked, so that each download is journalled."""

    duties = (Duty.ENTER,)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        imported = self.imported()
        only_rejected = request.GET.get("only") == "rejected"
        try:
            content = marking.marked_workbook(imported, only_rejected=only_rejected)
        except DomainError as refusal:
            answer = self.shown(imported, refusal)
            answer.status_code = 422
            return answer
        journal.record(
            verb="mutual_aid.roster.marked_taken",
            by=self.actor,
            on=self.today,
            obj=imported,
            only_rejected=only_rejected,
            rows=imported.counts["rejected" if only_rejected else "rows"],
        )
        stem = imported.file_name.rpartition(".")[0] or imported.file_name
        mark = gettext("未导入的行") if only_rejected else gettext("标注")
        return workbook_answer(content, f"{stem}_{mark}.xlsx")
