"""Registers the app organisations with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "unionhall.organisations"
    label = "organisations"
    verbose_name = _("组织架构")
    default_auto_field = "django.db.models.BigAutoField"
