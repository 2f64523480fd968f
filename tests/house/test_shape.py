"""The shape of the house: sizes, rooms, names, where clocks may be read.

Exemptions stand in EXEMPT with their reason.
"""

import ast
import re

import pytest

from tests.house.source import HOUSE, ROOT, called_names, functions, modules, shown

EXEMPT: dict[str, str] = {}
BANNED_NAMES = {"core", "utils", "helpers", "common", "extras", "base", "misc", "manager", "handlers", "signals"}
SEALED_OFF = ("work" + "/main", "claude", "helper-", "../shared", "pypi.org", "/root/")


def test_no_function_over_sixty_lines():
    long = [
        f"{shown(path)}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for path in modules()
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > 60 and f"{shown(path)}:{node.name}" not in EXEMPT
    ]
    assert long == []


def test_no_file_over_four_hundred_lines():
    long = [
        f"{shown(path)} {len(path.read_text().splitlines())}"
        for path in modules()
        if len(path.read_text().splitlines()) > 400 and shown(path) not in EXEMPT
    ]
    assert long == []


def test_unionhall_holds_no_loose_module():
    assert [path.name for path in HOUSE.glob("*.py")] == ["__init__.py"]


def test_no_room_has_a_name_that_says_nothing():
    assert [shown(p) for p in modules() if p.stem in BANNED_NAMES or p.parent.name in BANNED_NAMES] == []


def test_every_module_opens_with_two_sentences():
    bare = [
        shown(path)
        for path in modules()
        if path.name != "__init__.py"
        and len([n for n in (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n") if n.strip()]) < 2
    ]
    assert bare == []


def test_rules_and_actions_read_no_clock():
    clock = re.compile(r"(^|\.)(today|now|localdate|localtime|utcnow)$")
    reading = [
        f"{shown(path)}:{node.lineno} {name}"
        for path in modules()
        if path.stem in {"rules", "actions"} or path.parent.name in {"rules", "actions"}
        for node in functions(path)
        for name in called_names(node)
        if clock.search(name) and name != "timezone.now"
    ]
    assert reading == []


def test_the_project_stands_alone():
    told = [
        f"{shown(path)}: {word}"
        for path in [
            *ROOT.glob("*.md"),
            *ROOT.glob("docs/**/*.md"),
            *ROOT.glob("*.lock"),
            *modules(),
            ROOT / "Makefile",
        ]
        if path.exists()
        for word in SEALED_OFF
        if word in path.read_text().lower()
    ]
    assert told == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_have_hashes_and_no_hosts(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    pins = re.findall(r"^[a-z0-9][^=\n]*==", text, re.M)
    assert len(pins) > 50
    assert len(re.findall(r"==[^\n]*\\\n\s+--hash=sha256:", text)) == len(pins)


def test_workbooks_are_made_in_one_place():
    """Elsewhere the options that keep text from becoming a formula, a link or a number would be forgotten."""
    strays = [shown(path) for path in modules() if re.search(r"^\s*(?:import|from) xlsxwriter", path.read_text(), re.M)]
    assert strays == ["unionhall/kernel/sheets.py"]
