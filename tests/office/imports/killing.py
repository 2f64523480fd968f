"""A commit that kills its own process at a named point, and what the next start finds.

Run as `python -m tests.office.imports.killing commit POINT | recover` against a database that holds one import at its preview.
"""

import json
import os
import signal
import sys

import django

POINTS = ("after-persons", "before-enrolments", "after-enrolments", "after-commit")


def main(act: str, point: str = "") -> None:
    django.setup()
    from tests.cast import TODAY
    from unionhall.aid.mutual_aid.models import Enrolment
    from unionhall.kernel.actors import SYSTEM
    from unionhall.members.models import Membership, Person
    from unionhall.office.imports import actions, bulk, recovery
    from unionhall.office.imports.models import Import
    from unionhall.office.journal.models import Entry

    imported = Import.objects.get()

    def told() -> dict[str, object]:
        return {
            "state": Import.objects.get().state,
            "persons": Person.objects.filter(origin=imported.pk).count(),
            "memberships": Membership.objects.filter(origin=imported.pk).count(),
            "enrolments": Enrolment.objects.count(),
            "entries": Entry.objects.filter(verb="mutual_aid.roster.committed").count(),
        }

    if act == "recover":
        found = told()
        swept = [one.sentence for one in recovery.sweep()]
        print(json.dumps({"found": found, "swept": swept, "left": told()}))
        return

    write = bulk.insert

    def insert(model: type, rows: object) -> int:
        name = model.__name__
        if point == "before-enrolments" and name == "Enrolment":
            _die()
        many = write(model, rows)  # type: ignore[arg-type]
        if (point, name) in {("after-persons", "Person"), ("after-enrolments", "Enrolment")}:
            _die()
        return many

    bulk.insert = insert  # type: ignore[assignment]
    actions.commit(imported, by=SYSTEM, on=TODAY)
    _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
