"""Registers the app casework with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "unionhall.casework"
    label = "casework"
    verbose_name = _("办件")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.casework import panels, papers
        from unionhall.casework.actions import PAST
        from unionhall.casework.kinds import VERB_WORDS
        from unionhall.casework.waiting import waiting
        from unionhall.office.journal import verbs
        from unionhall.ui.slots import UNIT_DEPENDENTS, WAITING

        verbs.declare(VERBS)
        for verb, past in PAST.items():
            verbs.declare({f"casework.{what}.{past}": VERB_WORDS[verb] for what in ("case", "cases")})
        verbs.declare_facts({"refused": _("没有办成")})
        papers.declare()
        WAITING.fill(waiting, order=10)
        UNIT_DEPENDENTS.fill(panels.unit_dependents)


VERBS = {
    "casework.cases.held": _("领办"),
    "casework.reason.set": _("设定原因代码"),
    "casework.reason.ended": _("停用原因代码"),
}
