"""Of which place and which time a number of a draft speaks, in the ledger's own scopes and periods; or that it is unsure.

Where several could be meant nothing is decided: the ledger then only falls silent.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from unionhall.drafts import lexicon
from unionhall.drafts.numerals import chinese
from unionhall.drafts.passages import Passage
from unionhall.drafts.reading import Reading

OWN, CITY = "市本级", "全市"
_CITYWIDE = re.compile(r"全市|我市|全市工会")
_WHOLE = re.compile(r"全市|全县|全区|全系统|我市|全市工会")
_CLAUSE = re.compile(r"[，。；：！？\n,]")
_SENTENCE = re.compile(r"[。！？\n]")
_SAID_APART = re.compile(r"分别|依次|各[自为有]")
#: A short name (榆次 for 榆次区) stands at the beginning of a clause or after one of these.
_BEFORE_SHORT = r"(?<![\u4e00-\u9fff])|(?<=[中和及与在由对向为是除、括即])"


class Time(StrEnum):
    NOW = "now"
    EARLIER = "earlier"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Said:
    """`place` is a scope of the ledger, "" the whole, None unsure; `number` of a period where one is named."""

    place: str | None
    time: Time
    number: int | None
    is_named: bool  # the place stands in the number's own words


@dataclass(frozen=True)
class Places:
    """The scopes of a ledger, found in a draft by their full and their short names."""

    scopes: tuple[str, ...]
    has_city: bool = True  # a county's ledger knows nothing of the whole city

    @classmethod
    def of(cls, scopes: Iterable[str]) -> "Places":
        given = set(scopes)
        return cls(tuple(sorted(given - {"", CITY, OWN})), CITY in given)

    @cached_property
    def short(self) -> dict[str, str]:
        names = {scope[:-1]: scope for scope in self.scopes if len(scope) > 2 and scope[-1] in "市县区"}
        return names | {scope: scope for scope in self.scopes}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        parts = [re.escape(scope) for scope in sorted(self.scopes, key=len, reverse=True)]
        parts += [
            rf"(?:{_BEFORE_SHORT}){re.escape(name)}(?![市县区利])" for name in self.short if name not in self.scopes
        ]
        return re.compile("|".join([*parts, _WHOLE.pattern, lexicon.SCOPES.pattern]))

    def without(self, words: str) -> str:
        """Words without places and times."""
        return lexicon.PERIODS.sub("", self.pattern.sub("", _parted(words)))

    def named(self, words: str) -> list[str]:
        """Scopes in the order they stand; a place the ledger has not stays as it is written."""
        return [self._scope(found.group()) for found in self.pattern.finditer(_parted(words))]

    def _scope(self, word: str) -> str:
        if word in lexicon.OWN:
            return OWN
        if _CITYWIDE.fullmatch(word) and not self.has_city:
            return CITY
        return "" if _WHOLE.fullmatch(word) else self.short.get(word, word)

    def last(self, words: str) -> tuple[bool, str | None]:
        """Whether a place is named, and the one of the last clause that names any; None where that names several."""
        for clause in reversed(_CLAUSE.split(words)):
            if there := set(self.named(clause)):
                return True, (there.pop() if len(there) == 1 else None)
        return False, ""


def _parted(words: str) -> str:
    """其中市本级 names 市本级, not a town called 其中市."""
    return re.sub(r"其中|包括|其余", "，", words)


def said_at(passage: Passage, reading: Reading, places: Places, year: int, ambient: bool) -> Said:
    """What the words up to a number say. `ambient`: a heading above names a part of the whole."""
    before = passage.folded[: reading.quantity.start]
    sentence = _SENTENCE.split(before[-400:])[-1]
    earlier = before[: len(before) - len(sentence)]
    place, is_named = _place(reading, sentence, earlier, places, ambient)
    time, number = _time(sentence, earlier, year)
    return Said(place, time, number, is_named)


def _place(reading: Reading, sentence: str, earlier: str, places: Places, ambient: bool) -> tuple[str | None, bool]:
    behind = re.match(r"\s*（([^（）]{1,12})）|[^，。；：、（）]{0,24}", reading.tail)
    if behind and places.named(behind.group()):
        return None, False
    is_named, place = places.last(sentence)
    if not is_named:
        is_part_near = ambient or any(places.named(earlier[-400:]))
        return (None if is_part_near else ""), False
    if _SAID_APART.search(sentence):
        return None, False
    return place, bool(places.named(reading.lead))


#: 比上期提高: what a number is compared with is not what it is of.
_COMPARED = re.compile(r"[比较与](?:上年同期|去年同期|同期|上年|去年|前年|上一?期)")


def _time(sentence: str, earlier: str, year: int) -> tuple[Time, int | None]:
    words = [found.group() for found in lexicon.PERIODS.finditer(_COMPARED.sub("", sentence))]
    if words:
        return _when(words[-1], year)
    before = [found.group() for found in lexicon.PERIODS.finditer(earlier[-400:])]
    is_plain = all(_when(word, year) == (Time.NOW, None) for word in before)
    return (Time.NOW if is_plain else Time.UNSURE), None


_NOW = re.compile(r"今年|本年|当年|全年|本期|截至|目前|期末|年底|年末|累计")


def _when(word: str, year: int) -> tuple[Time, int | None]:
    if (number := period_number(word)) is not None:
        return Time.NOW, number
    if found := re.fullmatch(r"(\d{4})年", word):
        is_now = not year or int(found.group(1)) == year
        return (Time.NOW if is_now else Time.EARLIER), None
    if lexicon.EARLIER.fullmatch(word) or word in ("上年同期", "去年同期"):
        return Time.EARLIER, None
    return (Time.NOW if _NOW.fullmatch(word) else Time.UNSURE), None


def period_number(period: str) -> int | None:
    """第18期, 第十八期 → 18; None where no numbered period is meant."""
    found = re.fullmatch(r"第(?:(\d{1,4})|([零一二三四五六七八九十百]{1,5}))期", period)
    if found is None:
        return None
    return int(found.group(1)) if found.group(1) else chinese(found.group(2))
