"""Pages that change an edition, one act each: copy, amend, add and mend an example, try it out, put it in force.

Every one is a form and one action call.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import actions, forms, showing, trying, valuing
from unionhall.aid.claims.models import Edition, EditionCase
from unionhall.aid.claims.pages import GROUP, editions, list_crumb
from unionhall.aid.claims.terms import run_cases
from unionhall.kernel.scope import Duty
from unionhall.office.jobs.models import Job
from unionhall.ui.pages import DecisionPage


class EditionDecision(DecisionPage):
    """An act on one edition; it ends on the edition."""

    duties: ClassVar[tuple[Duty, ...]] = (Duty.ENTER,)

    @cached_property
    def edition(self) -> Edition:
        found: Edition = self.row(editions(), pk=self.kwargs["pk"])
        return found

    def subject(self) -> Model:
        return self.edition

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"edition": self.edition}

    def context(self, **extra: Any) -> dict[str, Any]:
        address = self.edition.get_absolute_url()
        self.crumbs = (GROUP, list_crumb(), (self.edition.name, address))
        return super().context(cancel_url=address, edition=self.edition, **extra)

    def after(self, subject: Any, outcome: Any) -> str:
        return self.edition.get_absolute_url()


class DraftPage(EditionDecision):
    title, verb = _("复制成新草案"), _("起草新条款")
    form_class = forms.DraftForm

    def context(self, **extra: Any) -> dict[str, Any]:
        told = _("条款、例子、所需材料全部照抄，再逐条修改。改动会和原来的并排标出；例子全部相符，另一人才能施行。")
        return super().context(explanation=told, **extra)

    def perform(self, subject: Edition, cleaned: dict[str, Any]) -> Edition:
        return actions.draft_edition(
            copied_from=subject,
            organisation=subject.organisation,
            name=cleaned["name"],
            periods=list(cleaned["periods"]),
            valid_from=cleaned["valid_from"],
            by=self.actor,
            on=self.today,
        )

    def after(self, subject: Any, outcome: Edition) -> str:
        return outcome.get_absolute_url()


class AmendPage(EditionDecision):
    title, verb = _("修改条款"), _("保存条款")
    form_class = forms.AmendForm
    keeps_draft = True

    def context(self, **extra: Any) -> dict[str, Any]:
        told = _("留空就是条款没有这一条。写上出处，例如“草案第 7 条”；没有出处的会标成未核实。改条款的人不能施行它。")
        return super().context(explanation=told, **extra)

    def perform(self, subject: Edition, cleaned: dict[str, Any]) -> Edition:
        return actions.amend_terms(edition=subject, amendment=cleaned["amendment"], by=self.actor, on=self.today)


class AddCasePage(EditionDecision):
    title, verb = _("添一个例子"), _("添上例子")
    form_class = forms.CaseForm

    def context(self, **extra: Any) -> dict[str, Any]:
        told = _("照条款原文手算应得多少，填在最下面。算得和应得不一样，就还不能施行。")
        return super().context(explanation=told, **extra)

    def perform(self, subject: Edition, cleaned: dict[str, Any]) -> EditionCase:
        last = subject.cases.order_by("-place").values_list("place", flat=True).first() or 0
        code = f"case-{last + 1}"
        return actions.add_case(edition=subject, code=code, by=self.actor, on=self.today, **cleaned["values"])


class MendCasePage(EditionDecision):
    title, verb = _("改例子"), _("保存例子")
    form_class = forms.MendForm

    @cached_property
    def case(self) -> EditionCase:
        found = self.edition.cases.select_related("edition").filter(pk=self.kwargs["case"]).first()
        if found is None:
            raise Http404
        return found

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"edition": self.edition, "case": self.case}

    def context(self, **extra: Any) -> dict[str, Any]:
        told = gettext("第 {n} 例，{name}录入。先和录入人确认，再改应得。")
        return super().context(explanation=told.format(n=self.case.place, name=self.case.added_by_name), **extra)

    def perform(self, subject: Edition, cleaned: dict[str, Any]) -> EditionCase:
        return actions.mend_case(
            case=self.case, reason=cleaned["reason"], by=self.actor, on=self.today, **cleaned["values"]
        )


class SignPage(EditionDecision):
    title, verb = _("施行条款"), _("施行这版条款")
    template_name = "claims/sign.html"
    form_class = forms.SignForm
    duties: ClassVar[tuple[Duty, ...]] = (Duty.APPROVE,)

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"initial": {"seen": showing.seen(self.edition)}}

    def context(self, **extra: Any) -> dict[str, Any]:
        groups, changed = showing.groups(self.edition)
        runs = run_cases(self.edition)
        return super().context(
            changed=changed,
            changes=[(group.head, row) for group in groups for row in group.rows if row.is_changed],
            replaced=showing.replaced(self.edition),
            periods=showing.periods_of(self.edition),
            cases=len(runs),
            failed=sum(not run.is_passed for run in runs),
            **extra,
        )

    def perform(self, subject: Edition, cleaned: dict[str, Any]) -> Edition:
        return actions.put_in_force(edition=subject, replacing=cleaned["replacing"], by=self.actor, on=self.today)

    def after(self, subject: Any, outcome: Edition) -> str:
        messages.success(self.request, gettext("“{name}”已施行。").format(name=outcome.name))
        return outcome.get_absolute_url()


class ValuePeriodPage(EditionDecision):
    """For the reviewers of the federation that set the terms: they decide on every claim of the period."""

    title, verb = _("计算一期申领"), _("计算这一期")
    form_class = forms.ValueForm
    duties: ClassVar[tuple[Duty, ...]] = (Duty.REVIEW,)

    def context(self, **extra: Any) -> dict[str, Any]:
        told = _(
            "把这一期已提交、还没有算过的申领一次算出应补助，存下计算步骤。已批准、已拒绝的不动；复审时每件再算一次。"
        )
        return super().context(explanation=told, **extra)

    def perform(self, subject: Edition, cleaned: dict[str, Any]) -> Job:
        return valuing.start(period=cleaned["period"], by=self.actor, on=self.today)

    def after(self, subject: Any, outcome: Job) -> str:
        return reverse("jobs:job", args=[outcome.number])


class StartTrialPage(EditionDecision):
    title, verb = _("试算一期"), _("按这版条款试算")
    form_class = forms.TrialForm
    duties: ClassVar[tuple[Duty, ...]] = (Duty.ENTER, Duty.REVIEW, Duty.APPROVE)

    def context(self, **extra: Any) -> dict[str, Any]:
        told = _("把这一期收到的申领按这版条款重算一遍，比一比钱多了还是少了、谁多谁少。不改动任何申领。")
        return super().context(explanation=told, **extra)

    def perform(self, subject: Edition, cleaned: dict[str, Any]) -> Any:
        named: dict[str, Any] = {"edition": subject, "period": cleaned["period"], "by": self.actor, "on": self.today}
        if trying.is_small(cleaned["period"]):
            return trying.try_edition(**named)
        return trying.start_trial(url=reverse("claims:trial", args=[subject.pk]), **named)

    def after(self, subject: Any, outcome: Any) -> str:
        if isinstance(outcome, Job):
            return reverse("jobs:job", args=[outcome.number])
        return reverse("claims:trial", args=[self.edition.pk])
