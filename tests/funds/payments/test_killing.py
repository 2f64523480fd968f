"""kill -9 in mid-batch and in mid-return: nothing lost, nothing doubled, and the next attempt goes through."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cast import build
from tests.funds.payments.killing import MAKE_POINTS, READ_POINTS
from tests.funds.payments.setting import answer, as_csv, ordered, sent
from tests.office.imports.test_killing import environ

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]


def call(env: dict[str, str], *act: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "tests.funds.payments.killing", *act]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


def look(env: dict[str, str]) -> dict:
    return json.loads(call(env, "look").stdout.splitlines()[-1])


@pytest.mark.parametrize("point", MAKE_POINTS)
def test_a_killed_batch_is_there_or_not(tmp_path: Path, point: str) -> None:
    cast = build()
    for n in range(1, 6):
        ordered(cast, n)
    env = environ(tmp_path)
    killed = call(env, "make", point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    whole = {"batches": [1], "orders": ["batched"] * 5, "files": 0, "rows": 0, "entries": 1}
    if point != "after-commit":
        assert look(env) == {"batches": [], "orders": ["drafted"] * 5, "files": 0, "rows": 0, "entries": 0}
        assert call(env, "make", "after-commit").returncode == -signal.SIGKILL
    assert look(env) == whole
    again = call(env, "make", "after-commit")
    assert "NothingToPay" in again.stderr
    assert look(env) == whole


@pytest.mark.parametrize("point", READ_POINTS)
def test_a_killed_return_is_taken_in_or_not(tmp_path: Path, point: str) -> None:
    batch = sent(build(), 5)
    rows = [answer(order) for order in batch.orders.order_by("place")]
    (tmp_path / "return.csv").write_bytes(as_csv([*rows[:4], answer(batch.orders.get(place=5), amount="1.00")]))
    env = environ(tmp_path)
    killed = call(env, "read", point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    whole = {"batches": [1], "orders": ["arrived"] * 4 + ["sent"], "files": 1, "rows": 5, "entries": 2}
    if point != "after-commit":
        assert look(env) == {"batches": [1], "orders": ["sent"] * 5, "files": 0, "rows": 0, "entries": 1}
        assert call(env, "read", "after-commit").returncode == -signal.SIGKILL
    assert look(env) == whole
    assert call(env, "read", "after-commit").returncode == -signal.SIGKILL
    assert look(env) == whole
