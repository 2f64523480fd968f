"""kill -9 at any moment of a freeze leaves all of it or none; the next attempt removes the file left and goes on."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cast import TODAY, build
from tests.office.imports.test_killing import environ
from tests.reporting.killing import POINTS
from tests.reporting.test_pages import written_year
from unionhall.reporting import freezing
from unionhall.reporting.models import Review

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]


def call(env: dict[str, str], *act: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "tests.reporting.killing", *act]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("point", POINTS)
def test_all_or_none_and_on(tmp_path: Path, point: str, settings) -> None:
    settings.PAPERS_DIR = tmp_path / "kept"
    cast = written_year(build())
    review = Review.objects.order_by("organisation_path").first()
    freezing.mark_reviewed(review=review, number=1, by=cast.li, on=TODAY)
    env = environ(tmp_path)
    killed = call(env, "publish", point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    again = call(env, "again")
    assert again.returncode == 0, again.stderr
    told = json.loads(again.stdout.splitlines()[-1])
    whole = {"published": 1, "frozen": 1, "locked": 2, "entries": 1, "bundles": 1, "loose": 0, "jobs": 0}
    nothing = {**dict.fromkeys(whole, 0), "bundles": int(point in ("after-file", "after-rows"))}
    assert told["found"] == (whole if point == "after-commit" else nothing)
    assert told["left"] == whole
