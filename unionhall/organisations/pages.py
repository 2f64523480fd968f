"""The tree, its branches as they are opened, and one page for each act on a unit.

The registers of unions and employers stand in registers.py; merging unions with their people is a page of members.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.scope import Duty
from unionhall.organisations import actions, forms, rules
from unionhall.organisations.choosing import suggestion
from unionhall.organisations.models import Unit
from unionhall.organisations.queries import below, children_of, counts_below, found_by, kinds_below, staff_of, trails_of
from unionhall.ui.pages import Crumb, DecisionPage, Page

GROUP: Crumb = (_("组织与会员"), "")
FOUND_AT_MOST, OFFERED_AT_MOST = 50, 12


def branch(unit: Unit) -> list[dict[str, Any]]:
    """Open units directly below, each with how many stand below it: two queries."""
    children = list(children_of(unit))
    counts = counts_below(children)
    return [{"unit": child, "count": counts.get(child.pk, 0)} for child in children]


class TreePage(Page):
    """The tree from the top of what the reader sees, or from a unit (`at`), or what a word finds (`q`)."""

    template_name = "organisations/tree.html"
    title = _("组织架构")
    crumbs = (GROUP, (_("组织架构"), ""))

    def get(self, request: HttpRequest) -> HttpResponse:
        terms = request.GET.get("q", "").strip()
        if terms:
            return self.answer(terms=terms, **self._found(terms))
        tops = self._tops()
        counts = {top.pk: below(top).count() for top in tops}
        nodes = [{"unit": top, "count": counts[top.pk], "nodes": branch(top)} for top in tops]
        return self.answer(nodes=nodes, at=request.GET.get("at"), kinds=self._kinds(tops))

    def _tops(self) -> list[Unit]:
        at = self.request.GET.get("at", "")
        if at:
            return [self.row(Unit.objects.all(), pk=int(at) if at.isdecimal() and len(at) < 10 else 0)]
        return list(Unit.objects.filter(path__in=self.scope.reads))

    def _kinds(self, tops: list[Unit]) -> list[tuple[Any, int]]:
        """乡镇工会 129 · 村工会 2,058 …: what stands below the first top."""
        counts = kinds_below(tops[0]) if tops else {}
        return [(forms.UnitKind(kind).label, counts[kind]) for kind in rules.KIND_ORDER if counts.get(kind)]

    def _found(self, terms: str) -> dict[str, Any]:
        rows = found_by(Unit.objects.visible_to(self.scope), terms)
        total = rows.count()
        units = list(rows.order_by("path")[:FOUND_AT_MOST])
        trails = trails_of(units, self.scope)
        return {"total": total, "found": [(unit, trails[unit.pk]) for unit in units], "shown": len(units)}


class BranchPage(Page):
    """What stands directly below a unit, as list items: fetched when its line is opened."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        unit = self.row(Unit.objects.all(), pk=pk)
        return render(request, "organisations/branch.html", {"nodes": branch(unit)})


class OptionsPage(Page):
    """Suggestions for a field that names a union."""

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = str(next(iter(request.GET.values()), "")).strip()
        found = Unit.objects.none()
        if typed:
            found = found_by(Unit.objects.open().visible_to(self.scope), typed).select_related("parent")
        offered = [suggestion(unit) for unit in found.order_by("pinyin")[:OFFERED_AT_MOST]]
        return render(request, "organisations/options.html", {"offered": offered})


class ActPage(DecisionPage):
    """An act on one unit that stands; who may act is `rules.may_change`."""

    duties: ClassVar[tuple[Duty, ...]] = (rules.DUTY_BELOW, rules.DUTY_AT_OWN_LEVEL)
    warns_of_past: ClassVar[bool] = False

    @cached_property
    def unit(self) -> Unit:
        unit: Unit = self.row(Unit.objects.open(), pk=self.kwargs["pk"])
        if not self.may(unit):
            raise PermissionDenied
        return unit

    def may(self, unit: Unit) -> bool:
        return rules.may_change(self.scope, unit.path)

    def subject(self) -> Unit:
        return self.unit

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"unit": subject, "scope": self.scope, "today": self.today}

    def context(self, **extra: Any) -> dict[str, Any]:
        url = self.unit.get_absolute_url()
        tree: Crumb = (_("组织架构"), reverse("organisations:tree"))
        self.crumbs = (GROUP, tree, (self.unit.name, url))
        return super().context(
            explanation=self.explanation(), cancel_url=url, subtitle=self.unit.name, warns=self.warns_of_past, **extra
        )

    def explanation(self) -> str:
        """What will happen, before it does."""
        return ""

    def after(self, subject: Any, outcome: Any) -> str:
        unit = outcome if isinstance(outcome, Unit) else subject
        return unit.get_absolute_url()


class FoundPage(ActPage):
    form_class = forms.FoundForm
    title, verb = _("设立下级工会"), _("设立工会")

    def may(self, unit: Unit) -> bool:
        return rules.may_receive(self.scope, unit.path)

    def explanation(self) -> str:
        return gettext("新工会设在{name}之下，从生效日期起计入数字。").format(name=self.unit.name)

    def perform(self, subject: Unit, cleaned: dict[str, Any]) -> Any:
        return actions.found_unit(parent=subject, by=self.actor, **cleaned)


class MovePage(ActPage):
    template_name = "organisations/act.html"
    form_class = forms.MoveForm
    title, verb = _("划转"), _("划转到所选工会")
    warns_of_past = True

    def explanation(self) -> str:
        said = gettext("{name}及其下 {n} 个工会一起划转。生效日期以前的数字不变，去年的数字也不变。")
        return said.format(name=self.unit.name, n=f"{below(self.unit).count():,}")

    def perform(self, subject: Unit, cleaned: dict[str, Any]) -> Any:
        return actions.move_unit(unit=subject, by=self.actor, **cleaned).unit


class RenamePage(ActPage):
    form_class = forms.RenameForm
    title, verb = _("更名"), _("改用新名称")

    def explanation(self) -> str:
        return gettext("从生效日期起用新名称；以前的名称留在曾用名里，以前的文书和数字不变。")

    def perform(self, subject: Unit, cleaned: dict[str, Any]) -> Any:
        return actions.rename_unit(unit=subject, by=self.actor, **cleaned)


class SplitPage(ActPage):
    form_class = forms.SplitForm
    title, verb = _("分立"), _("分出一个工会")

    def explanation(self) -> str:
        staff = staff_of(self.unit, self.today)
        said = gettext("分出的工会与{name}同级同类。现有职工 {staff} 人，分出多少、留下多少，合计不变；会员另办转会。")
        return said.format(name=self.unit.name, staff="—" if staff is None else f"{staff:,}")

    def perform(self, subject: Unit, cleaned: dict[str, Any]) -> Any:
        return actions.split_unit(unit=subject, by=self.actor, **cleaned)


class ClosePage(ActPage):
    form_class = forms.CloseForm
    title, verb = _("撤销"), _("撤销这家工会")
    is_dangerous = True

    def explanation(self) -> str:
        return gettext("撤销后不再计入生效日期以后的数字；以前的记录都留着，仍可查。")

    def perform(self, subject: Unit, cleaned: dict[str, Any]) -> Any:
        return actions.close_unit(unit=subject, by=self.actor, **cleaned)


class StaffPage(ActPage):
    form_class = forms.StaffForm
    title, verb = _("上报职工人数"), _("记下职工人数")

    def may(self, unit: Unit) -> bool:
        return rules.may_receive(self.scope, unit.path)

    def explanation(self) -> str:
        return gettext("从这天起按新人数计，到下一次上报为止；参保率以它作分母。")

    def perform(self, subject: Unit, cleaned: dict[str, Any]) -> Any:
        source = cleaned.pop("paper_number")
        actions.report_staff(unit=subject, by=self.actor, source=source, **cleaned)
        return subject
