"""Registers the app accounts with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "unionhall.accounts"
    label = "accounts"
    verbose_name = _("账号与岗位")
    default_auto_field = "django.db.models.BigAutoField"
