"""Lists laid against the total they belong to: which number that is, and whether a miss is a slip of the pen.

A list that nothing says to be complete is told only where its miss looks like a slip; the lists are found in `lists`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from unionhall.drafts import lexicon
from unionhall.drafts.checks.adding import explains, fits, mends, sum_of, swaps
from unionhall.drafts.checks.lists import Listing, is_other, listings
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import Passage, bigrams, content, is_amount, label
from unionhall.drafts.reading import Reading, Role

_WHOLES = (Role.PLAIN, Role.TOTAL, Role.NEW, Role.REST)
#: Numbers before a list among which its total is looked for.
BACK = 10
_OPENS = re.compile(r"其中|包括|：|（|-|分别|依次|按|即|由|从|中，|来自|涵盖|涉及|投向|有")
#: Another cut through the same total: 按层级分 …；按来源分 ….
_CUTS = re.compile(
    r"^[；。]?\s*(?:按(?:照)?[\u4e00-\u9fff、“”（）]{1,12}?(?:分|划分|看|统计)?[，：]|从[\u4e00-\u9fff]{1,10}(?:看|分|讲)[，：]|"
    r"[\u4e00-\u9fff]{0,6}来源(?:为|：|，)|其中|[^，。；]{0,30}(?:依次|分别)为?|[^，。；]{0,10}分(?:年|季|月|县|批|级|类)[^，。；]{0,4}为|[\u4e00-\u9fff]{2,8}：|[^，。；]{0,12}(?:方面|大?块|大?类|项)：)"
)
_AMONG = re.compile(r"(?:^|[，；。：])\s*(?:这些|上述|全部|所有)?([\u4e00-\u9fff]{2,12})(?:当中|之中|中)[，：]")
#: Words that say a list leaves nothing out.
_SAYS_ALL = re.compile(
    r"分别|依次|分为|即(?!将)|由[^，。；]{0,14}$|按(?:照)?[\u4e00-\u9fff、“”]{1,12}(?:分|划分|看|统计)，|"
    r"从[\u4e00-\u9fff]{1,10}(?:看|分)，|^[^，。；]{0,8}[：]\s*[\u4e00-\u9fff]{0,12}$|(?:分|具体)[\u4e00-\u9fff]{0,6}[为：]|来源|"
    r"[两二三四五六七八](?:个?方面|大?块|大?类|项)：|^[\u4e00-\u9fff]{0,8}（[^（）\d]{1,10}$"
)
_LOOSE = re.compile(
    r"等[，。；、]|如[\u4e00-\u9fff]|其中主要|主要(?:有|包括|为|是|涉及|集中)|重点|特别|尤其|超过|前[一二三四五]|各\s*$|最[多高大]"
)
_ETC = re.compile(r"\s*[\u4e00-\u9fff]{0,8}(?:等(?!奖|级)|左右)|[^。]{0,6}(?:其余|其他|另有|另外|还有)")
#: What a person may be besides: such parts overlap, and their list is seldom complete.
_BESIDES = re.compile(
    r"(?<![子儿])女|少数民族|党员|农民工|一线|青年|残疾|劳模|新就业|本科|大专|研究生|新[增建发]|(?<!及)以[上下]|首次"
)
_STILL = re.compile(r"仍|尚|正在|继续|未|待|余下|剩余|其余|没有|不")
#: How far a list may be off and still be a slip: above its total, where its parts shut one another out; below it.
OVER, UNDER = Fraction(13, 10), Fraction(6, 10)


@dataclass(slots=True)
class _Seen:
    """Lists of a paragraph so far: their totals, and the numbers that are parts."""

    totals: dict[str, Reading] = field(default_factory=dict)
    parts: set[int] = field(default_factory=set)


def check(passage: Passage) -> Iterator[Finding]:
    """Every list of a paragraph against its total."""
    yield from _mixed(passage)
    yield from _of_each(passage)
    seen = _Seen()
    for listing in listings(passage):
        finding = _judge(passage, listing, seen)
        if finding:
            yield finding


_TWO_UNITS = re.compile(r"（[名个人项家支]）")


def _mixed(passage: Passage) -> Iterator[Finding]:
    """标兵岗 36 个、标兵 64 名, 合计 100 个（名）: the list before adds up whatever its parts are counted in."""
    for whole in passage.having(Role.TOTAL):
        if not _TWO_UNITS.match(whole.tail) or whole.quantity.bound:
            continue
        parts: list[Reading] = []
        for reading in passage.before(whole, sentences=0):
            if not is_amount(reading) or reading.role is not Role.PLAIN or reading.quantity.bound:
                break
            parts.append(reading)
            if "、" not in reading.lead:
                break
        is_slip = len(parts) > 1 and not _closes(whole, parts) and _may_be_slip(whole, parts, is_said=True)
        if is_slip and (finding := sum_of(whole, parts)):
            yield finding


_EACH_OF = re.compile(r"([两二三四五六七八九十])(?:季|地|县|期|批|个[\u4e00-\u9fff]{1,4}|家|场|轮|类|级|校|队)各$")
_COUNT = dict(zip("两二三四五六七八九十", (2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))


def _of_each(passage: Passage) -> Iterator[Finding]:
    """开设 72 个班, 春、秋两季各 36 个: as many times as the words say."""
    for reading in passage.readings:
        told = _EACH_OF.search(reading.clause)
        before = [r for r in passage.before(reading, sentences=0, most=4) if r.quantity.unit == reading.quantity.unit]
        if (
            told is None
            or not before
            or reading.quantity.bound
            or before[0].quantity.bound
            or not before[0].quantity.value
        ):
            continue
        value = reading.quantity.value * _COUNT[told.group(1)]
        near = [*before, *passage.after(reading, most=3)]
        if any(r.quantity.value == value for r in near) or before[0].role not in _WHOLES:
            continue
        whole, times = before[0], value / before[0].quantity.value
        if mends(whole.quantity, value) or Fraction(8, 10) <= times <= OVER:
            arithmetic = f"{bare(reading.quantity)} × {_COUNT[told.group(1)]}"
            yield found("sum", whole.quantity, like(whole.quantity, value), arithmetic, (reading,))


def _judge(passage: Passage, listing: Listing, seen: _Seen) -> Finding | None:
    parts = list(listing.parts)
    direct = _beside(passage, listing, seen)
    fits_around = _fits_around(passage, listing)
    if direct is not None:
        seen.totals[listing.unit] = direct
    if direct is not None or fits_around:
        seen.parts.update(p.order for p in parts)
    if any(p.quantity.bound for p in parts) or _is_loose(passage, listing):
        return None
    after = _total_after(passage, listing)
    if after is not None and not _closes(after, parts) and _may_be_slip(after, parts, is_said=True):
        return sum_of(after, parts) if explains(after, parts) or not fits_around else None
    aside = passage.readings[parts[-2].order + 1 : parts[-1].order]
    is_left_to_rests = "其余" in parts[-1].clause and not any(is_amount(r) for r in aside)
    if is_left_to_rests or fits_around:
        return None
    if direct is not None:
        return _against(passage, direct, _the_two(direct, parts))
    return _against_told_apart(passage, listing, seen) or _first_is_total(listing, parts[0], parts[1:])


def _against(passage: Passage, whole: Reading, parts: list[Reading]) -> Finding | None:
    """The list right behind its total."""
    is_said = _says_all(passage, parts, whole)
    if _closes(whole, parts) or (not is_said and len(parts) > 2 and fits(parts[0], parts[1:])):
        return None
    is_opened = _OPENS.search(passage.folded[whole.quantity.end : parts[0].quantity.start])
    is_slip = _may_be_slip(whole, parts, is_said=is_said) and (is_opened or _is_about(whole, parts, is_said))
    return sum_of(whole, parts) if is_slip else None


def _against_told_apart(passage: Passage, listing: Listing, seen: _Seen) -> Finding | None:
    """The list against a total told some numbers before."""
    parts = list(listing.parts)
    is_cut = bool(_CUTS.match(listing.opener)) and not re.match(r"[；。]?\s*其中", listing.opener)
    is_cut = is_cut and not _AMONG.search(listing.opener) and (len(parts) > 2 or "按" in listing.opener)
    for whole in _told_apart(passage, listing, seen):
        if _closes(whole, parts):
            return None
        if not whole.quantity.bound and _may_be_slip(whole, parts, is_said=is_cut):
            return sum_of(whole, parts)
    return None


def _fits_around(passage: Passage, listing: Listing) -> bool:
    return any(fits(r, list(listing.parts)) for r in _around(passage, listing))


def _the_two(whole: Reading, parts: list[Reading]) -> list[Reading]:
    """其中来访 a 件, 来电 b 件, 办结 c 件: the first two leave nothing out, the third is told of all."""
    is_pair = len(parts) > 2 and (
        _are_all(parts[:2]) or (_are_named(whole, parts[:2]) and not _are_named(whole, parts))
    )
    added = sum((p.quantity.value for p in parts), Fraction(0))
    return parts[:2] if is_pair and added > OVER * whole.quantity.value else parts


def _first_is_total(listing: Listing, whole: Reading, parts: list[Reading]) -> Finding | None:
    """排查 364 起, 化解 346 起, 仍在跟进 18 起: the first of a bare list is what the others come to."""
    is_total = len(parts) > 1 and (_are_all(parts) or is_other(parts[-1])) and "；" not in listing.words
    if not is_total or whole.quantity.bound or max(p.quantity.value for p in parts) > whole.quantity.value:
        return None
    return sum_of(whole, parts) if _may_be_slip(whole, parts, is_said=True) else None


def _is_loose(passage: Passage, listing: Listing) -> bool:
    last = listing.parts[-1]
    opener = passage.folded[max(0, listing.parts[0].quantity.start - 60) : listing.parts[0].quantity.start]
    is_open = bool(
        re.search(r"等(?!级|奖)[\u4e00-\u9fff“”]{0,12}\s*[\d,.]+\s*[\u4e00-\u9fff]{1,2}，其中[^，]*$", opener)
    )
    behind = passage.readings[listing.after : listing.after + 4]
    is_open = is_open or any(
        r.role is Role.REST and r.sentence == last.sentence and r.quantity.unit == listing.unit for r in behind
    )
    return is_open or bool(_LOOSE.search(listing.words)) or bool(_ETC.match(last.tail))


def _closes(whole: Reading, parts: list[Reading]) -> bool:
    """Whether the list, or its beginning to the digit, comes to the whole."""
    value = Fraction(0)
    for size, part in enumerate(parts, start=1):
        value += part.quantity.value
        if size > 1 and value == whole.quantity.value:
            return True
    return fits(whole, parts)


def _may_be(reading: Reading, listing: Listing) -> bool:
    is_whole = reading.role in _WHOLES and reading.quantity.top is None
    return is_whole and reading.quantity.unit == listing.unit and bool(reading.quantity.value)


def _around(passage: Passage, listing: Listing) -> list[Reading]:
    """All that stands about the list in its unit, nearest first: enough to fall silent, never to accuse."""
    near = [*passage.earlier, *passage.readings[max(0, listing.first - 30) : listing.first]]
    near += reversed(passage.readings[listing.after : listing.after + 6])
    amounts = (r for r in reversed(near) if r.quantity.unit == listing.unit)
    return [r for r in amounts if is_amount(r) or r.role is Role.EACH]


def _total_after(passage: Passage, listing: Listing) -> Reading | None:
    """…，共 46 批次: the number after a list that is called its total."""
    if listing.after >= len(passage.readings):
        return None
    reading, last = passage.readings[listing.after], listing.parts[-1]
    if reading.tail.startswith("（"):
        return None
    if reading.sentence != last.sentence or reading.quantity.unit != listing.unit or reading.quantity.bound:
        return None
    is_total = re.fullmatch(
        r"[^，、]{0,12}，(?:总|一)?(?:共|合计|共计|总计|合共|相加|加起来|总和|之和)[\u4e00-\u9fff]{0,4}",
        reading.lead.strip(),
    )
    return reading if is_total else None


def _beside(passage: Passage, listing: Listing, seen: _Seen) -> Reading | None:
    """The total right before the list, or just before the sentence that it opens with 其中."""
    first = listing.parts[0]
    near = [r for r in reversed(passage.readings[max(0, listing.first - 4) : listing.first]) if _may_be(r, listing)]
    whole = next(iter(near), None)
    if whole is None or whole.quantity.bound:
        return None
    between = passage.readings[whole.order + 1 : listing.first]
    words = passage.folded[whole.quantity.end : first.quantity.start]
    is_part = whole.order in seen.parts and not re.search("；(?:前|后)者", words)
    if is_part:
        return None
    if any(r.role in (Role.OLD, Role.NEW) for r in between) or len(words) > 60:
        return None
    if whole.sentence != first.sentence:
        return whole if re.match(r"\s*(?:其中|按)", listing.opener) and whole.role is not Role.NEW else None
    parts = list(listing.parts)
    is_opened = _OPENS.search(words) or len(parts) > 2 or _are_all(parts) or _are_named(whole, parts)
    return whole if is_opened and ("；" not in words or re.search("；(?:前|后)者", words)) else None


def _told_apart(passage: Passage, listing: Listing, seen: _Seen) -> Iterator[Reading]:
    """The total of another cut, or the one that 其中 or 受助学生中 names, told some numbers before."""
    if _CUTS.match(listing.opener) and listing.unit in seen.totals:
        yield seen.totals[listing.unit]
    pool = [r for r in _around(passage, listing) if _may_be(r, listing) and r.order not in seen.parts]
    pool = [r for r in pool if r.quantity.paragraph != listing.parts[0].quantity.paragraph or r.order < listing.first]
    if among := _AMONG.search(listing.opener):
        names = bigrams(content(among.group(1)))
        alike = [r for r in pool if names & bigrams(label(r))]
        slips = [r for r in pool[:4] if len(listing.parts) > 2 and explains(r, list(listing.parts))]
        yield from sorted(alike[:4], key=lambda r: -r.quantity.value)[:1] or slips[:1]
    elif _CUTS.match(listing.opener) and not listing.opener.startswith("其中"):
        yield from sorted(pool[:4], key=lambda r: not explains(r, list(listing.parts)))
    elif len(listing.parts) > 2 and listing.opener.startswith("；"):
        yield from [
            r for r in pool[:2] if explains(r, list(listing.parts)) and _is_about(r, list(listing.parts), False)
        ]


def _says_all(passage: Passage, parts: list[Reading], whole: Reading) -> bool:
    opener = passage.folded[whole.quantity.end : parts[0].quantity.start].strip()
    if "其中" in opener and re.search("分别|依次", opener):
        return _are_named(whole, parts)
    return (
        bool(_SAYS_ALL.search(opener))
        or is_other(parts[-1])
        or parts[-1].clause.endswith("等")
        or _are_all(parts)
        or _are_named(whole, parts)
    )


def _share_all(passage: Passage, parts: list[Reading]) -> bool:
    """A 1,176 名, 占 70%, B 504 名, 占 30%: their shares leave nothing out."""
    behind = [passage.readings[p.order + 1] for p in parts if p.order + 1 < len(passage.readings)]
    shares = [r.quantity.value for r in behind if r.role is Role.SHARE]
    return len(shares) == len(parts) and abs(sum(shares, Fraction(-100))) <= 1


def _are_named(whole: Reading, parts: list[Reading]) -> bool:
    """机关及事业单位 112 人, 其中机关 41 人、事业单位 61 人: the total names them all."""
    names = [re.sub(r"^其中|[：，]", "", p.clause)[:3] for p in parts]
    return all(len(name) >= 2 and name[:2] in whole.clause for name in names)


def _are_all(parts: list[Reading]) -> bool:
    """男 and 女, 已办结 and 正在办理: two that leave nothing out."""
    if len(parts) == 3:
        names = [label(p) for p in parts]
        return any(
            all(sum(word in name for name in names) == 1 for word in words) for words in lexicon.EXHAUSTIVE_THREE
        )
    if len(parts) != 2:
        return False
    one, other = label(parts[0]), label(parts[1])
    if _STILL.search(parts[1].clause) and not _STILL.search(parts[0].clause):
        return True
    return any((a in one and b in other) or (b in one and a in other) for a, b in lexicon.EXHAUSTIVE)


def _overlap(parts: list[Reading]) -> bool:
    """女会员、农民工会员: one person may be both."""
    return parts[0].quantity.unit in ("人", "人次") and any(_BESIDES.search(p.clause) for p in parts)


def _is_whole_swapped(whole: Reading, parts: list[Reading]) -> bool:
    """840 家 for 480: the sum has the very digits of the total, two of them changed about."""
    return swaps(whole.quantity, sum((p.quantity.value for p in parts), Fraction(0)))


def _is_swapped(whole: Reading, parts: list[Reading]) -> bool:
    added = sum((p.quantity.value for p in parts), Fraction(0))
    apart = whole.quantity.value - added
    return swaps(whole.quantity, added) or any(swaps(p.quantity, p.quantity.value + apart) for p in parts)


def _is_about(whole: Reading, parts: list[Reading], is_said: bool) -> bool:
    """A list that nothing opens must come to about its total, or be a slip away from it."""
    times = sum((p.quantity.value for p in parts), Fraction(0)) / whole.quantity.value
    is_plain = len(parts) > 2 and all("、" in p.lead for p in parts[1:]) and explains(whole, parts)
    return UNDER <= times <= (2 if is_plain or is_said else OVER)


def _size(whole: Reading, parts: list[Reading]) -> Fraction:
    """How much the digits can tell: the total in units of the last digit that is not nought anywhere."""
    return whole.quantity.value / min(r.quantity.round_step for r in (whole, *parts))


def _may_be_slip(whole: Reading, parts: list[Reading], *, is_said: bool) -> bool:
    if not whole.quantity.value:
        return False
    times = sum((p.quantity.value for p in parts), Fraction(0)) / whole.quantity.value
    if times in (10**4, Fraction(1, 10**4)):
        return len(parts) > 2 or is_said
    size, is_mended, is_swapped = _size(whole, parts), explains(whole, parts), _is_swapped(whole, parts)
    if is_said:
        is_near = Fraction(8, 10) <= times <= OVER or (is_mended and Fraction(1, 2) <= times <= 2)
        return is_near or (is_mended and size >= 100) or (is_swapped and times <= Fraction(5, 2))
    if _overlap(parts):
        return len(parts) > 2 and is_mended and size >= 100 and Fraction(7, 10) <= times <= OVER
    is_near = UNDER <= times <= 1 / UNDER
    if len(parts) > 2:
        return (
            1 < times <= OVER
            or (size >= 100 and ((is_mended and (times > UNDER or size >= 1000)) or _is_whole_swapped(whole, parts)))
            or (is_swapped and is_near and size >= 40)
        )
    if parts[1].order - parts[0].order > 1 or "；" in parts[1].lead or not is_near:
        return False
    return (is_mended and size >= 1000) or (is_swapped and size >= 100) or 1 < times <= Fraction(6, 5)
