"""Registers the app documents with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "unionhall.office.documents"
    label = "documents"
    verbose_name = _("材料")
    default_auto_field = "django.db.models.BigAutoField"
