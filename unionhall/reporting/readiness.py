"""Whether a review's text could be published on a day: citations without a number, relations that do not hold.

Counts afresh, never from the cache: what is signed must be what the records say at that moment. Refuses nothing itself.
"""

from dataclasses import dataclass
from datetime import date

from unionhall.figures.tally import Finding
from unionhall.figures.values import Value
from unionhall.office import counting
from unionhall.reporting.models import Citation, Review, ReviewText
from unionhall.reporting.opening import definition_of, has_before
from unionhall.reporting.prose import parse, quoted_ids
from unionhall.reporting.queries import Cited, citation_time, scope_of_citation, year_pairs
from unionhall.reporting.times import NoPeriod


@dataclass(frozen=True)
class Readiness:
    """`quoted` are the text's ids in order, `cited` those that have a number, with the value of the time before."""

    quoted: list[str]
    cited: dict[str, Cited]
    before: dict[str, Value]
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> list[str]:
        return [name for name in self.quoted if name not in self.cited]

    @property
    def broken(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.holds]

    @property
    def is_whole(self) -> bool:
        return not self.missing and not self.broken


def readiness(*, review: Review, text: ReviewText, on: date) -> Readiness:
    """Count what the text quotes and every figure of the year, and check all relations between them."""
    quoted = quoted_ids(parse(text.body))
    found = []
    for citation in Citation.objects.filter(year=review.year, published_id__in=quoted):
        definition = definition_of(citation.figure)
        try:
            if definition:
                found.append((citation, definition, citation_time(citation, definition, on)))
        except NoPeriod:
            continue
    pairs = [(definition, time) for _, definition, time in found]
    asked = pairs + year_pairs(review.year, on)
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
    return Readiness(quoted, cited, before, tally.findings)
