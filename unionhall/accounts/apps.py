"""Registers the app accounts with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "unionhall.accounts"
    label = "accounts"
    verbose_name = _("账号与岗位")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("unionhall.accounts.tasks")
        from unionhall.accounts import panels, second_factor
        from unionhall.accounts.queries import handlers_of
        from unionhall.office.journal import verbs
        from unionhall.ui.slots import UNIT_PANELS, UNIT_TRACES

        UNIT_PANELS.fill(panels.handler, order=10)
        UNIT_TRACES.fill(handlers_of)
        verbs.declare(VERBS)
        verbs.declare_facts(FACTS)
        verbs.declare_values("factor", {"totp": _("验证器"), "recovery_codes": _("恢复码")})
        second_factor.listen()


VERBS = {
    "accounts.account.opened": _("开通账号"),
    "accounts.account.closed": _("停用账号"),
    "accounts.account.reopened": _("恢复账号"),
    "accounts.password.reset": _("重设密码"),
    "accounts.password.changed": _("修改密码"),
    "accounts.post.given": _("设岗"),
    "accounts.post.ended": _("结束岗位"),
    "accounts.post.cancelled": _("撤回未到任的岗位"),
    "accounts.post.handed_over": _("交出岗位"),
    "accounts.post.taken_over": _("接任岗位"),
    "accounts.post.lent": _("委托职责"),
    "accounts.handler.changed": _("更换代办员"),
    "accounts.handler.ended": _("代办员离任"),
    "accounts.session.opened": _("登录"),
    "accounts.session.closed": _("退出登录"),
    "accounts.session.refused": _("登录没有成功"),
    "accounts.session.locked": _("账号锁定"),
    "accounts.second_factor.refused": _("验证码不对"),
    "accounts.second_factor.locked": _("两步验证锁定"),
    "accounts.second_factor.added": _("开通两步验证"),
    "accounts.second_factor.removed": _("停用两步验证"),
    "accounts.second_factor.renewed": _("更换恢复码"),
}

FACTS = {"factor": _("验证方式"), "title": _("岗位"), "from_on": _("原定到任日")}
