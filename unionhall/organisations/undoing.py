"""A slip taken back: the last renaming or move of a unit, as if it had not been.

Not a change of the tree: founding, merging, splitting and closing are not undone, and an older act only by another act.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from unionhall.kernel.actors import Actor
from unionhall.kernel.fields import subtree
from unionhall.kernel.pinyin import initials
from unionhall.office import journal
from unionhall.organisations import demands, naming, placing, refusals
from unionhall.organisations.models import ChangeKind, Placement, Unit, UnitChange, UnitName

UNDOABLE = (ChangeKind.RENAME, ChangeKind.MOVE)


@dataclass(frozen=True)
class Resting:
    """What goes back with a move: how many rows of which kind were written for its days."""

    label: str
    rows: int


def last_act(unit: Unit) -> UnitChange | None:
    """What was recorded of the unit last, whatever day it took effect."""
    return unit.changes.select_related("other").order_by("-pk").first()


def undoable(unit: Unit) -> UnitChange | None:
    """The unit's last act if it is one that can be taken back."""
    change = last_act(unit)
    if change is None or change.kind not in UNDOABLE or unit.closed_on is not None:
        return None
    return change if change.kind == ChangeKind.RENAME or came_from(change) else None


def came_from(move: UnitChange) -> Unit | None:
    """The upper level a move led away from; None when it took effect on the day of the founding."""
    before = Placement.objects.filter(unit=move.unit, until_on=move.on).select_related("parent").first()
    return before.parent if before else None


def resting(move: UnitChange) -> list[Resting]:
    """The rows that stand under the unit at the place the move gave it; kinds without any are left out."""
    placed = list(move.unit.placements.filter(parent=move.other, from_on__gte=move.on))
    found = []
    for model, day in placing.fact_models():
        rows: Any = model._base_manager
        count = sum(rows.filter(subtree("path", row.path), **_days(row, day)).count() for row in placed)
        if count:
            found.append(Resting(str(model._meta.verbose_name), count))
    return found


def _days(row: Placement, day: str) -> dict[str, date]:
    bounds = {f"{day}__gte": row.from_on}
    return bounds if row.until_on is None else {**bounds, f"{day}__lt": row.until_on}


@transaction.atomic
def undo_rename(*, unit: Unit, reason: str, by: Actor, on: date) -> Unit:
    """The name before goes on as if the unit had never been called otherwise; papers written meanwhile keep theirs.

    :raises NothingToUndo: something else was recorded last. :raises NameTaken: another unit has the name by now.
    :raises ReasonMissing, UnitClosed.
    """
    placing.lock_tree()
    unit = demands.standing(unit, on)
    change = _last(unit, ChangeKind.RENAME, reason)
    former = UnitName.objects.get(unit=unit, until_on=change.on)
    demands.name(former.name, unit.parent, besides=unit)
    name = naming.take_back(unit)
    facts = {"paper": change.paper_number, "reason": reason.strip()}
    change.delete()
    with journal.change(unit, verb="organisations.unit.rename_undone", by=by, on=on, **facts):
        unit.name, unit.pinyin = name, initials(name)
    return unit


@transaction.atomic
def undo_move(*, unit: Unit, reason: str, by: Actor, on: date) -> Unit:
    """The unit and all below it stand where they stood, from the day the move took effect.

    Records of those days go back with it, those written since the move too: they are the unit's, whose place was wrong.

    :raises NothingToUndo: something else was recorded last. :raises UpperChangedSince: the upper level it was moved to
    was merged, split or closed since. :raises UpperNotStanding, UnderItself: the old upper level is no place any more.
    :raises NameTaken: it has a unit of this name by now. :raises ReasonMissing, UnitClosed.
    """
    placing.lock_tree()
    unit = demands.standing(unit, on)
    move = _last(unit, ChangeKind.MOVE, reason)
    upper = came_from(move)
    assert move.other is not None
    if upper is None:
        raise refusals.NothingToUndo(name=unit.name, last=move.get_kind_display(), wanted=ChangeKind.MOVE.label)
    _check_upper(move)
    until = _end_of(move)
    if until == placing.FOREVER:
        demands.name(unit.name, upper, besides=unit)
    spans = placing.spans_of(unit, upper, move.on, until)
    if sum((span.last - span.first).days for span in spans) != placing.days_placed(unit, move.on, until):
        raise refusals.UpperNotStanding(name=unit.name, to=upper.name, on=move.on)
    if any(span.is_ring for span in spans):
        raise refusals.UnderItself(name=unit.name, to=upper.name)
    facts = {"before": move.other.name, "to": upper.name, "paper": move.paper_number, "reason": reason.strip()}
    rows = sum(row.rows for row in resting(move))
    units = placing.stand(unit, upper, spans)
    _join(unit, move.on)
    move.delete()
    journal.record(
        verb="organisations.unit.move_undone", by=by, on=on, obj=unit, since=move.on, units=units, rows=rows, **facts
    )
    return unit


def _last(unit: Unit, kind: ChangeKind, reason: str) -> UnitChange:
    if not reason.strip():
        raise refusals.ReasonMissing()
    change = last_act(unit)
    if change is None or change.kind != kind:
        last = change.get_kind_display() if change else "—"
        raise refusals.NothingToUndo(name=unit.name, last=last, wanted=kind.label)
    return change


def _check_upper(move: UnitChange) -> None:
    """:raises UpperChangedSince: whoever it was moved to gave its units on, so the place is no longer the move's."""
    kinds = (ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.CLOSE)
    later = UnitChange.objects.filter(unit=move.other_id, kind__in=kinds, pk__gt=move.pk).order_by("pk").first()
    if later is not None and move.other is not None:
        raise refusals.UpperChangedSince(
            name=move.unit.name, upper=move.other.name, on=later.on, what=later.get_kind_display()
        )


def _end_of(move: UnitChange) -> date:
    """The day from which another upper level was recorded already when the move was; FOREVER when none was."""
    later = move.unit.placements.filter(from_on__gte=move.on).exclude(parent=move.other).order_by("from_on").first()
    return later.from_on if later else placing.FOREVER


def _join(unit: Unit, on: date) -> None:
    """Make one row again of two that meet on the day and say the same: the move had cut them."""
    rows = Placement.objects.filter(subtree("path", unit.placements.get(until_on=on).path))
    ended = {row.unit_id: row for row in rows.filter(until_on=on)}
    begun = [row for row in rows.filter(from_on=on) if row.unit_id in ended]
    joined = []
    for row in begun:
        before = ended[row.unit_id]
        if (before.parent_id, before.path, before.county) == (row.parent_id, row.path, row.county):
            before.until_on = row.until_on
            joined.append((before, row.pk))
    Placement.objects.filter(pk__in=[pk for _before, pk in joined]).delete()
    Placement.objects.bulk_update([before for before, _pk in joined], ["until_on"], batch_size=500)
