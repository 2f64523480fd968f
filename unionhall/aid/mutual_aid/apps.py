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
        from unionhall.aid.mutual_aid import facts, figures, home, merging, panels, waiting
        from unionhall.aid.mutual_aid.roster import MutualAidRoster
        from unionhall.figures.catalogue import catalogue
        from unionhall.members.slots import ROLL_COLUMNS
        from unionhall.office import counting
        from unionhall.office.counting import showing
        from unionhall.office.imports import contract
        from unionhall.office.journal import verbs
        from unionhall.ui.slots import HOME_PANELS, IMPORT_PANELS, MERGE_FOLLOWERS, PERSON_PANELS, WAITING

        contract.register(MutualAidRoster())
        verbs.declare(VERBS)
        counting.bind(facts.enrolments, facts.enrolment_rows)
        showing.show(facts.enrolments, facts.enrolment_view)
        catalogue.register(facts.enrolments, *figures.FIGURES)
        PERSON_PANELS.fill(panels.person_panel, order=20)
        IMPORT_PANELS.fill(panels.roster_panel, order=20)
        IMPORT_PANELS.fill(panels.changed_figures, order=30)
        MERGE_FOLLOWERS.fill(merging.follow)
        ROLL_COLUMNS.fill(panels.roll_column)
        HOME_PANELS.fill(home.enrolling_panel, order=10)
        WAITING.fill(waiting.rosters, order=20)


VERBS = {
    "mutual_aid.roster.uploaded": _("上传花名册"),
    "mutual_aid.roster.columns_confirmed": _("确认花名册的列"),
    "mutual_aid.roster.marked_taken": _("下载标注后的花名册"),
    "mutual_aid.roster.committed": _("导入花名册"),
    "mutual_aid.roster.undone": _("撤销花名册导入"),
    "mutual_aid.roster.lessened": _("花名册减员"),
    "mutual_aid.enrolment.withdrawn": _("退保"),
    "mutual_aid.terms.set": _("设定参保条款"),
}
