"""Whole drafts and what becomes of them when one number is changed.

A clean draft marks numbers as ⟦kind number⟧; each is changed in several ways, one at a time. Recall is the share of
changed drafts in which a contradiction is found that the clean one does not have, in the paragraphs that changed or refer to it.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from unionhall.drafts import Finding, Report, check

FOLDER = Path(__file__).parent / "corpus" / "drafts"
LISTED = Path(__file__).parent / "corpus" / "drafts.csv"
#: Written after the rules: their first run is told apart in docs/drafts.md.
LATE = ("09", "10", "11", "12")
_MARK = re.compile(r"⟦(?P<kind>[a-z-]+) (?P<number>[^⟧]+)⟧")
_UNIT = re.compile(r"\s*(?:万元|个百分点)")
_DIGIT = re.compile(r"\d")
#: Changing the last digit of these breaks their arithmetic for certain; of others it may stay within rounding.
EXACT = {"total", "addend", "rest", "share", "rate", "points", "restated", "each-total"}


@dataclass(frozen=True)
class Mutant:
    draft: str
    kind: str
    before: str
    after: str
    text: str


@dataclass(frozen=True)
class Draft:
    name: str
    source: str

    @property
    def text(self) -> str:
        return _MARK.sub(lambda m: m.group("number"), self.source)

    @property
    def is_clean(self) -> bool:
        return "-clean-" in self.name

    @property
    def is_late(self) -> bool:
        return self.name.startswith(LATE)

    def mutants(self) -> Iterator[Mutant]:
        for mark in _MARK.finditer(self.source):
            kind, number = mark.group("kind"), mark.group("number")
            after = self.source[mark.end() : mark.end() + 8]
            for changed in changes(kind, number, after):
                swallowed = _UNIT.match(after) if changed.endswith(("元", "%")) and not number.endswith("%") else None
                rest = self.source[mark.end() + (swallowed.end() if swallowed else 0) :]
                source = self.source[: mark.start()] + changed + rest
                told = "unit" if swallowed else kind
                yield Mutant(self.name, told, number, changed, _MARK.sub(lambda m: m.group("number"), source))


def drafts() -> list[Draft]:
    return [Draft(path.stem, path.read_text()) for path in sorted(FOLDER.glob("*.txt"))]


def listed() -> dict[str, list[tuple[str, str, str]]]:
    """Contradictions a dirty draft holds: rule, stated, expected."""
    out: dict[str, list[tuple[str, str, str]]] = {}
    with LISTED.open(newline="") as lines:
        for row in csv.DictReader(lines):
            out.setdefault(row["draft"], []).append((row["rule"], row["stated"], row["expected"]))
    return out


def changes(kind: str, number: str, after: str) -> Iterator[str]:
    """The number written wrongly: another leading digit, two digits changed about, another last digit, the wrong unit."""
    if kind == "subset":
        yield _tenfold(number)
        return
    at = _DIGIT.search(number)
    assert at is not None, number
    lead = int(at.group())
    yield number[: at.start()] + str(lead + 1 if lead < 9 else 7) + number[at.end() :]
    if kind in EXACT:
        if swapped := _swapped(number):
            yield swapped
        last = [m for m in _DIGIT.finditer(number)][-1]
        yield number[: last.start()] + str((int(last.group()) + 3) % 10) + number[last.end() :]
    if kind in ("total", "addend", "each-total") and re.match(r"\s*万元", after):
        yield f"{number}元"
    if kind == "points" and _UNIT.match(after):
        yield f"{number}%"


def _swapped(number: str) -> str:
    """The first two neighbouring digits that differ, changed about; not to a leading nought."""
    for one in re.finditer(r"(\d)(\d)", number):
        a, b = one.groups()
        if a != b and b != "0":
            return number[: one.start()] + b + a + number[one.end() :]
    return ""


def _tenfold(number: str) -> str:
    digits = number.replace(",", "")
    return f"{float(digits) * 100:g}" if "." in digits else f"{digits}00"


def new_contradictions(mutant: Mutant, clean: Report) -> list[Finding]:
    was = {(f.paragraph, f.rule, f.stated, f.expected) for f in clean.contradictions}
    return [f for f in check(mutant.text).contradictions if (f.paragraph, f.rule, f.stated, f.expected) not in was]


def squeezed(words: str) -> str:
    return re.sub(r"[\s,]", "", words)
