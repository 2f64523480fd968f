"""Pages of one batch: what is in it, its check, its file, the bank's answer, the sheet to sign.

Orders and the queue have theirs in pages.py. Who pays needs the duty where the payer is.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.funds.payments import actions, files, forms, panels, queries, returning
from unionhall.funds.payments.models import BankReturn, Batch, BatchState, Order, OrderState, ReturnFile
from unionhall.kernel.errors import DomainError
from unionhall.kernel.money import capital_yuan, show_yuan
from unionhall.kernel.scope import Duty
from unionhall.office.registers.panels import History, panels_of
from unionhall.ui import tables
from unionhall.ui.downloads import file_answer
from unionhall.ui.pages import Crumb, DecisionPage, Page
from unionhall.ui.templatetags.ui import chip_of

GROUP: Crumb = (_("经费与资产"), "")
TAKEN = "bank-file-taken"  # the cookie that tells a batch's page that its file has come
SHOWN = 200  # payees on the check page; all of them stand on the batch


def batches_crumb() -> Crumb:
    return (_("支付批次"), reverse("payments:batches"))


class OrderTable(tables.Table):
    """The orders of a batch, in its order; `odd` are keys of those a row of the queue speaks of."""

    noun = _("笔")
    number = tables.LinkColumn(
        verbose_name=_("支付单"), url=lambda row: row.get_absolute_url(), footer=lambda table: gettext("合计")
    )
    payee_name = tables.Column(verbose_name=_("收款人"), phone="second")
    account = tables.Column(verbose_name=_("账户"), phone="line", orderable=False)
    purpose = tables.Column(verbose_name=_("用途"))
    amount_fen = tables.MoneyColumn(
        verbose_name=_("金额"), phone="number", footer=lambda table: show_yuan(table.total_fen)
    )
    state = tables.Column(verbose_name=_("状态"), phone="state", orderable=False)

    def __init__(self, rows: Any, *, odd: set[int], total_fen: int, **rest: Any) -> None:
        self.odd, self.total_fen = odd, total_fen
        super().__init__(rows, **rest)

    def render_account(self, record: Order) -> str:
        return gettext("{bank} 尾号 {tail}").format(bank=record.bank, tail=record.tail).strip()

    def render_state(self, record: Order) -> str:
        if record.pk in self.odd and record.state == OrderState.SENT:
            return chip_of(("note", gettext("未匹配")))
        return panels.state_chip(record)


class BatchPage(Page):
    template_name = "payments/batch.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Batch.objects.reckoned().select_related("payer", "scheme", "period", "made_by", "checked_by", "sent_by")
        batch = self.row(rows, pk=pk)
        self.title, self.crumbs = f"{batch} · {batch.payer.name}", (GROUP, batches_crumb())
        found = queries.tally(batch)
        state = request.GET.get("state", "")
        orders = batch.orders.order_by("place")
        shown = orders.filter(state=state) if state in OrderState.values else orders
        waits = batch.state == BatchState.MADE
        queued = list(BankReturn.objects.queued().filter(order__batch=batch).select_related("order"))
        returned = list(orders.filter(state=OrderState.RETURNED))
        return self.answer(
            batch=batch,
            chip=panels.state_chip(batch),
            steps=panels.steps_of(batch, found) if batch.state != BatchState.DISSOLVED else [],
            totals=(totals := panels.totals_of(batch, found)),
            answered=panels.answered_of(totals),
            taken_mark=TAKEN,
            doubles=queries.double_benefits(orders) if waits else [],
            queued=queued,
            returned=returned,
            waits_count=len(queued) + len(returned),
            table=tables.paged(request, self._table(shown, queued, found, state), is_filtered=bool(state)),
            tabs=self._tabs(batch, found, state),
            may=self._may(batch),
            templates=files.TEMPLATES.items(),
            given=files.TEMPLATES.get(batch.file_template),
            asides=panels_of((History(),), batch, self.scope, self.today),
        )

    def _table(self, shown: Any, queued: list[BankReturn], found: dict[str, tuple[int, int]], state: str) -> OrderTable:
        total = sum(amount for code, (_n, amount) in found.items() if not state or code == state)
        return OrderTable(shown, odd={row.order_id for row in queued if row.order_id}, total_fen=total)

    def _tabs(self, batch: Batch, found: dict[str, tuple[int, int]], state: str) -> list[dict[str, Any]]:
        at = batch.get_absolute_url()
        words = [("", gettext("全部"), sum(n for n, _total in found.values()))]
        words += [(s.value, str(s.label), found[s.value][0]) for s in OrderState if s.value in found]
        return [
            {"url": f"{at}?state={code}" if code else at, "label": label, "count": n, "is_current": code == state}
            for code, label, n in words
        ]

    def _may(self, batch: Batch) -> dict[str, bool]:
        pays = self.scope.covers(batch.payer.path, Duty.PAY)
        checks = pays or self.scope.covers(batch.payer.path, Duty.APPROVE)
        is_maker = batch.made_by.username == self.actor.username
        return {
            "check": checks and not is_maker and batch.state == BatchState.MADE,
            "file": pays and batch.state in (BatchState.CHECKED, BatchState.SENT, BatchState.CLOSED),
            "return": pays and batch.state in (BatchState.SENT, BatchState.CLOSED),
            "dissolve": pays and batch.state in (BatchState.MADE, BatchState.CHECKED),
            "pay": pays,
        }


class BatchDecision(DecisionPage):
    """An act on one batch; it ends on the batch."""

    form_class: ClassVar[type[Form]] = forms.NothingForm
    duties: ClassVar[tuple[Duty, ...]] = (Duty.PAY,)

    @cached_property
    def batch(self) -> Batch:
        rows = Batch.objects.reckoned().select_related("payer", "scheme", "period", "made_by")
        found: Batch = self.row(rows, pk=self.kwargs["pk"])
        return found

    def subject(self) -> Model:
        return self.batch

    def context(self, **extra: Any) -> dict[str, Any]:
        self.crumbs = (GROUP, batches_crumb(), (str(self.batch), self.batch.get_absolute_url()))
        context = {"cancel_url": self.batch.get_absolute_url(), "batch": self.batch, **extra}
        return super().context(**context)

    def after(self, subject: Any, outcome: Any) -> str:
        return self.batch.get_absolute_url()


class MakePage(DecisionPage):
    title, verb = _("制单"), _("建批次")
    form_class = forms.MakeForm
    template_name = "payments/make.html"
    duties = (Duty.PAY,)

    @cached_property
    def groups(self) -> list[queries.Payable]:
        return queries.payable(Order.objects.visible_to(self.scope, Duty.PAY))

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"groups": self.groups}

    def context(self, **extra: Any) -> dict[str, Any]:
        self.crumbs = (GROUP, batches_crumb())
        explanation = _("一个批次是同一付款单位、同一方案、同一期的支付单。建好以后须由另一人复核，才能出银行文件。")
        extra["verb"] = self._verb()
        back = reverse("payments:batches")
        return super().context(explanation=explanation, cancel_url=back, has_groups=bool(self.groups), **extra)

    def _verb(self) -> str:
        if len(self.groups) != 1:
            return gettext("按所选建批次")
        return gettext("建批次，{n} 笔").format(n=self.groups[0].count)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Batch:
        group = next(group for group in self.groups if group.key == cleaned["group"])
        orders = Order.objects.visible_to(self.scope, Duty.PAY).drafted()
        chosen = orders.filter(payer=group.payer_id, scheme=group.scheme_id, period=group.period_id, fund=group.fund)
        seen = cleaned["seen"].get(group.key, forms.NOTHING)
        return actions.make_batch(orders=chosen, seen=seen, by=self.request.user, on=self.today)  # type: ignore[arg-type]

    def after(self, subject: Any, outcome: Batch) -> str:
        return outcome.get_absolute_url()


class CheckPage(BatchDecision):
    """The second person's signature; count, total and double benefits stand beside it."""

    template_name = "payments/check.html"
    form_class = forms.CheckForm
    duties: ClassVar[tuple[Duty, ...]] = (Duty.PAY, Duty.APPROVE)
    title = _("复核批次")

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"seen": (subject.orders_count, subject.total_fen)}

    def context(self, **extra: Any) -> dict[str, Any]:
        batch: Any = self.batch
        doubles = queries.double_benefits(batch.orders.all()) if batch.state == BatchState.MADE else []
        orders = batch.orders.select_related("replaces").order_by("place")
        reissued = list(orders.filter(replaces__isnull=False))
        extra["verb"] = gettext("复核通过 {n} 笔，{yuan} 元").format(
            n=f"{batch.orders_count:,}", yuan=show_yuan(batch.total_fen)
        )
        return super().context(
            doubles=doubles,
            capital=capital_yuan(batch.total_fen),
            reissued=reissued,
            elsewhere_count=sum(order.is_elsewhere for order in reissued),
            payees=orders[:SHOWN],
            shown_at_most=SHOWN if batch.orders_count > SHOWN else 0,
            **extra,
        )

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Batch:
        seen = cleaned["seen"].get(forms.BATCH, forms.NOTHING)
        return actions.check_batch(batch=subject, seen=seen, by=self.request.user, on=self.today)  # type: ignore[arg-type]


class FilePage(Page):
    """The bank's file, as a download; a POST, because the first one sends the batch and each one is journalled."""

    duties = (Duty.PAY,)
    http_method_names: ClassVar[list[str]] = ["post"]  # type: ignore[misc]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self.row(Batch.objects.all(), pk=pk)
        form = forms.TemplateForm(request.POST)
        if not form.is_valid():
            messages.error(request, gettext("没有选银行文件的格式，没有出文件。请选好再下载。"))
            return HttpResponseRedirect(batch.get_absolute_url())
        code = form.cleaned_data["template"]
        try:
            content = actions.bank_file(batch=batch, template=code, by=request.user, on=self.today)  # type: ignore[arg-type]
        except DomainError as refusal:
            messages.error(request, refusal.say(gettext))
            return HttpResponseRedirect(batch.get_absolute_url())
        template = files.TEMPLATES[code]
        answer = file_answer(content, f"{batch.code}.{template.ending}", template.media_type)
        # Read and dropped by the page's script (file.js); holds nothing.
        answer.set_cookie(TAKEN, "1", max_age=60, secure=request.is_secure(), samesite="Strict")
        return answer


class ReturnPage(BatchDecision):
    title, verb = _("上传回盘文件"), _("上传并匹配")
    form_class = forms.ReturnForm

    def context(self, **extra: Any) -> dict[str, Any]:
        explanation = _(
            "CSV、Excel 或 GBK 文本都可以。按支付单号、账号、金额三项匹配；对不上的行进入退票处理，不影响别的行。"
            "同一份文件再传一次，什么也不会改动。"
        )
        return super().context(explanation=explanation, **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> ReturnFile:
        upload = cleaned["file"]
        before = ReturnFile.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        file = returning.read_return(
            payer=subject.payer,
            content=upload.read(),
            file_name=upload.name,
            by=self.request.user,  # type: ignore[arg-type]
            on=self.today,
            batch=subject,
        )
        if file.pk <= before:
            messages.info(self.request, gettext("这份文件 {day} 已登记过，什么也没有改动。").format(day=file.read_on))
        return file

    def after(self, subject: Any, outcome: ReturnFile) -> str:
        return outcome.get_absolute_url()


class DissolvePage(BatchDecision):
    title, verb, is_dangerous = _("拆回批次"), _("拆回这个批次"), True
    form_class = forms.WhyForm

    def context(self, **extra: Any) -> dict[str, Any]:
        explanation = _("批次里的支付单回到待制单；批次号不再使用。送过银行的批次不能拆。")
        return super().context(explanation=explanation, **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Batch:
        return actions.dissolve_batch(batch=subject, by=self.request.user, on=self.today, **cleaned)  # type: ignore[arg-type]


class SheetPage(Page):
    """支付审批表: every order of the batch, its total in figures and in capitals, and where to sign."""

    template_name = "payments/sheet.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Batch.objects.reckoned().select_related("payer", "scheme", "period", "made_by", "checked_by")
        batch = self.row(rows, pk=pk)
        self.title = gettext("支付审批表")
        self.crumbs = (GROUP, batches_crumb(), (str(batch), batch.get_absolute_url()))
        return self.answer(batch=batch, orders=batch.orders.order_by("place"), capital=capital_yuan(batch.total_fen))
