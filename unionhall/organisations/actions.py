"""The only writer of the tree: found, rename, move, merge, split, close, report staff, register an employer.

Each takes the day it takes effect, the number of its paper and, if handed in, the paper. Handlers (代办员) are posts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from unionhall.kernel.actors import Actor
from unionhall.kernel.pinyin import initials
from unionhall.office import journal
from unionhall.office.documents.actions import Upload, attach
from unionhall.organisations import demands, naming, placing, planting, refusals, rules, staffing
from unionhall.organisations.models import (
    ChangeKind,
    Employer,
    Placement,
    StaffCount,
    Unit,
    UnitChange,
)
from unionhall.ui.slots import UNIT_DEPENDENTS


@transaction.atomic
def found_unit(
    *,
    kind: str,
    name: str,
    parent: Unit | None,
    paper_number: str,
    by: Actor,
    on: date,
    credit_code: str | None = None,
    region_code: int | None = None,
    employer: Employer | None = None,
    staff: int | None = None,
    paper: Upload | None = None,
) -> Unit:
    """Found a union under `parent` (None: the city federation, the root) on a day.

    :raises WrongLevel, UnitClosed, NotYetFounded: it cannot stand there. :raises NameTaken, CodeTaken, CodeWrong:
    it cannot be called so. :raises EmployerHasUnion, PaperMissing, StaffImpossible.
    """
    placing.lock_tree()
    demands.paper(paper_number)
    unit = _new_unit(kind, name, parent, on, credit_code=credit_code, region_code=region_code, employer=employer)
    if staff is not None:
        staffing.report(unit, staff, on, source=paper_number)
    _note(unit, ChangeKind.FOUND, on, paper_number, by, other=parent, paper=paper)
    journal.record(
        verb="organisations.unit.founded", by=by, on=on, obj=unit, name=unit.name, kind=kind, paper=paper_number
    )
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, paper_number: str, by: Actor, on: date, paper: Upload | None = None) -> Unit:
    """Give the unit another name from a day on; figures and papers of earlier days keep the old one.

    Two names of one day: the second replaces the first.

    :raises LaterChanges: it was renamed after that day. :raises FormerName: back to the name before that day's first.
    :raises NameTaken, SameName, NameMissing, PaperMissing.
    """
    placing.lock_tree()
    unit = demands.standing(unit, on)
    demands.paper(paper_number)
    name = rules.tidy_name(name)
    if name == unit.name:
        raise refusals.SameName(name=name)
    demands.name(name, unit.parent, besides=unit)
    former = naming.call(unit, name, on)
    _note(unit, ChangeKind.RENAME, on, paper_number, by, detail=f"{former} → {name}", paper=paper)
    with journal.change(unit, verb="organisations.unit.renamed", by=by, on=on, paper=paper_number):
        unit.name, unit.pinyin = name, initials(name)
    return unit


@dataclass(frozen=True)
class Moved:
    """The unit at its new place, and how many units went along (itself among them)."""

    unit: Unit
    units: int


@transaction.atomic
def move_unit(*, unit: Unit, to: Unit, paper_number: str, by: Actor, on: date, paper: Upload | None = None) -> Moved:
    """Let the unit and all below it stand under `to` from a day on, until its own next move if that is recorded.

    Earlier days stay as they are. A day in the past is a correction: stored paths of facts since then are rewritten.

    :raises WrongLevel, UnderItself, AlreadyThere, UnitClosed, NotYetFounded, UpperNotStanding, NameTaken, PaperMissing.
    """
    placing.lock_tree()
    unit = demands.standing(unit, on)
    demands.paper(paper_number)
    demands.level(unit.kind, to)
    until = _own_next_move(unit, on)
    if unit.placements.filter(parent=to, from_on__lte=on).exclude(until_on__lte=on).exists():
        raise refusals.AlreadyThere(name=unit.name, to=to.name, on=on)
    if until == placing.FOREVER:
        demands.name(unit.name, to, besides=unit)
    before = unit.parent.name if unit.parent else ""
    moved = _stand_under(unit, to, on, until)
    _note(unit, ChangeKind.MOVE, on, paper_number, by, other=to, paper=paper)
    journal.record(
        verb="organisations.unit.moved",
        by=by,
        on=on,
        obj=unit,
        before=before,
        to=to.name,
        units=moved,
        paper=paper_number,
    )
    return Moved(unit, moved)


@transaction.atomic
def merge_units(*, kept: Unit, gone: Unit, paper_number: str, by: Actor, on: date, paper: Upload | None = None) -> Unit:
    """Close `gone` into `kept` on a day: its children and its reported staff go over, its records stay where they were.

    The memberships of its people are moved by `members`, which calls this.

    :raises NotAlike, UnitClosed, NotYetFounded, PaperMissing. :raises LaterChanges: `gone` was moved or reported
    staff on or after that day. :raises NameTaken: both have a unit of this name below them.
    """
    placing.lock_tree()
    kept, gone = demands.standing(kept, on), demands.standing(gone, on)
    demands.paper(paper_number)
    if kept.pk == gone.pk or kept.kind != gone.kind:
        raise refusals.NotAlike(kept=kept.name, gone=gone.name)
    for child in gone.children.open():
        demands.name(child.name, kept)
    units = sum(_stand_under(child, kept, first, until) for child, first, until in _children_since(gone, on))
    staffing.hand_over(gone, kept, on, source=paper_number)
    _note(gone, ChangeKind.MERGE, on, paper_number, by, other=kept, paper=paper)
    _note(kept, ChangeKind.MERGE, on, paper_number, by, other=gone)
    with journal.change(
        gone, verb="organisations.unit.merged", by=by, on=on, into=kept.name, units=units, paper=paper_number
    ):
        _end(gone, on)
        gone.merged_into = kept
    return kept


@transaction.atomic
def split_unit(
    *,
    unit: Unit,
    name: str,
    paper_number: str,
    by: Actor,
    on: date,
    credit_code: str | None = None,
    employer: Employer | None = None,
    children: Sequence[Unit] = (),
    staff: int | None = None,
    paper: Upload | None = None,
) -> Unit:
    """Found a unit of the same kind beside this one; the named children, and `staff` of its staff, go over.

    :raises NotBelow: a child stands elsewhere. :raises StaffImpossible: more staff than the unit has.
    :raises NameTaken, CodeTaken, CodeWrong, UnitClosed, NotYetFounded, PaperMissing.
    """
    placing.lock_tree()
    unit = demands.standing(unit, on)
    demands.paper(paper_number)
    going = _children_since(unit, on)
    staying = {child.pk for child, _first, until in going if until == placing.FOREVER}
    for child in children:
        if child.pk not in staying:
            raise refusals.NotBelow(child=child.name, name=unit.name)
    new = _new_unit(unit.kind, name, unit.parent, on, credit_code=credit_code, employer=employer)
    chosen = {child.pk for child in children}
    units = sum(_stand_under(child, new, first, until) for child, first, until in going if child.pk in chosen)
    if staff is not None:
        staffing.split(unit, new, staff, on, source=paper_number)
    _note(unit, ChangeKind.SPLIT, on, paper_number, by, other=new, paper=paper)
    _note(new, ChangeKind.FOUND, on, paper_number, by, other=unit)
    journal.record(
        verb="organisations.unit.split",
        by=by,
        on=on,
        obj=unit,
        name=unit.name,
        new=new.name,
        units=units,
        staff=staff,
        paper=paper_number,
    )
    return new


@transaction.atomic
def close_unit(*, unit: Unit, paper_number: str, by: Actor, on: date, paper: Upload | None = None) -> Unit:
    """Close a unit that has none below it; its records stay.

    :raises HasUnitsBelow, UnitClosed, NotYetFounded, LaterChanges, PaperMissing. :raises StillNeeded: something above
    (members, payments) hinders it and says so.
    """
    placing.lock_tree()
    unit = demands.standing(unit, on)
    demands.paper(paper_number)
    if below := unit.children.open().count():
        raise refusals.HasUnitsBelow(name=unit.name, count=below)
    # Whoever left it only after that day would have stood under a closed one meanwhile.
    if Placement.objects.filter(parent=unit).exclude(until_on__lte=on).exists():
        raise refusals.LaterChanges(name=unit.name, on=on)
    if why := [sentence for hindrance in UNIT_DEPENDENTS for sentence in hindrance(unit, on)]:
        raise refusals.StillNeeded(name=unit.name, why=gettext("；").join(map(str, why)))
    staffing.end(unit, on)
    _note(unit, ChangeKind.CLOSE, on, paper_number, by, paper=paper)
    with journal.change(unit, verb="organisations.unit.closed", by=by, on=on, paper=paper_number):
        _end(unit, on)
    return unit


@transaction.atomic
def report_staff(*, unit: Unit, staff: int, by: Actor, on: date, source: str = "") -> StaffCount:
    """Take down how many work in the unit from a day on, until the next report. A second report of a day replaces it.

    The entry belongs to the count, with what the first report had said.

    :raises StaffImpossible, UnitClosed, NotYetFounded.
    """
    unit = demands.standing(unit, on)
    row = staffing.reported(unit, on)
    with journal.change(row, verb="organisations.staff.reported", by=by, on=on, unit=unit.name):
        staffing.take_down(row, staff, source=source)
    return row


@transaction.atomic
def register_employer(
    *, name: str, credit_code: str, ownership: str, home: Unit, by: Actor, on: date, industry: str = ""
) -> Employer:
    """Enter an employer; its union, if there is one, is founded apart.

    :raises CodeWrong, CodeTaken, NameMissing.
    """
    code = rules.tidy_code(credit_code) or ""
    if rules.code_is_wrong(code):
        raise refusals.CodeWrong(code=code)
    if other := Employer.objects.filter(credit_code=code).first():
        raise refusals.CodeTaken(code=code, name=other.name)
    if not (name := rules.tidy_name(name)):
        raise refusals.NameMissing()
    employer = Employer(
        name=name, pinyin=initials(name), credit_code=code, ownership=ownership, industry=industry, home=home
    )
    with journal.change(employer, verb="organisations.employer.registered", by=by, on=on):
        pass
    return employer


@transaction.atomic
def correct_employer(
    *, employer: Employer, name: str, ownership: str, home: Unit, by: Actor, on: date, industry: str = ""
) -> Employer:
    """Correct what was entered of an employer; its credit code stays.

    :raises NameMissing.
    """
    if not (name := rules.tidy_name(name)):
        raise refusals.NameMissing()
    with journal.change(employer, verb="organisations.employer.corrected", by=by, on=on):
        employer.name, employer.pinyin = name, initials(name)
        employer.ownership, employer.industry, employer.home = ownership, industry, home
    return employer


@transaction.atomic
def plant_tree(*, rows: Iterable[planting.Seedling], by: Actor, on: date) -> dict[str, Unit]:
    """Enter many unions with their employers and staff at once; units by the rows' keys.

    For a new installation and the reference year: rows come from a checked list, so the same rules hold and one wrong
    row refuses all.

    :raises WrongLevel, CodeWrong, NotYetFounded, NameTaken: a row breaks a rule.
    """
    placing.lock_tree()
    units = planting.plant(list(rows), by=by)
    journal.record(verb="organisations.tree.planted", by=by, on=on, units=len(units))
    return units


def _new_unit(kind: str, name: str, parent: Unit | None, on: date, **facts: Any) -> Unit:
    """A unit with its name and placement from the day on."""
    name, code = rules.tidy_name(name), rules.tidy_code(facts.pop("credit_code", None))
    demands.level(kind, parent)
    if parent is not None:
        parent = demands.standing(parent, on)
    demands.name(name, parent)
    demands.code(code)
    employer = facts.get("employer")
    if employer is not None and (other := Unit.objects.filter(employer=employer).first()):
        raise refusals.EmployerHasUnion(employer=employer.name, union=other.name)
    return planting.set_out(kind, name, parent, on, credit_code=code, **facts)


def _own_next_move(unit: Unit, on: date) -> date:
    """The day from which a later move of the unit itself is recorded; FOREVER when there is none."""
    placed = list(unit.placements.exclude(until_on__lte=on).order_by("from_on"))
    return next((row.from_on for row in placed if row.parent_id != placed[0].parent_id), placing.FOREVER)


def _stand_under(unit: Unit, upper: Unit, first: date, last: date) -> int:
    """Place the unit and all below it under `upper` on these days; how many units.

    :raises UnderItself, UpperNotStanding.
    """
    spans = placing.spans_of(unit, upper, first, last)
    if sum((span.last - span.first).days for span in spans) != placing.days_placed(unit, first, last):
        raise refusals.UpperNotStanding(name=unit.name, to=upper.name, on=first)
    if any(span.is_ring for span in spans):
        raise refusals.UnderItself(name=unit.name, to=upper.name)
    return placing.stand(unit, upper, spans)


def _children_since(unit: Unit, on: date) -> list[tuple[Unit, date, date]]:
    """Who stood directly below since a day, from when and until when."""
    rows = Placement.objects.filter(parent=unit).exclude(until_on__lte=on).select_related("unit")
    return [(row.unit, max(row.from_on, on), row.until_on or placing.FOREVER) for row in rows]


def _end(unit: Unit, on: date) -> None:
    """Let the unit's placement and name end on the day.

    :raises LaterChanges: something of it begins on or after that day.
    """
    for rows in (unit.placements, unit.names):
        if rows.filter(from_on__gte=on).exists():
            raise refusals.LaterChanges(name=unit.name, on=on)
        rows.filter(until_on=None).update(until_on=on)
    unit.closed_on = on


def _note(
    unit: Unit,
    kind: ChangeKind,
    on: date,
    paper_number: str,
    by: Actor,
    *,
    other: Unit | None = None,
    detail: str = "",
    paper: Upload | None = None,
) -> UnitChange:
    """The act as a row of the unit's changes; its paper, if one was handed in, is kept with the unit.

    :raises FileNotTaken, FileEmpty, FileTooLarge: see `documents.actions.attach`.
    """
    if paper is not None:
        attach(obj=unit, upload=paper, label=f"{kind.label} {paper_number.strip()}", by=by, on=on)
    return UnitChange.objects.create(
        unit=unit, other=other, kind=kind, on=on, paper_number=paper_number.strip(), detail=detail, by_name=by.name
    )
