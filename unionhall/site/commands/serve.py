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
# Started as they are needed, ended after half a minute's rest. Each holds a database connection while it works.
THREADS = 32
HEADER_MS = 10_000  # milliseconds a client may take to send its headers; for its body granian knows no such limit
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
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
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    Granian(
        "unionhall.site.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.processes,
        blocking_threads=THREADS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MS),
        log_level=LogLevels.error,  # it warns of so many threads; they are meant, see THREADS
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
    """A password on the screen also stands in the log of whoever keeps one: only at one's own desk is it shown."""
    from django.conf import settings

    from unionhall.reference_year.accounts import DEMO_LOGINS

    is_at_the_desk = options.host in _LOOPBACK
    told = settings.DEMO_PASSWORD if is_at_the_desk else f"见 {_password_place()}"
    print(f"\n  职工之家  http://{options.host}:{options.port}/\n")
    if not is_at_the_desk:
        print("  注意：本服务不限制请求正文的接收时间，前面必须有代理（缓存请求、限时），见 docs/operating.md。\n")
    print(f"  演示账号（密码 {told}）：")
    for login in DEMO_LOGINS:
        print(f"    {login.username:<6} {login.title}")
    print("\n  Ctrl+C 停止。样本年正在后台装入时，首页会显示进度。\n", flush=True)


def _password_place() -> str:
    """Where the password of the demo log-ins stands."""
    from django.conf import settings

    from unionhall.site.environment import DEMO_PASSWORD_FILE, DEMO_PASSWORD_VARIABLE

    given = os.environ.get(DEMO_PASSWORD_VARIABLE)
    return f"环境变量 {DEMO_PASSWORD_VARIABLE}" if given else str(settings.DATA_DIR / DEMO_PASSWORD_FILE)
