"""Registers the app site with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "unionhall.site"
    label = "site"
    verbose_name = _("职工之家")
    default_auto_field = "django.db.models.BigAutoField"
