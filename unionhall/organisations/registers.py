"""工会名册 and 用人单位 as registers: searched by name, pinyin initials and credit code.

Acts on the tree are in actions.py, their pages in pages.py.
"""

from datetime import date
from typing import Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.scope import Scope
from unionhall.office.registers.columns import Column, say
from unionhall.office.registers.panels import Documents, History, Related, Slotted
from unionhall.office.registers.register import Empty, Link, Register, Write
from unionhall.organisations import actions, rules, undoing
from unionhall.organisations.choosing import UnionFilter
from unionhall.organisations.forms import EmployerCorrectionForm, EmployerForm
from unionhall.organisations.models import ChangeKind, Employer, Unit
from unionhall.organisations.queries import below, children_of, found_by, of_employer, staff_of
from unionhall.ui.panels import Panel
from unionhall.ui.slots import UNIT_PANELS, UNIT_TRACES
from unionhall.ui.templatetags.ui import chip_of

OWN = "0"
LINKED_NAME = Column("name", link=lambda unit: unit.get_absolute_url())
UNTIL = Column("until_on", show=lambda row: say(row.until_on, gettext("至今")))


class CountyFilter(django_filters.TypedChoiceFilter):
    """A county federation of the reader's, or the city's own level; the list is that of the tree itself."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(coerce=int, label=_("县（区、市）"), **rest)

    @property
    def field(self) -> Any:
        # A list, not a function of this filter: the form copies its fields, and would copy the request with it.
        scope = self.parent.request.scope
        units = Unit.objects.open().visible_to(scope).filter(kind="county").order_by("region_code")
        own = [(OWN, gettext("市本级"))] if scope.is_everywhere() else []
        counties = [(str(unit.region_code), unit.name) for unit in units]
        self.extra["choices"] = [("", _("全部")), *own, *counties]
        return super().field


class StandingFilter(django_filters.ChoiceFilter):
    """在册 unless asked otherwise."""

    def __init__(self) -> None:
        choices = [("closed", _("已注销")), ("all", _("全部"))]
        super().__init__(label=_("状态"), choices=choices, empty_label=_("在册"))

    def filter(self, qs: Any, value: Any) -> Any:
        if value == "closed":
            return qs.exclude(closed_on=None)
        return qs if value == "all" else qs.filter(closed_on=None)


class HasEmployerFilter(django_filters.ChoiceFilter):
    def __init__(self) -> None:
        choices = [("yes", _("有")), ("no", _("没有"))]
        super().__init__(label=_("用人单位"), choices=choices, empty_label=_("全部"))

    def filter(self, qs: Any, value: Any) -> Any:
        return qs.filter(employer__isnull=value == "no") if value else qs


def standing(unit: Unit) -> str:
    if unit.merged_into_id:
        return gettext("已并入")
    return gettext("已注销") if unit.closed_on else gettext("在册")


def standing_chip(unit: Unit) -> str:
    """The normal state is plain; what deviates is a chip."""
    return chip_of(("todo", standing(unit))) if unit.closed_on else standing(unit)


def below_panel(unit: Unit, scope: Scope, on: date) -> Panel | None:
    """How many stand below, and the way to them in the tree."""
    total = below(unit).count()
    if not total:
        return None
    link = (gettext("全部"), f"{reverse('organisations:tree')}?at={unit.pk}")
    table = Related(_("下级工会"), children_of, (LINKED_NAME, "kind", "credit_code", "founded_on"), shown=10)(
        unit, scope, on
    )
    assert table is not None
    note = gettext("{n} 个").format(n=f"{total:,}")
    return Panel(table.title, table.template, table.context, note=note, links=(link,))


def acts_panel(unit: Unit, scope: Scope, on: date) -> Panel | None:
    """组织变动: what the reader may do with the unit."""
    if unit.closed_on is not None:
        return None
    acts = []
    if rules.may_receive(scope, unit.path):
        acts += [(_("上报职工人数"), "staff"), (_("设立下级工会"), "found")]
    if rules.may_change(scope, unit.path):
        acts += [(_("更名"), "rename")]
        acts += [(_("划转"), "move"), (_("分立"), "split")] if unit.parent_id else []
    if unit.kind == "grassroots":
        acts = [act for act in acts if act[1] != "found"]
    links = [(label, reverse(f"organisations:{act}", args=[unit.pk])) for label, act in acts]
    context = {"acts": links, "undo": _undo_link(unit, scope), "close": _close_link(unit, scope)}
    return Panel(_("办理变动"), "organisations/acts_panel.html", context, is_aside=True) if links else None


def _undo_link(unit: Unit, scope: Scope) -> tuple[str, str, str] | None:
    """撤销更名 or 撤销划转 of the unit's last act, with what it was; for who may."""
    change = undoing.undoable(unit) if rules.may_change(scope, unit.path) else None
    if change is None:
        return None
    url, on = reverse("organisations:undo", args=[unit.pk]), change.on.isoformat()
    if change.kind == ChangeKind.RENAME:
        return gettext("撤销更名"), url, f"{on} {change.detail}"
    upper = undoing.came_from(change)
    if upper is None or not rules.may_receive(scope, upper.path):
        return None
    return gettext("撤销划转"), url, f"{on} {upper.name} → {change.other}"


def _close_link(unit: Unit, scope: Scope) -> str | None:
    may = unit.parent_id is not None and rules.may_change(scope, unit.path)
    return reverse("organisations:close", args=[unit.pk]) if may else None


class UnitRegister(Register):
    name = "units"
    model = Unit
    title, group, counted_in = _("工会名册"), _("组织与会员"), _("个")
    columns = (
        Column("name", sort=("pinyin",)),
        Column("kind", on_phone="second"),
        Column("parent", sort=("parent__pinyin",), on_phone="line"),
        Column("credit_code", on_phone="number"),
        Column("founded_on", sort=("founded_on",)),
        Column("standing", label=_("状态"), value=standing, show=standing_chip, on_phone="state"),
    )
    order = ("path",)
    filters = ("kind", "county", "upper", "standing", "has_employer")
    filter_with = {
        "county": CountyFilter(field_name="county"),
        "upper": UnionFilter("path", label=_("在哪家之下")),
        "standing": StandingFilter(),
        "has_employer": HasEmployerFilter(),
    }
    search = ("name", "pinyin", "credit_code__startswith")
    search_hint = _("名称、拼音首字母、信用代码")
    sections = {
        _("登记"): (
            "name",
            "kind",
            "credit_code",
            Column("staff", label=_("职工人数"), value=lambda unit: staff_of(unit, date.max)),
            "founded_on",
            Column("standing", label=_("状态"), value=standing, show=standing_chip),
        ),
        _("隶属"): ("parent", "employer", "closed_on", "merged_into"),
    }
    panels = (
        acts_panel,
        Slotted(UNIT_PANELS),
        below_panel,
        Related(_("职工人数"), lambda u: u.staff_counts.order_by("-from_on"), ("from_on", UNTIL, "staff", "source")),
        Related(
            _("隶属关系"),
            lambda u: u.placements.select_related("parent").order_by("-from_on"),
            ("parent", "from_on", UNTIL),
        ),
        Related(_("名称"), lambda u: u.names.order_by("-from_on"), ("name", "from_on", UNTIL)),
        Related(
            _("组织变动"),
            lambda u: u.changes.select_related("other"),
            ("kind", "on", "other", "paper_number", "detail", "by_name"),
        ),
        Documents(),
        History(also=UNIT_TRACES),
    )
    empty = Empty(_("还没有工会组织"), _("组织架构在安装时装入，或由系统管理员从市总工会开始设立。"))

    def find(self, rows: Any, terms: str) -> Any:
        return found_by(rows, terms)

    def row_summary(self, row: Unit) -> str:
        where = [row.get_kind_display(), row.parent.name if row.parent else "", row.credit_code or ""]
        return " · ".join(filter(None, where))

    def links(self, scope: Scope) -> list[Link]:
        return [Link(_("看组织架构"), reverse("organisations:tree"))]


class EmployerRegister(Register):
    name = "employers"
    model = Employer
    title, group, counted_in = pgettext_lazy("名册", "用人单位"), _("组织与会员"), _("家")
    columns = (
        Column("name", sort=("pinyin",)),
        Column("ownership", on_phone="second"),
        "industry",
        Column("credit_code", on_phone="number"),
        Column("home", sort=("home__pinyin",), on_phone="line"),
        Column(
            "has_union",
            label=_("建会"),
            value=lambda e: gettext("已建会") if hasattr(e, "union") else gettext("未建会"),
            show=lambda e: gettext("已建会") if hasattr(e, "union") else chip_of(("note", gettext("未建会"))),
            on_phone="state",
        ),
    )
    order = ("pinyin", "pk")
    filters = ("ownership", "home", "has_union")
    filter_with = {
        "home": UnionFilter("home__path", label=_("所属地工会")),
        "has_union": django_filters.ChoiceFilter(
            field_name="union",
            lookup_expr="isnull",
            label=_("建会"),
            choices=[("False", _("已建会")), ("True", _("未建会"))],
            empty_label=_("全部"),
        ),
    }
    search = ("name", "pinyin", "credit_code__startswith")
    search_hint = _("名称、拼音首字母、信用代码")
    sections = {
        _("登记"): (
            "name",
            "credit_code",
            "ownership",
            "industry",
            "home",
            Column("union", label=_("工会"), value=of_employer, link=lambda e: _union_url(e)),
        )
    }
    add = Write(_("登记用人单位"), EmployerForm, actions.register_employer)
    edit = Write(_("更正"), EmployerCorrectionForm, actions.correct_employer)
    empty = Empty(
        _("还没有用人单位"), _("逐家登记，或随组织架构一起装入。"), _("登记用人单位"), "organisations:employers-add"
    )
    panels = (History(), Documents())

    def rows(self) -> Any:
        return Employer.objects.select_related("union")

    def find(self, rows: Any, terms: str) -> Any:
        return found_by(rows, terms)


def _union_url(employer: Employer) -> str | None:
    unit = of_employer(employer)
    return unit.get_absolute_url() if unit else None
