"""Registers the app imports with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "unionhall.office.imports"
    label = "imports"
    verbose_name = _("导入")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.office.imports import tasks  # noqa: F401  (registers its runners)
        from unionhall.office.journal import verbs

        verbs.declare({"imports.files.deleted": _("导入文件到期删除")})
