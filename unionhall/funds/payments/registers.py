"""支付批次 and 支付单 as registers.

Acts on them are in actions.py and returning.py, their pages in pages.py.
"""

from typing import Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.funds.payments.models import Batch, BatchState, Order, OrderState
from unionhall.funds.payments.panels import state_chip
from unionhall.funds.payments.queries import traces_of
from unionhall.kernel.money import show_yuan, yuan
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.registers.columns import Column
from unionhall.office.registers.panels import History, Related, Slotted
from unionhall.office.registers.register import Empty, Link, Register
from unionhall.organisations.choosing import UnionFilter
from unionhall.ui.slots import RECORD_PANELS

GROUP = _("经费与资产")


def _states(choices: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(field_name="state", label=_("状态"), choices=choices, empty_label=_("全部"))


class BatchRegister(Register):
    name = "batches"
    model = Batch
    title, group, counted_in = _("支付批次"), GROUP, _("批")
    intro = _("一人制单，另一人复核；只有到账的计入数字")
    columns = (
        Column("batch", label=_("批次"), value=str, sort=("period__number", "number")),
        Column("payer", on_phone="second"),
        Column("scheme", value=lambda row: row.scheme.name),
        "made_on",
        Column("made_by", value=lambda row: row.made_by.name),
        Column("count", label=_("笔数"), value=lambda row: row.orders_count, is_end=True, on_phone="line"),
        Column(
            "total",
            label=_("金额（元）"),
            value=lambda row: yuan(row.total_fen),
            show=lambda row: show_yuan(row.total_fen),
            is_end=True,
            on_phone="number",
        ),
        Column("state", show=state_chip, on_phone="state"),
    )
    order = ("-made_on", "-pk")
    filters = ("state", "payer", "scheme")
    filter_with = {"state": _states(BatchState.choices), "payer": UnionFilter("payer__path", label=_("付款单位"))}
    empty = Empty(_("还没有支付批次。有了待制单的支付单，就可以制单"))

    def rows(self) -> Any:
        return Batch.objects.reckoned().select_related("payer", "scheme", "period", "made_by")

    def row_url(self, row: Batch) -> str:
        return row.get_absolute_url()

    def links(self, scope: Scope) -> list[Link]:
        links = [Link(_("看支付单"), reverse("payments:orders"))]
        if scope.has(Duty.PAY):
            links.append(Link(_("制单"), reverse("payments:make"), is_main=True, icon="plus"))
        return links


# What it pays for opens, where that is a case.
_SOURCE = Column("source_key", link=lambda row: row.case.get_absolute_url() if row.case else None)


class OrderRegister(Register):
    name = "orders"
    model = Order
    title, group, counted_in = _("支付单"), GROUP, _("笔")
    columns = (
        Column("number"),
        Column("payee_name", on_phone="second"),
        Column("account", value=lambda row: f"{row.bank} ****{row.tail}".strip()),
        "purpose",
        Column("payer"),
        Column("batch", value=lambda row: str(row.batch) if row.batch else None),
        Column("amount_fen", on_phone="number"),
        Column("state", show=state_chip, on_phone="state"),
    )
    order = ("-pk",)
    filters = ("state", "payer", "scheme", "arrived_on__year")
    filter_with = {"state": _states(OrderState.choices), "payer": UnionFilter("payer__path", label=_("付款单位"))}
    search = ("number__startswith", "payee_name")
    search_hint = _("支付单号、收款人")
    is_personal = True
    sections = {
        _("付给谁"): (
            "payee_name",
            Column("account", value=lambda row: f"****{row.tail}"),
            "bank",
            "amount_fen",
        ),
        _("为什么付"): ("purpose", "scheme", "period", "fund", "event_on", "instalment", _SOURCE),
        _("付到哪一步"): (
            Column("state", show=state_chip),
            Column("batch", value=lambda row: str(row.batch) if row.batch else None, link=lambda row: _batch_url(row)),
            "ordered_on",
            "promised_from",
            "arrived_on",
            "returned_on",
            "why",
            Column("replaces", link=lambda row: row.replaces.get_absolute_url() if row.replaces else None),
            Column(
                "replaced_by",
                label=_("重付单"),
                value=lambda row: getattr(row, "replaced_by", None),
                link=lambda row: row.replaced_by.get_absolute_url() if hasattr(row, "replaced_by") else None,
            ),
        ),
    }
    panels = (
        Related(
            _("银行怎么说"),
            lambda row: row.returns.select_related("file", "order"),
            ("on", "said", "verdict", Column("file", value=lambda row: row.file.read_on, label=_("登记日期"))),
            is_shown_empty=False,
        ),
        Slotted(RECORD_PANELS),
        History(also=(traces_of,)),
    )
    empty = Empty(_("还没有支付单。批准的补助会在这里等待制单"))

    def rows(self) -> Any:
        return Order.objects.select_related(
            "payer", "scheme", "period__scheme", "batch__period", "replaces", "replaced_by", "case"
        )

    def row_links(self, row: Order, scope: Scope) -> list[Link]:
        """What may be done with the order as it stands."""
        if not scope.covers(row.payer.path, Duty.PAY):
            return []
        links = []
        if row.state in (OrderState.DRAFTED, OrderState.RETURNED):
            links.append(Link(_("作废"), reverse("payments:cancel", args=[row.pk])))
        if row.state == OrderState.RETURNED:
            links.append(Link(_("改账户后重付"), reverse("payments:reissue", args=[row.pk]), is_main=True))
        if row.state == OrderState.BATCHED and row.batch and row.batch.state == BatchState.MADE:
            links.append(Link(_("移出批次"), reverse("payments:take-out", args=[row.pk])))
        return links


def _batch_url(row: Order) -> str | None:
    return row.batch.get_absolute_url() if row.batch else None
