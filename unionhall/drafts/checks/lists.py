"""Lists as structure: numbers of one unit side by side, each with its own words, in step with what stands between.

Finds which numbers make a list, how it is opened and where it ends; whether it adds up is judged in `sums`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from unionhall.drafts.passages import AMOUNTS, Passage
from unionhall.drafts.quantities import Bound
from unionhall.drafts.reading import Reading, Role

#: Numbers of a list looked at; a longer one is a table.
LONGEST = 16
_SKIPPED = (Role.SHARE, Role.RATE, Role.OF_PLAN, Role.EACH)
#: A mean, a task, what lies beyond a plan: no part of anything beside it.
_NO_PART = re.compile(
    r"[年季月日人户]均$|完成[\u4e00-\u9fff]{0,6}(?:计划|任务|目标)$|超(?:计划|任务|目标|额)$|(?:任务|目标|差)$"
)
_COMPARED = re.compile(r"同比|环比|上年|去年|同期|[较比](?:上|去|前|年初)")
_OTHER = re.compile(r"^(?:和|及|以及)?[\u4e00-\u9fff]{0,8}(?:其[他它余]|及其他)[\u4e00-\u9fff]{0,8}$")


@dataclass(frozen=True, slots=True)
class Listing:
    """Parts side by side. `opener` is what stands from the number before (or the sentence's beginning) to the first."""

    parts: tuple[Reading, ...]
    opener: str
    words: str  # all the words from the opener to the last part
    first: int  # order of its first number, whichever unit
    after: int  # order of the first number that is no more of it

    @property
    def unit(self) -> str:
        return self.parts[0].quantity.unit

    @property
    def ends_in_other(self) -> bool:
        return bool(_OTHER.match(self.parts[-1].clause))


def listings(passage: Passage) -> Iterator[Listing]:
    """Every longest list of a passage, each unit by itself; two numbers are a list too."""
    depths = _depths(passage)
    taken: set[int] = set()
    last: Listing | None = None
    for reading in passage.readings:
        if reading.order in taken or not _may_be_part(reading):
            continue
        listing = _from(passage, reading, depths)
        if listing is not None:
            taken.update(p.order for p in listing.parts)
            if last is not None and _is_in_step(passage, last, listing):
                listing = replace(listing, opener=last.opener, first=last.first, words=last.words)
            yield listing
            last = listing


def _is_in_step(passage: Passage, last: Listing, listing: Listing) -> bool:
    """1,486 人次、213.04 万元, 903 人次、189.63 万元: the sums of money go along with the heads."""
    one, other = last.parts[0], listing.parts[0]
    is_within = last.first < listing.first < last.parts[1].order
    return is_within and "（" not in passage.folded[one.quantity.end : other.quantity.start]


def _may_be_part(reading: Reading) -> bool:
    is_limit = reading.quantity.bound in (Bound.LEAST, Bound.MOST) and bool(re.match(r"\s*的", reading.tail))
    is_amount = reading.quantity.kind in AMOUNTS and reading.quantity.top is None and not is_limit
    if _NO_PART.search(reading.clause):
        return False
    return is_amount and (reading.role is Role.PLAIN or (reading.role is Role.REST and is_other(reading)))


def is_other(reading: Reading) -> bool:
    """其他 120 件, 非公企业及其他 36 家: what leaves nothing out."""
    return bool(_OTHER.match(reading.clause)) and not reading.clause.startswith(("其余各", "其他各"))


def _depths(passage: Passage) -> list[int]:
    """How many brackets are open at each number."""
    depth, at, depths, sentence = 0, 0, [], -1
    for reading in passage.readings:
        if reading.sentence != sentence:
            depth, at, sentence = 0, reading.quantity.start - len(reading.lead), reading.sentence
        between = passage.folded[at : reading.quantity.start]
        depth = max(0, depth + between.count("（") - between.count("）"))
        depths.append(depth)
        at = reading.quantity.start
    return depths


def _from(passage: Passage, first: Reading, depths: list[int]) -> Listing | None:
    """The list that begins with this number."""
    parts, stride, gap, end = [first], -1, 0, first.order + 1
    for reading in _of_its_brackets(passage, first, depths):
        if reading.quantity.unit != first.quantity.unit or not _may_be_part(reading):
            if reading.role not in (Role.PLAIN, Role.REST) or gap > 2:
                break
            gap += 1
            continue
        if not _goes_on(passage, parts, reading) or stride not in (-1, gap):
            if _begins_anew(passage, parts, reading):
                return None
            break
        if len(parts) == 2 and _was_a_total(passage, parts, reading):
            parts, stride = parts[1:], -1
        else:
            stride = gap
        parts.append(reading)
        gap, end = 0, reading.order + 1
    if len(parts) < 2:
        return None
    opening = parts[0]
    while opening.order and _is_limit(passage.readings[opening.order - 1], opening):
        opening = passage.readings[opening.order - 1]
    start = opening.quantity.start - len(opening.lead)
    opener, words = (passage.folded[start : r.quantity.start] for r in (parts[0], parts[-1]))
    return Listing(tuple(parts), opener, words, opening.order, end)


def _is_limit(reading: Reading, after: Reading) -> bool:
    """2000 元以下的 1,673 人: a limit in the words of a part."""
    is_bounded = reading.quantity.top is not None or reading.quantity.bound in (Bound.LEAST, Bound.MOST)
    return is_bounded and reading.sentence == after.sentence and bool(re.match(r"\s*的", reading.tail))


def _of_its_brackets(passage: Passage, first: Reading, depths: list[int]) -> Iterator[Reading]:
    """What follows in its sentence and its brackets, without shares and rises and what stands in brackets within."""
    depth = depths[first.order]
    for reading in passage.readings[first.order + 1 : first.order + 4 * LONGEST]:
        if reading.sentence != first.sentence or depths[reading.order] < depth:
            return
        if depths[reading.order] == depth and not _is_aside(reading):
            yield reading


def _begins_anew(passage: Passage, parts: list[Reading], reading: Reading) -> bool:
    """72 名选手, 金奖 2 名、银奖 3 名: the first is none of the list, which is tried again without it."""
    return len(parts) == 2 and "、" in reading.lead and bool(re.search("[，；]", between(passage, *parts)))


def _was_a_total(passage: Passage, parts: list[Reading], reading: Reading) -> bool:
    """共受理 1,440 件，A 618 件、B 247 件: what stands before a ， is none of the list joined by 、."""
    joined, words = between(passage, parts[0], parts[1]), between(passage, parts[1], reading)
    return bool(re.search("[，；]", joined)) and "、" in words and not re.search("[，；]", words)


def _is_aside(reading: Reading) -> bool:
    """A share, a rate, so much a head, a rise, a limit (2000 元以下的): told of a part, no part itself."""
    if reading.quantity.top is not None or reading.quantity.bound in (Bound.LEAST, Bound.MOST):
        return bool(re.match(r"\s*的", reading.tail))
    return reading.role in _SKIPPED or reading.quantity.kind not in AMOUNTS


def between(passage: Passage, one: Reading, other: Reading) -> str:
    """The words between two numbers, what stands in brackets left out."""
    words = passage.folded[one.quantity.end : other.quantity.start]
    return re.sub(r"（[^（）]*）", "", words)


_OPENS = re.compile(r"其中|：|分别|依次|[，；]按[^，；]{1,12}(?:分|看)|来源|[^，；]中，|合计|共计")
_MARK = re.compile(r"[、，；：]|和(?=[^，、；]*$)|以?及(?=[^，、；]*$)|与(?=[^，、；]*$)")


def _goes_on(passage: Passage, parts: list[Reading], reading: Reading) -> bool:
    words = between(passage, parts[-1], reading)
    if _OPENS.search(words) or _COMPARED.search(words):
        return False
    marks = _MARK.findall(words)
    if not marks:
        return False
    if len(parts) == 1:
        return True
    joined = between(passage, parts[-2], parts[-1])
    if ("；" in words) != ("；" in joined):
        return False
    return not ("，" in words and "、" in joined and "，" not in joined and "；" not in joined)
