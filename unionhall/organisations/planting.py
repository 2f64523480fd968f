"""Units set out: one with its name and placement, or thousands at once with employers and staff.

Only called by actions, inside their transaction; writes no journal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from unionhall.kernel import paths
from unionhall.kernel.actors import Actor
from unionhall.kernel.pinyin import initials
from unionhall.organisations import refusals, rules
from unionhall.organisations.models import (
    ChangeKind,
    Employer,
    Placement,
    StaffCount,
    Unit,
    UnitChange,
    UnitKind,
    UnitName,
)

BATCH = 500


@dataclass(frozen=True)
class SeedlingEmployer:
    """An employer entered with its union."""

    name: str
    credit_code: str
    ownership: str
    industry: str = ""


@dataclass(frozen=True)
class Seedling:
    """A union to be planted. `key` names it within the list, `parent` is the key of its upper level (None: the root).

    :param staff: (day, number) of each report, oldest first.
    """

    key: str
    parent: str | None
    kind: str
    name: str
    founded_on: date
    paper_number: str
    credit_code: str | None = None
    region_code: int | None = None
    employer: SeedlingEmployer | None = None
    staff: Sequence[tuple[date, int]] = ()


def set_out(
    kind: str,
    name: str,
    parent: Unit | None,
    on: date,
    *,
    credit_code: str | None = None,
    region_code: int | None = None,
    employer: Employer | None = None,
) -> Unit:
    """Write one unit with its name and placement; all rules were checked."""
    county = rules.county_below(kind=kind, region_code=region_code, county_of_upper=parent.county if parent else 0)
    unit = Unit.objects.create(
        kind=kind,
        name=name,
        pinyin=initials(name),
        credit_code=credit_code,
        region_code=region_code,
        parent=parent,
        path=_provisional(),
        county=county,
        employer=employer,
        founded_on=on,
    )
    unit.path = _path(unit, parent)
    unit.save(update_fields=["path"])
    Placement.objects.bulk_create(_placements(unit, on))
    UnitName.objects.create(unit=unit, name=name, from_on=on)
    return unit


def _placements(unit: Unit, on: date) -> Iterator[Placement]:
    """One, or as many as the upper level has had since the day."""
    if unit.parent is None:
        yield Placement(unit=unit, path=unit.path, county=unit.county, from_on=on)
        return
    for above in unit.parent.placements.exclude(until_on__lte=on):
        county = rules.county_below(kind=unit.kind, region_code=unit.region_code, county_of_upper=above.county)
        first = max(on, above.from_on)
        yield Placement(
            unit=unit,
            parent=unit.parent,
            path=_path(unit, above),
            county=county,
            from_on=first,
            until_on=above.until_on,
        )


def plant(rows: Sequence[Seedling], *, by: Actor) -> dict[str, Unit]:
    """Write all rows, level by level: six bulk inserts and one update a level.

    :raises WrongLevel, CodeWrong, NotYetFounded, NameTaken.
    """
    _check(rows)
    units: dict[str, Unit] = {}
    for level in _levels(rows):
        fresh = [_unit(row, units.get(row.parent) if row.parent else None) for row in level]
        Unit.objects.bulk_create(fresh, batch_size=BATCH)
        for unit in fresh:
            unit.path = _path(unit, unit.parent)
        Unit.objects.bulk_update(fresh, ["path"], batch_size=BATCH)
        units |= {row.key: unit for row, unit in zip(level, fresh, strict=True)}
    _write_beside(rows, units, by)
    _write_employers(rows, units)
    return units


def _unit(row: Seedling, parent: Unit | None) -> Unit:
    county = rules.county_below(
        kind=row.kind, region_code=row.region_code, county_of_upper=parent.county if parent else 0
    )
    return Unit(
        kind=row.kind,
        name=row.name,
        pinyin=initials(row.name),
        credit_code=row.credit_code,
        region_code=row.region_code,
        parent=parent,
        path=_provisional(),
        county=county,
        founded_on=row.founded_on,
    )


def _write_beside(rows: Sequence[Seedling], units: dict[str, Unit], by: Actor) -> None:
    """Placements, names, staff counts and changes of the units."""
    pairs = [(row, units[row.key]) for row in rows]
    Placement.objects.bulk_create(
        [
            Placement(unit=unit, parent=unit.parent, path=unit.path, county=unit.county, from_on=row.founded_on)
            for row, unit in pairs
        ],
        batch_size=BATCH,
    )
    UnitName.objects.bulk_create(
        [UnitName(unit=unit, name=row.name, from_on=row.founded_on) for row, unit in pairs], batch_size=BATCH
    )
    StaffCount.objects.bulk_create([count for row, unit in pairs for count in _counts(row, unit)], batch_size=BATCH)
    UnitChange.objects.bulk_create(
        [
            UnitChange(
                unit=unit,
                other=unit.parent,
                kind=ChangeKind.FOUND,
                on=row.founded_on,
                paper_number=row.paper_number,
                by_name=by.name,
            )
            for row, unit in pairs
        ],
        batch_size=BATCH,
    )


def _counts(row: Seedling, unit: Unit) -> Iterator[StaffCount]:
    ends = [on for on, _staff in row.staff[1:]]
    for (on, staff), until in zip(row.staff, [*ends, None], strict=False):
        yield StaffCount(
            unit=unit,
            staff=staff,
            from_on=on,
            until_on=until,
            source=row.paper_number,
        )


def _write_employers(rows: Sequence[Seedling], units: dict[str, Unit]) -> None:
    """Employers with the county or city union that looks after them, linked to their unions."""
    homes = {unit.county: unit for unit in units.values() if unit.kind in ("city", "county")}
    owners = [(row.employer, units[row.key]) for row in rows if row.employer is not None]
    employers = [
        Employer(
            name=entry.name,
            pinyin=initials(entry.name),
            credit_code=entry.credit_code,
            ownership=entry.ownership,
            industry=entry.industry,
            home=homes[unit.county],
        )
        for entry, unit in owners
    ]
    Employer.objects.bulk_create(employers, batch_size=BATCH)
    for (_entry, unit), employer in zip(owners, employers, strict=True):
        unit.employer = employer
    Unit.objects.bulk_update([unit for _, unit in owners], ["employer"], batch_size=BATCH)


def _check(rows: Sequence[Seedling]) -> None:
    """:raises WrongLevel, CodeWrong, NotYetFounded, NameTaken."""
    by_key = {row.key: row for row in rows}
    taken: set[tuple[str | None, str]] = set()
    for row in rows:
        upper = by_key[row.parent] if row.parent else None
        if not rules.may_stand_under(row.kind, upper.kind if upper else None):
            raise refusals.WrongLevel(kind=UnitKind(row.kind).label, upper=UnitKind(upper.kind).label if upper else "—")
        if upper is not None and row.founded_on < upper.founded_on:
            raise refusals.NotYetFounded(name=upper.name, on=upper.founded_on)
        for code in (row.credit_code, row.employer.credit_code if row.employer else None):
            if rules.code_is_wrong(code):
                raise refusals.CodeWrong(code=code)
        if (row.parent, row.name) in taken:
            raise refusals.NameTaken(name=row.name, upper=upper.name if upper else "")
        taken.add((row.parent, row.name))


def _levels(rows: Sequence[Seedling]) -> Iterator[list[Seedling]]:
    """Rows whose upper level was given before, root first."""
    below: dict[str | None, list[Seedling]] = {}
    for row in rows:
        below.setdefault(row.parent, []).append(row)
    level = below.get(None, [])
    while level:
        yield level
        level = [child for row in level for child in below.get(row.key, [])]


def _provisional() -> str:
    """A path no unit has, until the unit's number is known; 39 characters at most."""
    return f"?{uuid4().hex}"


def _path(unit: Unit, upper: Unit | Placement | None) -> str:
    """The root is 0001, whatever its number; every other segment is the unit's own number and stays with it."""
    return upper.path + paths.key(unit.pk) if upper is not None else paths.key(1)
