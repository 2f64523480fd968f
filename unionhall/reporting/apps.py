"""Registers the app reporting with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "unionhall.reporting"
    label = "reporting"
    verbose_name = _("数字与综述")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("unionhall.reporting.tasks")
        from unionhall.office.journal import verbs
        from unionhall.reporting import feeding, tasks, waiting  # noqa: F401 (tasks declares the job)
        from unionhall.ui.slots import RECORD_PANELS, WAITING

        WAITING.fill(waiting.to_sign, order=60)
        RECORD_PANELS.fill(feeding.way_panel)
        verbs.declare(VERBS)
        verbs.declare_facts(
            {
                "figure": _("数字"),
                "time": _("时间"),
                "imports": _("锁定的导入"),
                "typed_seen": _("看过的手打的数"),
                "journal_head": _("日志首签"),
            }
        )


VERBS = {
    "reporting.review.started": _("新建年度综述"),
    "reporting.text.saved": _("保存综述正文"),
    "reporting.citations.set": _("设定引用"),
    "reporting.review.reviewed": _("复核综述"),
    "reporting.review.published": _("签发综述并冻结"),
    "reporting.bundle.taken": _("下载数据包"),
    "reporting.records.taken": _("导出数字的记录"),
    "reporting.draft.received": _("送查文稿"),
    "reporting.draft.discarded": _("删除待查文稿"),
    "reporting.finding.dismissed": _("问题不作改动"),
    "reporting.finding.recalled": _("重新列出问题"),
}
