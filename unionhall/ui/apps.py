"""Registers the app ui with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "unionhall.ui"
    label = "ui"
    verbose_name = _("界面")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.forms import Field

        # Django's own sentence says that a field is one that must be filled; ours says what to do.
        Field.default_error_messages = {**Field.default_error_messages, "required": _("还没有填，请填写。")}
