"""Registers the app journal with Django; its check of the triggers is registered at start-up.

No logic.
"""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "unionhall.office.journal"
    label = "journal"
    verbose_name = _("操作日志")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("unionhall.office.journal.triggers")
