"""Registers the app journal with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "unionhall.office.journal"
    label = "journal"
    verbose_name = _("操作日志")
    default_auto_field = "django.db.models.BigAutoField"
