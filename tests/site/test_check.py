"""`unionhall check`: exit codes and JSON, with no database, an empty one, and the house's own.

The process is run as a person runs it.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.drafts.test_files import WRONG, draft
from tests.house.source import ROOT


def run(*arguments: str, data) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "UNIONHALL_DATA": str(data), "PYTHONPATH": str(ROOT), "HOME": str(data)}
    command = [sys.executable, "-m", "unionhall.site.console", "check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environ, cwd=ROOT, check=False, timeout=120)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "wrong.txt").write_text(WRONG)
    (tmp_path / "right.txt").write_text(WRONG.replace("75%", "62.5%"))
    (tmp_path / "bad.docx").write_bytes(b"no document")
    (tmp_path / "wrong.docx").write_bytes(draft("综述", WRONG))
    return tmp_path


def test_without_a_database(files):
    found = run(str(files / "wrong.txt"), "--json", data=files / "none")
    assert found.returncode == 1
    told = json.loads(found.stdout)
    assert told["figures"] == 3
    assert told["findings"] == [
        {
            "stated": "75%",
            "expected": "62.5%",
            "rule": "rate",
            "severity": "contradiction",
            "paragraph": 0,
            "start": WRONG.index("75%"),
            "end": WRONG.index("75%") + 3,
            "arithmetic": "25 ÷ 40",
        }
    ]
    assert run(str(files / "right.txt"), data=files / "none").returncode == 0
    assert run(str(files / "bad.docx"), "--json", data=files / "none").returncode == 2
    assert run(str(files / "missing.txt"), data=files / "none").returncode == 2


def test_with_a_database_nothing_was_ever_written_to(files):
    (files / "empty").mkdir()
    (files / "empty" / "unionhall.sqlite3").touch()
    found = run(str(files / "wrong.docx"), "--json", "--marked", str(files / "marked.docx"), data=files / "empty")
    assert found.returncode == 1
    assert json.loads(found.stdout)["findings"][0]["paragraph"] == 1
    assert (files / "marked.docx").stat().st_size > 1000
