"""Figures, ratios and changes: numbers defined once over facts, with their 口径.
They hold no value and no scope; a Tally holds the values of one evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from unionhall.figures.facts import Fact
from unionhall.figures.measures import Kind, Measure
from unionhall.figures.phrases import Phrase
from unionhall.figures.times import AS_AT, COVERED, ENROLLED, PeriodOfYear, Time, TimeBasis
from unionhall.figures.units import PERCENT, POINTS, Unit

Where = Callable[[Any], Any]


@dataclass(frozen=True, eq=False)
class Figure:
    """A number over one fact, at one time basis.

    :param where: condition on the fact's rows, as a function of the Ibis table; comparisons, isin and & | ~ are
        portable. Without one, every row of the time.
    :param definition: the 口径, in one or two sentences, shown with the number.
    :param owner: department answerable for it.
    :param synonyms: other names drafts call it by.
    :param period_of_year: of a scheme's figure, which period stands for a year where none is asked for.
    :raises IncompleteFact: the fact lacks a column the time basis or the measure needs.
    """

    id: str
    label: Phrase
    unit: Unit
    time: TimeBasis
    fact: Fact
    measure: Measure
    definition: Phrase
    where: Where | None = None
    owner: Phrase = ""
    synonyms: tuple[Phrase, ...] = ()
    period_of_year: PeriodOfYear = ENROLLED

    def __post_init__(self) -> None:
        self.fact.require_basis(self.time)
        if self.measure.kind is not Kind.COUNT:
            self.fact.require(self.measure.column, what=f"figure {self.id}")

    @property
    def additive(self) -> bool:
        """Whether own and counties add up to all."""
        return self.measure.additive

    @property
    def has_months(self) -> bool:
        """Whether it is told by month: a flow over rows with a month. A stock is told by asking at several days."""
        return self.time is not AS_AT and self.fact.has_months


@dataclass(frozen=True, eq=False)
class Ratio:
    """One figure over another, exact; none where the denominator is zero.

    The parts may be of different facts and time bases: a denominator of another basis is taken at the time that belongs
    beside the numerator's (`Time.at`).
    """

    id: str
    label: Phrase
    of: Figure
    to: Figure
    definition: Phrase
    unit: Unit = PERCENT
    owner: Phrase = ""
    synonyms: tuple[Phrase, ...] = ()

    @property
    def time(self) -> TimeBasis:
        return self.of.time

    @property
    def period_of_year(self) -> PeriodOfYear:
        """What waits for one part waits for both: money left is known when claims were paid."""
        return COVERED if COVERED in (self.of.period_of_year, self.to.period_of_year) else ENROLLED


@dataclass(frozen=True, eq=False)
class Change:
    """A ratio against itself at the previous time; percentage points for rates."""

    id: str
    label: Phrase
    of: Ratio
    definition: Phrase
    unit: Unit = POINTS
    owner: Phrase = ""
    synonyms: tuple[Phrase, ...] = ()

    @property
    def time(self) -> TimeBasis:
        return self.of.time

    @property
    def period_of_year(self) -> PeriodOfYear:
        return self.of.period_of_year


@dataclass(frozen=True, eq=False)
class Difference:
    """One figure less another, in their common unit: what came in less what went out. None where either is none."""

    id: str
    label: Phrase
    of: Figure
    less: Figure
    definition: Phrase
    unit: Unit
    owner: Phrase = ""
    synonyms: tuple[Phrase, ...] = ()

    @property
    def time(self) -> TimeBasis:
        return self.of.time

    @property
    def period_of_year(self) -> PeriodOfYear:
        """What waits for one part waits for both: money left is known when claims were paid."""
        return COVERED if COVERED in (self.of.period_of_year, self.less.period_of_year) else ENROLLED


Definition = Figure | Ratio | Change | Difference
Ask = tuple[Figure, Time]


def asks_of(definition: Definition, time: Time) -> list[Ask]:
    """Return the plain figures, each with its time, that the definition's value at this time is made of.

    :raises WrongTime: the time cannot be turned into the basis of a part.
    """
    if isinstance(definition, Figure):
        return [(definition, time.at(definition.time))]
    if isinstance(definition, Ratio):
        time = time.at(definition.time)
        return asks_of(definition.of, time) + asks_of(definition.to, time)
    if isinstance(definition, Difference):
        time = time.at(definition.time)
        return asks_of(definition.of, time) + asks_of(definition.less, time)
    time = time.at(definition.time)
    return asks_of(definition.of, time) + asks_of(definition.of, time.previous())


def asks(definitions: Iterable[Definition], times: Iterable[Time]) -> tuple[Ask, ...]:
    """Return, once each and in order, what must be counted to know the definitions at those times of their basis."""
    times = tuple(times)
    wanted = {
        ask: None
        for definition in definitions
        for time in times
        if time.basis is definition.time
        for ask in asks_of(definition, time)
    }
    return tuple(wanted)
