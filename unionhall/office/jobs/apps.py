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
