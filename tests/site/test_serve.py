"""What `serve` does around the web server: one migration at a time, and a worker that does not outlive it."""

import argparse
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import management
from django.db import connection

from unionhall.site.commands import serve

PARENT = """
import sys
from unionhall.site.commands.serve import start_worker
print(start_worker().pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_worker_ends_with_its_parent_however_that_one_went(tmp_path, number) -> None:
    env = {**os.environ, "UNIONHALL_DATA": str(tmp_path)}
    env.pop("DATABASE_URL", None)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.send_signal(number)
    try:
        # The worker writes to the same pipe: its end is read when the last of both has gone.
        assert parent.communicate(timeout=60) == (b"", None)
    except subprocess.TimeoutExpired:
        os.kill(worker, signal.SIGKILL)
        raise
    assert parent.returncode == -number


@pytest.mark.django_db(transaction=True)
def test_of_several_that_start_together_one_migrates_at_a_time(monkeypatch) -> None:
    meeting = threading.Barrier(2)
    alone = []

    def migrate(*_: object, **__: object) -> None:
        try:
            meeting.wait(1)
        except threading.BrokenBarrierError:
            alone.append(True)

    def start() -> None:
        try:
            serve.bring_up_to_date()
        finally:
            connection.close()

    monkeypatch.setattr(management, "call_command", migrate)
    with ThreadPoolExecutor(2) as pool:
        for started in [pool.submit(start) for _ in range(2)]:
            started.result(timeout=30)
    assert alone == [True, True]


@pytest.mark.parametrize(
    ("host", "is_shown"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False)],
)
def test_the_demo_password_is_shown_at_ones_own_desk_only(host, is_shown, capsys, settings, monkeypatch) -> None:
    settings.DEMO_PASSWORD = "shown-at-the-desk"
    monkeypatch.delenv("UNIONHALL_DEMO_PASSWORD", raising=False)
    serve._announce(argparse.Namespace(host=host, port=8000))
    told = capsys.readouterr().out
    assert ("shown-at-the-desk" in told) is is_shown
    assert (str(settings.DATA_DIR / "demo-password") in told) is not is_shown
    assert ("前面必须有代理" in told) is not is_shown
