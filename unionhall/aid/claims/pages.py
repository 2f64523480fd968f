"""Pages of editions that decide nothing: the list, one edition, its history, a stay tried on it, its tables.

What changes an edition stands in deciding.py.
"""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import exporting, rules, showing
from unionhall.aid.claims.forms import StayForm
from unionhall.aid.claims.models import Edition, EditionCase, EditionStatus, Trial
from unionhall.aid.claims.terms import facts_of, run_cases, terms_of
from unionhall.kernel.scope import Duty
from unionhall.office import journal
from unionhall.office.registers.acts import entries_of
from unionhall.office.registers.panels import Documents, panels_of
from unionhall.ui.downloads import file_answer, workbook_answer
from unionhall.ui.pages import Crumb, Page

GROUP: Crumb = (_("互助与帮扶"), "")
MOST = 10  # who gains and who loses most, on the page
ACTS_A_PAGE = 25


def list_crumb() -> Crumb:
    return (_("互助方案"), reverse("claims:editions"))


def editions() -> Any:
    return Edition.objects.select_related("scheme", "organisation", "copied_from")


class EditionListPage(Page):
    """Editions in force and in draft; those of other cities to copy from stand below."""

    template_name = "claims/editions.html"
    title = _("互助方案")
    crumbs = (GROUP,)

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = editions().visible_to(self.scope).prefetch_related("for_periods__period")
        own = [row for row in rows if row.status != EditionStatus.REFERENCE]
        own.sort(key=lambda row: (row.valid_from is not None, row.valid_from, row.pk), reverse=True)
        references = [row for row in rows if row.status == EditionStatus.REFERENCE]
        return self.answer(own=self._shown(own), references=self._shown(references))

    def _shown(self, rows: list[Edition]) -> list[dict[str, Any]]:
        return [{"edition": row, "chip": showing.status_chip(row), "periods": showing.periods_of(row)} for row in rows]


class EditionPage(Page):
    """One edition: its terms beside those it was copied from, its examples run, the last trial, its versions."""

    template_name = "claims/edition.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition: Edition = self.row(editions(), pk=pk)
        self.title, self.crumbs = edition.name, (GROUP, list_crumb())
        groups, changed = showing.groups(edition)
        runs = run_cases(edition)
        failed = [run for run in runs if not run.is_passed]
        trial = Trial.objects.visible_to(self.scope).filter(edition=edition).first()
        path = edition.organisation.path
        return self.answer(
            edition=edition,
            chip=showing.status_chip(edition),
            periods=showing.periods_of(edition),
            groups=groups,
            checklists=showing.checklists(edition),
            changed=changed,
            runs=runs,
            failed=failed,
            passed=len(runs) - len(failed),
            failed_places=gettext("、").join(str(run.case.place) for run in failed),
            versions=showing.versions(edition),
            may_enter=self.scope.covers(path, Duty.ENTER),
            may_value=edition.status == EditionStatus.IN_FORCE and self.scope.covers(path, Duty.REVIEW),
            may_sign=self.scope.covers(path, Duty.APPROVE),
            asides=panels_of((Documents(), showing.acts_panel), edition, self.scope, self.today),
            benefits=edition.benefits.all(),
            **self._trial(trial),
        )

    def _trial(self, trial: Trial | None) -> dict[str, Any]:
        if trial is None:
            return {"trial": None, "account": []}
        return {
            "trial": trial,
            "account": list(showing.trial_account(trial)),
            "is_outdated": showing.is_outdated(trial),
        }


class HistoryPage(Page):
    """Every act on an edition."""

    template_name = "registers/history.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition: Edition = self.row(editions(), pk=pk)
        self.title = gettext("{name}：经过").format(name=edition.name)
        self.crumbs = (GROUP, list_crumb(), (edition.name, edition.get_absolute_url()))
        entries = Paginator(entries_of(edition), ACTS_A_PAGE).get_page(request.GET.get("page"))
        return self.answer(entries=entries, acts=showing.acts(entries))


class TryPage(Page):
    """A stay typed in, and what the edition would give for it, step by step; nothing is kept."""

    template_name = "claims/try.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition: Edition = self.row(editions(), pk=pk)
        self.title = gettext("试算一笔")
        self.crumbs = (GROUP, list_crumb(), (edition.name, edition.get_absolute_url()))
        form = StayForm(request.GET if "benefit" in request.GET else None, edition=edition)
        decision = self._decided(edition, form) if form.is_bound and form.is_valid() else None
        return self.answer(
            edition=edition,
            form=form,
            decision=decision,
            lines=showing.calculation(decision.steps) if decision else (),
            plain=showing.in_plain_words(decision.steps) if decision else (),
            papers=self._papers(edition, form) if decision else (),
        )

    def _decided(self, edition: Edition, form: StayForm) -> rules.Decision:
        case = EditionCase(edition=edition, **form.cleaned_data["values"])
        return rules.decide(terms=terms_of(edition), facts=facts_of(case))

    def _papers(self, edition: Edition, form: StayForm) -> list[tuple[str, str]]:
        benefit = terms_of(edition).benefits[form.cleaned_data["benefit"]]
        return [(rules.mark(place), paper.label) for place, paper in enumerate(benefit.papers)]


class CasesTable(Page):
    """cases.csv, as a clerk can check and send it on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition: Edition = self.row(editions(), pk=pk)
        # With a mark, so that Excel reads the Chinese.
        content = "\ufeff" + exporting.cases_table(edition)
        return file_answer(
            content.encode(), gettext("{name}_例子.csv").format(name=edition.name), "text/csv; charset=utf-8"
        )


class TrialPage(Page):
    """The last trial of an edition: both sides, and who gains and loses most."""

    template_name = "claims/trial.html"

    def trial(self, pk: int) -> Trial:
        edition: Edition = self.row(editions(), pk=pk)
        found = Trial.objects.visible_to(self.scope).filter(edition=edition).select_related("edition", "period__scheme")
        trial = found.first()
        if trial is None:
            raise Http404
        return trial

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        trial = self.trial(pk)
        edition = trial.edition
        self.title = gettext("{name}：试算").format(name=edition.name)
        self.crumbs = (GROUP, list_crumb(), (edition.name, edition.get_absolute_url()))
        gains = [row for row in trial.people[:MOST] if row[4] > 0]
        losses = [row for row in reversed(trial.people[-MOST:]) if row[4] < 0]
        names = exporting.names_of([row[0] for row in (*gains, *losses)], self.scope)
        lists = (
            (_("补助变多最多的人"), self._told(gains, names)),
            (_("补助变少最多的人"), self._told(losses, names)),
        )
        return self.answer(
            head_title=gettext("试算"),
            trial=trial,
            account=list(showing.trial_account(trial)),
            lists=lists,
            is_outdated=showing.is_outdated(trial),
        )

    def _told(self, rows: list[Any], names: dict[int, str]) -> list[dict[str, Any]]:
        keys = ("person", "claims", "was_fen", "would_fen", "change_fen")
        return [{**dict(zip(keys, row, strict=True)), "name": names.get(row[0], "—")} for row in rows]


class TrialWorkbook(TrialPage):
    """The whole trial with names; each download is journalled."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        trial = self.trial(pk)
        content = exporting.trial_workbook(trial, self.scope)
        journal.record(
            verb="claims.edition.workbook_taken",
            by=self.actor,
            on=self.today,
            obj=trial.edition,
            period=trial.period.number,
            count=len(trial.people),
        )
        return workbook_answer(content, gettext("{name}_试算.xlsx").format(name=trial.edition.name))
