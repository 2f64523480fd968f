"""Pages that exist in tests only: a register and a decision built from the parts of ui.

No product page is tested here.
"""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from unionhall.accounts.models import User
from unionhall.kernel.errors import DomainError
from unionhall.site.pages import errors
from unionhall.ui import tables
from unionhall.ui.forms import DateField, FileField, MoneyFormField, ReasonField
from unionhall.ui.pages import DecisionPage, Page
from unionhall.ui.toasts import toast

STATES = {"left": ("todo", "已退会"), "in": "在会", "moving": ("doing", "转会中")}


class UserTable(tables.Table):
    noun = "人"
    empty = tables.Empty("还没有账号", "先开通一个。", (("开通账号", "/open/"),))
    nothing_found = tables.Empty("没有符合条件的账号", "去掉一个条件再看。")

    pick = tables.SelectColumn()
    name = tables.LinkColumn(verbose_name="姓名", url=lambda user: f"/trial/users/{user.pk}/")
    username = tables.Column(verbose_name="账号", phone="second")
    dues = tables.MoneyColumn(verbose_name="会费", accessor="pk", phone="note", footer="12,052.60")
    joined_at = tables.DateColumn(verbose_name="开通日期")
    state = tables.ChipColumn(verbose_name="状态", accessor="email", states=STATES)

    class Meta(tables.Table.Meta):
        order_by = "username"


class Register(Page):
    template_name = "ui/trial_register.html"
    title = "账号名册"
    crumbs = (("系统", ""), ("账号名册", ""))

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = User.objects.all()
        asked = request.GET.get("q", "")
        table = UserTable(rows.filter(name__startswith=asked), bulk=[tables.Bulk("停用", "/trial/stop/", "close")])
        return self.answer(table=tables.paged(request, table, is_filtered=bool(asked)), subtitle="按今天在册情况")


class StayTooLong(DomainError):
    code = "stay-too-long"
    sentence = "住院超过 {days} 天，没有保存。请核对出院日期。"


class StayForm(forms.Form):
    sections = (("这次住院", ("admitted_on", "left_on", "cost")), ("材料", ("paper",)))

    admitted_on = DateField(label="入院日期")
    left_on = DateField(label="出院日期", required=False)
    cost = MoneyFormField(label="医疗总费用", min_fen=1, max_fen=100_000_000)
    paper = FileField(label="结算单", endings=("pdf", "jpg"), largest=2048, required=False)
    secret = forms.CharField(label="口令", required=False, widget=forms.PasswordInput)
    reason = ReasonField()


class EnterStay(DecisionPage):
    title = "录入申领"
    crumbs = (("互助与帮扶", ""), ("互助申领", "/trial/users/"))
    form_class = StayForm
    verb = "提交初审"
    keeps_draft = True
    done: list[dict[str, Any]] = []

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(cancel_url="/trial/users/", explanation="提交后由县级另一人初审。", **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        left = cleaned["left_on"] or cleaned["admitted_on"]
        days = (left - cleaned["admitted_on"]).days
        if days > 90:
            raise StayTooLong(days=90)
        self.done.append(cleaned)
        toast(self.request, "1 件申领已提交", undo_url="/trial/undo/")
        return SimpleNamespace(days=days)

    def after(self, subject: Any, outcome: Any) -> str:
        return "/trial/users/"


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(date.today())


urlpatterns = [
    path("", Register.as_view(), name="home"),
    path("trial/users/", Register.as_view()),
    path("trial/enter/", EnterStay.as_view()),
    path("trial/boom/", boom),
    path("", include("unionhall.ui.urls")),
    path("accounts/", include("unionhall.accounts.log_in_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
