"""退票处理: money that came back, rows nobody could match; and the acts on one order.

Batches have theirs in batch_pages.py.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Count, Model, Sum
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.funds.payments import actions, forms, returning
from unionhall.funds.payments.batch_pages import GROUP
from unionhall.funds.payments.models import QUEUED, BankReturn, Order, OrderState, ReturnFile, Verdict
from unionhall.kernel.scope import Duty
from unionhall.ui import tables
from unionhall.ui.pages import Crumb, DecisionPage, Page
from unionhall.ui.templatetags.ui import chip_of

SHOWN = 200
CHIPS = {
    Verdict.ARRIVED: "plain",
    Verdict.RETURNED: "failed",
    Verdict.PENDING: "doing",
    Verdict.REPEATED: "plain",
}


def verdict_chip(row: BankReturn) -> str:
    kind = CHIPS.get(Verdict(row.verdict), "note" if row.is_queued else "plain")
    return chip_of((kind, str(row.get_verdict_display())))


def queue_crumb() -> Crumb:
    return (_("退票处理"), reverse("payments:queue"))


class QueuePage(Page):
    """What came back and waits to be paid again; what the bank said that fits no order."""

    template_name = "payments/queue.html"
    title = _("退票处理")
    crumbs = (GROUP,)

    def get(self, request: HttpRequest) -> HttpResponse:
        returned = Order.objects.returned().visible_to(self.scope)
        queued = BankReturn.objects.queued().visible_to(self.scope)
        sums = returned.order_by().aggregate(n=Count("pk"), total=Sum("amount_fen", default=0))
        rows = queued.select_related("file__payer", "order").order_by("-file_id", "row")
        for row in (shown := list(rows[:SHOWN])):
            row.chip = verdict_chip(row)  # type: ignore[attr-defined]
        return self.answer(
            returned=returned.select_related("batch__period", "payer").order_by("returned_on", "pk")[:SHOWN],
            returned_count=sums["n"],
            returned_fen=sums["total"],
            queued=shown,
            queued_count=queued.count(),
            may_pay=self.scope.has(Duty.PAY),
        )


class ReturnRowTable(tables.Table):
    """Rows of a return file, as the bank wrote them."""

    noun = _("行")
    row = tables.NumberColumn(verbose_name=_("行"))
    order_number = tables.Column(verbose_name=_("支付单"), phone="name")
    payee_name = tables.Column(verbose_name=_("收款人"), phone="second")
    account = tables.Column(verbose_name=_("账号"), orderable=False, phone="line")
    amount_fen = tables.MoneyColumn(verbose_name=_("金额"), phone="number")
    said = tables.Column(verbose_name=_("银行说"), phone="line")
    verdict = tables.Column(verbose_name=_("结论"), orderable=False, phone="state")

    def render_account(self, record: BankReturn) -> str:
        return gettext("尾号 {tail}").format(tail=record.tail)

    def render_verdict(self, record: BankReturn) -> str:
        return verdict_chip(record)


class ReturnFilePage(Page):
    """One return file: how many rows came to what, and each of them."""

    template_name = "payments/return_file.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self.row(ReturnFile.objects.select_related("payer", "batch__period", "read_by"), pk=pk)
        self.title, self.crumbs = gettext("回盘结果"), (GROUP, queue_crumb())
        counted = file.rows.order_by().values_list("verdict").annotate(n=Count("pk"), total=Sum("amount_fen"))
        found = {verdict: (n, total or 0) for verdict, n, total in counted}
        verdict = request.GET.get("verdict", "")
        rows = file.rows.order_by("row")
        shown = rows.filter(verdict=verdict) if verdict in Verdict.values else rows
        lines = [(Verdict(code), *found[code]) for code in Verdict.values if code in found]
        return self.answer(
            file=file,
            lines=lines,
            queued_count=sum(n for code, (n, _total) in found.items() if code in QUEUED),
            table=tables.paged(request, ReturnRowTable(shown), is_filtered=bool(verdict)),
        )


class OrderDecision(DecisionPage):
    """An act on one order; it ends on the order."""

    form_class: ClassVar[type[Form]] = forms.WhyForm
    duties: ClassVar[tuple[Duty, ...]] = (Duty.PAY,)

    @cached_property
    def order(self) -> Order:
        found: Order = self.row(Order.objects.select_related("payer", "batch__period"), pk=self.kwargs["pk"])
        return found

    def subject(self) -> Model:
        return self.order

    def context(self, **extra: Any) -> dict[str, Any]:
        orders: Crumb = (_("支付单"), reverse("payments:orders"))
        self.crumbs = (GROUP, orders, (self.order.number, self.order.get_absolute_url()))
        return super().context(**{"cancel_url": self.order.get_absolute_url(), "order": self.order, **extra})

    def after(self, subject: Any, outcome: Order) -> str:
        return outcome.get_absolute_url()


class ReissuePage(OrderDecision):
    title, verb = _("重付"), _("开一张重付单")
    template_name = "payments/reissue.html"
    form_class = forms.ReissueForm

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"order": subject}

    def context(self, **extra: Any) -> dict[str, Any]:
        explanation = _("重付会生成一张关联的新支付单，仍须另一人复核；原单保留，不能再次付款。")
        return super().context(explanation=explanation, **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Order:
        return actions.reissue(order=subject, by=self.request.user, on=self.today, **cleaned)  # type: ignore[arg-type]


class CancelPage(OrderDecision):
    title, verb, is_dangerous = _("作废支付单"), _("作废这张支付单"), True

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Order:
        return actions.cancel(order=subject, by=self.actor, on=self.today, **cleaned)


class TakeOutPage(OrderDecision):
    title, verb, is_dangerous = _("移出批次"), _("移出这张支付单"), True

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Order:
        return actions.take_out(order=subject, by=self.request.user, on=self.today, **cleaned)  # type: ignore[arg-type]


class RowPage(DecisionPage):
    """A row of the queue: what the bank wrote, what the order says, what came of asking."""

    title, verb = _("查证回盘行"), _("登记查证结果")
    template_name = "payments/row.html"
    form_class = forms.RowForm
    duties = (Duty.PAY, Duty.APPROVE)

    def subject(self) -> Model:
        rows = BankReturn.objects.select_related("file__payer", "order__batch__period", "settled_by")
        found: BankReturn = self.row(rows, pk=self.kwargs["pk"])
        return found

    def context(self, **extra: Any) -> dict[str, Any]:
        self.crumbs = (GROUP, queue_crumb())
        is_equal = bool(row := extra["subject"]) and bool(row.order) and row.amount_fen == row.order.amount_fen
        context = {"cancel_url": reverse("payments:queue"), "row": row, "is_equal": is_equal}
        is_sent = bool(row.order) and row.order.state == OrderState.SENT
        return super().context(**context, is_sent=is_sent, chip=verdict_chip(row), **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> BankReturn:
        act = returning.take_row if cleaned["how"] == "taken" else returning.set_aside
        return act(row=subject, reason=cleaned["reason"], by=self.request.user, on=self.today)  # type: ignore[arg-type]

    def after(self, subject: Any, outcome: BankReturn) -> str:
        return reverse("payments:queue")
