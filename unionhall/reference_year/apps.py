"""Registers the app reference_year with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceYearConfig(AppConfig):
    name = "unionhall.reference_year"
    label = "reference_year"
    verbose_name = _("参照年")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.office.journal import verbs
        from unionhall.reference_year import tasks  # noqa: F401  (registers its runner)

        verbs.declare({"reference_year.year.built": _("装入参照年")})
