"""A draft beside the ledger: which number of the text is which figure, and whether they agree.

Pure: named values come from the caller. The match is shown with its score; a weak match says nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from unionhall.drafts import lexicon
from unionhall.drafts.findings import Finding, Severity, bare, found, like
from unionhall.drafts.numerals import chinese
from unionhall.drafts.passages import Passage, bigrams, content
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.units import are_alike

#: From this score on a number is taken to be a figure; at 1 all words of the figure's name stand at the number.
SURE = Fraction(7, 10)
_ROLES = (Role.PLAIN, Role.TOTAL, Role.RATE, Role.NEW, Role.CHANGE, Role.EACH)


@dataclass(frozen=True, slots=True)
class Named:
    """A figure's value: `scope` 全市, 市本级 or a county; `period` "" or 第十七期; `unit` as drafts write it (元, 人, %)."""

    id: str
    label: str
    value: Fraction
    unit: str
    scope: str = "全市"
    period: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A number of the text, the figure it is taken for, and how much of the figure's name stands there (0-1)."""

    reading: Reading
    figure: Named
    score: Fraction

    @property
    def percent(self) -> int:
        return int(self.score * 100)


@dataclass(frozen=True, slots=True)
class Beside:
    """Every number of a draft beside the ledger: matched, or not among our figures."""

    matches: tuple[Match, ...]
    not_ours: tuple[Reading, ...]


def match(passages: Iterable[Passage], figures: Sequence[Named]) -> Beside:
    index = _index(figures)
    matches: list[Match] = []
    missing: list[Reading] = []
    for passage in passages:
        for reading in passage.readings:
            best = _best(passage, reading, figures, index)
            if best is None:
                missing.append(reading)
            else:
                matches.append(best)
    return Beside(tuple(matches), tuple(missing))


def compare(passages: Iterable[Passage], figures: Sequence[Named]) -> list[Finding]:
    """Where a matched number differs from its figure."""
    return list(_differences(match(passages, figures)))


def _differences(beside: Beside) -> Iterator[Finding]:
    for one in beside.matches:
        quantity = one.reading.quantity
        if quantity.unit == "%" and one.figure.unit == "百分点":
            number = quantity.text.strip().removesuffix("%").removesuffix("％").strip()
            arithmetic = f"{one.figure.id}：百分点"
            yield found(
                "points", quantity, f"{number}个百分点", arithmetic, severity=Severity.LOOK, note=one.figure.label
            )
            continue
        low, high = quantity.interval.low, quantity.interval.high
        if low <= one.figure.value and (high is None or one.figure.value <= high):
            continue
        note = f"{one.figure.label}，{one.figure.scope}，相似 {int(one.score * 100)}%"
        arithmetic = f"{bare(quantity)} ≠ {one.figure.id}"
        yield found(
            "ledger", quantity, like(quantity, one.figure.value), arithmetic, severity=Severity.LEDGER, note=note
        )


def _names(figure: Named) -> tuple[str, ...]:
    """Label and synonyms, each also without what it says in brackets."""
    named = (figure.label, *figure.synonyms)
    return tuple(dict.fromkeys(name for words in named for name in (words, re.sub(r"（.{1,12}?）", "", words))))


def _index(figures: Sequence[Named]) -> dict[str, list[int]]:
    """Figures by each pair of characters of their names."""
    index: dict[str, list[int]] = {}
    for at, figure in enumerate(figures):
        for pair in {pair for name in _names(figure) for pair in bigrams(content(_plain(name)))}:
            index.setdefault(pair, []).append(at)
    return index


def _plain(name: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff]", "", name)


def _best(passage: Passage, reading: Reading, figures: Sequence[Named], index: dict[str, list[int]]) -> Match | None:
    if reading.role not in _ROLES or reading.quantity.top is not None:
        return None
    words = content(_plain(_around(passage, reading)))
    there = bigrams(words)
    scope, period = _scope(reading), reading.period
    candidates = {at for pair in there for at in index.get(pair, ())}
    best: Match | None = None
    for at in candidates:
        figure = figures[at]
        if (
            not _is_scope(figure.scope, scope)
            or not _is_unit(figure.unit, reading)
            or not _is_period(figure.period, period)
        ):
            continue
        score = max(_score(there, name) for name in _names(figure))
        if score >= SURE and (best is None or score > best.score):
            best = Match(reading, figure, score)
    return best


def _around(passage: Passage, reading: Reading) -> str:
    """The number's own clause and noun; for a clause without words of its own, the clause before as well."""
    words = reading.clause + reading.noun
    if len(lexicon.GENERIC.sub("", content(words))) < 3 and reading.order:
        before = passage.readings[reading.order - 1]
        if before.sentence == reading.sentence:
            words = before.clause + before.noun + words
    return words


def _score(there: set[str], name: str) -> Fraction:
    pairs = bigrams(content(_plain(name)))
    return Fraction(len(pairs & there), len(pairs)) if pairs else Fraction(0)


def _is_unit(of_figure: str, reading: Reading) -> bool:
    """提高 11.9% may be meant for a figure in 百分点; it is then told apart."""
    if of_figure == "百分点" and reading.quantity.unit == "%":
        return reading.role is Role.CHANGE
    return are_alike(of_figure, reading.quantity.unit)


def _scope(reading: Reading) -> str:
    if reading.scope in lexicon.OWN:
        return "市本级"
    return "" if reading.scope in ("全系统", "全县", "全区") else reading.scope


def _is_scope(of_figure: str, stated: str) -> bool:
    """A draft that names no scope speaks of the whole; `of_figure` "" is the whole of a house that is not the city."""
    return of_figure in ("", "全市") if not stated else of_figure == stated


def _is_period(wanted: str, stated: str) -> bool:
    if re.search("上年|去年|同期|前年", stated):
        return False
    if not (said := _period_number(stated)):
        return True
    return said == _period_number(wanted)


def _period_number(period: str) -> int | None:
    """第18期, 第十八期 → 18; None where no numbered period is meant."""
    found = re.fullmatch(r"第(?:(\d{1,4})|([零一二三四五六七八九十百]{1,5}))期", period)
    if found is None:
        return None
    return int(found.group(1)) if found.group(1) else chinese(found.group(2))
