"""Counts typed by hand beside the record: which figure the checker takes each for, and whether the two agree.

Judges no text and refuses nothing; what is typed is found in typed.py, figures are matched in `drafts.ledger`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unionhall.drafts import Named
from unionhall.drafts.checking import passages_of
from unionhall.drafts.findings import like
from unionhall.drafts.ledger import Match, match
from unionhall.drafts.passages import Passage
from unionhall.reporting.typed import Typed, typed_counts

_CITATION = re.compile(r"\{\{\s*([a-z0-9_.]+)[^{}]*\}\}")
_YEAR = re.compile(r"\d{4}(?=年)")


@dataclass(frozen=True)
class TypedBeside:
    """`figure` is the label of what it is taken for and `recorded` that figure's value as printed; "" where no figure fits."""

    typed: Typed
    figure: str = ""
    scope: str = ""
    period: str = ""
    recorded: str = ""
    differs: bool = False

    @property
    def key(self) -> str:
        """By which a reviewer says to have seen it: line and place in it."""
        return f"{self.typed.line}:{self.typed.start}"


def typed_beside(
    body: str, figures: Sequence[Named], printed: Mapping[str, str], *, year: int
) -> tuple[TypedBeside, ...]:
    """Every count typed in the text, in order, beside its figure of the year.

    :param printed: how each citation of the text reads, so that its sentence is understood as it will stand.
    """
    found = typed_counts(body)
    if not found:
        return ()
    lines = body.splitlines()
    passages = passages_of([_read(line, printed) for line in lines])
    places = {(one.line - 1, len(_read(lines[one.line - 1][: one.start], printed))): one for one in found}
    matched: dict[Typed, Match] = {}
    for one in match(passages, figures).matches:
        quantity = one.reading.quantity
        for (line, start), typed in places.items():
            if line == quantity.paragraph and quantity.start <= start < quantity.end and not _is_of_other(one, year):
                matched[typed] = one
    return tuple(_beside(typed, matched.get(typed), passages, figures) for typed in found)


def _read(line: str, printed: Mapping[str, str]) -> str:
    return _CITATION.sub(lambda found: printed.get(found.group(1), "—"), line.lstrip("#"))


def _is_of_other(one: Match, year: int) -> bool:
    """The text says another year: 2020 年参加 500 人 is not this year's figure."""
    return any(int(said) != year for said in _YEAR.findall(one.reading.period.replace(" ", "")))


def _beside(typed: Typed, one: Match | None, passages: Sequence[Passage], figures: Sequence[Named]) -> TypedBeside:
    if one is None:
        return TypedBeside(typed)
    here, quantity = [passages[one.reading.quantity.paragraph]], one.reading.quantity
    # A text that names no period may mean any, and a short clause more than one figure: the nearest value is the meant one.
    meant = [at.figure for figure in figures for at in match(here, [figure]).matches if at.reading == one.reading]
    figure = min(meant, key=lambda figure: (not _covers(one, figure), abs(figure.value - quantity.value)))
    differs = not _covers(one, figure)
    return TypedBeside(typed, figure.label, figure.scope, figure.period, like(quantity, figure.value), differs=differs)


def _covers(one: Match, figure: Named) -> bool:
    low, high = one.reading.quantity.interval.low, one.reading.quantity.interval.high
    return low <= figure.value and (high is None or figure.value <= high)
