"""Reads across the tree: where a unit stood on a day, what stands below it, what it is called, who is found by a word.

Writes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length, Substr

from unionhall.kernel import paths
from unionhall.kernel.fields import subtree
from unionhall.kernel.scope import Scope
from unionhall.organisations import rules
from unionhall.organisations.models import Employer, Placement, StaffCount, Unit

T = TypeVar("T")
# Below every engine's limit on the variables of one statement.
CHUNK = 500


@dataclass(frozen=True)
class Place:
    """Where a unit stood on a day: its path, and the county it counted for (0: the city itself)."""

    path: str
    county: int

    @property
    def own(self) -> bool:
        """Whether its upper level was the city federation itself (市本级)."""
        return self.county == 0


def on_day(on: date) -> Q:
    """Rows in force on a day, for every model with `from_on` (included) and `until_on` (excluded)."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))


def place_of(unit: Unit, on: date) -> Place | None:
    """Where the unit stood on that day; None before it was founded and after it was closed."""
    found = Placement.objects.filter(on_day(on), unit=unit).values_list("path", "county").first()
    return Place(*found) if found else None


def places_on(unit_ids: Iterable[int], on: date) -> dict[int, Place]:
    """Each unit's place on that day, to be read; today's where it had none. For storing: `places.places_to_write`."""
    found: dict[int, Place] = {}
    for chunk in chunks(sorted(set(unit_ids))):
        for pk, path, county in Unit.objects.filter(pk__in=chunk).values_list("pk", "path", "county"):
            found[pk] = Place(path, county)
        placed = Placement.objects.filter(on_day(on), unit__in=chunk)
        for pk, path, county in placed.values_list("unit_id", "path", "county"):
            found[pk] = Place(path, county)
    return found


def staff_of(unit: Unit, on: date) -> int | None:
    """How many worked there on that day, as last reported; None when nothing was."""
    return StaffCount.objects.filter(on_day(on), unit=unit).values_list("staff", flat=True).first()


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in lists that fit one statement."""
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def below(unit: Unit) -> QuerySet[Unit]:
    """Open units below this one, itself not among them."""
    return Unit.objects.open().filter(subtree("path", unit.path)).exclude(pk=unit.pk)


def children_of(unit: Unit) -> QuerySet[Unit]:
    """Open units directly below, townships before villages before shops, by pinyin within a kind."""
    ranks = [When(kind=kind, then=Value(n)) for n, kind in enumerate(rules.KIND_ORDER)]
    return unit.children.open().order_by(Case(*ranks, output_field=IntegerField()), "pinyin", "pk")


def kinds_below(unit: Unit) -> dict[str, int]:
    """How many open units of each kind stand below."""
    return dict(below(unit).order_by().values_list("kind").annotate(n=Count("pk")))


def counts_below(units: Iterable[Unit]) -> Mapping[int, int]:
    """How many open units stand below each of these siblings: one query, whatever their number."""
    units = list(units)
    if not units:
        return {}
    width = len(units[0].path)
    tops = {unit.path: unit.pk for unit in units}
    lowest, highest = min(tops), max(tops)
    rows = (
        Unit.objects.open()
        .filter(path__gte=lowest, path__lt=paths.successor(highest))
        .annotate(depth=Length("path"), top=Substr("path", 1, Value(width)))
        .filter(depth__gt=width)
        .order_by()
        .values_list("top")
        .annotate(n=Count("pk"))
    )
    return {tops[top]: n for top, n in rows if top in tops}


def trails_of(units: Iterable[Unit], scope: Scope) -> dict[int, list[Unit]]:
    """The upper levels of each unit that lie within the scope, highest first: two steps of a way, one query for all."""
    units = list(units)
    wanted = {above for unit in units for above in paths.ancestors(unit.path)[:-1] if scope.covers(above)}
    found = {unit.path: unit for unit in Unit.objects.filter(path__in=wanted)}
    return {unit.pk: [found[p] for p in paths.ancestors(unit.path)[:-1] if p in found] for unit in units}


def found_by(rows: Any, terms: str) -> Any:
    """Units or employers in which every word is part of the name, begins the pinyin initials or the credit code."""
    for word in terms.split():
        letters = word.lower()
        rows = rows.filter(
            Q(name__contains=word) | Q(pinyin__contains=letters) | Q(credit_code__startswith=word.upper())
        )
    return rows


def of_employer(employer: Employer) -> Unit | None:
    """The employer's union, if it has one."""
    return Unit.objects.filter(employer=employer).first()
