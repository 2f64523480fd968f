"""Which name goes with which number of a bare list: 一至四季度分别受理 a、b、c 和 d, 二、三季度分别达到 a 和 b.

Only lists whose names are as many as their numbers; anything else has no names.
"""

import re

from unionhall.drafts.passages import Passage
from unionhall.drafts.reading import LIST, Reading

_EACH_ONE = re.compile(r"分别|依次|各[年月季期批]|逐[年月季]")
_DIGITS = "零一二三四五六七八九十"
_SPAN = re.compile(
    r"(?P<of>(?:19|20)\d{2}|\d{1,2}|[一二三四五六七八九十]{1,2})(?P<unit>年|季度|月|期|批)?(?:至|到|—|-|~)"
    r"(?P<to>(?:19|20)\d{2}|\d{1,2}|[一二三四五六七八九十]{1,2})(?P<last>年|季度|月|期|批)"
)
_PERIODS = re.compile(
    r"(?P<names>(?:[一二三四五六七八九十\d]{1,4}(?:年|季度|月|期|批)?[、和及])+[一二三四五六七八九十\d]{1,4})(?P<unit>年|季度|月|期|批)"
)
_CUT = re.compile(r"[、和及与]")
_AT_END = re.compile(r"[^，。；：]*$")
_LONGEST = 12


def named_lists(passage: Passage) -> dict[int, str]:
    """Order of a reading → its name in its list, for the lists of a passage that say 分别 or 依次."""
    names: dict[int, str] = {}
    at = 0
    while at < len(passage.readings):
        head, members = passage.readings[at], _members(passage, at)
        at += len(members)
        if len(members) < 2 or not _EACH_ONE.search(head.lead):
            continue
        words = _names(head.lead, len(members))
        names.update({member.order: name for member, name in zip(members, words, strict=False)})
    return names


def _members(passage: Passage, at: int) -> list[Reading]:
    members = [passage.readings[at]]
    for reading in passage.readings[at + 1 : at + _LONGEST + 1]:
        if not LIST.fullmatch(reading.lead) or reading.quantity.kind is not members[0].quantity.kind:
            break
        members.append(reading)
    return members


def _names(lead: str, count: int) -> list[str]:
    """The names before 分别, if they are just so many."""
    lead = re.sub(r"\s+", "", lead)
    where = [found.start() for found in _EACH_ONE.finditer(lead)]
    before = lead[: where[-1] if where else len(lead)]
    clause = _AT_END.search(before)
    words = clause.group() if clause else before
    for names in (_span(words), _periods(words)):
        if len(names) == count:
            return names
    parts = [part for part in _CUT.split(words) if part]
    return parts if len(parts) == count else []


def _span(words: str) -> list[str]:
    found = _SPAN.search(words)
    if found is None:
        return []
    first, last, unit = _number(found.group("of")), _number(found.group("to")), found.group("last")
    if first is None or last is None or not 0 < last - first < _LONGEST:
        return []
    is_worded = not found.group("to").isdigit()
    return [(_DIGITS[n] if is_worded and n <= 10 else str(n)) + unit for n in range(first, last + 1)]


def _periods(words: str) -> list[str]:
    found = _PERIODS.search(words)
    if found is None:
        return []
    unit = found.group("unit")
    return [part.removesuffix(unit) + unit for part in _CUT.split(found.group("names"))]


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _DIGITS.find(word) if word in _DIGITS and len(word) == 1 else None
