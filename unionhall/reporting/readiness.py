"""Whether a review's text could be published on a day: citations without a number, relations that do not
hold, numbers typed by hand.

Counts afresh, never from the cache: what is signed must be what the records say at that moment. Refuses nothing itself.
"""

from dataclasses import dataclass
from datetime import date

from unionhall.figures.figures import Definition
from unionhall.figures.tally import Finding
from unionhall.figures.times import Time
from unionhall.figures.values import Value
from unionhall.office import counting
from unionhall.reporting.models import Citation, Review, ReviewText
from unionhall.reporting.naming import named_counted
from unionhall.reporting.opening import definition_of, has_before
from unionhall.reporting.prose import parse, quoted_ids
from unionhall.reporting.queries import Cited, Counted, citation_time, scope_of_citation, year_pairs
from unionhall.reporting.times import NoPeriod
from unionhall.reporting.typed_beside import TypedBeside, typed_beside


@dataclass(frozen=True)
class Readiness:
    """`quoted` are the text's ids in order, `cited` those that have a number, with the value of the time before."""

    quoted: list[str]
    cited: dict[str, Cited]
    before: dict[str, Value]
    findings: tuple[Finding, ...]
    typed: tuple[TypedBeside, ...] = ()

    @property
    def differing(self) -> list[TypedBeside]:
        """Typed by hand, and otherwise than the figure it is taken for."""
        return [one for one in self.typed if one.differs]

    @property
    def to_see(self) -> list[TypedBeside]:
        """Typed by hand, and nothing to hold against it: a person must have looked."""
        return [one for one in self.typed if not one.differs]

    @property
    def missing(self) -> list[str]:
        return [name for name in self.quoted if name not in self.cited]

    @property
    def broken(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.holds]

    @property
    def is_whole(self) -> bool:
        return not self.missing and not self.broken and not self.differing


def readiness(*, review: Review, text: ReviewText, on: date) -> Readiness:
    """Count what the text quotes and every figure of the year, and check all relations between them."""
    quoted = quoted_ids(parse(text.body))
    every = _citations(review.year, on)
    found = [row for row in every if row[0].published_id in quoted]
    pairs = [(definition, time) for _, definition, time in found]
    asked = [*((definition, time) for _, definition, time in every), *year_pairs(review.year, on)]
    tally = counting.evaluate(
        dict.fromkeys(d for d, _ in asked), dict.fromkeys(t for _, t in asked), within=review.within
    )
    earlier = [(d, t.previous()) for d, t in pairs if has_before(d, t)]
    past = counting.evaluate(
        dict.fromkeys(d for d, _ in earlier), dict.fromkeys(t for _, t in earlier), within=review.within
    )
    rows = [
        Cited(citation, definition, time, tally.value(definition, time), scope_of_citation(citation))
        for citation, definition, time in found
    ]
    cited = {row.citation.published_id: row for row in rows if row.number is not None}
    before = {
        name: past.value(row.definition, row.time.previous())
        for name, row in cited.items()
        if has_before(row.definition, row.time)
    }
    counted = [Counted(definition, time, tally.value(definition, time)) for definition, time in dict.fromkeys(asked)]
    named = list(dict.fromkeys(named_counted(counted, within=review.within)))
    printed = {name: row.text() for name, row in cited.items()}
    typed = typed_beside(text.body, named, printed, year=review.year)
    return Readiness(quoted, cited, before, tally.findings, typed)


def _citations(year: int, on: date) -> list[tuple[Citation, Definition, Time]]:
    """The year's citations whose figure is installed and has a period."""
    found = []
    for citation in Citation.objects.filter(year=year):
        definition = definition_of(citation.figure)
        try:
            if definition:
                found.append((citation, definition, citation_time(citation, definition, on)))
        except NoPeriod:
            continue
    return found
