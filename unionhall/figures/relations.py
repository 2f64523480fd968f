"""What must hold between figures: of-which, sums and products, and what holds for every figure by itself.
Declared once beside the figures, checked at every evaluation; a report with a broken one is not published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

from unionhall.figures.figures import Figure
from unionhall.figures.phrases import gettext_noop as _
from unionhall.figures.tally import Finding, NotCounted, Tally
from unionhall.figures.times import Time, WrongTime
from unionhall.figures.units import Unit
from unionhall.figures.values import ALL, OWN, Scope, Value

AT_MOST, EQUAL = "≤", "="
BROKEN = {AT_MOST: ">", EQUAL: "≠"}

Factor = Figure | int
Term = tuple[Factor, ...]


@dataclass(frozen=True)
class Relation:
    """A sum of products of figures that is at most, or equals, one figure, in every scope.

    :param left: terms added up; a term is one figure, or figures and whole numbers multiplied. Whole numbers are in the
        stored unit of the right side (fen for money).
    """

    left: tuple[Term, ...]
    sign: str
    right: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure in it, once, the right side last."""
        named = [factor for term in self.left for factor in term if isinstance(factor, Figure)]
        return tuple(dict.fromkeys([*named, self.right]))

    @property
    def wording(self) -> tuple[str, ...]:
        """The sentence in its parts: labels (perhaps lazily translated) and signs."""
        terms = [_joined([(_named(factor, self.right.unit),) for factor in term], " × ") for term in self.left]
        return (*_joined(terms, " + "), f" {self.sign} ", self.right.label)


def of_which(part: Figure, whole: Figure) -> Relation:
    """Declare that the part is among the whole."""
    return Relation(((part,),), AT_MOST, whole)


def sums(whole: Figure, *parts: Figure) -> Relation:
    """Declare that the parts add up to the whole."""
    return Relation(tuple((part,) for part in parts), EQUAL, whole)


def product(whole: Figure, *factors: Factor) -> Relation:
    """Declare that the factors multiplied give the whole (cases × a rate of 50000 fen = money paid)."""
    return Relation((factors,), EQUAL, whole)


def check(tally: Tally, figures: Iterable[Figure], relations: Iterable[Relation]) -> tuple[Finding, ...]:
    """Check what holds by itself for each figure, and each relation wherever the tally has all its figures."""
    found: list[Finding] = []
    by_id = {figure.id: figure for figure in figures}
    for (id_, time), value in tally.values.items():
        found += _own_findings(by_id[id_], time, value)
    for relation in relations:
        found += _findings(relation, tally)
    return tuple(found)


def _own_findings(figure: Figure, time: Time, value: Value) -> Iterator[Finding]:
    """Yield what holds by itself: own is part of all; own and counties, and the months, make up an additive whole."""
    text = figure.unit.text

    def finding(wording: str, left: tuple[int, ...], sign: str, holds: bool) -> Finding:
        shown = sign if holds else BROKEN[sign]
        arithmetic = f"{' + '.join(text(number) for number in left)} {shown} {text(value.all)}"
        return Finding((figure.id,), time, (wording,), arithmetic, holds)

    whole, own = _whole(value.all), _whole(value.own)
    yield finding(_("市本级 ≤ 全市"), (own,), AT_MOST, own <= whole)
    if figure.additive:
        counties = sum(map(_whole, value.counties.values()))
        yield finding(_("市本级 + 各县 = 全市"), (own, counties), EQUAL, own + counties == whole)
    if figure.additive and figure.has_months:
        months = sum(map(_whole, value.months.values()))
        yield finding(_("各月合计 = 全部"), (months,), EQUAL, months == whole)


def _findings(relation: Relation, tally: Tally) -> Iterator[Finding]:
    """Yield one finding a time: of all where it holds everywhere, else of the first scope it fails in."""
    first = relation.figures[0]
    for id_, time in tally.values:
        if id_ != first.id:
            continue
        try:
            values = {figure: tally.value(figure, time.at(figure.time)) for figure in relation.figures}
        except (NotCounted, WrongTime):
            continue
        counties = sorted({code for value in values.values() for code in value.counties})
        scopes: tuple[Scope, ...] = (ALL, OWN, *counties)
        results = [_result(relation, values, scope) for scope in scopes]
        scope, (holds, arithmetic) = next(
            ((scope, result) for scope, result in zip(scopes, results, strict=True) if not result[0]), (ALL, results[0])
        )
        yield Finding(tuple(figure.id for figure in relation.figures), time, relation.wording, arithmetic, holds, scope)


def _result(relation: Relation, values: dict[Figure, Value], scope: Scope) -> tuple[bool, str]:
    """Return whether it holds in the scope, and the arithmetic with the values."""

    def number(factor: Factor) -> int:
        return factor if isinstance(factor, int) else _whole(values[factor].scoped(scope))

    def shown(factor: Factor) -> str:
        unit = relation.right.unit if isinstance(factor, int) else factor.unit
        return unit.text(number(factor))

    left = sum(prod(number(factor) for factor in term) for term in relation.left)
    right = number(relation.right)
    holds = left <= right if relation.sign == AT_MOST else left == right
    sign = relation.sign if holds else BROKEN[relation.sign]
    terms = [" × ".join(map(shown, term)) for term in relation.left]
    return holds, f"{' + '.join(terms)} {sign} {shown(relation.right)}"


def _whole(number: object) -> int:
    """Return a plain figure's number, which is always whole."""
    assert isinstance(number, int)
    return number


def _named(factor: Factor, unit: Unit) -> str:
    return unit.text(factor) if isinstance(factor, int) else factor.label


def _joined(parts: Iterable[Iterable[str]], sign: str) -> tuple[str, ...]:
    """Return the pieces of all parts with the sign between parts, still as pieces, so that lazy labels stay lazy."""
    return tuple(piece for part in parts for piece in (sign, *part))[1:]
