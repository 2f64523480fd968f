"""The background process: runs jobs one after another, and beside them the chores (sealing, sweeping, retention).

`unionhall serve` starts one; on PostgreSQL there may be more.
"""

import logging
import os
import signal
import socket
import threading
from datetime import date, datetime, timedelta
from types import FrameType

from django.db import OperationalError, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from unionhall.office.installation.models import Installation
from unionhall.office.jobs import chores, sweeping
from unionhall.office.jobs.models import Worker
from unionhall.office.journal import sealing

log = logging.getLogger("unionhall.jobs")

POLL_SECONDS = 0.5
CHORE_SECONDS = 2.0
SEAL_EVERY = timedelta(seconds=5)
BEAT_EVERY = timedelta(seconds=10)
FORGET_AFTER = timedelta(days=1)
KEEP_TASKS = timedelta(days=14)


class Interrupted(SystemExit):
    """A signal while a job runs: its transactions roll back, the sweeper of the next start takes it up."""


def run_worker(stop_event: threading.Event | None = None) -> None:
    """Work until `stop_event` is set; without one, until SIGTERM or SIGINT."""
    stop = stop_event or threading.Event()
    runner = _runner()
    if stop_event is None:
        _stop_on_signals(stop, runner)
    keeper = threading.Thread(target=_keep_house, args=(stop, runner.worker_id), name="chores", daemon=True)
    keeper.start()
    try:
        while not stop.is_set():
            if not _run_next(runner):
                stop.wait(POLL_SECONDS)
    except Interrupted:
        log.info("worker interrupted")
    finally:
        stop.set()
        keeper.join(35)
        connections.close_all()


def run_waiting_jobs() -> int:
    """Run everything in the queue here and now, then come back: for tests and the command line. How many ran."""
    runner, ran = _runner(), 0
    while _run_next(runner):
        ran += 1
    return ran


def _run_next(runner: TaskRunner) -> bool:
    """Take the next task and run it; False when there is none, or the database is busy."""
    chores.refresh_connections()
    ready = DBTaskResult.objects.ready()
    try:
        # Looking first: taking a task needs SQLite's one write lock, which an idle worker must not hold.
        if not ready.exists():
            return False
        with exclusive_transaction():
            taken = ready.get_locked()
            if taken is not None:
                taken.claim(runner.worker_id)
    except OperationalError:
        connections.close_all()
        return False
    if taken is not None:
        runner.run_task(taken)
    return taken is not None


def _runner() -> TaskRunner:
    return TaskRunner(
        queue_names=["default"],
        interval=POLL_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
        excluded_queue_names=[],
    )


def _stop_on_signals(stop: threading.Event, runner: TaskRunner) -> None:
    def asked(signum: int, frame: FrameType | None) -> None:
        stop.set()
        if runner.running_task:
            raise Interrupted

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)


def _keep_house(stop: threading.Event, name: str) -> None:
    started = timezone.now()

    def beat(now: datetime, on: date) -> None:
        Worker.objects.update_or_create(name=name, defaults={"started_at": started, "alive_at": now})

    chores.chore("jobs.worker_beat", every=BEAT_EVERY)(beat)
    try:
        while not stop.is_set():
            try:
                chores.run_due(timezone.now(), Installation.current().today())
            except OperationalError:
                connections.close_all()
            stop.wait(CHORE_SECONDS)
    finally:
        connections.close_all()


@chores.chore("journal.seal", every=SEAL_EVERY)
def _seal(now: datetime, on: date) -> None:
    sealing.seal_waiting()


@chores.chore("journal.seal_thoroughly", every=timedelta(hours=6))
def _seal_thoroughly(now: datetime, on: date) -> None:
    sealing.seal_waiting(is_thorough=True)


@chores.chore("jobs.sweep", every=timedelta(seconds=5))
def _sweep(now: datetime, on: date) -> None:
    for job in sweeping.sweep(now=now):
        log.warning("interrupted job %s is now %s", job.number, job.state)


@chores.chore("jobs.tidy", every=timedelta(hours=6))
def _tidy(now: datetime, on: date) -> None:
    stale = Worker.objects.filter(alive_at__lt=now - FORGET_AFTER)
    ended = DBTaskResult.objects.filter(enqueued_at__lt=now - KEEP_TASKS).exclude(status="READY")
    for rows in (stale, ended):
        if rows.exists():
            rows.delete()
