"""Pages of imports: the list of a kind's files, the upload, one file from its preview to its result, what can be done with it.

What a row means is the kind's; what is shown beside the verdicts comes through IMPORT_PANELS.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.errors import DomainError
from unionhall.kernel.scope import Duty
from unionhall.office import journal
from unionhall.office.imports import actions, marking, queries, showing, tasks
from unionhall.office.imports.contract import ImportKind, kind_of
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.imports.refusals import NoReason
from unionhall.office.imports.showing import address_of
from unionhall.office.jobs.models import Job
from unionhall.ui import tables
from unionhall.ui.downloads import workbook_answer
from unionhall.ui.pages import Crumb, DecisionPage, Page
from unionhall.ui.slots import IMPORT_PANELS

AT_ONCE_BYTES = 5 * 2**20  # a larger file is read, committed and marked by a job


def crumbs_of(kind: ImportKind | type[ImportKind]) -> tuple[Crumb, Crumb]:
    return (gettext(kind.place.group), ""), (gettext(kind.place.label), reverse(kind.place.files))


def is_small(imported: Import) -> bool:
    return imported.file_size < AT_ONCE_BYTES


def _job_address(job: Job) -> str:
    return reverse("jobs:job", args=[job.number])


class FilesPage(Page):
    """Every file of one kind within reach, newest first. A kind's page gives `kind`, `table_class`, `upload_label`."""

    template_name = "imports/list.html"
    kind: ClassVar[type[ImportKind]]
    table_class: ClassVar[type[showing.FileTable]]
    upload_label: ClassVar[Any] = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        state = request.GET.get("state", "")
        rows = Import.objects.filter(kind=self.kind.code).visible_to(self.scope)
        if state in ImportState.values:
            rows = rows.filter(state=state)
        table = tables.paged(request, self.table_class(rows), is_filtered=bool(state))
        return self.answer(
            table=table,
            state=state,
            states=ImportState.choices,
            may_enter=self.scope.has(Duty.ENTER),
            upload_url=reverse(self.kind.place.upload),
            upload_label=self.upload_label,
        )


class UploadPage(DecisionPage):
    """A file and what it is for; it leads to the preview, or to the job that reads it.

    A kind's page gives `kind`, `form_class` (with a field `file`), `explanation` and `meant_for`.
    """

    verb = _("上传并读取")
    duties = (Duty.ENTER,)
    kind: ClassVar[type[ImportKind]]
    explanation: ClassVar[Any] = ""

    def meant_for(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """What the form says the file is for, as the kind takes it."""
        raise NotImplementedError

    def context(self, **extra: Any) -> dict[str, Any]:
        self.crumbs = crumbs_of(self.kind)
        return super().context(explanation=self.explanation, cancel_url=reverse(self.kind.place.files), **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Import:
        upload = cleaned["file"]
        return actions.upload(
            kind=self.kind.code,
            content=upload.read(),
            file_name=upload.name,
            options=self.meant_for(cleaned),
            by=self.actor,
            on=self.today,
            scope=self.scope,
        )

    def after(self, subject: Any, outcome: Import) -> str:
        if not is_small(outcome):
            return _job_address(tasks.start_reading(outcome, by=self.actor, url=address_of(outcome)))
        try:
            actions.read(outcome)
        except DomainError as refusal:
            # The file is kept: its page offers to read it again.
            messages.error(self.request, refusal.say(gettext))
        return address_of(outcome)


class ImportPage(Page):
    """One file: how it was read, its verdicts, what a commit would write or has written."""

    template_name = "imports/import.html"

    def imported(self) -> Import:
        found: Import = self.row(Import.objects.all(), pk=self.kwargs["pk"])
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.shown(self.imported())

    def shown(self, imported: Import, refusal: DomainError | None = None) -> HttpResponse:
        kind = kind_of(imported.kind)
        self.title, self.crumbs = gettext("导入{what}").format(what=gettext(kind.label)), crumbs_of(kind)
        panels = [panel for provider in IMPORT_PANELS if (panel := provider(imported, self.scope)) is not None]
        is_committed = imported.state == ImportState.COMMITTED
        return self.answer(
            imported=imported,
            may_enter=self.scope.covers(imported.organisation_path, Duty.ENTER),
            chip=showing.state_chip(imported),
            job=queries.open_job(imported),
            panels=panels,
            sheets=showing.sheets(imported),
            fields=showing.field_choices(imported),
            verdicts=showing.verdicts(imported),
            parts=showing.parts(imported),
            account=showing.account(imported),
            hinders=actions.dependents(imported) if is_committed else [],
            refusal=refusal.say(gettext) if refusal else "",
            upload_url=reverse(kind.place.upload),
            written_label=gettext(kind.place.written[0]),
            written_url=reverse(kind.place.written[1]),
            **showing.outcome(imported),
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


class ImportAct(ImportPage):
    """A button of an import's page: one call at once for a small file, else a job; a refusal shows on the page."""

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
        if is_small(imported):
            at_once()
            return address_of(imported)
        return _job_address(as_job())


class ReadAct(ImportAct):
    def act(self, imported: Import) -> str:
        return self.either(
            imported,
            lambda: actions.read(imported),
            lambda: tasks.start_reading(imported, by=self.actor, url=address_of(imported)),
        )


class ColumnsAct(ImportAct):
    def act(self, imported: Import) -> str:
        mapping = showing.columns_chosen(imported, self.request.POST)
        named: Mapping[str, Any] = {"mapping": mapping, "by": self.actor, "on": self.today}
        return self.either(
            imported,
            lambda: actions.confirm_columns(imported, **named),
            lambda: tasks.start_columns(imported, url=address_of(imported), **named),
        )


class CommitAct(ImportAct):
    def act(self, imported: Import) -> str:
        named: Mapping[str, Any] = {"by": self.actor, "on": self.today}
        return self.either(
            imported,
            lambda: actions.commit(imported, **named),
            lambda: tasks.start_commit(imported, url=address_of(imported), **named),
        )


class UndoAct(ImportAct):
    def act(self, imported: Import) -> str:
        reason = self.request.POST.get("reason", "").strip()[:200]
        if not reason:
            raise NoReason
        named: Mapping[str, Any] = {"reason": reason, "by": self.actor, "on": self.today}
        return self.either(
            imported,
            lambda: actions.undo(imported, **named),
            lambda: tasks.start_undo(imported, url=address_of(imported), **named),
        )


class MarkedPage(ImportPage):
    """The marked workbook; unmasked, so that each download is journalled. A large file's is made by a job first."""

    duties = (Duty.ENTER,)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        imported = self.imported()
        only_rejected = request.GET.get("only") == "rejected"
        try:
            content = marking.kept(imported, only_rejected=only_rejected)
            if content is None and not is_small(imported):
                return HttpResponseRedirect(_job_address(self._job(imported, only_rejected)))
            content = content or marking.marked_workbook(imported, only_rejected=only_rejected)
        except DomainError as refusal:
            answer = self.shown(imported, refusal)
            answer.status_code = 422
            return answer
        journal.record(
            verb=f"{imported.kind}.marked_taken",
            by=self.actor,
            on=self.today,
            obj=imported,
            only_rejected=only_rejected,
            rows=imported.counts["rejected" if only_rejected else "rows"],
        )
        stem = imported.file_name.rpartition(".")[0] or imported.file_name
        mark = gettext("未导入的行") if only_rejected else gettext("标注")
        return workbook_answer(content, f"{stem}_{mark}.xlsx")

    def _job(self, imported: Import, only_rejected: bool) -> Job:
        """The job that makes it, unless one is at it; it leads back here."""
        queries.verdict_rows(imported)
        url = self.request.get_full_path()
        return queries.open_job(imported) or tasks.start_marking(
            imported, only_rejected=only_rejected, by=self.actor, on=self.today, url=url
        )
