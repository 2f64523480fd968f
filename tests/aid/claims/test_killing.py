"""kill -9 during a review of many claims: all of them or none, the job says so truly, and the next one goes on."""

import json
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.aid.claims import flow
from tests.aid.claims.killing import MANY, POINTS
from tests.aid.claims.setting import STAY
from tests.cast import build
from tests.office.imports.test_killing import environ
from unionhall.aid.claims import many

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

NONE = {"states": ["first"] * MANY, "reviews": 0, "holdings": 0, "entries": []}
WHOLE = {"states": ["second"] * MANY, "reviews": MANY, "holdings": MANY, "entries": [MANY]}


def call(env: dict[str, str], *act: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "tests.aid.claims.killing", *act]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


def told(env: dict[str, str], act: str) -> dict:
    done = call(env, act)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_review_of_many_is_done_or_not(tmp_path: Path, point: str) -> None:
    office = flow.office(build())
    claims = [flow.submitted(office, "5000", admitted=STAY - timedelta(days=10 * n)) for n in range(MANY)]
    many.start_reviews(keys=[claim.pk for claim in claims], by=office.wu, on=date(2025, 3, 17))
    env = environ(tmp_path)
    killed = call(env, "review", point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    swept = told(env, "sweep")
    [sentence] = swept.pop("swept")
    assert "程序中断" in sentence
    assert "要么都已按结果办好，要么一件也没有审" in sentence
    left = WHOLE if point == "after-commit" else NONE
    assert swept == {**left, "jobs": ["failed"]}
    after = told(env, "again")
    assert after.pop("swept") == []
    entries = [MANY, 0] if point == "after-commit" else [MANY]
    assert after == {**WHOLE, "entries": entries, "jobs": ["failed", "done"]}
