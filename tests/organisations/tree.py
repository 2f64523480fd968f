"""What must be true of the tree on any day, checked by walking it: the oracle of these tests.

Not a copy of placing.py: it knows only parents and days.
"""

from datetime import date
from itertools import pairwise

from unionhall.kernel import paths
from unionhall.organisations.models import Placement, StaffCount, Unit, UnitName
from unionhall.organisations.queries import on_day


def faults() -> list[str]:
    """Sentences about what is wrong with the tree; none when it is whole."""
    found = [*_gaps(), *_todays()]
    for day in sorted({row.from_on for row in Placement.objects.all()}):
        found += _on(day)
    return found


def _gaps():
    """Placements of a unit follow each other from founding to closing without gap or overlap."""
    for unit in Unit.objects.all():
        rows = list(unit.placements.order_by("from_on"))
        if not rows:
            yield f"{unit} never stood anywhere"
            continue
        if rows[0].from_on != unit.founded_on:
            yield f"{unit} stands from {rows[0].from_on}, founded {unit.founded_on}"
        if rows[-1].until_on != unit.closed_on:
            yield f"{unit} stands until {rows[-1].until_on}, closed {unit.closed_on}"
        for before, after in pairwise(rows):
            if before.until_on != after.from_on:
                yield f"{unit}: {before.until_on} then {after.from_on}"


def _on(day: date):
    """On that day every path is its upper level's plus the unit's own segment, up to one root."""
    standing = {row.unit_id: row for row in Placement.objects.filter(on_day(day)).select_related("unit")}
    roots = 0
    for row in standing.values():
        if row.parent_id is None:
            roots += 1
            continue
        above = standing.get(row.parent_id)
        if above is None:
            yield f"{day}: {row.unit} stands under one that does not stand"
        elif row.path[: -paths.WIDTH] != above.path:
            yield f"{day}: {row.unit} at {row.path} under {above.path}"
        elif row.unit.kind != "county" and row.county != above.county:
            yield f"{day}: {row.unit} counts for {row.county}, its upper level for {above.county}"
    if standing and roots != 1:
        yield f"{day}: {roots} roots"


def _todays():
    """What a unit says of today is what its open rows say."""
    for unit in Unit.objects.filter(closed_on=None):
        row = Placement.objects.get(unit=unit, until_on=None)
        if (row.path, row.county, row.parent_id) != (unit.path, unit.county, unit.parent_id):
            yield f"{unit} says {unit.path}, its placement {row.path}"
        if UnitName.objects.get(unit=unit, until_on=None).name != unit.name:
            yield f"{unit} has another open name"
    for unit in Unit.objects.all():
        for before, after in pairwise(StaffCount.objects.filter(unit=unit).order_by("from_on")):
            if before.until_on is None or before.until_on > after.from_on:
                yield f"{unit}: counts overlap at {after.from_on}"
