"""Every action is one sentence, one transaction, one journal entry; nothing else writes.

An action is a public function that takes `by`, in an app's actions or in one of MORE_ROOMS. Calls are followed by what a
name was imported as, never by the bare name: whoever calls `rows.get()` has called nothing of ours.
"""

import ast
import re
from functools import cache
from pathlib import Path

from tests.house.source import HOUSE, called, dotted, imported_names, modules, shown, tree_of

JOURNALLED = {"unionhall.office.journal.record", "unionhall.office.journal.change"}
STARTED = "unionhall.office.jobs.running.start"
ATOMIC = {"django.db.transaction.atomic"}
POSITIONAL = {"unionhall/office/imports/actions.py": "the import is what every call is about"}
MORE_ROOMS = (
    "aid/claims/entering.py",
    "aid/claims/judging.py",
    "aid/claims/ordering.py",
    "aid/claims/slips.py",
    "aid/claims/valuation.py",
    "aid/claims/valuing.py",
    "members/corrections.py",
    "members/unions.py",
    "members/bulk.py",
    "aid/mutual_aid/terms.py",
    "funds/payments/returning.py",
    "reporting/freezing.py",
)
IN_STEPS = {
    "unionhall/office/imports/actions.py:commit": "persons go ahead on SQLite; the batch itself is one transaction",
    "unionhall/office/imports/actions.py:read": "files and verdicts are kept beside the database, journalled before they show",
}
WRITERS = {
    "accounts/models.py": "the manager a log-in is made with",
    "aid/claims/copying.py": "lines of a draft, called by the actions of editions within their transaction and entry",
    "aid/claims/judging.py": "actions on one claim: each is a step of its case, in its transaction and entry",
    "aid/claims/merging.py": "follows a merge of persons, within its transaction and entry",
    "aid/claims/reference.py": "enters the reference editions in one transaction, under the entry of each",
    "aid/claims/slips.py": "misses and openings of a worker's slip, counters and no records",
    "aid/claims/trying.py": "a trial kept to be looked at, no record of anybody",
    "aid/claims/valuing.py": "values a period in one transaction, under one entry",
    "aid/mutual_aid/merging.py": "follows a merge of persons, within its transaction and entry",
    "aid/mutual_aid/roster.py": "a kind of import: called in the engine's transaction, under its entry",
    "aid/mutual_aid/terms.py": "actions of a scheme's terms",
    "casework/stepping.py": "the step itself, called by casework's actions within their transaction and entry",
    "funds/payments/merging.py": "follows a merge of persons, within its transaction and entry",
    "funds/payments/returning.py": "actions of its own kind: a bank's return read, its rows settled",
    "funds/receipts/statements.py": "a kind of import: called in the engine's transaction, under its entry",
    "members/bulk.py": "many at once, for rosters",
    "members/corrections.py": "actions of its own kind: numbers corrected, files merged",
    "members/unions.py": "the one action that spans the tree and its people",
    "office/imports/bulk.py": "the statements rosters are written with",
    "office/imports/marking.py": "the marked copy of an upload",
    "office/imports/memory.py": "how a sender's columns were read",
    "office/imports/recovery.py": "what killed commits left, files whose time is over",
    "office/jobs/pages.py": "that somebody has seen a job's end",
    "office/jobs/numbers.py": "the last number of a series",
    "office/jobs/progress.py": "a job's steps, a dict and no row",
    "office/jobs/pulse.py": "that a job is alive",
    "office/jobs/running.py": "a job's own state",
    "office/jobs/sweeping.py": "jobs whose process died",
    "office/jobs/worker.py": "that a worker is alive",
    "office/journal/sealing.py": "the seals of the journal",
    "office/journal/writing.py": "the journal itself",
    "organisations/naming.py": "called by the tree's actions only",
    "organisations/placing.py": "called by the tree's actions only",
    "organisations/undoing.py": "actions of its own kind: the last act of a union taken back",
    "organisations/planting.py": "called by the tree's actions only",
    "organisations/staffing.py": "called by the tree's actions only",
    "reference_year/building.py": "installs the house",
    "reporting/freezing.py": "actions of its own kind: reviewed, signed, frozen",
    "ui/kept_forms.py": "half-filled forms, no records",
}
OF_ROWS = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
STATEMENT = re.compile(r"\b(INSERT INTO|DELETE FROM|UPDATE \w+ SET)\b")


def is_actions(path: Path) -> bool:
    return path.stem == "actions" or path.parent.name == "actions"


@cache
def everything() -> dict[str, tuple[Path, ast.FunctionDef, frozenset[str]]]:
    """Each function and method by its full name, with the full names of what it calls."""
    found = {}
    for path in modules():
        for node in tree_of(path).body:
            for owner, function in _functions_of(node):
                name = ".".join(filter(None, (dotted(path), owner, function.name)))
                calls = {callee for callee, _ in called(path, function)}
                own = {f"{dotted(path)}.{owner}.{c.removeprefix('self.')}" for c in calls if c.startswith("self.")}
                found[name] = (path, function, frozenset(map(_where_it_stands, calls | own)))
    return found


def _functions_of(node: ast.stmt) -> list[tuple[str, ast.FunctionDef]]:
    if isinstance(node, ast.FunctionDef):
        return [("", node)]
    if isinstance(node, ast.ClassDef):
        return [(node.name, part) for part in node.body if isinstance(part, ast.FunctionDef)]
    return []


@cache
def _handed_on() -> dict[str, str]:
    """What packages hand on from their modules: unionhall.office.jobs.start is unionhall.office.jobs.running.start."""
    return {
        f"{dotted(path)}.{name}": full for path in modules("__init__.py") for name, full in imported_names(path).items()
    }


def _where_it_stands(name: str) -> str:
    return name if name in JOURNALLED else _handed_on().get(name, name)


def reaching(wanted: set[str]) -> set[str]:
    """Functions that call one of these, or call one that does."""
    found = set(wanted)
    while True:
        more = {name for name, (_p, _n, calls) in everything().items() if name not in found and calls & found}
        if not more:
            return found - wanted
        found |= more


def actions() -> list[tuple[str, Path, ast.FunctionDef]]:
    rooms = {HOUSE / name for name in MORE_ROOMS}
    return [
        (name, path, node)
        for name, (path, node, _calls) in everything().items()
        if (is_actions(path) or path in rooms)
        and not node.name.startswith("_")
        and name == f"{dotted(path)}.{node.name}"
        and "by" in {a.arg for a in (*node.args.kwonlyargs, *node.args.args)}
    ]


def test_there_are_actions():
    assert len(actions()) > 40
    assert {"unionhall.organisations.actions.move_unit", "unionhall.members.corrections.undo"} <= {
        name for name, *_ in actions()
    }


def test_actions_take_keywords_only():
    loose = [
        f"{shown(p)}:{n.name}"
        for _name, p, n in actions()
        if is_actions(p) and n.args.args and shown(p) not in POSITIONAL
    ]
    assert loose == []


def test_every_action_is_journalled():
    """Directly, or by a private step or another action that it calls; what only starts a job leaves it to the job."""
    written = reaching(JOURNALLED)
    done = {name for name, (_p, _n, calls) in everything().items() if name in written or STARTED in calls}
    silent = [f"{shown(p)}:{n.name}" for name, p, n in actions() if name not in done]
    assert silent == []
    assert len(written) < len(everything()) / 3, "so many functions write no entry: names were mistaken for calls"


def test_actions_are_transactions():
    """Decorated, or one call of what is: two in a row could leave the first alone."""
    whole = {name for name, (p, node, calls) in everything().items() if _is_atomic(p, node, calls)}
    split = [
        f"{shown(p)}:{node.name}"
        for name, p, node in actions()
        if is_actions(p) and name not in whole and len(everything()[name][2] & (whole | {*JOURNALLED})) != 1
    ]
    assert set(split) == set(IN_STEPS)


def _is_atomic(path: Path, node: ast.FunctionDef, calls: frozenset[str]) -> bool:
    names = imported_names(path)
    worn = [ast.unparse(decorator).partition("(")[0].partition(".") for decorator in node.decorator_list]
    return bool(ATOMIC & (calls | {f"{names.get(head, head)}.{rest}" for head, _dot, rest in worn}))


def _writes(path: Path) -> list[str]:
    """Where a module writes rows: by a manager's or a row's own methods, or in SQL."""
    found = []
    for name, call in called(path):
        owner, _dot, method = name.rpartition(".")
        keywords, is_ours = bool(call.keywords), owner.startswith("unionhall.") and ".objects" not in owner
        is_row = (method == "save" and not call.args) or (method == "delete" and not call.args and not keywords)
        if owner and not is_ours and (method in OF_ROWS or is_row or (method == "update" and keywords)):
            found.append(f"{shown(path)}:{call.lineno} {ast.unparse(call.func)}")
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.search(node.value):
            found.append(f"{shown(path)}:{node.lineno} {node.value.strip()[:40]}")
    return found


def test_nothing_but_actions_writes():
    loose = [
        place
        for path in modules()
        if not is_actions(path) and str(path.relative_to(HOUSE)) not in WRITERS
        for place in _writes(path)
    ]
    assert loose == []


def test_every_exemption_is_needed():
    assert [name for name in WRITERS if not (HOUSE / name).exists() or not _writes(HOUSE / name)] == []
