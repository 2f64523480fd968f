"""Values of one evaluation and the arithmetic between them: for all, the city's own, each county and each month.
No definition and no SQL: a Tally says which figure and time a value belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from unionhall.figures.facts import BASES

Number = int | Fraction | None
Key = TypeVar("Key")

ALL = "all"
OWN = "own"
# A scope is "all" (全市), "own" (市本级) or a county's region code.
Scope = str | int


@dataclass(frozen=True)
class Value:
    """What a figure is, in stored units (fen, persons, records); Fractions and None for ratios and changes.

    `months` and `own_months` (yyyymm) are filled for flows over rows with months, of distinct persons only when asked.
    `basis` tells how the value is founded: additive values are split themselves, of distinct persons the records.
    """

    all: Number
    own: Number
    counties: Mapping[int, Number] = field(default_factory=dict)
    months: Mapping[int, Number] = field(default_factory=dict)
    own_months: Mapping[int, Number] = field(default_factory=dict)
    basis: Mapping[str, int] = field(default_factory=dict)
    records: int = 0

    def scoped(self, scope: Scope) -> Number:
        """Return the number of one scope; a county without rows has 0, or none where the value is a ratio."""
        if scope == ALL:
            return self.all
        if scope == OWN:
            return self.own
        return self.counties.get(int(scope), 0 if isinstance(self.all, int) else None)

    @property
    def shares(self) -> dict[str, Fraction]:
        """Return the shares of named, counted and reported as exact fractions; empty where there is nothing."""
        whole = sum(self.basis.values())
        return {name: Fraction(self.basis.get(name, 0), whole) for name in BASES} if whole else {}


def divided(of: Value, to: Value) -> Value:
    """Return one value over another, scope by scope; founded as its weaker part is."""
    return _combined(of, to, _ratio)


def lessened(now: Value, before: Value) -> Value:
    """Return the first value less the second, scope by scope; none where either is none. Months meet a year apart."""
    return _combined(now, before, _difference, months=False)


def _ratio(of: Number, to: Number) -> Number:
    return Fraction(of) / Fraction(to) if of is not None and to else None


def _difference(now: Number, before: Number) -> Number:
    return now - before if now is not None and before is not None else None


def _combined(one: Value, other: Value, take: Callable[[Number, Number], Number], *, months: bool = True) -> Value:
    weaker = min((one, other), key=lambda value: value.shares.get(BASES[0], Fraction(1)))

    def over(left: Mapping[int, Number], right: Mapping[int, Number]) -> dict[int, Number]:
        return {key: take(left.get(key, 0), right.get(key, 0)) for key in sorted({*left, *right})}

    return Value(
        all=take(one.all, other.all),
        own=take(one.own, other.own),
        counties=over(one.counties, other.counties),
        months=over(one.months, other.months) if months else {},
        own_months=over(one.own_months, other.own_months) if months else {},
        basis=weaker.basis,
        records=one.records,
    )
