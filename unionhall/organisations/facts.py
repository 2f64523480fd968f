"""What can be counted of the tree: unions in their places, and the staff they reported, both dated.

A unit that moves is two rows, each with its days; as at a day exactly one of them stands.
"""

from typing import Any

from django.db.models import BooleanField, Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from unionhall.figures.facts import HEADS, PLACED, STANDING, Fact
from unionhall.office.counting.showing import RecordView, ShownColumn
from unionhall.organisations.models import Placement, StaffCount

ENDLESS = 99991231

# Counted: the city keeps the list itself, each line on a paper.
units = Fact("units", _("工会组织"), PLACED | STANDING | {"kind": "string"}, record="organisations.Placement")

# Reported: a unit's word. The place is the unit's of these days, wherever it stood when it reported.
staff = Fact("staff", _("职工人数"), PLACED | STANDING | HEADS | {"kind": "string"}, record="organisations.StaffCount")


def unit_rows() -> QuerySet[Any]:
    """A row for each placement; `until` is the first day on which it stood no more."""
    return Placement.objects.annotate(
        record_id=F("pk"),
        kind=F("unit__kind"),
        own=_own("county"),
        basis=Value("counted", output_field=CharField()),
        day=F("from_day"),
        until=F("until_day"),
    )


def staff_rows() -> QuerySet[Any]:
    """A row for each count in each of the unit's placements of its days; as at a day one of a unit."""
    placed = "unit__placements__"
    begins_before = Q(until_day=None) | Q(until_day__gt=F(f"{placed}from_day"))
    goes_on = Q(**{f"{placed}until_day": None}) | Q(**{f"{placed}until_day__gt": F("from_day")})
    return StaffCount.objects.filter(begins_before & goes_on).annotate(
        record_id=F("pk"),
        path=F(f"{placed}path"),
        county=F(f"{placed}county"),
        kind=F("unit__kind"),
        own=_own(f"{placed}county"),
        basis=Value("reported", output_field=CharField()),
        day=Greatest("from_day", f"{placed}from_day"),
        until=Least(Coalesce("until_day", ENDLESS), Coalesce(f"{placed}until_day", ENDLESS)),
        headcount=F("staff"),
    )


def _own(county: str) -> Case:
    """市本级: the upper level is the city federation itself."""
    return Case(When(**{county: 0}, then=True), default=False, output_field=BooleanField())


unit_view = RecordView(
    noun=_("家"),
    columns=(
        ShownColumn(_("工会"), lambda row: row.unit.name),
        ShownColumn(_("类别"), lambda row: row.unit.get_kind_display()),
        ShownColumn(_("上级工会"), lambda row: row.parent.name if row.parent else None),
        ShownColumn(_("起"), lambda row: row.from_on, "date"),
        ShownColumn(_("止"), lambda row: row.until_on, "date"),
    ),
    related=("unit", "parent"),
    url=lambda row: row.unit.get_absolute_url(),
)

staff_view = RecordView(
    noun=_("家"),
    columns=(
        ShownColumn(_("工会"), lambda row: row.unit.name),
        ShownColumn(_("类别"), lambda row: row.unit.get_kind_display()),
        ShownColumn(_("职工人数"), lambda row: row.staff, "number"),
        ShownColumn(_("起"), lambda row: row.from_on, "date"),
        ShownColumn(_("来源"), lambda row: row.source),
    ),
    related=("unit",),
    url=lambda row: row.unit.get_absolute_url(),
)
