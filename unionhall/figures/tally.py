"""What one evaluation found: the value of every figure at every time asked, and of all that is made of them.
It holds values and identifiers only, so it can be cached and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unionhall.figures.figures import Definition, Difference, Figure, Ratio, asks_of
from unionhall.figures.times import Time
from unionhall.figures.values import ALL, Scope, Value, divided, lessened


class NotCounted(KeyError):
    """A value was asked of a tally whose evaluation did not include it."""


@dataclass(frozen=True)
class Finding:
    """Whether a relation held at one time, told with the values.

    :param wording: the relation's sentence in parts; labels may be lazily translated, the whole may be a phrase to be.
    :param arithmetic: the same with numbers, in the units shown: "1,065,400.00 ≤ 6,996,900.00".
    :param scope: where it was reckoned: all, or the first scope it failed in.
    """

    figures: tuple[str, ...]
    time: Time
    wording: tuple[str, ...]
    arithmetic: str
    holds: bool
    scope: Scope = ALL

    @property
    def sentence(self) -> str:
        return "".join(map(str, self.wording))


@dataclass(frozen=True)
class Tally:
    """Values by (figure id, time).

    :param within: the subtree of organisations they were counted in; empty for the whole city.
    :param findings: how each relation between them turned out.
    """

    values: Mapping[tuple[str, Time], Value]
    within: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The relations that do not hold; empty is what publishing asks for."""
        return tuple(finding for finding in self.findings if not finding.holds)

    def findings_of(self, definition: Definition, time: Time) -> tuple[Finding, ...]:
        """Return the relations a definition's figures stand in at this time."""
        asked = {(figure.id, at) for figure, at in asks_of(definition, time)}
        return tuple(
            finding for finding in self.findings if any((id_, finding.time) in asked for id_ in finding.figures)
        )

    def value(self, definition: Definition, time: Time) -> Value:
        """Return the value of a figure, ratio or change at a time.

        :raises NotCounted: the evaluation did not count it, or not at this time.
        :raises WrongTime: the time cannot be turned into the definition's basis.
        """
        time = time.at(definition.time)
        if isinstance(definition, Figure):
            try:
                return self.values[definition.id, time]
            except KeyError:
                raise NotCounted(f"{definition.id} was not counted at {time.key}") from None
        if isinstance(definition, Ratio):
            return divided(self.value(definition.of, time), self.value(definition.to, time))
        if isinstance(definition, Difference):
            return lessened(self.value(definition.of, time), self.value(definition.less, time))
        return lessened(self.value(definition.of, time), self.value(definition.of, time.previous()))

    def __contains__(self, asked: tuple[Definition, Time]) -> bool:
        try:
            self.value(*asked)
        except NotCounted:
            return False
        return True

    def __or__(self, other: Tally) -> Tally:
        """Return both tallies as one; relations across them are not checked.

        :raises ValueError: they were not counted in the same subtree.
        """
        if self.within != other.within:
            raise ValueError("tallies of different subtrees cannot be joined")
        findings = tuple(dict.fromkeys(self.findings + other.findings))
        return Tally({**self.values, **other.values}, self.within, findings)
