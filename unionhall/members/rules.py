"""When memberships of one person would overlap: spans of days, the last excluded.

Pure; the refusals stand in actions.py, the database's own in overlap.py. What is wrong with a number: kernel.identifiers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """A membership's days: from the first (included) to the last (excluded); None is still in force."""

    from_on: date
    until_on: date | None

    def overlaps(self, other: "Span") -> bool:
        ends_after = self.until_on is None or self.until_on > other.from_on
        starts_before = other.until_on is None or self.from_on < other.until_on
        return ends_after and starts_before


def first_overlap(span: Span, held: Iterable[Span]) -> Span | None:
    """One of the spans held that the new one would overlap; None when it fits."""
    return next((other for other in held if span.overlaps(other)), None)
