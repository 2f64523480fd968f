"""What is typed or chosen to make a batch, give back the bank's answer, pay again; validates, writes nothing.

Amounts are never typed: they come from the orders.
"""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.funds.payments.files import TEMPLATES
from unionhall.funds.payments.models import Order
from unionhall.funds.payments.queries import Payable
from unionhall.kernel.money import Fen, show_yuan
from unionhall.ui.forms import FileField, ReasonField

Seen = tuple[int, Fen]  # count and total
NOTHING: Seen = (0, 0)
BATCH = "batch"


class SeenField(forms.CharField):
    """Count and total of what the page showed, by key, hidden. Shown again it holds what the page shows now."""

    widget = forms.HiddenInput

    def __init__(self, **rest: Any) -> None:
        super().__init__(required=False, max_length=20_000, **rest)

    def prepare_value(self, value: Any) -> Any:
        return json.dumps(value) if isinstance(value, dict) else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial

    def clean(self, value: Any) -> dict[str, Seen]:
        """By key; nothing where it cannot be read, as if nothing had been shown."""
        try:
            return {key: (int(n), int(total)) for key, (n, total) in json.loads(super().clean(value)).items()}
        except (ValueError, TypeError, AttributeError):
            return {}


class CheckForm(forms.Form):
    """The checker chooses nothing; what was shown goes along."""

    seen = SeenField()

    def __init__(self, *args: Any, seen: Seen, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["seen"].initial = {BATCH: seen}


class MakeForm(forms.Form):
    """Which group of drafted orders to batch; the groups are those the payer may pay."""

    seen = SeenField()
    group = forms.ChoiceField(label=_("把哪些支付单放进一个批次"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, groups: list[Payable], **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(group.key, _words(group)) for group in groups]
        if len(groups) == 1:
            field.initial = groups[0].key
        self.fields["seen"].initial = {group.key: group.seen for group in groups}


def _words(group: Payable) -> str:
    period = gettext("第{n}期").format(n=group.period) if group.period else ""
    parts = " · ".join(part for part in (group.payer, group.scheme, period, group.fund) if part)
    return gettext("{parts}：{n} 笔，{yuan} 元").format(parts=parts, n=group.count, yuan=show_yuan(group.amount_fen))


class NothingForm(forms.Form):
    """A decision that asks for nothing but itself."""


class WhyForm(forms.Form):
    reason = ReasonField(label=_("理由"), max_length=120)


class TemplateForm(forms.Form):
    template = forms.ChoiceField(label=_("格式"), choices=[(code, t.label) for code, t in TEMPLATES.items()])


class ReturnForm(forms.Form):
    file = FileField(label=_("回盘文件"), endings=("csv", "txt", "xlsx", "xls"), largest=20 * 2**20)


class ReissueForm(forms.Form):
    payee_name = forms.CharField(label=_("收款户名"), max_length=80)
    account = forms.CharField(
        label=_("收款账号"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    bank = forms.CharField(label=_("开户行"), max_length=80, required=False)

    def __init__(self, *args: Any, order: Order, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["payee_name"].initial, self.fields["bank"].initial = order.payee_name, order.bank


class RowForm(forms.Form):
    """What the bank said when it was asked about a row of the queue."""

    how = forms.ChoiceField(
        label=_("查证结果"),
        widget=forms.RadioSelect,
        choices=(
            ("taken", _("银行确认已到这张支付单的收款人，登记到账")),
            ("set", _("与我们的支付单无关，或已另行处理，不登记")),
        ),
    )
    reason = ReasonField(label=_("向谁、怎样查证的"), max_length=200)
