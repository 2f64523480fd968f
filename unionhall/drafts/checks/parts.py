"""Lists laid against the total they belong to: which number that is, and whether a miss is a slip of the pen.

A list that nothing says to be complete is told only where its miss looks like a slip; the lists are found in `lists`.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from unionhall.drafts import lexicon
from unionhall.drafts.checks.adding import fits, mends, sum_of, swaps
from unionhall.drafts.checks.lists import Listing, is_other, listings
from unionhall.drafts.findings import Finding
from unionhall.drafts.passages import Passage, bigrams, content, is_amount, label
from unionhall.drafts.reading import Reading, Role

_WHOLES = (Role.PLAIN, Role.TOTAL, Role.NEW)
#: Numbers before a list among which its total is looked for, and the sentences they may stand in.
BACK, SENTENCES = 10, 3
_OPENS = re.compile(r"其中|包括|：|（|-|分别|依次|按|即|由|从|中，|来自|涵盖|涉及|投向|有")
#: Words that say a list leaves nothing out.
_SAYS_ALL = re.compile(
    r"分别|依次|分为|即(?!将)|由[\u4e00-\u9fff、]{0,6}$|按(?:照)?[\u4e00-\u9fff、“”]{1,12}(?:分|划分|看|统计)，|"
    r"从[\u4e00-\u9fff]{1,10}(?:看|分)，|^[^，。；]{0,8}[：]\s*[\u4e00-\u9fff]{0,12}$|(?:分|具体)[\u4e00-\u9fff]{0,6}[为：]|来源"
)
_LOOSE = re.compile(r"等[，。；、]|如[\u4e00-\u9fff]|主要|重点|特别|尤其|超过|前[一二三四五]|各\s*$|最[多高大]|以上|部分")
_ETC = re.compile(r"\s*[\u4e00-\u9fff]{0,8}(?:等(?!奖|级)|左右)")
#: What a person or body may be besides: such parts overlap, and their list is seldom complete.
_BESIDES = re.compile(
    r"女|少数民族|党员|农民工|一线|岁|青年|困难|残疾|劳模|新就业|本科|大专|研究生|学历|职称|新[增建发]|重点|"
    r"高级|优秀|首次|非公|示范|先进|表彰|品牌|特色|专职|兼职"
)
_STILL = re.compile(r"仍|尚|正在|继续|未|待|余下|剩余|其余|没有|不")
#: How far a list may be off and still be a slip: above its total, where its parts shut one another out; below it.
OVER, UNDER = Fraction(13, 10), Fraction(6, 10)


def check(passage: Passage) -> Iterator[Finding]:
    """Every list of a paragraph against its total."""
    for listing in listings(passage):
        if finding := _judge(passage, listing):
            yield finding


def _judge(passage: Passage, listing: Listing) -> Finding | None:
    parts = list(listing.parts)
    if any(p.quantity.bound for p in parts) or _LOOSE.search(listing.words) or _ETC.match(parts[-1].tail):
        return None
    before = _wholes_before(passage, listing)
    after = _total_after(passage, listing)
    if any(_closes(whole, parts) for whole in before) or (after and _closes(after, parts)):
        return None
    if any(fits(r, parts) for r in _far_before(passage, listing)):
        return None
    if after is not None and _may_be_slip(after, parts, is_said=True):
        return sum_of(after, parts)
    for whole in before[:1]:
        if _is_told(passage, whole, listing) and _may_be_slip(whole, parts, is_said=_says_all(passage, listing, whole)):
            return sum_of(whole, parts)
    return None


def _closes(whole: Reading, parts: list[Reading]) -> bool:
    """Whether the list, or its beginning, or all but a first that is itself a total, comes to the whole."""
    return any(fits(whole, parts[:size]) for size in range(2, len(parts) + 1)) or (
        len(parts) > 2 and fits(whole, parts[1:])
    )


def _wholes_before(passage: Passage, listing: Listing) -> list[Reading]:
    """Numbers of its sentence that may be its total, nearest first; where it opens its sentence, those just before."""
    first = listing.parts[0]
    near = [r for r in reversed(passage.readings[max(0, listing.first - BACK) : listing.first]) if _may_be(r, listing)]
    here = [r for r in near if r.sentence == first.sentence]
    return here or [r for r in near if first.sentence - r.sentence <= 1]


def _may_be(reading: Reading, listing: Listing) -> bool:
    is_whole = reading.role in _WHOLES and reading.quantity.top is None
    return is_whole and reading.quantity.unit == listing.unit and bool(reading.quantity.value)


def _far_before(passage: Passage, listing: Listing) -> list[Reading]:
    """All that stands about the list in its unit: enough to fall silent, never to accuse."""
    start = listing.parts[0].sentence
    near = [*passage.earlier, *passage.readings[max(0, listing.first - 30) : listing.first]]
    near += passage.readings[listing.after : listing.after + 6]
    return [
        r
        for r in near
        if r.quantity.unit == listing.unit and is_amount(r) and (r.sentence >= start - 12)
    ]


def _total_after(passage: Passage, listing: Listing) -> Reading | None:
    """…，共 46 批次: the number after a list that is called its total."""
    if listing.after >= len(passage.readings):
        return None
    reading, last = passage.readings[listing.after], listing.parts[-1]
    if reading.sentence != last.sentence or reading.quantity.unit != listing.unit or reading.quantity.bound:
        return None
    is_total = re.fullmatch(r"[^，、]{0,12}，(?:总|一)?(?:共|合计|共计|总计|合共|相加)[\u4e00-\u9fff]{0,2}", reading.lead)
    return reading if is_total else None


def _is_told(passage: Passage, whole: Reading, listing: Listing) -> bool:
    """Whether the list stands right behind the whole, opened by words that make it its parts."""
    first = listing.parts[0]
    if whole.quantity.bound or first.sentence - whole.sentence > 1:
        return False
    between = passage.readings[whole.order + 1 : listing.first]
    is_beside = all(
        r.quantity.unit != listing.unit and r.role in (Role.PLAIN, Role.TOTAL, Role.SHARE, Role.RATE) for r in between
    )
    words = passage.folded[whole.quantity.end : first.quantity.start]
    if not is_beside or len(between) > 3 or len(words) > 60:
        return False
    if whole.sentence != first.sentence:
        return bool(re.match(r"\s*其中|\s*按", listing.opener)) and whole.role is not Role.NEW
    return bool(_OPENS.search(words)) or len(listing.parts) > 2


def _says_all(passage: Passage, listing: Listing, whole: Reading) -> bool:
    opener = passage.folded[whole.quantity.end : listing.parts[0].quantity.start]
    parts = list(listing.parts)
    return bool(_SAYS_ALL.search(opener)) or is_other(parts[-1]) or _are_all(parts)


def _are_all(parts: list[Reading]) -> bool:
    """男 and 女, 已办结 and 正在办理: two that leave nothing out."""
    if len(parts) != 2:
        return False
    one, other = label(parts[0]), label(parts[1])
    if _STILL.search(parts[1].clause) and not _STILL.search(parts[0].clause):
        return True
    return any((a in one and b in other) or (b in one and a in other) for a, b in lexicon.EXHAUSTIVE)


def _overlap(parts: list[Reading]) -> bool:
    """女会员、农民工会员: one person may be both."""
    kinds = [_BESIDES.findall(p.clause) for p in parts]
    return any(kinds) and not all(kinds)


def _may_be_slip(whole: Reading, parts: list[Reading], *, is_said: bool) -> bool:
    value, added = whole.quantity.value, sum((p.quantity.value for p in parts), Fraction(0))
    times = added / value
    apart = value - added
    is_mended = mends(whole.quantity, added) or any(mends(p.quantity, p.quantity.value + apart) for p in parts)
    is_near = UNDER <= times <= 1 / UNDER
    if is_said:
        return is_mended or Fraction(8, 10) <= times <= OVER
    if _overlap(parts):
        return False
    if len(parts) > 2:
        return 1 < times <= OVER or (is_mended and is_near)
    is_swapped = swaps(whole.quantity, added) or any(swaps(p.quantity, p.quantity.value + apart) for p in parts)
    size = value / whole.quantity.step
    return is_near and ((is_mended and size >= 1000) or (is_swapped and size >= 100) or 1 < times <= Fraction(6, 5))
