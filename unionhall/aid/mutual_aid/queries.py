"""Reads across mutual aid: how many a unit has enrolled against its staff, what a period holds.

Writes nothing; numbers shown to a reader are figures.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count

from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.organisations.models import StaffCount
from unionhall.organisations.queries import chunks, on_day
from unionhall.programmes.models import Period


def staff_and_enrolled(units: Iterable[int], period: Period, on: date) -> list[tuple[int, int | None, int]]:
    """Unit, its staff as last reported on that day (None: never), its standing enrolments of the period."""
    found: list[tuple[int, int | None, int]] = []
    for chunk in chunks(sorted(set(units))):
        staff = dict(StaffCount.objects.filter(on_day(on), unit__in=chunk).values_list("unit_id", "staff"))
        standing = Enrolment.objects.standing().filter(period=period, unit__in=chunk).order_by()
        enrolled = dict(standing.values_list("unit_id").annotate(n=Count("pk")))
        found += [(unit, staff.get(unit), enrolled.get(unit, 0)) for unit in chunk]
    return found
