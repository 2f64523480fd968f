"""`unionhall serve`: database up to date, web server and one worker, the address and the demo log-ins on the screen.

The worker is a child that is started again when it dies and ends when this process does; jobs it left are taken up.
"""

import argparse
import fcntl
import os
import subprocess  # the worker is this very program
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HELP = "Bring the database up to date and serve the pages, with one background worker."
# A worker told to stop ends its running job first, and its chores (see office.jobs.worker).
WORKER_SECONDS = 40
_LOCK = 0x4D4947  # "MIG"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--with-sample", action="store_true", help="load the sample year as a job when there is no data"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--no-worker", action="store_true", help="web only; run `unionhall worker` beside it")
    parser.add_argument("--processes", type=int, default=1, help="web processes (SQLite: leave it at 1)")


def run(options: argparse.Namespace) -> int:
    bring_up_to_date()
    if options.with_sample:
        _load_sample()
    _announce(options)
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stopping,), name="worker keeper")
    if not options.no_worker:
        keeper.start()
    try:
        _serve(options)
    finally:
        stopping.set()
        if keeper.is_alive():
            keeper.join()
    return 0


def bring_up_to_date() -> None:
    """Migrate, once and before any web process starts; of several `serve` that start together one does, others wait."""
    from django.core.management import call_command

    with _alone():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _alone() -> Iterator[None]:
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    with open(settings.DATA_DIR / "migrate.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _serve(options: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "unionhall.site.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.processes,
        blocking_threads=8,
        log_level=LogLevels.warning,
    ).serve()


def start_worker() -> subprocess.Popen[bytes]:
    """A worker that stops by itself when this process is gone, however it went."""
    command = [sys.executable, "-m", "unionhall.site.console", "worker", "--child-of", str(os.getpid())]
    return subprocess.Popen(command)  # noqa: S603 - this very program


def _keep_worker(stopping: threading.Event) -> None:
    while not stopping.is_set():
        worker = start_worker()
        while worker.poll() is None and not stopping.wait(0.5):
            pass
        if worker.poll() is None:
            _stop(worker)
        stopping.wait(1)


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(WORKER_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()  # its transactions roll back, the next sweeper takes its job up


def _load_sample() -> None:
    from unionhall.reference_year import actions

    actions.start_sample()


def _announce(options: argparse.Namespace) -> None:
    from django.conf import settings

    from unionhall.reference_year.accounts import DEMO_LOGINS

    print(f"\n  职工之家  http://{options.host}:{options.port}/\n")
    print(f"  演示账号（密码 {settings.DEMO_PASSWORD}）：")
    for login in DEMO_LOGINS:
        print(f"    {login.username:<6} {login.title}")
    print("\n  Ctrl+C 停止。样本年正在后台装入时，首页会显示进度。\n", flush=True)
