"""How many work in a unit, dated: a report runs until the next one.

Only called by actions, inside their transaction; writes no journal.
"""

from datetime import date

from django.db.models import Q

from unionhall.organisations import refusals
from unionhall.organisations.models import StaffCount, Unit
from unionhall.organisations.queries import staff_of


def report(unit: Unit, staff: int, on: date, *, source: str) -> StaffCount:
    """Insert a count from a day on, before later ones and after earlier ones.

    :raises StaffImpossible: below zero.
    """
    row = reported(unit, on)
    take_down(row, staff, source=source)
    row.save()
    return row


def reported(unit: Unit, on: date) -> StaffCount:
    """The count of that day, locked; one not yet saved when there was none."""
    found = StaffCount.objects.select_for_update(of=("self",)).filter(unit=unit, from_on=on).first()
    return found or StaffCount(unit=unit, from_on=on)


def take_down(row: StaffCount, staff: int, *, source: str) -> None:
    """Say how many in a count, which the caller saves; the count before it ends where it begins.

    :raises StaffImpossible: below zero.
    """
    if staff < 0:
        raise refusals.StaffImpossible(staff=staff)
    counts, on = StaffCount.objects.filter(unit=row.unit), row.from_on
    counts.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lt=on).update(until_on=on)
    row.staff, row.source = staff, source
    row.until_on = counts.filter(from_on__gt=on).order_by("from_on").values_list("from_on", flat=True).first()


def end(unit: Unit, on: date) -> int | None:
    """End the count in force; the number it said.

    :raises LaterChanges: there is a count from that day or later.
    """
    if StaffCount.objects.filter(unit=unit, from_on__gte=on).exists():
        raise refusals.LaterChanges(name=unit.name, on=on)
    staff = staff_of(unit, on)
    StaffCount.objects.filter(unit=unit, until_on=None).update(until_on=on)
    return staff


def hand_over(gone: Unit, kept: Unit, on: date, *, source: str) -> None:
    """Add what `gone` had to what `kept` has.

    :raises LaterChanges: `gone` has a count from that day or later.
    """
    staff = end(gone, on)
    if staff is not None:
        report(kept, staff + (staff_of(kept, on) or 0), on, source=source)


def split(unit: Unit, new: Unit, staff: int, on: date, *, source: str) -> None:
    """Take `staff` off the unit and give it to the new one.

    :raises StaffImpossible: below zero, or more than there are.
    """
    had = staff_of(unit, on)
    if staff < 0 or had is None or staff > had:
        raise refusals.StaffImpossible(staff=staff)
    report(unit, had - staff, on, source=source)
    report(new, staff, on, source=source)
