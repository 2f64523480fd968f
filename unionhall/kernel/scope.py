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
class Grant:
    """What one post gives: its organisation's path, its duties there, its schemes (None: all)."""

    path: str
    duties: frozenset[Duty] = frozenset()
    schemes: frozenset[str] | None = None


@dataclass(frozen=True)
class Scope:
    """Organisation paths per duty. `reads` are the disjoint tops of every subtree the user sees.

    `grants` say per post which schemes it is limited to: ask `schemes_at(path)`. `schemes` is what the posts name
    together (None: all), wherever: enough to know whether a scheme is the user's at all, never for a row.
    """

    username: str = ""
    reads: tuple[str, ...] = ()
    duties: Mapping[Duty, tuple[str, ...]] = field(default_factory=dict)
    schemes: frozenset[str] | None = None
    grants: tuple[Grant, ...] = ()

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

    def limits(self, duty: Duty | None = None) -> tuple[tuple[str, frozenset[str] | None], ...]:
        """Every subtree reached (with that duty), with the schemes it is limited to there; None: all of them."""
        if not self.grants:
            return tuple((path, self.schemes) for path in self.paths(duty))
        return tuple((g.path, g.schemes) for g in self.grants if duty is None or duty in g.duties)

    def may(self, duty: Duty, path: str, scheme: str) -> bool:
        """Whether the duty is held over that path for that scheme; "" is no scheme's, and anybody's who holds it."""
        if not self.covers(path, duty):
            return False
        schemes = self.schemes_at(path, duty)
        return not scheme or schemes is None or scheme in schemes

    def schemes_at(self, path: str, duty: Duty | None = None) -> frozenset[str] | None:
        """The schemes whose claims and health papers are the user's at a path (for that duty, if one is named).

        None is all of them. A post without limits lifts no other post's limit elsewhere. Without `grants`, `schemes` holds
        wherever the duty does.
        """
        held = [schemes for top, schemes in self.limits(duty) if paths.covers(top, path)]
        limited = [schemes for schemes in held if schemes is not None]
        return frozenset().union(*limited) if len(limited) == len(held) else None

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
