"""Registers the app programmes with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "unionhall.programmes"
    label = "programmes"
    verbose_name = _("年度项目")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.office.journal import verbs

        verbs.declare(VERBS)


VERBS = {
    "programmes.scheme.opened": _("开设方案"),
    "programmes.period.opened": _("开设期次"),
}
