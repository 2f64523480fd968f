"""Every label in both languages: the catalogue is whole and current, and no Chinese stands where gettext cannot see it.

What pages show in English is test_english's question; here source and catalogue are compared.
"""

import ast
import re
import shlex
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.house.source import HOUSE, ROOT, modules, shown
from translation.templates import extract_template

LOCALE = HOUSE / "site" / "locale" / "en" / "LC_MESSAGES"
# Han and the signs between Chinese words; full-width digits and spaces are what files hold.
CHINESE = re.compile(r"[\u3001\u3002\u3400-\u9fff（），：；？！]")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
DOUBLED = re.compile(r"\{\{+.*?\}\}+")
MARKS = {"_", "N_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

# Folders and modules whose Chinese is no label, each with the reason.
UNMARKED = {
    "drafts": "reads Chinese texts and tells of them in Chinese",
    "reporting/naming.py": "names as drafts write them",
    "reporting/checking.py": "what the checker says of a Chinese text",
    "reporting/pages/drafts.py": "the name of the marked copy",
    "reference_year": "the data of an invented city",
    "site/commands": "the command line speaks Chinese, it has no switch",
    "site/console.py": "the command line speaks Chinese, it has no switch",
    "office/imports/reading": "what files hold and how it is recognised; its refusals are marked",
    "aid/mutual_aid/columns.py": "headers by many names; labels are held by test_labels_of_columns",
    "funds/receipts/columns.py": "headers by many names; labels are held by test_labels_of_columns",
    "funds/receipts/lines.py": "words of bank statements",
    "funds/payments/files.py": "heads and totals of bank files, as banks take them",
    "funds/payments/lines.py": "headers by many names and words of bank returns; its refusals are marked",
    "funds/payments/rules.py": "words of a bank's verdict",
    "funds/receipts/rules.py": "endings of payers' names",
    "aid/claims/reference.py": "rows of the reference editions, data of the database",
    "kernel/money.py": "amounts in capitals, as Chinese papers write them",
    "kernel/pinyin.py": "characters and their readings",
    "aid/mutual_aid/terms.py": "the demonstration's terms, rows of the database",
    "aid/mutual_aid/naming.py": "brackets, as names are compared",
    "reporting/typed.py": "numbers and counters, as texts write them",
    "reporting/typed_beside.py": "the word for a year, as texts write it",
    "reporting/offering.py": "the mark of a chart, as reviews are written",
    "aid/mutual_aid/roster.py": "档 after a tier's word, as rosters write it",
    "accounts/actions.py": "the title a handler's post is kept with",
    "accounts/adapter.py": "the name an act before log-in is kept with",
    "kernel/actors.py": "the name the system's own acts are kept with",
    "office/journal/writing.py": "what stands in an entry for an encrypted value",
    "organisations/choosing.py": "a unit and its upper level as a form sends them back",
    "reporting/opening.py": "endings of counties' names",
    "reporting/prose.py": "how a review's text is written",
    "reporting/pages/reviews.py": "the outline a new review begins with",
    "reporting/paper.py": "the colophon of a Chinese paper",
    "reporting/word.py": "fonts of a Chinese paper",
    "ui/forms.py": "dates and amounts as people type them",
    "ui/gallery.py": "samples of components",
}
# Words a Chinese text or file has to be written with, named in English sentences as they are.
TYPED = re.compile("“一、”|“（一）”|万|整|图|姓名|证件号码")
# Template text that is its own language.
NATIVE = {"ui/gallery.html", "ui/topbar.html", "ui/sidebar.html", "allauth/layouts/entrance.html"}
TRANS = re.compile(
    r"\{%\s*blocktrans.*?endblocktrans\s*%\}|\{%\s*trans .*?%\}|_\(\"[^\"]*\"\)|\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}",
    re.DOTALL,
)


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(BytesIO((LOCALE / "django.po").read_bytes()))


@pytest.fixture
def extracted(tmp_path, monkeypatch) -> Catalog:
    """What `make messages` finds, by its own command."""
    command = next(line for line in (ROOT / "Makefile").read_text().splitlines() if "frontend extract" in line)
    arguments = shlex.split(command.partition("frontend ")[2])
    arguments[arguments.index("-o") + 1] = str(tmp_path / "django.pot")
    monkeypatch.chdir(ROOT)
    CommandLineInterface().run(["pybabel", "--quiet", *arguments])
    return read_po(BytesIO((tmp_path / "django.pot").read_bytes()))


def messages(catalog: Catalog) -> dict[tuple[str | None, tuple[str, ...]], Message]:
    """By context and text; of a compiled one Babel gives the context in bytes."""
    contexts = ((m.context.decode() if isinstance(m.context, bytes) else m.context, m) for m in catalog if m.id)
    return {(context, texts(message.id)): message for context, message in contexts}


def texts(part: object) -> tuple[str, ...]:
    return (part,) if isinstance(part, str) else tuple(part)  # type: ignore[arg-type]


def places(text: str) -> set[str]:
    return set(PLACE.findall(DOUBLED.sub("", text)))


def test_the_catalogue_holds_what_the_source_says_and_no_more(english, extracted):
    assert len(messages(extracted)) > 1000
    hint = "run make messages, then translate what is empty"
    assert set(messages(extracted)) - set(messages(english)) == set(), hint
    assert set(messages(english)) - set(messages(extracted)) == set(), hint
    assert not english.obsolete


def test_every_text_is_translated_with_its_places(english):
    for message in messages(english).values():
        assert not message.fuzzy, message.id
        assert all(texts(message.string)), message.id
        for told in texts(message.string):
            assert places(told) == places(texts(message.id)[0]), message.id
            assert not CHINESE.search(TYPED.sub("", told)), message.id


def test_the_compiled_catalogue_is_the_written_one(english):
    compiled = read_mo(BytesIO((LOCALE / "django.mo").read_bytes()))
    told = {key: texts(message.string) for key, message in messages(compiled).items()}
    assert told == {key: texts(message.string) for key, message in messages(english).items()}


def unmarked(path: Path) -> Iterator[str]:
    """Chinese string literals that are neither marked for the catalogue nor a docstring."""
    tree = ast.parse(path.read_text())
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in MARKS:
            passed |= {id(part) for argument in call.args for part in ast.walk(argument)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed
        if is_text and CHINESE.search(node.value):
            yield f"{shown(path)}:{node.lineno} {node.value[:40]}"


def exempt(path: Path) -> str:
    place = path.relative_to(HOUSE).as_posix()
    return next((name for name in UNMARKED if place == name or place.startswith(f"{name}/")), "")


def test_no_chinese_in_code_outside_the_catalogue():
    assert [found for path in modules() if not exempt(path) for found in unmarked(path)] == []


def test_exemptions_are_needed():
    needed = {exempt(path) for path in modules() if any(unmarked(path))}
    assert set(UNMARKED) - needed == set()


def test_no_chinese_in_templates_outside_the_catalogue():
    found = {}
    for path in HOUSE.rglob("templates/**/*.*"):
        name = path.as_posix().rpartition("/templates/")[2]
        if name not in NATIVE and CHINESE.search(rest := TRANS.sub("", path.read_text())):
            found[name] = [line.strip()[:120] for line in rest.splitlines() if CHINESE.search(line)]
    assert found == {}


def test_the_language_buttons_are_the_only_native_text():
    for name in NATIVE - {"ui/gallery.html"}:
        path = next(path for path in HOUSE.rglob("*.html") if path.as_posix().endswith(f"templates/{name}"))
        assert not CHINESE.search(TRANS.sub("", path.read_text()).replace("中文", "")), name


def test_labels_of_columns(english):
    from unionhall.aid.mutual_aid import columns as roster
    from unionhall.funds.receipts import columns as statement

    known = {message.id for message in english}
    for module in (roster, statement):
        labels = [field.label for field in module.FIELDS]
        labels += [text for verdict in module.VERDICTS for text in (verdict.label, verdict.sentence)]
        assert set(labels) <= known


def test_every_verb_of_the_journal_has_words():
    from unionhall.office.journal import verbs

    written = {verb for path in modules() for verb in re.findall(r'verb="([a-z_]+\.[a-z_.]+)"', path.read_text())}
    assert len(written) > 20
    assert written - set(verbs.declared()) == set()


def test_templates_are_read_whole(tmp_path):
    """Trimmed blocks, plurals, constants in tags and filters, and text that would be no Python."""
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}<p title=\"it's\">\n   {% trans '甲' %}</p>\n"
        "{% blocktrans trimmed count n=rows %}\n  乙 {{ n }}\n{% plural %}\n  乙们 {{ n }}\n{% endblocktrans %}"
        "{{ title|default:_(\"丙\") }}{% chip 'x' _(\"丁\") %}\n  ) ( ] \" unbalanced\n{% trans '戊' context '己' %}"
    )
    keywords = {"gettext": None, "_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    with page.open("rb") as file:
        found = [message for _line, _name, message, _comments in extract_template(file, keywords, [], {})]
    assert [m if isinstance(m, str) else tuple(p for p in m if p) for m in found] == [
        "甲",
        ("乙 %(n)s", "乙们 %(n)s"),
        "丙",
        "丁",
        ("己", "戊"),
    ]
