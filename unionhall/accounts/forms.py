"""The log-in form: a wrong password is told with the tries that are left.

allauth authenticates, axes counts; nothing here decides who may enter.
"""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _


def tries_left(request: Any, username: str) -> int:
    """How many misses the account still has before it rests; 0 when it does."""
    failures = AxesProxyHandler.get_failures(request, {"username": username})
    return max(int(settings.AXES_FAILURE_LIMIT) - failures, 0)


class LoginForm(AllauthLoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("账号")
        self.fields["password"].label = _("密码")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""

    def clean_login(self) -> str:
        """Accounts are lower case: five tries are five, in whatever case they are made."""
        return str(super().clean_login()).lower()

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except forms.ValidationError as error:
            if error.code and error.code.endswith("password_mismatch"):
                raise forms.ValidationError(self.mismatch(), code=error.code) from error
            raise
        return cleaned

    def mismatch(self) -> str:
        left = tries_left(self.request, self.cleaned_data.get("login", ""))
        if not left:
            return gettext("账号或密码不对。账号已锁 30 分钟。")
        sentence = ngettext(
            "账号或密码不对。再错 {n} 次，账号锁 30 分钟。", "账号或密码不对。再错 {n} 次，账号锁 30 分钟。", left
        )
        return sentence.format(n=left)


class PasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"oldpassword": _("现在的密码"), "password1": _("新密码"), "password2": _("新密码再写一遍")}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = _("至少 10 位，不能全是数字，不能与账号、姓名相近，不能是常见的密码。")
