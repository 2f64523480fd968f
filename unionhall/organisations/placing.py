"""How a unit's place changes: dated placements are cut at the day, stored paths of the days after are rewritten.

Only called by actions, inside their transaction; writes no journal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr

from unionhall.kernel import paths
from unionhall.kernel.fields import subtree
from unionhall.organisations import rules
from unionhall.organisations.models import Placement, Unit

FOREVER = date.max


@dataclass(frozen=True)
class Span:
    """Days, the last excluded, on which neither the unit's old path nor its new upper level changes."""

    first: date
    last: date
    old: str
    under: str
    county: int

    @property
    def is_ring(self) -> bool:
        """Whether the new upper level stands below the unit itself."""
        return paths.covers(self.old, self.under)


def lock_tree() -> None:
    """One change of the tree at a time: two moves that cross could make a ring. SQLite has locked already."""
    list(Unit.objects.select_for_update().filter(parent=None).values_list("pk"))


def spans_of(unit: Unit, upper: Unit, first: date, last: date = FOREVER) -> list[Span]:
    """The days on which the unit stood somewhere, cut wherever its path or the upper level's changes.

    Days on which the upper level did not stand are missing: compare the sum of days before relying on it.
    """
    spans = []
    for placed in _placements(unit, first, last):
        for above in _placements(upper, first, last):
            start = max(first, placed.from_on, above.from_on)
            end = min(last, placed.until_on or FOREVER, above.until_on or FOREVER)
            if start < end:
                county = rules.county_below(kind=unit.kind, region_code=unit.region_code, county_of_upper=above.county)
                spans.append(Span(start, end, placed.path, above.path, county))
    return spans


def days_placed(unit: Unit, first: date, last: date = FOREVER) -> int:
    """On how many days from `first` to `last` the unit stood somewhere."""
    return sum(
        (min(last, row.until_on or FOREVER) - max(first, row.from_on)).days for row in _placements(unit, first, last)
    )


def stand(unit: Unit, upper: Unit, spans: list[Span]) -> int:
    """Let the unit, and all that stood below it, stand under `upper` on these days; returns how many units went along.

    Stored paths of facts of these days are rewritten, those of earlier days are not: last year's figures stay.
    """
    moved = 0
    for span in spans:
        moved = max(moved, _shift_placements(unit, upper, span))
        for model, day in fact_models():
            _shift_facts(model, day, span)
    if spans and spans[-1].last == FOREVER:
        _shift_today(unit, upper, spans[-1])
    return moved


def fact_models() -> Iterator[tuple[type[models.Model], str]]:
    """Models that keep the path of a row's day: those that name that day's column in `path_day`."""
    for model in apps.get_models():
        day = getattr(model, "path_day", None)
        if day is not None:
            yield model, day


def standing_models() -> Iterator[tuple[type[models.Model], str]]:
    """Models that keep an organisation's present path, with the name of the column: `path_follows`."""
    for model in apps.get_models():
        column = getattr(model, "path_follows", None)
        if column is not None:
            yield model, column


def rewritten(column: str, old: str, new: str) -> Concat:
    """The column's path with its beginning `old` exchanged for `new`."""
    return Concat(Value(new), Substr(F(column), len(old) + 1))


def _placements(unit: Unit, first: date, last: date) -> list[Placement]:
    found = unit.placements.filter(Q(until_on=None) | Q(until_on__gt=first), from_on__lt=last)
    return list(found.order_by("from_on"))


def _shift_placements(unit: Unit, upper: Unit, span: Span) -> int:
    """Rewrite the placements of the subtree within the span, cutting those that reach beyond it."""
    below = Placement.objects.filter(subtree("path", span.old))
    _cut(below, span.first)
    if span.last != FOREVER:
        _cut(below, span.last)
    within = below.filter(from_on__gte=span.first, from_on__lt=span.last)
    within.filter(unit=unit).update(parent=upper)
    new = _new_path(span)
    return within.update(path=rewritten("path", span.old, new), county=span.county) if new else 0


def _cut(rows: Any, on: date) -> None:
    """Let the rows that reach over a day end there and go on from there."""
    crossing = list(rows.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lt=on))
    rows.filter(pk__in=[row.pk for row in crossing]).update(until_on=on)
    rest = [
        Placement(
            unit_id=row.unit_id,
            parent_id=row.parent_id,
            path=row.path,
            county=row.county,
            from_on=on,
            until_on=row.until_on,
        )
        for row in crossing
    ]
    Placement.objects.bulk_create(rest, batch_size=500)


def _shift_facts(model: Any, day: str, span: Span) -> None:
    bounds = {f"{day}__gte": span.first, f"{day}__lt": span.last}
    rows = model._base_manager.filter(subtree("path", span.old), **bounds)
    rows.update(path=rewritten("path", span.old, _new_path(span)), county=span.county)


def _shift_today(unit: Unit, upper: Unit, span: Span) -> None:
    """Present paths: of units, closed ones too (whose records are watched over from here), of papers and imports."""
    old, new = span.old, _new_path(span)
    Unit.objects.filter(subtree("path", old)).update(path=rewritten("path", old, new), county=span.county)
    Unit.objects.filter(pk=unit.pk).update(parent=upper)
    for model, column in standing_models():
        rows: Any = model._base_manager
        rows.filter(subtree(column, old)).update(**{column: rewritten(column, old, new)})
    unit.refresh_from_db(fields=["path", "county", "parent"])


def _new_path(span: Span) -> str:
    return span.under + span.old[-paths.WIDTH :]


__all__ = ["FOREVER", "Span", "days_placed", "fact_models", "lock_tree", "spans_of", "stand"]
