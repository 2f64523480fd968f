"""What is typed to change a person's file or membership; validates, writes nothing.

Numbers of persons are typed here and nowhere else.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unionhall.kernel import identifiers
from unionhall.members.actions import NUMBER_FAULTS
from unionhall.members.models import MembershipEnd
from unionhall.organisations.choosing import ScopedForm, UnionField
from unionhall.organisations.forms import ActForm
from unionhall.organisations.models import Unit
from unionhall.organisations.rules import may_change
from unionhall.ui.forms import DateField, ReasonField

_TYPED = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX", " 　-\t")


class NumberField(forms.CharField):
    """An ID number: half-width, capital X, checked by its own digits (GB 11643)."""

    def __init__(self, **rest: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "text", "spellcheck": "false"}
        rest.setdefault("label", _("证件号码"))
        super().__init__(max_length=30, widget=forms.TextInput(attrs=attrs), **rest)

    def clean(self, value: Any) -> str:
        number = super().clean(value).translate(_TYPED).upper()
        fault = identifiers.id_number_fault(number) if number else None
        if fault:
            raise ValidationError(_(NUMBER_FAULTS[fault]), fault)
        return str(number)


class AdmitForm(ScopedForm):
    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    id_number = NumberField()
    phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)
    unit = UnionField(label=_("所属工会"))
    from_on = DateField(label=_("入会日期"))
    sections = ((_("本人"), ("name", "id_number", "phone")), (_("会籍"), ("unit", "from_on")))


class JoinForm(ScopedForm):
    unit = UnionField(label=_("所属工会"))
    from_on = DateField(label=_("入会日期"))


class TransferForm(ScopedForm):
    unit = UnionField(label=_("转入的工会"))
    from_on = DateField(label=_("转会日期"))


class LeaveForm(forms.Form):
    why = forms.ChoiceField(
        label=_("离开因由"),
        choices=[(end.value, end.label) for end in (MembershipEnd.LEAVE, MembershipEnd.DEATH)],
    )
    until_on = DateField(label=_("会籍终止日期"))


class RevealForm(forms.Form):
    field = forms.ChoiceField(label=_("查看"), choices=[("id_number", _("证件号码")), ("phone", _("联系电话"))])
    purpose = ReasonField(label=_("用途"))


class DetailsForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(label=_("联系电话"), max_length=20, required=False, help_text=_("不填则不变"))
    reason = ReasonField(label=_("理由"))


class CorrectForm(forms.Form):
    id_number = NumberField(label=_("正确的证件号码"))
    reason = ReasonField(label=_("理由"))


class MergeForm(forms.Form):
    """The other file is named by its number: a name alone would not tell namesakes apart."""

    id_number = NumberField(label=_("要并入的那份档案的证件号码"))
    reason = ReasonField(label=_("理由"))


class UndoForm(forms.Form):
    reason = ReasonField(label=_("理由"))


class MergeUnionsForm(ActForm):
    kept = UnionField(label=_("并入哪家工会"), duty=None)
    field_order = ("kept", "on", "paper_number", "paper")

    def clean_kept(self) -> Unit:
        kept: Unit = self.cleaned_data["kept"]
        if not may_change(self.scope, kept.path):
            raise ValidationError(_("这家工会不在您能变动的范围里。跨县的合并请市总工会办理。"), "out-of-reach")
        return kept
