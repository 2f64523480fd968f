"""kill -9 at any moment of a commit leaves all of it or none, and the next start says which and can go on."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.aid.mutual_aid.test_roster import MESSY, book, upload
from tests.cast import build
from tests.office.imports.killing import POINTS
from unionhall.office.imports import actions

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]


def environ(tmp_path: Path) -> dict[str, str]:
    """The test's database as another process reaches it: itself on PostgreSQL, a copy on SQLite."""
    env = {**os.environ, "UNIONHALL_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "unionhall.site.settings"}
    (tmp_path / "papers").symlink_to(settings.PAPERS_DIR)
    if connection.vendor == "sqlite":
        env.pop("DATABASE_URL", None)
        with closing(sqlite3.connect(tmp_path / "unionhall.sqlite3")) as copy:
            connection.connection.backup(copy)
        return env
    at = connection.settings_dict
    parts = {
        "dbname": at["NAME"],
        "user": at["USER"],
        "host": at["HOST"],
        "port": at["PORT"],
        "password": at["PASSWORD"],
    }
    return {**env, "DATABASE_URL": make_conninfo(**{name: part for name, part in parts.items() if part})}


def call(env: dict[str, str], *act: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "tests.office.imports.killing", *act]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("point", POINTS)
def test_all_or_none_and_on(tmp_path: Path, point: str) -> None:
    actions.read(upload(build(), book(*MESSY)))
    env = environ(tmp_path)
    killed = call(env, "commit", point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    told = json.loads(call(env, "recover").stdout.splitlines()[-1])
    if point == "after-commit":
        assert told["found"]["state"] == "committed"
        assert told["swept"] == []
        assert (told["left"]["persons"], told["left"]["enrolments"], told["left"]["entries"]) == (2, 2, 1)
        return
    assert told["found"]["state"] == "committing"
    assert told["found"]["enrolments"] == told["found"]["memberships"] == 0
    assert len(told["swept"]) == 1
    nothing = {"state": "preview", "persons": 0, "memberships": 0, "enrolments": 0, "entries": 0}
    assert told["left"] == nothing
    assert call(env, "commit", "after-commit").returncode == -signal.SIGKILL
    assert json.loads(call(env, "recover").stdout.splitlines()[-1])["left"]["enrolments"] == 2
