"""What the year's figures and citations are worth now: counted, never stored.

One pass for all figures of a year; every page, command and document reads from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from unionhall.figures.catalogue import catalogue
from unionhall.figures.figures import Change, Definition, Ratio
from unionhall.figures.tally import Tally
from unionhall.figures.times import Time
from unionhall.figures.units import YUAN
from unionhall.figures.values import ALL, OWN, Number, Scope, Value
from unionhall.office import journal
from unionhall.office.counting import cached_evaluate, movers
from unionhall.office.installation.models import Installation
from unionhall.reporting.models import Citation, CitationScope
from unionhall.reporting.prose import Form
from unionhall.reporting.times import NoPeriod, label, numbered_time, time_of

WAN = 10_000


@dataclass(frozen=True)
class Counted:
    """A definition at a time with its value."""

    definition: Definition
    time: Time
    value: Value

    @property
    def text(self) -> str:
        return self.definition.unit.text(self.value.all)


@dataclass(frozen=True)
class Cited:
    """A citation with the number it quotes now."""

    citation: Citation
    definition: Definition
    time: Time
    value: Value
    scope: Scope

    @property
    def number(self) -> Number:
        return self.value.scoped(self.scope)

    def text(self, form: Form = Form.PLAIN) -> str:
        """As written in the review: 9,613,100.00, 961.31 (万), 9,613,100 (整); half up, always from the exact number."""
        return written(self.definition, self.number, form)


def written(definition: Definition, number: Number, form: Form) -> str:
    """A number in the form a sentence asks for; — where there is none."""
    if number is None or form is Form.PLAIN:
        return definition.unit.text(number)
    unit = definition.unit
    if form is Form.WHOLE:
        return replace(unit, decimals=0).text(number)
    shown = replace(unit, worth=unit.worth / WAN, decimals=2).text(number)
    return shown if unit is YUAN else shown.rstrip("0").rstrip(".")


def is_rate(definition: Definition) -> bool:
    """What is told by how large its parts are to each other; such a number is never written in 万."""
    return isinstance(definition, Ratio | Change)


def definitions() -> list[Definition]:
    """Every figure, ratio and change of the installed apps, by id."""
    return sorted(catalogue, key=lambda definition: definition.id)


def tally_of(asked: Iterable[tuple[Definition, Time]], *, within: str = "", months: bool = False) -> Tally:
    """Count definitions at their times in one pass, cached under the journal's count."""
    pairs = list(asked)
    return cached_evaluate(
        dict.fromkeys(definition for definition, _ in pairs),
        dict.fromkeys(time for _, time in pairs),
        within=within,
        months=months,
        # The reference year writes under its own name while it is built.
        version=journal.count((*movers(), "reference_year")),
    )


def year_pairs(year: int, on: date) -> list[tuple[Definition, Time]]:
    """Each definition at the time this year's review takes it; those without a period in the year are left out."""
    pairs = []
    for definition in definitions():
        try:
            pairs.append((definition, time_of(definition, year, on)))
        except NoPeriod:
            continue
    return pairs


def counted_year(year: int, on: date, *, within: str = "", months: bool = False) -> tuple[list[Counted], Tally]:
    """All figures of a year within a subtree, and the tally they came from (its findings are the relations)."""
    pairs = year_pairs(year, on)
    tally = tally_of(pairs, within=within, months=months)
    return [Counted(definition, time, tally.value(definition, time)) for definition, time in pairs], tally


def citation_time(citation: Citation, definition: Definition, on: date) -> Time:
    if citation.period is not None:
        return numbered_time(citation.scheme, citation.period, on)
    return time_of(definition, citation.year, on)


def cited_year(year: int, on: date, *, within: str = "") -> dict[str, Cited]:
    """The year's citations by published id; those whose figure is not installed or has no period are left out."""
    known = {definition.id: definition for definition in definitions()}
    found: list[tuple[Citation, Definition, Time]] = []
    for citation in Citation.objects.filter(year=year):
        if definition := known.get(citation.figure):
            try:
                found.append((citation, definition, citation_time(citation, definition, on)))
            except NoPeriod:
                continue
    tally = tally_of([(definition, time) for _, definition, time in found], within=within)
    return {
        citation.published_id: Cited(
            citation, definition, time, tally.value(definition, time), scope_of_citation(citation)
        )
        for citation, definition, time in found
    }


def scope_of_citation(citation: Citation) -> Scope:
    return {CitationScope.ALL: ALL, CitationScope.OWN: OWN}.get(CitationScope(citation.scope), citation.county)


def figures_of_year(year: int) -> dict[str, Any]:
    """`unionhall figures --json`: {figure id: {"all", "own", "counties": {code: n}}}, money in yuan."""
    counted, _ = counted_year(year, Installation.current().today())
    return {
        row.definition.id: {
            "all": _plain(row.definition, row.value.all),
            "own": _plain(row.definition, row.value.own),
            "counties": {str(code): _plain(row.definition, n) for code, n in sorted(row.value.counties.items())},
        }
        for row in counted
    }


def citations_of_year(year: int) -> dict[str, Any]:
    """`unionhall citations --json`: {published id: {"value", "figure", "scope", "at"}}."""
    return {
        published: {
            "value": _plain(cited.definition, cited.number),
            "figure": cited.definition.id,
            "scope": str(cited.scope),
            "at": cited.time.key,
        }
        for published, cited in cited_year(year, Installation.current().today()).items()
    }


def _plain(definition: Definition, number: Number) -> int | float | None:
    shown = definition.unit.number(number)
    return float(shown) if isinstance(shown, Decimal) else shown


__all__ = [
    "Cited",
    "Counted",
    "citations_of_year",
    "cited_year",
    "counted_year",
    "figures_of_year",
    "label",
    "tally_of",
]
