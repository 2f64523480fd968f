"""The same words in paragraph after paragraph, and once for all of them: quarters and counties against the year and the city.

A list spread over paragraphs; told only where the total misses the others by a slip of the pen.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unionhall.drafts.checks.adding import explains, fits, sum_of
from unionhall.drafts.findings import Finding
from unionhall.drafts.passages import AMOUNTS, Passage, content
from unionhall.drafts.reading import Reading, Role

#: Paragraphs that must tell it beside the total, and the most that are looked at.
LEAST, MOST = 3, 20
_OF_ALL = re.compile(r"全[市县区省年]|四个季度|[两二三四五六七八九]地|综合|总计|合计|累计|\d+个县")


@dataclass(frozen=True, slots=True)
class _Told:
    reading: Reading
    is_of_all: bool


def check(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Over the whole draft: each label that stands in four paragraphs or more."""
    labels: dict[tuple[str, str], list[_Told]] = {}
    for passage in passages:
        for reading in passage.readings:
            key = _key(reading)
            if key is not None:
                told = _Told(reading, bool(_OF_ALL.search(passage.words_before(reading))))
                labels.setdefault(key, []).append(told)
    for told_all in labels.values():
        if LEAST < len(told_all) <= MOST and (finding := _judge(told_all)):
            yield finding


def _key(reading: Reading) -> tuple[str, str] | None:
    if (
        reading.quantity.kind not in AMOUNTS
        or reading.role not in (Role.PLAIN, Role.TOTAL)
        or reading.whole is not None
    ):
        return None
    words = re.sub(r"^.{0,10}?[县区市省年](?=.{2})", "", content(reading.clause))
    return (words, reading.quantity.unit) if len(words) >= 2 and not reading.quantity.bound else None


def _judge(told_all: list[_Told]) -> Finding | None:
    paragraphs = {told.reading.quantity.paragraph for told in told_all}
    wholes = [told.reading for told in told_all if told.is_of_all]
    if len(paragraphs) != len(told_all) or len(wholes) != 1:
        return None
    whole, parts = wholes[0], [told.reading for told in told_all if not told.is_of_all]
    if told_all[0].reading is not whole and told_all[-1].reading is not whole:
        return None
    if whole.quantity.value <= max(p.quantity.value for p in parts) or fits(whole, parts):
        return None
    added = sum(p.quantity.value for p in parts)
    is_near = abs(added - whole.quantity.value) * 20 <= whole.quantity.value * 3
    return sum_of(whole, parts) if is_near or explains(whole, parts) else None
