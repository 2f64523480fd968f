"""The table of log-ins.

Posts come prefetched as `current_posts`; no query here.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import User
from unionhall.ui import tables
from unionhall.ui.templatetags.ui import moment


def _posts(user: User) -> str:
    return gettext("；").join(f"{post.unit.name} {post.title}" for post in user.current_posts)  # type: ignore[attr-defined]


class AccountTable(tables.Table):
    noun = _("个账号")
    empty = tables.Empty(_("没有符合条件的账号"), _("换个条件再查，或者开通一个。"))
    name = tables.LinkColumn(
        verbose_name=_("姓名"), url=lambda user: reverse("accounts:account", args=[user.pk]), phone="name"
    )
    username = tables.Column(verbose_name=_("账号"), phone="second")
    home = tables.Column(verbose_name=_("所属单位"), accessor="home__name", phone="line")
    posts = tables.Column(verbose_name=_("现任岗位"), accessor="pk", orderable=False, phone="line", linkify=False)
    last_login = tables.Column(verbose_name=_("最近登录"), phone="note")
    is_active = tables.ChipColumn(
        verbose_name=_("状态"), states={True: ("plain", _("在用")), False: ("todo", _("停用"))}, phone="state"
    )

    def render_posts(self, record: User) -> str:
        return _posts(record) or "—"

    def render_last_login(self, value: datetime) -> str:
        return moment(value)

    class Meta(tables.Table.Meta):
        order_by = "username"
