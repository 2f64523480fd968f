"""What every act on the tree demands before it is done: a unit that stands, a level that fits, a free name, a paper.

Reads and refuses; writes nothing. Only called by actions, inside their transaction.
"""

from datetime import date

from unionhall.organisations import refusals, rules
from unionhall.organisations.models import Unit, UnitKind


def standing(unit: Unit, on: date) -> Unit:
    """The unit as it is now, locked; it must stand on the day and be open.

    :raises UnitClosed, NotYetFounded.
    """
    unit = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    if unit.closed_on is not None:
        raise refusals.UnitClosed(name=unit.name, on=unit.closed_on)
    if on < unit.founded_on:
        raise refusals.NotYetFounded(name=unit.name, on=unit.founded_on)
    return unit


def level(kind: str, upper: Unit | None) -> None:
    """The upper level is open, and units of this kind stand under its kind; one root.

    :raises WrongLevel, UnitClosed.
    """
    if upper is None and Unit.objects.filter(parent=None).exists():
        raise refusals.WrongLevel(kind=UnitKind(kind).label, upper="—")
    if not rules.may_stand_under(kind, upper.kind if upper else None):
        raise refusals.WrongLevel(kind=UnitKind(kind).label, upper=upper.get_kind_display() if upper else "—")
    if upper is not None and upper.closed_on is not None:
        raise refusals.UnitClosed(name=upper.name, on=upper.closed_on)


def name(text: str, upper: Unit | None, besides: Unit | None = None) -> None:
    """There is a name, and no other open unit under this upper level has it.

    :raises NameMissing, NameTaken.
    """
    if not text:
        raise refusals.NameMissing()
    taken = Unit.objects.open().filter(parent=upper, name=text)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise refusals.NameTaken(name=text, upper=upper.name if upper else "")


def code(text: str | None) -> None:
    """The credit code, if there is one, is well formed and no other unit's.

    :raises CodeWrong, CodeTaken.
    """
    if rules.code_is_wrong(text):
        raise refusals.CodeWrong(code=text)
    if text and (other := Unit.objects.filter(credit_code=text).first()):
        raise refusals.CodeTaken(code=text, name=other.name)


def paper(number: str) -> None:
    """:raises PaperMissing: the act has no paper to rest on."""
    if not number.strip():
        raise refusals.PaperMissing()
