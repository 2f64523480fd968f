"""`unionhall serve`: database up to date, web server and one worker, the address and the demo log-ins on the screen.

The worker is a child that is started again when it dies; jobs it left are taken up.
"""

import argparse
import os
import subprocess  # the worker is this very program
import sys
import threading

HELP = "Bring the database up to date and serve the pages, with one background worker."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--with-sample", action="store_true", help="load the sample year as a job when there is no data"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--no-worker", action="store_true", help="web process only; run `unionhall worker` beside it")


def run(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if options.with_sample:
        _load_sample()
    _announce(options)
    stopping = threading.Event()
    if not options.no_worker:
        threading.Thread(target=_keep_worker, args=(stopping,), daemon=True).start()
    try:
        _serve(options)
    finally:
        stopping.set()
    return 0


def _serve(options: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "unionhall.site.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=8,
        log_level=LogLevels.warning,
    ).serve()


def _keep_worker(stopping: threading.Event) -> None:
    while not stopping.is_set():
        worker = subprocess.Popen([sys.executable, "-m", "unionhall.site.console", "worker"])
        while worker.poll() is None and not stopping.wait(0.5):
            pass
        if worker.poll() is None:
            worker.terminate()
            worker.wait(10)
        stopping.wait(1)


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
