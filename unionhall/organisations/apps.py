"""Registers the app organisations with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationsConfig(AppConfig):
    name = "unionhall.organisations"
    label = "organisations"
    verbose_name = _("组织架构")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.figures.catalogue import catalogue
        from unionhall.office import counting
        from unionhall.office.counting import showing
        from unionhall.office.documents import owners
        from unionhall.office.journal import verbs
        from unionhall.organisations import facts, figures, searching
        from unionhall.organisations.models import UnitKind
        from unionhall.ui.slots import SEARCH, UNIT_TRACES

        owners.declare("organisations.unit")
        owners.declare("organisations.employer")
        counting.bind(facts.units, facts.unit_rows)
        counting.bind(facts.staff, facts.staff_rows)
        showing.show(facts.units, facts.unit_view)
        showing.show(facts.staff, facts.staff_view)
        catalogue.register(facts.units, facts.staff, *figures.FIGURES, *figures.RELATIONS)
        UNIT_TRACES.fill(lambda unit: list(unit.staff_counts.all()))
        SEARCH.fill(searching.units, order=10)
        SEARCH.fill(searching.employers, order=30)
        verbs.declare(VERBS)
        verbs.declare_facts(FACTS)
        verbs.declare_values("kind", dict(UnitKind.choices))


VERBS = {
    "organisations.unit.founded": pgettext_lazy("工会", "成立"),
    "organisations.unit.renamed": _("更名"),
    "organisations.unit.moved": _("划转"),
    "organisations.unit.rename_undone": _("撤销更名"),
    "organisations.unit.move_undone": _("撤销划转"),
    "organisations.unit.merged": _("并入他单位"),
    "organisations.unit.split": _("分立"),
    "organisations.unit.closed": _("注销工会"),
    "organisations.staff.reported": _("上报职工人数"),
    "organisations.employer.registered": _("登记用人单位"),
    "organisations.employer.corrected": _("更正用人单位"),
    "organisations.tree.planted": _("建立组织架构"),
    "organisations.register.exported": _("导出名册"),
}

FACTS = {
    "kind": _("类别"),
    "before": _("原上级工会"),
    "to": _("划入"),
    "into": _("并入"),
    "new": _("分出"),
    "units": _("涉及工会数"),
    "staff": _("分出的职工人数"),
}
