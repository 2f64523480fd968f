"""Work that is killed halfway, and the program that runs it in a process of its own.

Run as `python -m tests.office.jobs.killing work|sweep`; the folder in KILLING holds the flags.
"""

import json
import os
import sys
import threading
from datetime import timedelta
from pathlib import Path

import django

FOLDER = Path(os.environ.get("KILLING", "."))


def declare() -> None:
    from django.db import transaction

    from unionhall.office import jobs
    from unionhall.office.jobs import numbers

    def slow(job, progress):
        progress.step("写入", unit="行")
        with transaction.atomic():
            numbers.take("tests.written", 1000)
            progress.advance(1000, 2000)
            if not (FOLDER / "halfway").exists():
                (FOLDER / "halfway").touch()
                threading.Event().wait(60)
            numbers.take("tests.written", 1000)
        return {"rows": 2000}

    jobs.runner("tests.slow", is_repeatable=True, kept="一行也没有写入。")(slow)
    jobs.runner("tests.slow_once", kept="一行也没有写入。")(slow)


def main(act: str) -> None:
    django.setup()
    declare()
    from django.utils import timezone

    from unionhall.office.jobs import sweeping, worker
    from unionhall.office.jobs.models import Counter, Job

    if act == "work":
        worker.run_worker()
        return
    early = sweeping.sweep(now=timezone.now(), silence=timedelta(hours=1))
    taken = sweeping.sweep(now=timezone.now(), silence=timedelta(0))
    before = {"written": list(Counter.objects.filter(series="tests.written").values_list("last", flat=True))}
    ran = worker.run_waiting_jobs()
    job = Job.objects.get()
    after = {
        "early": len(early),
        "taken": len(taken),
        "ran": ran,
        "state": job.state,
        "sentence": job.sentence,
        "attempts": job.attempts,
        "result": job.result,
        "after": list(Counter.objects.filter(series="tests.written").values_list("last", flat=True)),
    }
    print(json.dumps({**before, **after}))


if __name__ == "__main__":
    main(sys.argv[1])
