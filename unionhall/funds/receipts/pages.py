"""Pages of one due and one receipt, and one for each act: match, take back, refund, match what is sure, bring in a file.

The lists stand in registers.py. Who matches needs the duty for the account's holder and for the unit that owes.
"""

from functools import cached_property
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.db.models import Model, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.funds.receipts import actions, forms
from unionhall.funds.receipts.models import Due, Receipt
from unionhall.funds.receipts.registers import state_chip
from unionhall.funds.receipts.statements import BankStatement
from unionhall.kernel.money import show_yuan
from unionhall.kernel.scope import Duty
from unionhall.office.imports import pages, showing
from unionhall.office.registers.panels import History, panels_of
from unionhall.ui import tables
from unionhall.ui.pages import Crumb, DecisionPage, Page

GROUP: Crumb = (_("经费与资产"), "")
LONGEST_WORDS = 40


def _dues() -> Crumb:
    return (_("到款核对"), reverse("receipts:dues"))


def _receipts() -> Crumb:
    return (_("到款"), reverse("receipts:receipts"))


class DuePage(Page):
    template_name = "receipts/due.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        due = self.row(Due.objects.reckoned().select_related("unit", "period__scheme"), pk=pk)
        self.title, self.crumbs = due.unit.name, (GROUP, _dues())
        rows = list(due.settlements.select_related("receipt__statement__holder").order_by("on", "pk"))
        for row in rows:
            row.is_open_to_reader = self.scope.covers(row.receipt.statement.holder.path)
        panels = panels_of((History(),), due, self.scope, self.today)
        return self.answer(due=due, rows=rows, chip=state_chip(due), asides=panels)


class ReceiptPage(Page):
    template_name = "receipts/receipt.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = Receipt.objects.reckoned().select_related("statement__holder")
        receipt = self.row(found, pk=pk)
        self.title, self.crumbs = receipt.payer_name or gettext("没有户名的到款"), (GROUP, _dues(), _receipts())
        rows = list(receipt.settlements.select_related("due__unit", "due__period__scheme").order_by("pk"))
        may = {duty: self.scope.covers(receipt.statement.holder.path, duty) for duty in (Duty.ENTER, Duty.REVIEW)}
        laid = receipt.settlements.filter(due__isnull=False).values("due").annotate(total=Sum("amount_fen"))
        standing = {row["due"] for row in laid if row["total"] > 0}
        return self.answer(
            receipt=receipt,
            rows=rows,
            chip=state_chip(receipt),
            standing=standing,
            may_enter=may[Duty.ENTER],
            may_review=may[Duty.REVIEW],
            asides=panels_of((History(),), receipt, self.scope, self.today),
        )


class ReceiptDecision(DecisionPage):
    """An act on one receipt; it ends on the receipt."""

    duties: ClassVar[tuple[Duty, ...]] = (Duty.ENTER,)

    @cached_property
    def receipt(self) -> Receipt:
        found: Receipt = self.row(Receipt.objects.reckoned(), pk=self.kwargs["pk"])
        return found

    def subject(self) -> Model:
        return self.receipt

    def context(self, **extra: Any) -> dict[str, Any]:
        address = self.receipt.get_absolute_url()
        self.crumbs = (GROUP, _dues(), (_("到款"), address))
        return super().context(cancel_url=address, receipt=self.receipt, **extra)

    def after(self, subject: Any, outcome: Any) -> str:
        return self.receipt.get_absolute_url()


class MatchPage(ReceiptDecision):
    """Dues are found by a word in the address (a unit's, not a person's); without one, what the bank's text points to."""

    template_name = "receipts/match.html"
    title, verb = _("核对到款"), _("认到所选应缴款")
    form_class = forms.MatchForm

    @cached_property
    def words(self) -> str:
        return self.request.GET.get("q", "").strip()[:LONGEST_WORDS]

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"candidates": forms.candidates_for(subject, self.scope, self.words), "receipt": subject}

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(words=self.words, **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        return actions.match(receipt=subject, by=self.actor, on=self.today, **cleaned)


class RefundPage(ReceiptDecision):
    title, verb = _("登记退款"), _("登记退款")
    form_class = forms.RefundForm
    duties: ClassVar[tuple[Duty, ...]] = (Duty.REVIEW,)
    is_dangerous = True

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"receipt": subject}

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        return actions.refund(receipt=subject, by=self.actor, on=self.today, **cleaned)


class ReleasePage(ReceiptDecision):
    title, verb = _("撤销核对"), _("撤销核对")
    form_class = forms.ReleaseForm
    is_dangerous = True

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        due = self.row(Due.objects.filter(settlements__receipt=subject).distinct(), pk=self.kwargs["due"])
        return actions.release(receipt=subject, due=due, by=self.actor, on=self.today, **cleaned)


class MatchAllPage(DecisionPage):
    title, verb = _("自动核对"), _("自动核对没有认领的到款")
    form_class = forms.MatchAllForm
    duties = (Duty.ENTER,)

    def context(self, **extra: Any) -> dict[str, Any]:
        self.crumbs = (GROUP, _dues())
        explanation = _(
            "按付款户名、信用代码、附言找单位，金额相符的才认；附言写明本方案的，金额不符也认到该单位唯一的一笔。拿不准的留待人工核对。"
        )
        return super().context(explanation=explanation, cancel_url=reverse("receipts:dues"), **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> actions.MatchedAll:
        return actions.match_all(
            receipts=Receipt.objects.visible_to(self.scope, Duty.ENTER),
            dues=Due.objects.visible_to(self.scope, Duty.ENTER).filter(period=cleaned["period"]),
            by=self.actor,
            on=self.today,
        )

    def after(self, subject: Any, outcome: actions.MatchedAll) -> str:
        text = gettext("自动核对 {n} 笔，{yuan} 元；还有 {left} 笔没有认领。").format(
            n=f"{outcome.matched:,}", yuan=show_yuan(outcome.matched_fen), left=f"{outcome.left:,}"
        )
        messages.success(self.request, text)
        return f"{reverse('receipts:receipts')}?state=unknown" if outcome.left else reverse("receipts:dues")


class StatementTable(showing.FileTable):
    noun = _("份流水")
    empty = tables.Empty(
        _("还没有导入过银行流水"),
        _("把网银导出的流水原样传上来：先逐行给出结论，确认以后才记为到款。"),
        ((_("导入银行流水"), cast(str, reverse_lazy("receipts:upload"))),),
    )


class StatementListPage(pages.FilesPage):
    title, crumbs = _("银行流水"), (GROUP,)
    kind, table_class, upload_label = BankStatement, StatementTable, _("导入银行流水")


class UploadPage(pages.UploadPage):
    title = _("导入银行流水")
    kind, form_class = BankStatement, forms.StatementForm
    explanation = _("各家银行的网银流水都可以：xlsx、xls 或 csv。支出、合计、余额行会略过并逐行说明；重复的不会再记。")

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"scope": self.scope}

    def meant_for(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        period = cleaned["period"]
        return {
            "holder": cleaned["holder"].pk,
            "account_tail": cleaned["account_tail"],
            "period": period.pk if period else None,
        }
