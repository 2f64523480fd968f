"""The product's source as the house tests read it: files, functions, calls.

Reads text and syntax trees only; imports nothing of the product.
"""

import ast
from collections.abc import Iterator
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
