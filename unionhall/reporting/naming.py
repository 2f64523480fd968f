"""The house's figures as a draft would name them: label, synonyms, scope, period, unit. What `drafts.ledger` compares with.

Values are counted now, within the reader's subtree; nothing is stored. Beside the year's values stand those before,
so that a number of the period or year before is known for what it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from unionhall.drafts import Named
from unionhall.figures.figures import Definition
from unionhall.figures.times import AsAt, Period, Time
from unionhall.organisations.models import Unit, UnitKind
from unionhall.programmes.models import Scheme
from unionhall.reporting.queries import Counted, tally_of, year_pairs
from unionhall.reporting.times import scheme_of

_UNITS = {"元/人": "元"}


def named_counted(counted: Iterable[Counted], *, within: str = "") -> list[Named]:
    """Values that were counted before, as a draft would name them; within a subtree the whole is that subtree."""
    counties = _counties()
    return [named for row in counted for named in _named(row, counties, "" if within else "全市")]


def named_figures(year: int, on: date, *, within: str = "") -> list[Named]:
    """Every figure of a year, and of the time before it, at every scope it has a value for; within a subtree the whole
    is that subtree."""
    counties, whole = _counties(), "" if within else "全市"
    now = year_pairs(year, on)
    before = [(definition, earlier) for definition, time in now if (earlier := _before(time, year)) is not None]
    tally = tally_of([*now, *before], within=within)
    named: list[Named] = []
    themes = dict(Scheme.objects.values_list("code", "name"))
    for pairs, is_earlier in ((now, False), (before, True)):
        for definition, time in pairs:
            row = Counted(definition, time, tally.value(definition, time))
            theme = themes.get(scheme_of(definition), "")
            named += [
                replace(one, year=year, is_earlier=is_earlier, theme=theme) for one in _named(row, counties, whole)
            ]
    return named


def _before(time: Time, year: int) -> Time | None:
    """The period before, the year before, the last day of the year before; None before a scheme's first period."""
    if isinstance(time, AsAt):
        return AsAt(date(year - 1, 12, 31))
    if isinstance(time, Period) and (time.before is None or time.before.number < 1):
        return None
    return time.previous()


def _counties() -> dict[int, str]:
    units = Unit.objects.filter(kind=UnitKind.COUNTY, region_code__isnull=False)
    return {unit.region_code or 0: unit.name.removesuffix("总工会") for unit in units}


def _named(row: Counted, counties: dict[int, str], whole: str) -> Iterator[Named]:
    scoped = [(whole, row.value.all)] + ([("市本级", row.value.own)] if whole else [])
    scoped += [(counties[code], number) for code, number in row.value.counties.items() if code in counties]
    for scope, number in scoped:
        if number:  # where nothing is recorded yet, there is nothing to differ from
            yield Named(
                id=row.definition.id,
                label=str(row.definition.label),
                value=Fraction(number) * row.definition.unit.worth,
                unit=_UNITS.get(str(row.definition.unit.word), str(row.definition.unit.word)),
                scope=scope,
                period=_period(row),
                synonyms=tuple(str(word) for word in _synonyms(row.definition)),
            )


def _synonyms(definition: Definition) -> tuple[object, ...]:
    return tuple(getattr(definition, "synonyms", ()))


def _period(row: Counted) -> str:
    """第18期 for a scheme period; years and days need no word in a year's own draft."""
    return f"第{row.time.number}期" if isinstance(row.time, Period) else ""
