"""A draft beside the ledger: which number of the text is which figure, and whether they agree.

Pure: named values come from the caller. A false correction costs more than a miss: where two figures, places or
times could be meant, or words stand at the number that no figure's name has, nothing is said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from unionhall.drafts.findings import Finding, Severity, bare, found, like
from unionhall.drafts.labels import Likeness, Names, has_theme, has_words, names, opened, says_more, theme
from unionhall.drafts.labels import bare as bare_words
from unionhall.drafts.passages import Passage, bigrams
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.units import are_alike
from unionhall.drafts.whereabouts import OWN, Places, Said, Time, period_number, said_at

#: From this score on a number may be said to differ from a figure; at 1 all of the figure's name stands at the number.
SURE = Fraction(7, 10)
#: From this score on an equal value is the figure's, and a number is never held against another one.
PLAUSIBLE = Fraction(1, 2)
#: By so much another figure's name must be less like the words than the best.
MARGIN = Fraction(15, 100)
#: What a heading is at most.
_HEADING = 40
_ROLES = (Role.PLAIN, Role.TOTAL, Role.RATE, Role.NEW, Role.CHANGE, Role.EACH)
_JUDGED = (Role.PLAIN, Role.TOTAL, Role.RATE, Role.NEW)


@dataclass(frozen=True, slots=True)
class Named:
    """A figure's value: `scope` 全市, 市本级 or a county; `period` "" or 第十七期; `unit` as drafts write it (元, 人, %).

    `year` is the ledger's; `is_earlier` values (last year's, the period before) are never what a draft should have said,
    unless it names their period. `theme` is what the draft must be speaking of where the words at a number are such as
    惠及职工, which stand at any.
    """

    id: str
    label: str
    value: Fraction
    unit: str
    scope: str = "全市"
    period: str = ""
    synonyms: tuple[str, ...] = ()
    year: int = 0
    is_earlier: bool = False
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A number of the text, the figure it is taken for, and how much of the figure's name stands there (0-1)."""

    reading: Reading
    figure: Named
    score: Fraction

    @property
    def percent(self) -> int:
        return int(self.score * 100)

    @property
    def agrees(self) -> bool:
        return _can_be(self.reading, self.figure)


@dataclass(frozen=True, slots=True)
class Beside:
    """Every number of a draft beside the ledger: matched, or nothing that can be told."""

    matches: tuple[Match, ...] = ()
    not_ours: tuple[Reading, ...] = ()


def match(passages: Iterable[Passage], figures: Sequence[Named]) -> Beside:
    book = _Book.of(figures)
    matches: list[Match] = []
    missing: list[Reading] = []
    ambient = False
    for passage in passages:
        if not passage.readings and len(passage.folded) <= _HEADING and (named := book.places.named(passage.folded)):
            ambient = bool(named[-1])
        for reading in passage.readings:
            one = book.match(passage, reading, ambient)
            if one is None:
                missing.append(reading)
            else:
                matches.append(one)
    return Beside(tuple(matches), tuple(missing))


def compare(passages: Iterable[Passage], figures: Sequence[Named]) -> list[Finding]:
    """Where a matched number differs from its figure."""
    return differences(match(passages, figures))


def differences(beside: Beside) -> list[Finding]:
    return list(_differences(beside))


def _differences(beside: Beside) -> Iterator[Finding]:
    for one in beside.matches:
        quantity, figure = one.reading.quantity, one.figure
        if quantity.unit == "%" and figure.unit == "百分点":
            number = quantity.text.strip().removesuffix("%").removesuffix("％").strip()
            arithmetic = f"{figure.id}：百分点"
            yield found("points", quantity, f"{number}个百分点", arithmetic, severity=Severity.LOOK, note=figure.label)
        elif not one.agrees:
            where = "，".join(words for words in (figure.label, figure.scope, figure.period) if words)
            note = f"{where}，相似 {one.percent}%"
            arithmetic = f"{bare(quantity)} ≠ {figure.id}"
            yield found(
                "ledger", quantity, like(quantity, figure.value), arithmetic, severity=Severity.LEDGER, note=note
            )


def settled(findings: Iterable[Finding], beside: Beside) -> list[Finding]:
    """Where a text says two things and the ledger knows which is right, the other one is to be changed."""
    at = {(m.reading.quantity.paragraph, m.reading.quantity.start): m for m in beside.matches}
    readings = {(r.quantity.paragraph, r.quantity.start): r for r in beside.not_ours} | {
        place: one.reading for place, one in at.items()
    }
    return [_turned(finding, at, readings) for finding in findings]


def _turned(finding: Finding, at: dict[tuple[int, int], Match], readings: dict[tuple[int, int], Reading]) -> Finding:
    if finding.rule != "restated" or len(finding.beside) != 1:
        return finding
    right, wrong = at.get((finding.paragraph, finding.start)), readings.get(finding.beside[0][:2])
    if right is None or wrong is None or not right.agrees or _can_be(wrong, right.figure):
        return finding
    quantity = right.reading.quantity
    return found(
        finding.rule,
        wrong.quantity,
        like(wrong.quantity, quantity.value),
        f"{bare(wrong.quantity)} ≠ {bare(quantity)}",
        (right.reading,),
        finding.severity,
        finding.note,
    )


def _can_be(reading: Reading, figure: Named) -> bool:
    low, high = reading.quantity.interval.low, reading.quantity.interval.high
    return low <= figure.value and (high is None or figure.value <= high)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One figure with all its values."""

    names: Names
    values: tuple[Named, ...]

    @property
    def unit(self) -> str:
        return self.values[0].unit


@dataclass(frozen=True, slots=True)
class _Like:
    entry: _Entry
    likeness: Likeness


@dataclass(frozen=True)
class _Book:
    """A ledger ready to be looked up."""

    entries: tuple[_Entry, ...]
    places: Places

    @classmethod
    def of(cls, figures: Sequence[Named]) -> "_Book":
        by_id: dict[tuple[str, str], list[Named]] = {}
        for figure in figures:
            by_id.setdefault((figure.id, figure.unit), []).append(figure)
        entries = tuple(_Entry(names(_called(of)), tuple(of)) for of in by_id.values())
        return cls(entries, Places.of(figure.scope for figure in figures))

    def match(self, passage: Passage, reading: Reading, ambient: bool) -> Match | None:
        """The figure a number is, equal to it or different; None where nothing can be told."""
        if reading.role not in _ROLES or reading.quantity.top is not None:
            return None
        words, is_own = self._words(passage, reading)
        there = bigrams(words)
        found_ones = [
            _Like(entry, entry.names.likeness(there)) for entry in self.entries if _is_unit(entry.unit, reading)
        ]
        plausible = [one for one in found_ones if one.likeness.score >= PLAUSIBLE]
        if not has_theme(words):
            plausible = [one for one in plausible if _is_spoken_of(one.entry.values[0].theme, passage, reading)]
        if not plausible:
            return None
        plausible.sort(key=lambda one: (one.likeness.score, len(one.likeness.there)), reverse=True)
        year = plausible[0].entry.values[0].year
        said = said_at(passage, reading, self.places, year, ambient)
        equal = [(one, value) for one in plausible for value in one.entry.values if _can_be(reading, value)]
        if equal:
            return next((_as_match(reading, *pair) for pair in equal if _may_be_said(pair[1], said)), None)
        if not (is_own or said.is_named) or reading.role not in _JUDGED:
            return None
        return _different(reading, words, said, plausible)

    def _words(self, passage: Passage, reading: Reading) -> tuple[str, bool]:
        """What is said at a number, and whether at itself: 榆次1.68万元 is what the number before was of, and
        提高11.9个百分点 what the rate before it rose by."""
        if reading.role is Role.CHANGE and reading.order:
            before = passage.readings[reading.order - 1]
            if before.sentence == reading.sentence and before.quantity.unit == "%":
                return self._own_words(before) + self._own_words(reading), True
        for back, order in enumerate(range(reading.order, max(-1, reading.order - 4), -1)):
            other = passage.readings[order]
            if other.sentence != reading.sentence or not are_alike(other.quantity.unit, reading.quantity.unit):
                break
            words = self._own_words(other)
            if has_words(words):
                return words, not back
        return "", False

    def _own_words(self, reading: Reading) -> str:
        clause = re.split(r"[，。；：、！？（）\n,…]", opened(reading.lead))[-1]
        noun = "" if reading.tail.lstrip().startswith("（") else reading.noun
        return bare_words(self.places.without(clause) + self.places.without(noun))


def _is_spoken_of(of_figure: str, passage: Passage, reading: Reading) -> bool:
    """Whether the paragraph has come to the theme in its last two hundred characters."""
    before = passage.folded[max(0, reading.quantity.start - 200) : reading.quantity.end + len(reading.tail)]
    return any(pair in before for pair in bigrams(theme(of_figure)))


def _called(values: list[Named]) -> Iterable[str]:
    return dict.fromkeys(name for value in values for name in (value.label, *value.synonyms))


def _as_match(reading: Reading, one: _Like, value: Named) -> Match:
    return Match(reading, value, one.likeness.score)


def _different(reading: Reading, words: str, said: Said, plausible: list[_Like]) -> Match | None:
    """The one figure that must be meant, though the number is another."""
    best, others = plausible[0], plausible[1:]
    if best.likeness.score < SURE or best.entry.unit == "百分点":
        return None
    if says_more(words, best.likeness, best.entry.values[0].theme):
        return None
    shared = bigrams(theme(best.entry.values[0].theme))
    if any(_is_near(other.likeness, best.likeness, shared) for other in others):
        return None
    meant = [value for value in best.entry.values if value.value > 0 and _is_meant(value, said)]
    return _as_match(reading, best, meant[0]) if len(meant) == 1 else None


def _is_near(other: Likeness, best: Likeness, shared: set[str]) -> bool:
    """互助金 is no rival of 互助金收缴, whose name has all of it and more; the theme's own words speak for none."""
    return other.score > best.score - MARGIN and not other.there - shared < best.there


def _is_unit(of_figure: str, reading: Reading) -> bool:
    """提高 11.9% may be meant for a figure in 百分点; it is then told apart."""
    if of_figure == "百分点" and reading.quantity.unit == "%":
        return reading.role is Role.CHANGE
    return are_alike(of_figure, reading.quantity.unit)


def _is_place(of_figure: str, stated: str) -> bool:
    """A draft that names no scope speaks of the whole; `of_figure` "" is the whole of a house that is not the city."""
    return of_figure == stated or (not stated and of_figure == "全市")


def _may_be_said(value: Named, said: Said) -> bool:
    """Whether an equal value is the one spoken of: nothing said is against it."""
    if said.place is not None and not _is_place(value.scope, said.place):
        return False
    number = period_number(value.period)
    if said.number is not None:
        return number == said.number
    if said.time is Time.NOW:
        return number is not None or not value.is_earlier
    return said.time is Time.UNSURE or value.is_earlier


def _is_meant(value: Named, said: Said) -> bool:
    """Whether the draft can only have spoken of this value."""
    if said.place is None or not _is_place(value.scope, said.place):
        return False
    if said.number is not None:
        return period_number(value.period) == said.number
    return said.time is Time.NOW and not value.is_earlier


__all__ = ["OWN", "Beside", "Match", "Named", "compare", "differences", "match", "settled"]
