"""Every template that code or a template names exists, and every template is named somewhere.

Reads text; cotton components are named by their tags.
"""

import re

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
