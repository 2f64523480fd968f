"""When a figure is taken: in a calendar year, in a numbered period of a scheme, or as at a day.
Holds no year and no period of its own, and reads no clock: times are arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar


class TimeBasis(StrEnum):
    """What a figure's time means for its rows."""

    CALENDAR_YEAR = "calendar-year"
    SCHEME_PERIOD = "scheme-period"
    AS_AT = "as-at"


CALENDAR_YEAR = TimeBasis.CALENDAR_YEAR
SCHEME_PERIOD = TimeBasis.SCHEME_PERIOD
AS_AT = TimeBasis.AS_AT


class PeriodOfYear(StrEnum):
    """Which of a scheme's periods a year's number of it is: the one people joined, or the one whose cover ran out.

    Enrolment goes before cover, claims and payments come with it, so that one year mostly knows two periods.
    """

    ENROLLED = "enrolled"
    COVERED = "covered"


ENROLLED, COVERED = PeriodOfYear.ENROLLED, PeriodOfYear.COVERED

# The columns a fact must carry for a figure of each basis.
COLUMNS = {CALENDAR_YEAR: ("day",), SCHEME_PERIOD: ("scheme", "period"), AS_AT: ("day", "until")}


class WrongTime(ValueError):
    """A figure was asked at a time of a basis that cannot be turned into its own."""


def _bound(column: Any, day: date) -> date | int:
    """Return the day as the column holds days: a date, or the integer yyyymmdd."""
    return day if column.type().is_date() else day.year * 10000 + day.month * 100 + day.day


@dataclass(frozen=True)
class Year:
    """A calendar year: rows whose day falls into it."""

    number: int
    basis: ClassVar[TimeBasis] = CALENDAR_YEAR

    @property
    def key(self) -> str:
        return str(self.number)

    def previous(self) -> Year:
        return Year(self.number - 1)

    def at(self, basis: TimeBasis) -> Time:
        """Return the time of another basis that belongs beside this one: stocks stand at the year's last day.

        :raises WrongTime: a year says nothing about scheme periods.
        """
        if basis is AS_AT:
            return AsAt(date(self.number, 12, 31))
        return _same(self, basis)

    def selects(self, fact: Any) -> Any:
        """Return the condition on the fact's rows, as an Ibis expression."""
        day = fact["day"]
        first, last = date(self.number, 1, 1), date(self.number, 12, 31)
        return (day >= _bound(day, first)) & (day <= _bound(day, last))


@dataclass(frozen=True)
class Period:
    """A numbered period of a scheme: rows that carry the scheme's key and the period's number.

    Only who reads the schemes knows their dates: `on` is the day at which stocks stand beside this period, `before` the
    period before it where it is not number − 1; one that `is_there` not only stands where a pass asks for it, and nothing
    is compared with it. None of these takes part in equality.
    """

    scheme: str
    number: int
    on: date | None = field(default=None, compare=False)
    before: Period | None = field(default=None, compare=False)
    is_there: bool = field(default=True, compare=False)
    basis: ClassVar[TimeBasis] = SCHEME_PERIOD

    @property
    def key(self) -> str:
        return f"{self.scheme}.{self.number}"

    def previous(self) -> Period:
        return self.before or Period(self.scheme, self.number - 1)

    def at(self, basis: TimeBasis) -> Time:
        """Return the time of another basis that belongs beside this one: stocks stand at the period's day `on`.

        :raises WrongTime: the period was given without a day, or a calendar year was asked for.
        """
        if basis is AS_AT and self.on is not None:
            return AsAt(self.on)
        return _same(self, basis)

    def selects(self, fact: Any) -> Any:
        """Return the condition on the fact's rows, as an Ibis expression."""
        return (fact["scheme"] == self.scheme) & (fact["period"] == self.number)


@dataclass(frozen=True)
class AsAt:
    """A day: rows in force at its end (day <= on, and until is empty or later)."""

    on: date
    basis: ClassVar[TimeBasis] = AS_AT

    @property
    def key(self) -> str:
        return self.on.isoformat()

    def previous(self) -> AsAt:
        """Return the same day of the year before; 29 February becomes the 28th."""
        if (self.on.month, self.on.day) == (2, 29):
            return AsAt(date(self.on.year - 1, 2, 28))
        return AsAt(self.on.replace(year=self.on.year - 1))

    def at(self, basis: TimeBasis) -> Time:
        """Return this day.

        :raises WrongTime: a day names neither a year's flow nor a period.
        """
        return _same(self, basis)

    def selects(self, fact: Any) -> Any:
        """Return the condition on the fact's rows, as an Ibis expression."""
        day, until = fact["day"], fact["until"]
        return (day <= _bound(day, self.on)) & (until.isnull() | (until > _bound(until, self.on)))


Time = Year | Period | AsAt


def _same(time: Time, basis: TimeBasis) -> Time:
    if basis is not time.basis:
        raise WrongTime(f"{time.key} is no time of basis {basis.value}")
    return time


def parse_time(key: str) -> Time:
    """Read a time's key back: `2025`, `mutual-aid.18` or `2025-12-31`.

    :raises ValueError: the text is none of the three.
    """
    if key.isdecimal():
        return Year(int(key))
    scheme, dot, number = key.rpartition(".")
    if dot and scheme and number.isdecimal():
        return Period(scheme, int(number))
    return AsAt(date.fromisoformat(key))
