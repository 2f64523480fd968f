"""The product's source as the house tests read it: files, functions, calls.

Reads text and syntax trees only; imports nothing of the product.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "unionhall"


def modules(pattern: str = "*.py") -> Iterator[Path]:
    """Every module of the product that a person wrote."""
    for path in sorted(HOUSE.rglob(pattern)):
        if "migrations" not in path.parts:
            yield path


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def called_names(node: ast.AST) -> set[str]:
    """Dotted names of everything called in a function: {"journal.record", "save"}."""
    names = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            names.add(ast.unparse(call.func))
    return names


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imported_names(path: Path) -> dict[str, str]:
    """What each imported name stands for ({"journal": "unionhall.office.journal"}); imports inside functions too."""
    names: dict[str, str] = {}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def dotted(path: Path) -> str:
    """unionhall.members.actions."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def called(path: Path, within: ast.AST | None = None) -> list[tuple[str, ast.Call]]:
    """Calls of a module, or within one of its functions, by the full name of what is called.

    A plain name is what was imported under it, or the module's own; `rows.save` of an object stays `rows.save`.
    """
    tree, names, own = tree_of(path), imported_names(path), dotted(path)
    local = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    calls = []
    for call in ast.walk(within or tree):
        if isinstance(call, ast.Call):
            head, _dot, rest = ast.unparse(call.func).partition(".")
            full = names.get(head) or (f"{own}.{head}" if head in local else head)
            calls.append((f"{full}.{rest}" if rest else full, call))
    return calls
