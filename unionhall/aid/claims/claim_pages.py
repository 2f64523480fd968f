"""Pages of one claim: what it is and why it comes to this, what its officer decides; entered, mended, handed in.

The list and deciding on many are claim_lists.py; editions have pages.py and deciding.py.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import claim_forms as forms
from unionhall.aid.claims import entering, judging, kind, ordering, queries, telling, valuation
from unionhall.aid.claims.models import Claim
from unionhall.aid.claims.pages import GROUP
from unionhall.casework.models import Case
from unionhall.casework.panels import case_panel, papers_panel
from unionhall.casework.queries import papers_lacking
from unionhall.funds.payments.queries import current
from unionhall.kernel.money import capital_yuan
from unionhall.kernel.scope import Duty
from unionhall.office.registers.panels import Slotted, panels_of
from unionhall.ui.pages import Crumb, DecisionPage, Page
from unionhall.ui.slots import RECORD_PANELS


def claims_crumb() -> Crumb:
    return (_("互助申领"), reverse("claims:claims"))


def claims() -> Any:
    rows = Claim.objects.filter(case__isnull=False).select_related(
        "person", "unit", "period__scheme", "edition", "case__unit", "case__turn", "enrolment"
    )
    return queries.with_money(rows)


HEADS = {
    kind.FIRST: _("县级初审"),
    kind.SECOND: _("市级复审"),
    kind.OBJECTED: _("核实异议"),
    kind.APPEALED: _("复核"),
    kind.NOTICE: _("开支付单"),
    kind.APPROVED: _("开支付单"),
    kind.ORDERED: _("重开支付单"),
    kind.PAID: _("重开支付单"),
}


class ClaimPage(DecisionPage):
    """A claim with its calculation, papers and steps; who it waits for decides here, and goes on to the next."""

    template_name = "claims/claim.html"
    form_class: ClassVar[type[Form]] = forms.DecideForm

    @cached_property
    def claim(self) -> Claim:
        found: Claim = self.row(claims(), pk=self.kwargs["pk"])
        return found

    @cached_property
    def case(self) -> Case:
        assert self.claim.case is not None
        return self.claim.case

    @cached_property
    def account(self) -> telling.Account:
        return telling.account_of(self.claim)

    @cached_property
    def queue(self) -> telling.Queue | None:
        return telling.queue_of(self.claim, self.scope)

    def subject(self) -> Model:
        return self.claim

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        suggested = self.account.suggested if self.case.state != kind.FIRST or self.account.suggested else ""
        return {"claim": subject, "case": self.case, "on": self.today, "suggested": suggested}

    def perform(self, subject: Claim, cleaned: dict[str, Any]) -> str:
        named: dict[str, Any] = {"claim": subject, "by": self.actor, "on": self.today, "seen": cleaned["seen"]}
        choice, note = cleaned["choice"], cleaned["note"]
        if choice == "order":
            ordering.order_payment(**named)
        elif choice == "return":
            judging.return_claim(reason_code=cleaned["reason_code"], note=note, **named)
        elif choice == "refuse":
            judging.refuse_claim(reason_code=cleaned["reason_code"], note=note, **named)
        elif choice == "keep":
            judging.keep_amount(note=note, **named)
        elif self.case.state in (kind.SECOND, kind.APPEALED):
            judging.approve_claim(note=note, seen_fen=cleaned["amount_seen"] or 0, **named)
        else:
            judging.review_claim(note=note, **named)
        return str(choice)

    def after(self, subject: Claim, outcome: str) -> str:
        words = {
            "agree": gettext("{number} 已同意。"),
            "return": gettext("{number} 已退回补正。"),
            "refuse": gettext("{number} 已不予补助。"),
            "keep": gettext("{number} 已维持原额。"),
            "order": gettext("{number} 已开支付单。"),
        }
        messages.success(self.request, words[outcome].format(number=subject.number))
        if self.queue and self.queue.following:
            return reverse("claims:claim", args=[self.queue.following])
        return subject.get_absolute_url()

    def _decides(self) -> bool:
        """Whether it waits for this officer: not before the notice is over; again once an order was cancelled."""
        if self.case.state in (kind.ORDERED, kind.PAID):
            return telling.may_order(self.claim, self.scope, self.today)
        if self.queue is None or not forms.choices_of(self.claim, self.case):
            return False
        return self.case.state != kind.NOTICE or telling.may_order(self.claim, self.scope, self.today)

    def context(self, **extra: Any) -> dict[str, Any]:
        claim, case = self.claim, self.case
        self.title = f"{claim.person.name} · {telling.benefit_label(claim)}"
        self.crumbs = (GROUP, claims_crumb())
        order = current([claim.source_key]).get((claim.source_key, 1))
        enters = self.scope.may(Duty.ENTER, claim.unit.path, case.scheme)
        ways = {way.verb for way in kind.KIND.ways(case.state)} if enters else set()
        refused = case.steps.filter(verb="refuse").select_related("reason").order_by("-number").first()
        return super().context(
            head_title=claim.number,
            claim=claim,
            case=case,
            state=claim.state_pair,
            account=self.account,
            queue=self.queue,
            decides=self._decides(),
            decide_head=HEADS.get(case.state, ""),
            stay_number=telling.stays_before(claim) + 1,
            before=telling.before(claim),
            diagnosis=telling.diagnosis_label(claim),
            overlapping=[] if claim.refused_on else list(valuation.overlapping(claim.person, claim, but=claim)[:5]),
            order=order,
            ways={str(way) for way in ways},
            enters=enters,
            edits=enters and case.state in kind.WITH_ENTERER,
            refused=refused if claim.refused_on else None,
            returned=telling.returned_for([case]).get(case.pk),
            required=len(kind.checklist_of(claim)),
            papers=papers_panel(case, self.scope, self.today),
            sections=panels_of((Slotted(RECORD_PANELS),), claim, self.scope, self.today),
            asides=[case_panel(case, self.scope, self.today, state=claim.state_pair, besides=telling.besides(claim))],
            today=self.today,
            **extra,
        )


class EnterPage(DecisionPage):
    title, verb = _("录入申领"), _("录入这件申领")
    form_class = forms.EnterForm
    keeps_draft = True
    duties = (Duty.ENTER,)

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"scope": self.scope, "on": self.today}

    def context(self, **extra: Any) -> dict[str, Any]:
        self.crumbs = (GROUP, claims_crumb())
        told = _("先录入，再到申领页上传材料、提交初审。您录入的件，您不能审。金额按出院那天的条款算，以复审为准。")
        return super().context(explanation=told, cancel_url=reverse("claims:claims"), **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Claim:
        return entering.enter_claim(
            enrolment=cleaned["enrolment"],
            papers=cleaned["papers"],
            payee=cleaned["payee"],
            by=self.actor,
            on=self.today,
        )

    def after(self, subject: Any, outcome: Claim) -> str:
        return outcome.get_absolute_url()


class ClaimDecision(DecisionPage):
    """An act on one claim by whoever enters there; it ends on the claim."""

    duties: ClassVar[tuple[Duty, ...]] = (Duty.ENTER,)
    states: ClassVar[tuple[str, ...]] = ()

    @cached_property
    def claim(self) -> Claim:
        found: Claim = self.row(claims(), pk=self.kwargs["pk"])
        return found

    def subject(self) -> Model:
        return self.claim

    def context(self, **extra: Any) -> dict[str, Any]:
        address = self.claim.get_absolute_url()
        self.crumbs = (GROUP, claims_crumb(), (self.claim.number, address))
        return super().context(cancel_url=address, claim=self.claim, **extra)

    def named(self) -> dict[str, Any]:
        return {"claim": self.claim, "by": self.actor, "on": self.today}

    def after(self, subject: Any, outcome: Any) -> str:
        return self.claim.get_absolute_url()


class CorrectPage(ClaimDecision):
    title, verb = _("改正申领"), _("保存改正")
    form_class = forms.CorrectForm
    keeps_draft = True

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"claim": self.claim, "on": self.today}

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Claim:
        return entering.correct_claim(
            papers=cleaned["papers"], payee=cleaned["payee"], seen=cleaned["seen"], **self.named()
        )


class SubmitPage(ClaimDecision):
    title, verb = _("提交初审"), _("提交这件申领")
    form_class = forms.SubmitForm
    template_name = "claims/submit.html"

    def context(self, **extra: Any) -> dict[str, Any]:
        told = _("材料要齐，收款账户要能付。提交后由另一人审，退回前不能再改。")
        labels = kind.checklist_of(self.claim)
        missing = [labels[code] for code in papers_lacking(entering.case_of(self.claim), labels)]
        return super().context(explanation=told, missing=missing, **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Claim:
        return entering.submit_claim(note=cleaned["note"], **self.named())


class TakeBackPage(ClaimDecision):
    title, verb, is_dangerous = _("撤回申领"), _("撤回这件申领"), True
    form_class = forms.TakeBackForm

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Claim:
        return entering.take_back_claim(reason=cleaned["reason"], **self.named())


class AppealPage(ClaimDecision):
    title, verb = _("申请复核"), _("替本人申请复核")
    form_class = forms.GroundsForm

    def context(self, **extra: Any) -> dict[str, Any]:
        told = _("由没有办过这件的另一人重新看一遍，可以改变原来的决定。不收费。")
        return super().context(explanation=told, **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Claim:
        return entering.appeal_claim(grounds=cleaned["grounds"], **self.named())


class ObjectPage(ClaimDecision):
    title, verb = _("登记异议"), _("登记这条异议")
    form_class = forms.ObjectForm

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"on": self.today}

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Claim:
        return entering.object_to_claim(reason_code=cleaned["reason_code"], note=cleaned["note"], **self.named())


class SheetPage(Page):
    """审批表: the calculation and the signatures on A4."""

    template_name = "claims/sheet.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        claim: Claim = self.row(claims(), pk=pk)
        if claim.case is None:
            raise Http404
        self.title = gettext("{number} 审批表").format(number=claim.number)
        self.crumbs = (GROUP, claims_crumb(), (claim.number, claim.get_absolute_url()))
        account = telling.account_of(claim)
        steps = list(claim.case.steps.order_by("number"))
        signed = {
            "entered": next((s for s in steps if s.verb == "enter"), None),
            "first": next((s for s in reversed(steps) if s.source == kind.FIRST and s.to == kind.SECOND), None),
            "second": next((s for s in reversed(steps) if s.to in (kind.NOTICE, kind.APPROVED)), None),
        }
        return self.answer(
            claim=claim,
            account=account,
            signed=signed,
            benefit=telling.benefit_label(claim),
            diagnosis=telling.diagnosis_label(claim),
            capital=capital_yuan(account.amount_fen),
        )
