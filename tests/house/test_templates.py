"""Every template that code or a template names exists, and every template is named somewhere.

Reads text; cotton components are named by their tags.
"""

import re
from pathlib import Path

import allauth
import crispy_bootstrap5

from tests.house.source import HOUSE, modules

NAMED = re.compile(r"[\"'(,]((?:[a-z_0-9]+/)+[a-z_0-9]+\.html|base\.html)\b")


def templates() -> dict[str, str]:
    return {
        str(path).rpartition("/templates/")[2]: path.read_text()
        for path in HOUSE.rglob("*.html")
        if "/templates/" in str(path)
    }


def named() -> set[str]:
    texts = [path.read_text() for path in modules()] + list(templates().values())
    return {name for text in texts for name in NAMED.findall(text)}


def test_every_named_template_exists():
    ours = {name.partition("/")[0] for name in templates()} - {"cotton"}
    missing = {name for name in named() if name.partition("/")[0] in ours and name not in templates()}
    assert missing == set()


def replaced() -> set[str]:
    """Templates of dependencies in whose place ours may stand."""
    roots = [Path(package.__file__).parent / "templates" for package in (allauth, crispy_bootstrap5)]
    return {path.relative_to(root).as_posix() for root in roots for path in root.rglob("*.html")}


def components() -> set[str]:
    """Cotton components named by a tag: <c-chip> is cotton/chip.html."""
    tags = {tag for text in templates().values() for tag in re.findall(r"<c-([a-z0-9.-]+)", text)}
    return {f"cotton/{tag.replace('.', '/').replace('-', '_')}.html" for tag in tags}


BY_OTHERS = {"429.html"}  # allauth's rate limit names it in its code


def test_every_template_is_used():
    used = named() | components() | replaced() | BY_OTHERS
    assert set(templates()) - used == set()
