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
        from unionhall.ui.slots import JOB_RESULTS

        JOB_RESULTS.fill(panels.job_result)
