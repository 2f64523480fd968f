"""Every action is one sentence, one transaction, one journal entry; nothing else writes.

An action is a public function of an app's actions module that takes `by`.
"""

import ast

from tests.house.source import called_names, functions, modules, shown

JOURNAL = ("journal.", "record", "change")
EXEMPT: dict[str, str] = {}
POSITIONAL = {"unionhall/office/imports/actions.py": "the import is what every call is about"}


def actions():
    for path in modules():
        if path.stem == "actions" or path.parent.name == "actions":
            for node in functions(path):
                arguments = {a.arg for a in node.args.kwonlyargs}
                if not node.name.startswith("_") and "by" in arguments | {a.arg for a in node.args.args}:
                    yield path, node


def test_there_are_actions():
    assert len(list(actions())) > 20


def test_actions_take_keywords_only():
    loose = [f"{shown(p)}:{n.name}" for p, n in actions() if n.args.args and shown(p) not in POSITIONAL]
    assert loose == []


def test_every_action_is_journalled():
    """Directly, or by calling a private step or another action that is."""
    written = {
        node.name for _p, node in _everything() if any(name.startswith(JOURNAL[0]) for name in called_names(node))
    }
    for _ in range(4):  # calls of calls
        written |= {n.name for _p, n in _everything() if {c.rpartition(".")[2] for c in called_names(n)} & written}
    silent = [f"{shown(p)}:{n.name}" for p, n in actions() if n.name not in written and n.name not in EXEMPT]
    assert silent == []


def _everything():
    for path in modules():
        if "migrations" in path.parts or path.parent.name == "journal":
            continue
        for node in functions(path):
            yield path, node


def test_actions_are_transactions():
    def is_atomic(node: ast.FunctionDef) -> bool:
        return any("atomic" in ast.unparse(d) for d in node.decorator_list) or any(
            "atomic" in name for name in called_names(node)
        )

    names = {n.name for _p, n in _everything() if is_atomic(n)}
    for _ in range(3):
        names |= {n.name for _p, n in _everything() if {c.rpartition(".")[2] for c in called_names(n)} & names}
    open_ended = [f"{shown(p)}:{n.name}" for p, n in actions() if n.name not in names and n.name not in EXEMPT]
    assert open_ended == []
