"""In whose hands an import may be: the subtree it was sent for, and the place of everything its file tells of.

Who reads an import at all is `organisation_path`, as for every row; what a row may say is the kind's.
"""

from collections.abc import Iterable

from unionhall.kernel import paths
from unionhall.kernel.actors import SYSTEM, Actor
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.imports.contract import kind_of
from unionhall.office.imports.models import Import
from unionhall.office.imports.refusals import OutOfReach


def tops_of(by: Actor, scope: Scope | None) -> tuple[str, ...]:
    """Where the actor may enter: as the scope says; without one, the actor's own organisation."""
    if scope is not None:
        return scope.paths(Duty.ENTER)
    if by is SYSTEM:
        return (paths.key(1),)
    return (by.organisation_path,) if by.organisation_path else ()


def sent_within(tops: Iterable[str], sender_path: str) -> str:
    """The one subtree an upload reaches: the actor's that holds the sender. Two posts are two uploads."""
    return next((top for top in tops if paths.covers(top, sender_path)), sender_path)


def shared(imported: Import, tops: tuple[str, ...]) -> tuple[str, ...]:
    """What was reached when it was uploaded and is reached by whoever acts now.

    :raises OutOfReach: the actor does not reach all the file tells of, or nothing of it is reached by both.
    """
    both = paths.meet(imported.options["within"], tops)
    if not both or not any(paths.covers(top, imported.organisation_path) for top in tops):
        raise OutOfReach
    return both


def place_of(imported: Import, told_of: Iterable[str]) -> str:
    """The lowest place that covers all the file's rows tell of, never above what was reached at the upload."""
    place = paths.common(told_of)
    [top, *_more] = imported.options["within"]
    return place if place and any(paths.covers(t, place) for t in imported.options["within"]) else top


def demand_all_written(imported: Import, tops: tuple[str, ...]) -> None:
    """:raises OutOfReach: one of the units it wrote for is not the actor's, today."""
    written = kind_of(imported.kind).written_for(imported)
    if not all(any(paths.covers(top, path) for top in tops) for path in written):
        raise OutOfReach
