"""Two at once: numbers, claims of a job, sweepers, sealers. Real connections, on PostgreSQL, where rows are locked.

On SQLite one writer follows another by itself.
"""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tests.cast import build
from unionhall.kernel.actors import SYSTEM
from unionhall.office import jobs, journal
from unionhall.office.jobs import numbers, sweeping
from unionhall.office.jobs.models import Job
from unionhall.office.journal import sealing
from unionhall.office.journal.models import Seal
from unionhall.office.journal.verify import verify

ON = date(2025, 12, 31)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked on PostgreSQL only"),
]


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, all released at the same moment."""
    barrier, out = threading.Barrier(len(acts)), [None] * len(acts)

    def one(place: int) -> None:
        try:
            barrier.wait(20)
            out[place] = acts[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return out


def test_numbers_are_neither_doubled_nor_left_out() -> None:
    def take_ten() -> list[int]:
        return [numbers.take("tests") for _ in range(10)]

    taken = [number for row in together(*[take_ten] * 6) for number in row]
    assert sorted(taken) == list(range(1, 61))


def test_a_job_two_workers_took_runs_once() -> None:
    ran = []
    jobs.runner("tests.race")(lambda job, progress: ran.append(job.pk))
    job = jobs.start(kind="tests.race", title="写入", by=build().li)
    together(*[lambda: jobs.run(Job.objects.get(pk=job.pk))] * 4)
    assert ran == [job.pk]
    assert Job.objects.get(pk=job.pk).attempts == 1


def test_two_sweepers_take_a_dead_job_up_once() -> None:
    jobs.runner("tests.race", is_repeatable=True)(lambda job, progress: None)
    job = jobs.start(kind="tests.race", title="写入", by=build().li)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=1, started_at=at, alive_at=at)
    taken = together(*[lambda: sweeping.sweep(now=at + timedelta(minutes=1))] * 4)
    assert sum(len(row) for row in taken) == 1


def test_entries_that_commit_late_are_sealed_when_they_do(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    written, sealed = threading.Event(), threading.Event()

    def slow() -> int:
        with transaction.atomic():
            entry = journal.record(verb="tests.entry.late", by=SYSTEM, on=ON)
            written.set()
            assert sealed.wait(20)
        return int(entry.pk)

    def quick() -> int:
        assert written.wait(20)
        entry = journal.record(verb="tests.entry.early", by=SYSTEM, on=ON)
        sealing.seal_waiting()
        sealed.set()
        return int(entry.pk)

    late, early = together(slow, quick)
    assert late < early
    assert sealing.seal_waiting() == 1
    assert list(Seal.objects.values_list("entry_id", flat=True)) == [early, late]
    assert verify() == []


def test_sealers_and_writers_at_once_leave_one_chain(settings, tmp_path, monkeypatch) -> None:
    settings.DATA_DIR = tmp_path
    # Threads of one process are told apart as processes would be: only the advisory lock stands between them.
    monkeypatch.setattr(sealing, "_in_this_process", _NoLock())

    def write() -> None:
        for n in range(40):
            journal.record(verb="tests.entry.made", by=SYSTEM, on=ON, n=n)

    def seal() -> None:
        for _ in range(20):
            sealing.seal_waiting()

    together(write, write, write, seal, seal, seal)
    sealing.seal_waiting(is_thorough=True)
    assert Seal.objects.count() == 120
    assert verify() == []


def test_a_sealer_who_comes_too_late_has_nothing_to_do(settings, tmp_path, monkeypatch) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(sealing, "_in_this_process", _NoLock())
    journal.record(verb="tests.entry.made", by=SYSTEM, on=ON)
    is_the_sealer = sealing._is_the_sealer

    def after_another() -> bool:
        monkeypatch.setattr(sealing, "_is_the_sealer", is_the_sealer)
        together(sealing.seal_waiting)
        return is_the_sealer()

    monkeypatch.setattr(sealing, "_is_the_sealer", after_another)
    assert sealing.seal_waiting() == 0
    assert Seal.objects.count() == 1


class _NoLock:
    def acquire(self, blocking: bool = True) -> bool:
        return True

    def release(self) -> None:
        return None
