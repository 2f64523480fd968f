"""Registers the app jobs with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "unionhall.office.jobs"
    label = "jobs"
    verbose_name = _("作业")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.office.jobs import home, waiting
        from unionhall.office.journal import verbs
        from unionhall.ui.slots import HOME_PANELS, WAITING

        WAITING.fill(waiting.ended, order=900)
        HOME_PANELS.fill(home.recent_jobs, order=900)
        verbs.declare({"jobs.job.stopped": _("停止作业")})
