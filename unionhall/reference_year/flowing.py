"""Roster files and bank statements imported like anybody's, by the clerks who would send them.

Each file is a commit of its own; one that is in already is passed over, so a build that was cut off goes on there.
"""

from datetime import date

from unionhall.accounts.models import User
from unionhall.accounts.queries import scope_of
from unionhall.office.imports import actions as imports
from unionhall.office.imports.contract import Progress
from unionhall.office.imports.models import ImportState
from unionhall.organisations.models import Unit
from unionhall.reference_year.calendar import batches
from unionhall.reference_year.plan import SCHEME, Plan
from unionhall.reference_year.rosters import File, frame, roster
from unionhall.reference_year.setting import units_by_key
from unionhall.reference_year.tree import county_key

# Counties whose clerk has a log-in send their rosters themselves; for the others the city's clerk enters them.
CLERKS = {140702: "wang", 140728: "sun"}
CITY_CLERK = "li"


class FileReadOtherwise(Exception):
    """A file of the build was read otherwise than it was made: a fault of the build or the importer, not of a user."""


def acting(username: str) -> User:
    """The log-in as a request would have it: with its organisation."""
    user = User.objects.get(username=username)
    unit: Unit = user.posts.select_related("unit").filter(is_handler=False).order_by("pk")[0].unit
    user.organisation_name, user.organisation_path = unit.name, unit.path
    return user


def enrol(plan: Plan, number: int, progress: Progress) -> None:
    """Import every roster file of a period in the order of its days."""
    people = frame(plan, number)
    units = units_by_key(plan)
    clerks = {name: acting(name) for name in {*CLERKS.values(), CITY_CLERK}}
    waiting = batches(plan, number)
    for done, batch in enumerate(waiting, 1):
        body = units[county_key(batch.body)]
        carry_import(
            "mutual_aid.roster",
            roster(plan, batch, people, body.name),
            {"scheme": SCHEME, "period": number, "unit": body.pk},
            by=clerks[CLERKS.get(batch.body, CITY_CLERK)],
            on=batch.on,
        )
        progress.advance(done, len(waiting))


def carry_import(kind: str, file: File, options: dict[str, object], *, by: User, on: date) -> None:
    """Upload, read and commit a file; a file committed before a cut-off is left as it is.

    :raises FileReadOtherwise: not as many rows were accepted as the file means to have.
    """
    try:
        imported = imports.upload(
            kind=kind,
            content=file.content,
            file_name=file.name,
            options=options,
            by=by,
            on=on,
            scope=scope_of(by, on),
        )
    except imports.SameFileAgain:
        return
    imported = imports.read(imported)
    if imported.state != ImportState.PREVIEW or imported.counts["accepted"] != file.rows:
        raise FileReadOtherwise(file.name, file.rows, imported.sentence, imported.counts)
    imports.commit(imported, by=by, on=on, scope=scope_of(by, on))
