"""Registers the app installation with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstallationConfig(AppConfig):
    name = "unionhall.office.installation"
    label = "installation"
    verbose_name = _("本系统")
    default_auto_field = "django.db.models.BigAutoField"
