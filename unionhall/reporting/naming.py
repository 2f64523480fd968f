"""The house's figures as a draft would name them: label, synonyms, scope, period, unit. What `drafts.ledger` compares with.

Values are counted now, within the reader's subtree; nothing is stored.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from unionhall.drafts import Named
from unionhall.figures.figures import Definition
from unionhall.figures.times import Period
from unionhall.organisations.models import Unit, UnitKind
from unionhall.reporting.queries import Counted, counted_year

_UNITS = {"元/人": "元"}


def named_figures(year: int, on: date, *, within: str = "") -> list[Named]:
    """Every figure of a year at every scope it has a value for; within a subtree the whole is that subtree."""
    counted, _ = counted_year(year, on, within=within)
    return named_counted(counted, within=within)


def named_counted(counted: Iterable[Counted], *, within: str = "") -> list[Named]:
    """The same of values that were counted before."""
    counties = _counties()
    return [named for row in counted for named in _named(row, counties, "" if within else "全市")]


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
