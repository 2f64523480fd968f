"""A number opened: its scopes side by side, months, the time before, and the records behind it.

Counts through `queries`; which records a reader may see is asked of the records' own model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from unionhall.figures.catalogue import catalogue
from unionhall.figures.figures import Change, Definition, Difference, Figure, Ratio
from unionhall.figures.tally import Finding, Tally
from unionhall.figures.times import AsAt, Period, Time, Year, parse_time
from unionhall.figures.units import YUAN
from unionhall.figures.units import Unit as Told
from unionhall.figures.values import ALL, Number, Scope, Value
from unionhall.kernel.scope import Scope as Reach
from unionhall.office.counting import records
from unionhall.office.counting.showing import RecordView, view_of
from unionhall.organisations.models import Unit, UnitKind
from unionhall.reporting.queries import tally_of
from unionhall.reporting.rounding import adds_up
from unionhall.reporting.times import label, numbered_time, time_of

PAGE_LENGTH = 50


def measure_word(definition: Definition) -> str:
    """The unit's word in the reader's language: 人, 元, 个; the engine keeps the Chinese one."""
    return gettext(definition.unit.word) if definition.unit.word else ""


@dataclass(frozen=True)
class Opened:
    """A definition at a time, with the time before it where there was one."""

    definition: Definition
    time: Time
    value: Value
    before: Value | None
    tally: Tally

    @property
    def time_label(self) -> str:
        return label(self.time)

    @property
    def before_label(self) -> str:
        return label(self.time.previous()) if self.before else ""

    @property
    def unit(self) -> str:
        return measure_word(self.definition)

    @property
    def findings(self) -> Sequence[Finding]:
        return self.tally.findings_of(self.definition, self.time)

    @property
    def is_broken(self) -> bool:
        return any(not finding.holds for finding in self.findings)

    @property
    def has_months(self) -> bool:
        """Whether there is anything to tell by month: a rate over a stock has months without a value."""
        return sum(number is not None for number in self.value.months.values()) > 1

    @property
    def months(self) -> list[tuple[int, str]]:
        """Each month (yyyymm) with its text, in order; the table under the chart."""
        return [(month, self.definition.unit.text(number)) for month, number in sorted(self.value.months.items())]

    @property
    def opens(self) -> bool:
        """Whether records stand directly behind it."""
        return isinstance(self.definition, Figure)

    def text(self, scope: Scope = ALL) -> str:
        return self.definition.unit.text(self.value.scoped(scope))

    def before_text(self, scope: Scope = ALL) -> str:
        return self.definition.unit.text(self.before.scoped(scope)) if self.before else "—"

    def is_subtracted_exactly(self, scope: Scope = ALL) -> bool:
        """Whether the change told is not that of the two rates as they are printed: it is rounded after subtracting."""
        if self.before is None or not isinstance(self.definition, Ratio):
            return False
        return not adds_up(self.definition.unit, self.value.scoped(scope), self.before.scoped(scope))

    def rise(self, scope: Scope = ALL) -> str:
        """Growth in percent, or the difference in points for a rate; "" where there is nothing to compare."""
        return rise_text(self.definition, self.value.scoped(scope), self.before.scoped(scope) if self.before else None)


def rise_text(definition: Definition, now: Number, before: Number) -> str:
    """↑ 14.5% for amounts, ↑ 8.8 个百分点 for rates: of the exact rates, with as many digits as the rates are told with."""
    if now is None or before is None or isinstance(definition, Change):
        return ""
    if isinstance(definition, Ratio):
        return gettext("{points} 个百分点").format(points=_points(definition.unit, Fraction(now), Fraction(before)))
    if now == before:
        return gettext("持平")
    # From nothing or less there is no growth in percent: a deficit that halves would be told as a fall by half.
    return f"{_signed(Fraction(now - before, 1) / Fraction(before) * 100)}%" if before > 0 else ""


def _points(unit: Told, now: Fraction, before: Fraction) -> str:
    return f"{'↑' if now >= before else '↓'} {unit.text(abs(now - before))}"


def _signed(number: Fraction) -> str:
    """↑ 14.5 or ↓ 2.1, half up to one place."""
    tenths = int(abs(number) * 10 + Fraction(1, 2))
    arrow = "↑" if number >= 0 else "↓"
    return f"{arrow} {tenths // 10}.{tenths % 10}" if tenths else gettext("{arrow} 不到 0.1").format(arrow=arrow)


def definition_of(figure_id: str) -> Definition | None:
    return next((definition for definition in catalogue if definition.id == figure_id), None)


def asked_time(definition: Definition, key: str, year: int, on: date) -> Time:
    """The time an address names, with the dates only the schemes know; the year's own where it names none.

    :raises ValueError: not a time. :raises NoPeriod: no such period.
    """
    if not key:
        return time_of(definition, year, on)
    time = parse_time(key)
    return numbered_time(time.scheme, time.number, on) if isinstance(time, Period) else time


def open_figures(pairs: Sequence[tuple[Definition, Time]], *, within: str = "", months: bool = False) -> list[Opened]:
    """Count the definitions with the time before each, in one pass."""
    asked = [*pairs, *((d, t.previous()) for d, t in pairs if has_before(d, t))]
    tally = tally_of(asked, within=within, months=months)
    return [
        Opened(
            definition,
            time,
            tally.value(definition, time),
            tally.value(definition, time.previous()) if has_before(definition, time) else None,
            tally,
        )
        for definition, time in pairs
    ]


@dataclass(frozen=True)
class Quotient:
    """A rate with its parts at one time: 582 ÷ 1,085 = 53.64. Each opens."""

    rate: Opened
    of: Opened
    to: Opened
    text: str


@dataclass(frozen=True)
class Reckoned:
    """How a rate or a change comes about. `difference` is the change as it is told."""

    quotients: tuple[Quotient, ...]
    difference: str = ""
    is_subtracted_exactly: bool = False
    sign: str = "÷"


def reckoned(opened: Opened, *, within: str = "") -> Reckoned | None:
    """The parts of a rate, a difference, or the two rates a change lies between; None for a plain figure."""
    definition = opened.definition
    if isinstance(definition, Figure):
        return None
    if isinstance(definition, Difference):
        of, less = open_figures([(definition.of, opened.time), (definition.less, opened.time)], within=within)
        return Reckoned((Quotient(opened, of, less, opened.text()),), sign="−")
    is_change = isinstance(definition, Change)
    ratio = definition.of if isinstance(definition, Change) else definition
    times = (opened.time, opened.time.previous()) if is_change else (opened.time,)
    pairs = [(part, time.at(part.time)) for time in times for part in (ratio, ratio.of, ratio.to)]
    rows = open_figures(pairs, within=within)
    rates = rows[::3]
    if not is_change:
        return Reckoned((Quotient(rows[0], rows[1], rows[2], rows[0].text()),))
    now, before = rates[0].value.all, rates[1].value.all
    texts = [ratio.unit.text(rate.value.all) for rate in rates]
    quotients = tuple(map(Quotient, rates, rows[1::3], rows[2::3], texts))
    return Reckoned(quotients, opened.text(), not adds_up(ratio.unit, now, before))


def has_before(definition: Definition, time: Time) -> bool:
    """A period has one where the scheme has; a change needs none."""
    if isinstance(definition, Change):
        return False
    return isinstance(time, Year | AsAt) or (time.before is not None and time.before.is_there)


@dataclass(frozen=True)
class County:
    """A column of the side-by-side table."""

    code: int
    name: str


def counties(reach: Reach, within: str = "") -> list[County]:
    """County unions side by side; none below the city, where there is nothing to lay beside the one."""
    if within:
        return []
    rows = Unit.objects.visible_to(reach).filter(kind=UnitKind.COUNTY).order_by("region_code")
    return [County(unit.region_code or 0, short_name(unit.name)) for unit in rows]


def short_name(name: str) -> str:
    """榆次区总工会 -> 榆次; 祁县总工会 stays 祁县, as people say it."""
    place = name.removesuffix("总工会")
    return place[:-1] if len(place) > 2 and place[-1] in "区县市" else place or name


@dataclass(frozen=True)
class RecordPage:
    """One page of the records behind a number. `hidden` are counted but lie outside what the reader may open today."""

    view: RecordView
    rows: list[Any]
    total: int
    value: int
    hidden: int
    number: int
    pages: int


def record_page(
    figure: Figure, time: Time, *, scope: Scope, month: int | None, reach: Reach, number: int, within: str
) -> RecordPage:
    """Records in order, a page at a time; list and total come from the figure's own expression."""
    found = records(figure, time, scope=scope, month=month, within=within)
    total, value = found.summary()
    pages = max(1, -(-total // PAGE_LENGTH))
    number = min(max(number, 1), pages)
    ids = found.page(order="record_id", limit=PAGE_LENGTH, offset=(number - 1) * PAGE_LENGTH)
    view = view_of(figure.fact)
    visible = found.model._default_manager.visible_to(reach).select_related(*view.related)  # type: ignore[attr-defined]
    rows = visible.in_bulk(ids)
    return RecordPage(view, [rows[pk] for pk in ids if pk in rows], total, value, len(ids) - len(rows), number, pages)


def is_money(definition: Definition) -> bool:
    return definition.unit is YUAN
