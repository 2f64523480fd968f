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
