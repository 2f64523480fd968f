"""Registers the app imports with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "unionhall.office.imports"
    label = "imports"
    verbose_name = _("导入")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.office.imports import panels, tasks  # noqa: F401  (tasks registers its runners)
        from unionhall.office.imports.searching import imports
        from unionhall.office.journal import verbs
        from unionhall.ui.slots import JOB_RESULTS, SEARCH

        SEARCH.fill(imports, order=90)
        verbs.declare_facts({"known_elsewhere": _("范围外的人（行）")})
        JOB_RESULTS.fill(panels.job_result)
        verbs.declare({"imports.files.deleted": _("导入文件到期删除")})
        verbs.declare_facts(FACTS)


FACTS = {"only_rejected": _("只含未导入的行"), "accepted": _("可导入行数"), "rejected": _("未导入行数")}
