"""Registers the app registers with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "unionhall.office.registers"
    label = "registers"
    verbose_name = _("登记簿")
    default_auto_field = "django.db.models.BigAutoField"
