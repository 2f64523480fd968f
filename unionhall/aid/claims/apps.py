"""Registers the app claims with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClaimsConfig(AppConfig):
    name = "unionhall.aid.claims"
    label = "claims"
    verbose_name = _("互助申领")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.aid.claims import depending, facts, figures, kind, many, merging, panels, trying, valuing  # noqa: F401 - jobs declare themselves
        from unionhall.casework import kinds
        from unionhall.figures.catalogue import catalogue
        from unionhall.office import counting
        from unionhall.office.counting import showing
        from unionhall.office.documents import owners
        from unionhall.office.journal import verbs
        from unionhall.ui.slots import (
            IMPORT_DEPENDENTS,
            JOB_RESULTS,
            MERGE_FOLLOWERS,
            PERSON_PANELS,
            SEARCH,
            UNIT_PANELS,
            WAITING,
        )

        kinds.register(kind.KIND)
        owners.declare("claims.edition")
        verbs.declare(VERBS)
        verbs.declare_facts(FACTS)
        counting.bind(facts.received, facts.received_rows)
        counting.bind(facts.valued, facts.valued_rows)
        counting.bind(facts.decided, facts.decided_rows)
        showing.show(facts.decided, facts.decided_view)
        catalogue.register(facts.received, facts.valued, facts.decided, *figures.FIGURES, *figures.RELATIONS)
        showing.show(facts.received, facts.received_view)
        showing.show(facts.valued, facts.valued_view)
        MERGE_FOLLOWERS.fill(merging.follow)
        IMPORT_DEPENDENTS.fill(depending.of_import)
        PERSON_PANELS.fill(panels.person_panel, order=30)
        UNIT_PANELS.fill(panels.unit_panel, order=40)
        SEARCH.fill(panels.hits, order=30)
        WAITING.fill(panels.to_order, order=15)
        JOB_RESULTS.fill(panels.job_result)


FACTS = {
    "lines": _("改动"),
    "granted_fen": _("应补助"),
    "numbers": _("抽到的支付单"),
    "population": _("总数（笔）"),
    "seed": _("种子"),
}
VERBS = {
    "claims.edition.drafted": _("起草条款"),
    "claims.edition.amended": _("修改条款"),
    "claims.edition.case_added": _("添条款例子"),
    "claims.edition.case_mended": _("改条款例子"),
    "claims.edition.put_in_force": _("施行条款"),
    "claims.edition.superseded": _("条款停用"),
    "claims.edition.tried": _("试算条款"),
    "claims.edition.workbook_taken": _("下载试算表"),
    "claims.claim.recorded": _("登记互助申领"),
    "claims.period.valued": _("成批计算互助补助"),
    "claims.claim.withdrawn": _("撤回互助申领"),
    "claims.claim.corrected": _("更正互助申领"),
    "claims.claim.reopened": _("收回批准，退回重算"),
    "claims.claim.approved": _("批准互助补助"),
    "claims.claim.refused": _("不予互助补助"),
    "claims.claims.reviewed": _("成批审核互助申领"),
    "claims.slip.issued": _("出受理单"),
    "claims.sample.taken": _("抽样取证"),
}
