"""Registers the app counting with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountingConfig(AppConfig):
    name = "unionhall.office.counting"
    label = "counting"
    verbose_name = _("计数")
    default_auto_field = "django.db.models.BigAutoField"
