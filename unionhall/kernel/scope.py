"""Who may reach which organisations, with which duties: the only thing pages and figures ask.

Knows no user table; `accounts` turns a user's posts into one of these, once a request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from unionhall.kernel import paths


class Duty(StrEnum):
    """What a post may do. Reading its own subtree comes with any post."""

    ENTER = "enter"
    REVIEW = "review"
    APPROVE = "approve"
    PAY = "pay"
    AUDIT = "audit"
    PUBLISH = "publish"
    ADMINISTER = "administer"


@dataclass(frozen=True)
class Scope:
    """Organisation paths per duty. `reads` are the disjoint tops of every subtree the user sees.

    `schemes` limits health papers and claims to the named schemes; None is all of them.
    """

    username: str = ""
    reads: tuple[str, ...] = ()
    duties: Mapping[Duty, tuple[str, ...]] = field(default_factory=dict)
    schemes: frozenset[str] | None = None

    def paths(self, duty: Duty | None = None) -> tuple[str, ...]:
        return self.reads if duty is None else self.duties.get(duty, ())

    def has(self, duty: Duty) -> bool:
        """Holds the duty somewhere."""
        return bool(self.duties.get(duty))

    def covers(self, path: str, duty: Duty | None = None) -> bool:
        return any(paths.covers(top, path) for top in self.paths(duty))

    def is_everywhere(self, duty: Duty | None = None) -> bool:
        """At the root: no predicate is added to any query."""
        return any(paths.depth(top) == 1 for top in self.paths(duty))

    @property
    def top(self) -> str:
        """The highest subtree seen; "" for a user without a post."""
        return min(self.reads, key=len, default="")


NOBODY = Scope()


def disjoint(tops: list[str]) -> tuple[str, ...]:
    """The tops without those that lie below another."""
    kept: list[str] = []
    for path in sorted(set(tops), key=lambda p: (len(p), p)):
        if not any(paths.covers(top, path) for top in kept):
            kept.append(path)
    return tuple(kept)
