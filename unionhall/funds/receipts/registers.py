"""到款核对 as two registers: what units owe and how it stands, what the bank's statements brought and whose it is.

States are computed from settlements; nothing is decided here.
"""

from typing import Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.funds.receipts.models import Due, DueState, Receipt, ReceiptState
from unionhall.kernel.money import show_yuan, yuan
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.registers.columns import Column
from unionhall.office.registers.register import Empty, Link, Register
from unionhall.organisations.choosing import UnionFilter
from unionhall.organisations.models import Unit
from unionhall.organisations.queries import found_by
from unionhall.ui.templatetags.ui import chip_of

# The normal state is a plain word; a chip is what deviates or waits.
CHIPS = {
    DueState.UNPAID: "todo",
    DueState.PART: "note",
    DueState.EQUAL: "passed",
    DueState.SURPLUS: "note",
    DueState.CANCELLED: "plain",
    ReceiptState.UNKNOWN: "note",
    ReceiptState.PARTLY_MATCHED: "doing",
    ReceiptState.MATCHED: "passed",
    ReceiptState.PARTLY_REFUNDED: "todo",
    ReceiptState.REFUNDED: "todo",
}


def state_chip(row: Any) -> str:
    """A row's state as the page shows it."""
    states = DueState if isinstance(row, Due) else ReceiptState
    state = states(row.state)
    return chip_of((CHIPS[state], str(state.label)))


def _money(name: str, label: Any, attribute: str) -> Column:
    """An annotated amount: yuan in the workbook, 12,345.67 on the page."""
    return Column(
        name,
        label=label,
        value=lambda row: yuan(getattr(row, attribute)),
        show=lambda row: show_yuan(getattr(row, attribute)),
        is_end=True,
        on_phone="line",
    )


class DueRegister(Register):
    name = "dues"
    model = Due
    title, group, counted_in = _("到款核对"), _("经费与资产"), _("笔")
    intro = _("各单位申报的应缴款和已核对的到款")
    columns = (
        Column("unit", sort=("unit__pinyin",), link=lambda due: due.get_absolute_url()),
        Column("period", on_phone="second"),
        "declared_on",
        Column("amount_fen", label=_("应缴"), on_phone="line"),
        _money("settled", _("到款（元）"), "settled_fen"),
        _money("left", _("还差（元）"), "left_fen"),
        Column(
            "state", label=_("状态"), value=lambda due: DueState(due.state).label, show=state_chip, on_phone="state"
        ),
    )
    order = ("-declared_on", "-pk")
    filters = ("unit", "period", "state")
    filter_with = {
        "unit": UnionFilter("unit__path", label=_("单位")),
        "state": django_filters.ChoiceFilter(
            field_name="state", label=_("状态"), choices=DueState.choices, empty_label=_("全部")
        ),
    }
    search = ("unit__name",)
    search_hint = _("单位名称、拼音首字母、信用代码")
    empty = Empty(_("还没有应缴款。导入参保花名册后，应缴款随之申报"))

    def rows(self) -> Any:
        return Due.objects.reckoned().select_related("unit", "period__scheme")

    def find(self, rows: Any, terms: str) -> Any:
        return rows.filter(unit__in=found_by(Unit.objects.all(), terms))

    def row_url(self, row: Due) -> str:
        return row.get_absolute_url()

    def links(self, scope: Scope) -> list[Link]:
        return links_of(scope, Link(_("看到款"), reverse("receipts:receipts")))


class ReceiptRegister(Register):
    name = "receipts"
    model = Receipt
    title, group, counted_in = _("到款"), _("经费与资产"), _("笔")
    intro = _("银行流水里的到款和它们的去处")
    columns = (
        Column("payer_name", value=lambda row: row.payer_name or "—"),
        Column("remark", on_phone="second"),
        Column("received_on", on_phone="line"),
        "bank_reference",
        Column("amount_fen", label=_("金额"), on_phone="number"),
        _money("open", _("未认领（元）"), "open_fen"),
        Column(
            "state", label=_("状态"), value=lambda row: ReceiptState(row.state).label, show=state_chip, on_phone="state"
        ),
    )
    order = ("-received_on", "-pk")
    filters = ("state", "received_on__year")
    filter_with = {
        "state": django_filters.ChoiceFilter(
            field_name="state", label=_("状态"), choices=ReceiptState.choices, empty_label=_("全部")
        ),
    }
    search = ("payer_name", "remark", "bank_reference__startswith")
    search_hint = _("付款户名、附言、流水号")
    empty = Empty(
        _("这里还没有到款"),
        _(
            "到款记在开户工会的账户上：缴到市总工会账户的，由市总工会导入流水、核对；"
            "您单位的核对结果在应缴款的页面能看到。用自己账户收款的，请导入银行流水。"
        ),
        _("看应缴款"),
        "receipts:dues",
    )

    def rows(self) -> Any:
        return Receipt.objects.reckoned().defer("payer_account")

    def row_url(self, row: Receipt) -> str:
        return row.get_absolute_url()

    def links(self, scope: Scope) -> list[Link]:
        return links_of(scope, Link(_("看应缴款"), reverse("receipts:dues")))


def links_of(scope: Scope, other: Link) -> list[Link]:
    """The other list; for who enters, automatic matching and the import."""
    if not scope.has(Duty.ENTER):
        return [other]
    return [
        other,
        Link(_("自动核对"), reverse("receipts:match-all")),
        Link(_("导入银行流水"), reverse("receipts:upload"), is_main=True, icon="upload"),
    ]
