"""Registers the app mutual_aid with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MutualAidConfig(AppConfig):
    name = "unionhall.aid.mutual_aid"
    label = "mutual_aid"
    verbose_name = _("大病医疗互助")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.aid.mutual_aid import facts, figures
        from unionhall.figures.catalogue import catalogue
        from unionhall.office import counting
        from unionhall.office.counting import showing

        counting.bind(facts.enrolments, facts.enrolment_rows)
        showing.show(facts.enrolments, facts.enrolment_view)
        catalogue.register(facts.enrolments, *figures.FIGURES)
