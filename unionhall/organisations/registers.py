"""组织架构 and 用人单位 as registers: searched by name, pinyin initials and credit code.

Acts on the tree are in actions.py; their pages come beside this.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from unionhall.office.registers.columns import Column
from unionhall.office.registers.panels import History, Related, Slotted
from unionhall.office.registers.register import Register
from unionhall.organisations.models import Employer, Unit
from unionhall.organisations.queries import found_by
from unionhall.ui.slots import UNIT_PANELS


class UnitRegister(Register):
    name = "units"
    model = Unit
    title, group, counted_in = _("组织架构"), _("组织与会员"), _("个")
    columns = (
        Column("name", sort=("path",)),
        "kind",
        Column("parent"),
        "credit_code",
        "founded_on",
        "closed_on",
    )
    order = ("path",)
    filters = ("kind", "founded_on__year")
    search = ("name", "pinyin", "credit_code__startswith")
    search_hint = _("名称、拼音首字母、统一社会信用代码")
    sections = {
        _("登记"): ("name", "kind", "credit_code", "region_code", "founded_on", "closed_on", "merged_into"),
        _("隶属"): ("parent", "employer"),
    }
    panels = (
        Related(_("曾用名"), lambda unit: unit.names.all(), ("name", "from_on", "until_on")),
        Related(
            _("隶属关系"), lambda unit: unit.placements.select_related("parent"), ("parent", "from_on", "until_on")
        ),
        Related(_("职工人数"), lambda unit: unit.staff_counts.all(), ("staff", "from_on", "until_on", "source")),
        Related(_("变动"), lambda unit: unit.changes.all(), ("kind", "on", "paper_number", "detail")),
        Slotted(UNIT_PANELS),
        History(),
    )

    def find(self, rows: Any, terms: str) -> Any:
        return found_by(rows, terms)


class EmployerRegister(Register):
    name = "employers"
    model = Employer
    title, group, counted_in = _("用人单位"), _("组织与会员"), _("家")
    columns = (Column("name", sort=("name", "id")), "ownership", "industry", "credit_code", Column("home"))
    order = ("name", "id")
    filters = ("ownership",)
    search = ("name", "pinyin", "credit_code__startswith")
    search_hint = _("名称、拼音首字母、统一社会信用代码")
    sections = {_("登记"): ("name", "credit_code", "ownership", "industry", "home")}
    panels = (History(),)

    def find(self, rows: Any, terms: str) -> Any:
        return found_by(rows, terms)
