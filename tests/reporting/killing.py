"""A freeze that kills its own process at a named point, and what the next attempt finds.

Run as `python -m tests.reporting.killing publish POINT | again` against a database that holds one reviewed text.
"""

import json
import os
import signal
import sys

import django

POINTS = ("before-file", "after-file", "after-rows", "after-commit")


def main(act: str, point: str = "") -> None:
    django.setup()
    from django.conf import settings

    from tests.cast import TODAY
    from unionhall.accounts.models import User
    from unionhall.office.documents import storage
    from unionhall.office.imports.models import Import
    from unionhall.office.jobs.models import Job
    from unionhall.office.journal.models import Entry
    from unionhall.reporting import freezing
    from unionhall.reporting.frozen import published
    from unionhall.reporting.models import FrozenValue, Publication, Review

    review = Review.objects.order_by("organisation_path").first()

    def told() -> dict[str, object]:
        names = {publication.bundle_name for publication in Publication.objects.exclude(bundle_name="")}
        known = names | {name for row in Import.objects.all() for name in _names(row)}
        kept = {path.name for path in settings.PAPERS_DIR.rglob("*") if path.is_file()}
        return {
            "published": Publication.objects.filter(state="published").count(),
            "frozen": FrozenValue.objects.count(),
            "locked": Import.objects.exclude(locked_by="").count(),
            "entries": Entry.objects.filter(verb="reporting.review.published").count(),
            "bundles": len(names & kept),
            "loose": len(kept - known),
            "jobs": Job.objects.count(),
        }

    by = User.objects.get(username="liu")
    if act == "again":
        found = told()
        if published(review) is None:
            freezing.publish(review=review, by=by, on=TODAY)
        print(json.dumps({"found": found, "left": told()}))
        return

    save, rows = storage.save, FrozenValue.objects.bulk_create

    def keep(content: bytes, *, name: str = "") -> str:
        if point == "before-file":
            _die()
        save(content, name=name)
        if point == "after-file":
            _die()
        return name

    def freeze(values: object) -> object:
        made = rows(values)  # type: ignore[arg-type]
        if point == "after-rows":
            _die()
        return made

    storage.save = keep  # type: ignore[assignment]
    type(FrozenValue.objects).bulk_create = lambda _self, values: freeze(values)  # type: ignore[assignment, method-assign]
    freezing.publish(review=review, by=by, on=TODAY)
    _die()


def _names(row: object) -> list[str]:
    return [getattr(row, name) for name in ("stored_name", "stage_name", "verdicts_name")]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
