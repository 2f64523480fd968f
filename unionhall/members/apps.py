"""Registers the app members with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "unionhall.members"
    label = "members"
    verbose_name = _("会员")
    default_auto_field = "django.db.models.BigAutoField"
