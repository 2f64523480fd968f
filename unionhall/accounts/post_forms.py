"""Forms of accounts and posts: they find units and people by name, and write nothing.

Units and log-ins are looked for within the administrator's scope only.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from unionhall.accounts import rules
from unionhall.accounts.models import DUTY_WORDS, User
from unionhall.accounts.queries import homes_of
from unionhall.kernel.scope import Duty, Scope
from unionhall.organisations.models import Unit
from unionhall.ui.forms import DateField, ReasonField

_USERNAME = RegexValidator(r"^[a-z][a-z0-9_.-]{1,29}$", _("用小写字母开头，只含小写字母、数字、点和横线，2 至 30 位。"))


class UnitField(forms.CharField):
    """A unit's full name or credit code, within a scope; the form sets `scope` and `duty`."""

    scope: Scope
    duty: Duty | None = None
    default_error_messages = {
        "unknown": _("管辖范围内没有叫“%(text)s”的单位。请写全称或统一社会信用代码。"),
        "several": _("有 %(n)s 家单位叫“%(text)s”。请改用统一社会信用代码。"),
    }

    def clean(self, value: Any) -> Unit | None:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        rows = Unit.objects.open().visible_to(self.scope, self.duty)
        found = list(rows.filter(credit_code=text.upper())) or list(rows.filter(name=text)[:9])
        if len(found) != 1:
            code = "several" if found else "unknown"
            raise forms.ValidationError(
                self.error_messages[code], code=code, params={"text": text[:40], "n": len(found)}
            )
        return found[0]


_NOT_THIS_ONE = _("不能委托给这个账号。请核对账号：要是本单位、下级或上级单位正在使用的账号。")


class LoginField(forms.CharField):
    """An open log-in by its name; empty when not required."""

    default_error_messages = {"unknown": _("没有叫“%(text)s”的账号，或已停用。请先开通账号。")}

    def clean(self, value: Any) -> User | None:
        text = str(super().clean(value)).strip().lower()
        if not text:
            return None
        user = User.objects.filter(username=text, is_active=True).first()
        if user is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text[:40]})
        return user


def duties_field(choices: frozenset[Duty] | None = None, **rest: Any) -> forms.MultipleChoiceField:
    offered = [(str(duty), word) for duty, word in DUTY_WORDS.items() if choices is None or duty in choices]
    return forms.MultipleChoiceField(label=_("职责"), choices=offered, widget=forms.CheckboxSelectMultiple, **rest)


class _Scoped(forms.Form):
    """Hands the administrator's scope to the unit field."""

    def __init__(self, *args: Any, scope: Scope, **rest: Any) -> None:
        super().__init__(*args, **rest)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.scope, field.duty = scope, Duty.ADMINISTER


class OpenAccountForm(_Scoped):
    username = forms.CharField(label=_("账号"), max_length=30, validators=[_USERNAME])
    name = forms.CharField(label=_("姓名"), max_length=40)
    unit = UnitField(label=_("所属单位"), max_length=120, help_text=_("全称或统一社会信用代码"))


class AppointForm(_Scoped):
    unit = UnitField(label=_("单位"), max_length=120, help_text=_("全称或统一社会信用代码"))
    department = forms.CharField(label=_("部门"), max_length=40, required=False)
    title = forms.CharField(label=_("岗位名称"), max_length=40)
    duties = duties_field()
    on = DateField(label=_("任职起"))
    until_on = DateField(label=_("任职止"), required=False)
    paper_number = forms.CharField(label=_("任命文号"), max_length=60, required=False)
    wide = ("duties",)

    def clean_duties(self) -> frozenset[Duty]:
        return frozenset(Duty(name) for name in self.cleaned_data["duties"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("on") and cleaned.get("until_on") and cleaned["until_on"] < cleaned["on"]:
            self.add_error("until_on", _("止日早于起日。"))
        return cleaned


class HandOverForm(forms.Form):
    to_user = LoginField(label=_("接任人账号"), max_length=40)
    on = DateField(label=_("接任日"), help_text=_("原任到前一天为止"))
    paper_number = forms.CharField(label=_("文号"), max_length=60, required=False)


class LendForm(forms.Form):
    """Whoever does not administer learns one thing of a log-in: that it will not do, not whether there is one."""

    to_user = LoginField(label=_("受托人账号"), max_length=40)
    from_on = DateField(label=_("起"))
    until_on = DateField(label=_("止"), help_text=_("到期自动收回"))

    def __init__(self, *args: Any, duties: frozenset[Duty], place: str, on: date, tells_why: bool, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["duties"] = duties_field(duties)
        self._place, self._on, self._tells_why = place, on, tells_why
        if not tells_why:
            self.fields["to_user"].error_messages["unknown"] = _NOT_THIS_ONE

    def clean_to_user(self) -> User:
        user: User = self.cleaned_data["to_user"]
        if not self._tells_why and not rules.is_near(self._place, homes_of(user, self._on)):
            raise forms.ValidationError(_NOT_THIS_ONE, code="unknown")
        return user

    def clean_duties(self) -> frozenset[Duty]:
        return frozenset(Duty(name) for name in self.cleaned_data["duties"])


class ReasonForm(forms.Form):
    reason = ReasonField()


class NothingForm(forms.Form):
    """A decision that asks for nothing more."""


class HandlerForm(forms.Form):
    name = forms.CharField(label=_("新代办员姓名"), max_length=40)
    user = LoginField(label=_("账号"), max_length=40, required=False, help_text=_("没有账号的代办员由上级代录"))
    on = DateField(label=_("到任日"))
    paper_number = forms.CharField(label=_("文号"), max_length=60, required=False)

    def __init__(self, *args: Any, may_give: bool, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if not may_give:  # then any log-in is refused, and none is looked for
            field = self.fields["user"]
            self.fields["user"] = forms.CharField(
                label=field.label, max_length=40, required=False, help_text=field.help_text
            )
