"""A review of many claims that kills its own process at a named point, and what the next process finds.

Run as `python -m tests.aid.claims.killing review POINT | sweep | again` against a database with one waiting job.
"""

import json
import os
import signal
import sys
from datetime import date, timedelta
from typing import Any

import django

POINTS = ("in-the-midst", "before-journal", "after-commit")
MANY = 6


def main(act: str, point: str = "") -> None:
    django.setup()
    from unionhall.accounts.models import User
    from unionhall.aid.claims import judging, many
    from unionhall.aid.claims.models import Claim
    from unionhall.casework import stepping
    from unionhall.office import journal
    from unionhall.office.jobs import running
    from unionhall.office.jobs.models import Job

    if act == "review":
        written: list[Any] = []
        write, record, review = stepping.write, journal.record, judging.review_all

        def wrote(*given: Any) -> None:
            write(*given)
            written.append(given)
            if point == "in-the-midst" and len(written) == MANY // 2:
                _die()

        def recorded(**facts: Any) -> Any:
            if point == "before-journal" and facts["verb"] == "claims.claims.reviewed":
                _die()
            return record(**facts)

        def reviewed(**given: Any) -> Any:
            outcomes = review(**given)
            if point == "after-commit":
                _die()
            return outcomes

        stepping.write, journal.record, judging.review_all = wrote, recorded, reviewed
        running.run(Job.objects.get(state="waiting"))
        raise SystemExit("still alive")
    if act == "again":
        keys = list(Claim.objects.filter(case__state="first").values_list("pk", flat=True))
        on = Job.objects.earliest("pk").arguments["on"]
        job = many.start_reviews(keys=keys, by=User.objects.get(username="wu"), on=date.fromisoformat(on))
        running.run(job)
    print(json.dumps({"swept": _swept() if act == "sweep" else [], **_told()}))


def _swept() -> list[str]:
    from django.utils import timezone

    from unionhall.office.jobs import sweeping

    return [job.sentence for job in sweeping.sweep(now=timezone.now() + timedelta(minutes=1))]


def _told() -> dict[str, Any]:
    from unionhall.casework.models import Case, Holding, Step
    from unionhall.office.jobs.models import Job
    from unionhall.office.journal.models import Entry

    return {
        "states": sorted(Case.objects.values_list("state", flat=True)),
        "reviews": Step.objects.filter(verb="review").count(),
        "holdings": Holding.objects.filter(user__username="wu").count(),
        "entries": list(
            Entry.objects.filter(verb="claims.claims.reviewed").order_by("pk").values_list("facts__count", flat=True)
        ),
        "jobs": list(Job.objects.order_by("pk").values_list("state", flat=True)),
    }


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
