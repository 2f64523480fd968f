"""How a unit's name changes: the name in force ends on the day, the new one begins.

Only called by actions, inside their transaction; writes no journal and not the unit itself.
"""

from datetime import date

from unionhall.organisations import refusals
from unionhall.organisations.models import ChangeKind, Unit, UnitChange, UnitName


def call(unit: Unit, name: str, on: date) -> str:
    """Let the unit be called so from a day on; returns the name it bore until then.

    A second new name of one day takes the place of the first, with its line among the unit's changes: nobody was ever
    called by it.

    :raises LaterChanges: it was renamed after that day, or founded on it. :raises FormerName: of that day's first
    renaming, which is undone instead.
    """
    present = unit.names.get(until_on=None)
    former = unit.names.filter(until_on=present.from_on).first()
    if present.from_on > on or (present.from_on == on and former is None):
        raise refusals.LaterChanges(name=unit.name, on=on)
    if present.from_on < on or former is None:
        UnitName.objects.filter(pk=present.pk).update(until_on=on)
        UnitName.objects.create(unit=unit, name=name, from_on=on)
        return present.name
    if name == former.name:
        raise refusals.FormerName(name=name, on=on)
    UnitName.objects.filter(pk=present.pk).update(name=name)
    UnitChange.objects.filter(unit=unit, kind=ChangeKind.RENAME, on=on).delete()
    return former.name


def take_back(unit: Unit) -> str:
    """Remove the name in force and let the one before go on; returns it. The caller knows that there is one."""
    present = unit.names.get(until_on=None)
    former = unit.names.get(until_on=present.from_on)
    present.delete()
    UnitName.objects.filter(pk=former.pk).update(until_on=None)
    return former.name
