"""What was frozen, as the page, Word and the brief ask for it: citations whose number and wording no longer move.

Turns values into JSON and back; writes no row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from unionhall.figures.values import Number, Value
from unionhall.reporting.models import Citation, FrozenValue, Publication, PublicationState, Review
from unionhall.reporting.opening import definition_of
from unionhall.reporting.prose import Form
from unionhall.reporting.queries import Cited, citation_time, scope_of_citation, written

Kept = int | str | None


@dataclass(frozen=True)
class FrozenCited(Cited):
    """A citation as it was printed: its texts are those of the day it was signed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    row: FrozenValue | None = None

    def text(self, form: Form = Form.PLAIN) -> str:
        return self.texts[form.value]


def published(review: Review) -> Publication | None:
    """The review's publication, once it is signed and frozen."""
    found = review.publications.filter(state=PublicationState.PUBLISHED)
    return found.select_related("text", "review").first()


def frozen_row(publication: Publication, cited: Cited, before: Value | None) -> FrozenValue:
    """The row, not yet written, that keeps a citation's value, its time before and its wording."""
    citation, definition = cited.citation, cited.definition
    return FrozenValue(
        publication=publication,
        published_id=citation.published_id,
        figure=definition.id,
        label=str(definition.label),
        definition=str(definition.definition),
        scope=citation.scope,
        county=citation.county,
        scheme=citation.scheme,
        period=citation.period,
        time=cited.time.key,
        value=kept_value(cited.value) | {"before": kept_number(before.scoped(cited.scope)) if before else None},
        texts={form.value: written(definition, cited.number, form) for form in Form},
    )


def frozen_year(publication: Publication) -> dict[str, FrozenCited]:
    """The frozen citations by published id; those of a figure that is no longer installed are left out."""
    found = {}
    for row in publication.values.all():
        definition = definition_of(row.figure)
        if definition is None or publication.signed_on is None:
            continue
        citation = citation_of(row, publication.review.year)
        time = citation_time(citation, definition, publication.signed_on)
        found[row.published_id] = FrozenCited(
            citation, definition, time, told_value(row.value), scope_of_citation(citation), row.texts, row
        )
    return found


def citation_of(row: FrozenValue, year: int) -> Citation:
    """The citation as it was defined then; the year's own may have been set anew since."""
    return Citation(
        year=year,
        published_id=row.published_id,
        figure=row.figure,
        scope=row.scope,
        county=row.county,
        scheme=row.scheme,
        period=row.period,
    )


def kept_value(value: Value) -> dict[str, Any]:
    return {
        "all": kept_number(value.all),
        "own": kept_number(value.own),
        "counties": {str(code): kept_number(number) for code, number in value.counties.items()},
        "basis": dict(value.basis),
        "records": value.records,
    }


def told_value(kept: Mapping[str, Any]) -> Value:
    return Value(
        all=told_number(kept["all"]),
        own=told_number(kept["own"]),
        counties={int(code): told_number(number) for code, number in kept["counties"].items()},
        basis=kept["basis"],
        records=kept["records"],
    )


def kept_number(number: Number) -> Kept:
    """A whole number as it is, a fraction as "3/4" (also "3/1"), nothing as null."""
    return f"{number.numerator}/{number.denominator}" if isinstance(number, Fraction) else number


def told_number(kept: Kept) -> Number:
    return Fraction(kept) if isinstance(kept, str) else kept
