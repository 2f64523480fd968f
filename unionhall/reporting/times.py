"""At which time a figure is taken when a year is asked for.

Periods and their dates come from `programmes`; no year and no period stands here.
"""

from datetime import date

from django.utils.translation import gettext

from unionhall.figures.figures import Definition
from unionhall.figures.times import AS_AT, CALENDAR_YEAR, COVERED, ENROLLED, AsAt, Period, Time, Year
from unionhall.programmes import models as programmes
from unionhall.programmes import queries

_PERIODS = {ENROLLED: queries.period_of_year, COVERED: queries.period_covered_in}


class NoPeriod(LookupError):
    """The figure's scheme had no period of the kind the figure asks for in the year."""


def scheme_of(definition: Definition) -> str:
    """The scheme a period figure belongs to: the first word of its id, written as scheme codes are."""
    return definition.id.partition(".")[0].replace("_", "-")


def period_time(period: programmes.Period, on: date) -> Period:
    """A period as figures take it: stocks stand at the last day of enrolment, or today while that is still to come."""
    before, earlier = queries.previous(period), None
    if before:
        further = _before_all(before)
        earlier = Period(before.scheme.code, before.number, on=min(before.enrol_until, on), before=further)
    return Period(
        period.scheme.code,
        period.number,
        on=min(period.enrol_until, on),
        before=earlier or _before_all(period),
    )


def _before_all(first: programmes.Period) -> Period:
    """What stands before a scheme's first period: nothing, but with days, for a pass asks the change of every time it has."""
    code, on = first.scheme.code, first.enrol_from
    further = Period(code, first.number - 3, on=on)
    second = Period(code, first.number - 2, on=on, before=further)
    return Period(code, first.number - 1, on=on, before=second, is_there=False)


def time_of(definition: Definition, year: int, on: date) -> Time:
    """The time of a definition that a year's review speaks of: the year, its last day, or the period enrolled or covered in it.

    :raises NoPeriod: a scheme period was asked of a year that had none.
    """
    if definition.time is CALENDAR_YEAR:
        return Year(year)
    if definition.time is AS_AT:
        return AsAt(min(date(year, 12, 31), on))
    period = _PERIODS[definition.period_of_year](scheme_of(definition), year)
    if period is None:
        raise NoPeriod(definition.id)
    return period_time(period, on)


def numbered_time(scheme: str, number: int, on: date) -> Period:
    """:raises NoPeriod: the scheme has no such period."""
    period = programmes.Period.objects.filter(scheme__code=scheme, number=number).select_related("scheme").first()
    if period is None:
        raise NoPeriod(f"{scheme} {number}")
    return period_time(period, on)


def label(time: Time) -> str:
    """How a time is written on pages: 2025 年, 第十八期 is left to the page; here 第18期, 截至 2025-12-31."""
    if isinstance(time, Year):
        return gettext("{year} 年").format(year=time.number)
    if isinstance(time, Period):
        return gettext("第 {number} 期").format(number=time.number)
    return gettext("截至 {day}").format(day=time.on.isoformat())
