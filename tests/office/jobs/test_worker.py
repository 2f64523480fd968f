"""The background process: takes jobs, is killed with -9, is found, goes on; stops on a signal; keeps its chores.

Real processes on a database of their own.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from psycopg.conninfo import make_conninfo

from tests.cast import Cast, build
from tests.office.jobs import killing
from unionhall.kernel.actors import SYSTEM
from unionhall.office import jobs, journal
from unionhall.office.jobs import actions, chores, sweeping, worker
from unionhall.office.jobs.models import Job, JobState, Worker
from unionhall.office.journal.models import Entry, Seal

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ON = date(2025, 12, 31)
killing.declare()


@pytest.fixture
def elsewhere(transactional_db, tmp_path):
    """Environment of a process that works on this test's database (on SQLite: on a copy of it)."""

    def environ() -> dict[str, str]:
        env = {**os.environ, "KILLING": str(tmp_path), "UNIONHALL_DATA": str(tmp_path)}
        env["DJANGO_SETTINGS_MODULE"] = "unionhall.site.settings"
        if connection.vendor == "sqlite":
            env.pop("DATABASE_URL", None)
            with closing(sqlite3.connect(tmp_path / "unionhall.sqlite3")) as copy:
                connection.connection.backup(copy)
        else:
            at = connection.settings_dict
            parts = {"dbname": at["NAME"], "user": at["USER"], "host": at["HOST"], "port": at["PORT"]}
            env["DATABASE_URL"] = make_conninfo(
                **{k: v for k, v in parts.items() if v}, password=at["PASSWORD"] or None
            )
        return env

    return environ


def _worker(env, tmp_path):
    process = subprocess.Popen([sys.executable, "-m", "tests.office.jobs.killing", "work"], env=env)
    for _ in range(1500):
        if (tmp_path / "halfway").exists():
            return process
        assert process.poll() is None
        threading.Event().wait(0.02)
    process.kill()
    raise AssertionError("the worker never came halfway")


def _sweep(env):
    done = subprocess.run(
        [sys.executable, "-m", "tests.office.jobs.killing", "sweep"],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("kind", ["tests.slow", "tests.slow_once"])
def test_a_worker_killed_halfway_leaves_all_or_nothing_and_says_which(elsewhere, tmp_path, kind) -> None:
    jobs.start(kind=kind, title="写入", by=build().li)
    env = elsewhere()
    process = _worker(env, tmp_path)
    while_alive = _sweep({**env, "KILLING": str(tmp_path)})
    assert (while_alive["taken"], while_alive["state"]) == (0, "running")
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    seen = _sweep(env)
    assert (seen["early"], seen["taken"], seen["written"]) == (0, 1, [])
    if kind == "tests.slow":
        assert (seen["state"], seen["attempts"], seen["after"], seen["result"]) == ("done", 2, [2000], {"rows": 2000})
    else:
        assert (seen["state"], seen["attempts"], seen["after"]) == ("failed", 1, [])
        assert seen["sentence"] == "办到一半时程序中断，没有办完。一行也没有写入。请看过结果再重新发起。"


def test_a_worker_asked_to_end_gives_up_its_job_at_once(elsewhere, tmp_path) -> None:
    jobs.start(kind="tests.slow", title="写入", by=build().li)
    env = elsewhere()
    process = _worker(env, tmp_path)
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    seen = _sweep(env)
    assert (seen["taken"], seen["written"], seen["state"]) == (1, [], "done")


def test_a_job_whose_task_got_lost_is_queued_again(cast: Cast) -> None:
    from django_tasks_db.models import DBTaskResult

    job = jobs.start(kind="tests.slow", title="写入", by=cast.li)
    DBTaskResult.objects.update(status="RUNNING")
    assert sweeping.sweep(now=job.created_at + timedelta(seconds=5)) == []
    assert sweeping.sweep(now=job.created_at + timedelta(seconds=20)) == [job]
    job.refresh_from_db()
    assert DBTaskResult.objects.get(pk=job.task_id).status == "READY"


def test_after_three_crashes_it_is_given_up(cast: Cast) -> None:
    job = jobs.start(kind="tests.slow", title="写入", by=cast.li)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=3, started_at=NOW, alive_at=NOW)
    (swept,) = sweeping.sweep(now=NOW + timedelta(seconds=16))
    assert swept.state == JobState.FAILED
    assert swept.sentence == "程序中断了 3 次，不再重办。一行也没有写入。请把作业编号告诉管理员。"


def test_a_waiting_job_is_stopped_at_once_and_journalled(cast: Cast) -> None:
    job = jobs.start(kind="tests.slow", title="写入", by=cast.li)
    actions.stop(job=job, by=cast.li, on=ON)
    assert job.state == JobState.STOPPED
    assert Entry.objects.get().verb == "jobs.job.stopped"
    assert worker.run_waiting_jobs() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.STOPPED, 0)


def test_a_job_that_is_over_cannot_be_stopped(cast: Cast) -> None:
    job = jobs.start(kind="tests.slow", title="写入", by=cast.li)
    Job.objects.filter(pk=job.pk).update(state="done")
    with pytest.raises(actions.JobIsOver):
        actions.stop(job=job, by=cast.li, on=ON)
    assert not Entry.objects.exists()


def test_the_worker_runs_the_queue_in_order(cast: Cast) -> None:
    ran = []
    jobs.runner("tests.note")(lambda job, progress, n: ran.append(n))
    for n in range(3):
        jobs.start(kind="tests.note", title="记", by=cast.li, arguments={"n": n})
    assert worker.run_waiting_jobs() == 3
    assert ran == [0, 1, 2]


def test_chores_run_when_due_and_do_not_hinder_each_other(db, monkeypatch) -> None:
    monkeypatch.setattr(chores, "_chores", {})
    seen = []

    @chores.chore("tests.breaks", every=timedelta(seconds=10))
    def _breaks(now, on):
        raise ZeroDivisionError

    @chores.chore("tests.busy", every=timedelta(hours=1))
    def _busy(now, on):
        seen.append(now)
        if len(seen) == 1:
            raise OperationalError("database is locked")

    assert chores.run_due(NOW, ON) == ["tests.breaks"]
    assert chores.run_due(NOW + timedelta(seconds=1), ON) == ["tests.busy"]
    assert chores.run_due(NOW + timedelta(seconds=5), ON) == []
    assert chores.run_due(NOW + timedelta(seconds=11), ON) == ["tests.breaks"]


def test_the_workers_chores_seal_and_sweep(db, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    journal.record(verb="tests.entry.made", by=SYSTEM, on=ON)
    for chore in chores._chores.values():
        chore.due_at = None
    assert {"journal.seal", "jobs.sweep", "jobs.tidy"} <= set(chores.run_due(NOW, ON))
    assert Seal.objects.count() == 1


def test_silent_workers_are_forgotten_after_a_day(db) -> None:
    Worker.objects.create(name="old", started_at=NOW, alive_at=NOW - timedelta(days=2))
    Worker.objects.create(name="new", started_at=NOW, alive_at=NOW)
    worker._tidy(NOW, ON)
    assert [row.name for row in Worker.objects.all()] == ["new"]
