"""Registers the app receipts with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceiptsConfig(AppConfig):
    name = "unionhall.funds.receipts"
    label = "receipts"
    verbose_name = _("到款核对")
    default_auto_field = "django.db.models.BigAutoField"
