"""Registers the app reporting with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "unionhall.reporting"
    label = "reporting"
    verbose_name = _("数字与综述")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.office.journal import verbs

        verbs.declare(VERBS)


VERBS = {
    "reporting.review.started": _("新建年度综述"),
    "reporting.text.saved": _("保存综述正文"),
    "reporting.citations.set": _("设定引用"),
    "reporting.records.taken": _("导出数字的记录"),
}
