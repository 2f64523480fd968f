"""Registers the app members with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "unionhall.members"
    label = "members"
    verbose_name = _("会员")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.members import panels
        from unionhall.members.searching import people
        from unionhall.office.documents import owners
        from unionhall.office.journal import verbs
        from unionhall.ui.slots import SEARCH, UNIT_DEPENDENTS, UNIT_PANELS

        owners.declare("members.person")
        verbs.declare(VERBS)
        verbs.declare_facts(FACTS)
        verbs.declare_values("field", {"id_number": _("证件号码"), "phone": _("联系电话")})
        SEARCH.fill(people, order=20)
        UNIT_PANELS.fill(panels.unit_panel, order=30)
        UNIT_DEPENDENTS.fill(panels.unit_dependents)


VERBS = {
    "members.person.registered": _("登记档案"),
    "members.person.revealed": _("查看完整号码"),
    "members.person.details_corrected": _("更正姓名或电话"),
    "members.person.number_corrected": _("更正证件号码"),
    "members.person.number_restored": _("撤销证件号码更正"),
    "members.person.merged": _("并入另一份档案"),
    "members.person.unmerged": _("撤销合并档案"),
    "members.membership.joined": _("入会"),
    "members.membership.transferred": _("转入"),
    "members.membership.transferred_out": _("转出"),
    "members.membership.left": _("退会"),
    "members.membership.died": _("去世"),
    "members.membership.merged_away": _("合并档案时结束会籍"),
    "members.membership.restored": _("恢复会籍"),
    "members.memberships.opened": _("随花名册登记会籍"),
    "members.memberships.moved": _("随单位合并转会"),
    "members.persons.removed": _("撤销花名册登记的档案"),
    "members.register.exported": _("导出名册"),
}

FACTS = {
    "field": _("查看"),
    "kept": _("保留的档案号"),
    "origin": _("来源导入号"),
    "persons": _("档案数"),
    "persons_kept": _("留下的档案数"),
    "persons_left": _("随后移去的档案数"),
    "memberships": _("会籍数"),
}
