"""What is typed to lay, take back or refund money, and to bring in a statement; validates, writes nothing.

Amounts are typed in yuan and come out in fen.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.funds.receipts import queries
from unionhall.funds.receipts.models import Due, Receipt
from unionhall.kernel.money import show_yuan
from unionhall.kernel.scope import Duty, Scope
from unionhall.organisations.choosing import ScopedForm, UnionField
from unionhall.programmes.models import Period
from unionhall.ui.forms import FileField, MoneyFormField, ReasonField


class PeriodField(forms.ModelChoiceField):
    def __init__(self, **rest: Any) -> None:
        periods = Period.objects.select_related("scheme").order_by("-enrol_from")
        super().__init__(queryset=periods, label=_("哪一期"), **rest)


class DueField(forms.ModelChoiceField):
    """A due, told by its unit, period and what is left of it."""

    def label_from_instance(self, obj: Any) -> str:
        left = getattr(obj, "left_fen", None)
        rest = "" if left is None else _("，还差 {left} 元").format(left=show_yuan(left))
        return f"{obj.unit.name} · {obj.period} · {show_yuan(obj.amount_fen)}{rest}"


class MatchForm(forms.Form):
    """`candidates` are the dues shown to choose from: those the bank's words or the amount point to, or a search's."""

    due = DueField(queryset=Due.objects.none(), label=_("认到哪笔应缴款"), widget=forms.RadioSelect, empty_label=None)
    amount_fen = MoneyFormField(label=_("金额"), min_fen=1)

    def __init__(self, *args: Any, candidates: Any, receipt: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        due = self.fields["due"]
        assert isinstance(due, DueField)
        due.queryset = candidates
        self.fields["amount_fen"].initial = receipt.open_fen


class RefundForm(forms.Form):
    due = DueField(
        queryset=Due.objects.none(), label=_("从哪笔应缴款退"), required=False, empty_label=_("没有认领的部分")
    )
    amount_fen = MoneyFormField(label=_("退款金额"), min_fen=1)
    reason = ReasonField(label=_("理由"), max_length=120)

    def __init__(self, *args: Any, receipt: Receipt, **rest: Any) -> None:
        super().__init__(*args, **rest)
        due = self.fields["due"]
        assert isinstance(due, DueField)
        laid = Due.objects.filter(settlements__receipt=receipt).distinct()
        due.queryset = laid.select_related("unit", "period__scheme")


class ReleaseForm(forms.Form):
    reason = ReasonField(label=_("理由"), max_length=120)


class MatchAllForm(forms.Form):
    period = PeriodField()


class StatementForm(ScopedForm):
    holder = UnionField(label=_("开户单位"))
    account_tail = forms.RegexField(
        r"^\d{4}$",
        label=_("账号尾号"),
        max_length=4,
        error_messages={"invalid": _("请填账号的最后四位数字。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    period = PeriodField(required=False)
    file = FileField(label=_("银行流水文件"), endings=("xlsx", "xls", "csv"))


def candidates_for(receipt: Receipt, scope: Scope, words: str) -> Any:
    """Dues to choose from for a receipt: what a search finds, else what the bank's words or the amount point to."""
    dues = queries.owing(Due.objects.visible_to(scope, Duty.ENTER)).select_related("unit", "period__scheme")
    return dues.filter(pk__in=queries.pointed_to(receipt, dues, words))
