"""Reads across periods: which one a year enrolled, which one it covered, which one is enrolled now, which one came before.

Writes nothing; dates are arguments.
"""

from datetime import date

from unionhall.programmes.models import Period


def period_of_year(scheme: str, year: int) -> Period | None:
    """The latest period whose enrolment began in the year."""
    return _periods(scheme).filter(enrol_from__year=year).first()


def period_covered_in(scheme: str, year: int) -> Period | None:
    """The latest period whose cover ran out in the year: the one that was claimed and paid in it."""
    return _periods(scheme).filter(cover_until__year=year).first()


def period_on(scheme: str, on: date) -> Period | None:
    """The latest period whose enrolment had begun on that day."""
    return _periods(scheme).filter(enrol_from__lte=on).first()


def previous(period: Period) -> Period | None:
    """The period before, whatever its number."""
    rows = Period.objects.filter(scheme=period.scheme_id, number__lt=period.number)
    return rows.select_related("scheme").order_by("-number").first()


def _periods(scheme: str):  # type: ignore[no-untyped-def]
    return Period.objects.filter(scheme__code=scheme).select_related("scheme").order_by("-enrol_from", "-number")
