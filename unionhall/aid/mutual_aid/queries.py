"""Reads across mutual aid: how many a unit has enrolled against its staff, what a period holds.

Writes nothing; numbers shown to a reader are figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from unionhall.aid.mutual_aid.models import Enrolment, Roster
from unionhall.kernel.scope import Duty, Scope
from unionhall.organisations.models import StaffCount
from unionhall.organisations.queries import chunks, on_day
from unionhall.programmes.models import Period


@dataclass(frozen=True)
class Beyond:
    """A unit with more people enrolled than it reported as staff: one of the two is wrong."""

    unit_id: int
    name: str
    people: int
    staff: int


def beyond_staff(scope: Scope, period: Period, on: date) -> list[Beyond]:
    """Units where the scope enters whose standing rosters hold more people than they reported on that day, worst first."""
    rosters = Roster.objects.filter(period=period, undone_on=None).visible_to(scope, Duty.ENTER).order_by()
    people = {pk: (name, n) for pk, name, n in rosters.values_list("unit_id", "unit__name").annotate(n=Sum("people"))}
    staff: dict[int, int] = {}
    for chunk in chunks(sorted(people)):
        staff |= dict(StaffCount.objects.filter(on_day(on), unit__in=chunk).values_list("unit_id", "staff"))
    found = [Beyond(pk, *people[pk], staff[pk]) for pk in people if pk in staff and people[pk][1] > staff[pk]]
    return sorted(found, key=lambda row: (row.staff - row.people, row.unit_id))


def staff_and_enrolled(units: Iterable[int], period: Period, on: date) -> list[tuple[int, int | None, int]]:
    """Unit, its staff as last reported on that day (None: never), its standing enrolments of the period."""
    found: list[tuple[int, int | None, int]] = []
    for chunk in chunks(sorted(set(units))):
        staff = dict(StaffCount.objects.filter(on_day(on), unit__in=chunk).values_list("unit_id", "staff"))
        standing = Enrolment.objects.standing().filter(period=period, unit__in=chunk).order_by()
        enrolled = dict(standing.values_list("unit_id").annotate(n=Count("pk")))
        found += [(unit, staff.get(unit), enrolled.get(unit, 0)) for unit in chunk]
    return found
