"""合计, 共计, 分别, lists with their total, 其余: stated sums, also across sentences.

A list after 其中 need not add up. A total may be the sum of rounded parts or the rounded sum.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from unionhall.drafts.checks.adding import any_run_fits, fits, sum_of
from unionhall.drafts.checks.rests import balance, rest_of
from unionhall.drafts.findings import Finding
from unionhall.drafts.passages import MOST, Passage, bigrams, content, is_amount, like_unit
from unionhall.drafts.reading import Reading, Role

_COUNTED = re.compile(
    r"(两|二|三|四|五|六|七|八|2|3|4|5|6|7|8)(?:项|者|类|级|批|个(?!月)|部分|方面|大类|"
    r"部门|种|笔|场|期|轮|县|地|组)[\u4e00-\u9fff]{0,8}?(?:合计|共计|总计|共|相加|之和|"
    r"总)"
)
_COUNT = dict(zip("两二三四五六七八2345678", (2, 2, 3, 4, 5, 6, 7, 8, 2, 3, 4, 5, 6, 7, 8), strict=True))
_SUMS_UP = re.compile(
    r"^[^，；：、]{0,8}[，；：（]\s*(?:共[\u4e00-\u9fff]{0,8}|[\u4e00-\u9fff]{0,4}总(?:量|"
    r"额|数|人数|金额|收入|支出|投入)(?:达到|达|为|共)?)\s*$"
)
_STRONG = re.compile(r"合计|共计|总计|总共|一共|合共|相加|之和|加起来")
_JOIN = re.compile(r"、|和|及|与|，|（")
# 少的 1 万元, 多的 10 万元, 总额 …: ends of a scale, not parts.
_END_OF_SCALE = re.compile(r"[多少高低大小长短]的|最|不等|起$")


def check(passage: Passage) -> Iterator[Finding]:
    for reading in passage.readings:
        if reading.quantity.kind not in ("count", "money") or reading.quantity.top is not None:
            continue
        if reading.role is Role.REST:
            finding = rest_of(passage, reading)
        elif reading.role is Role.TOTAL:
            finding = _years_before(passage, reading) or _parts_first(passage, reading)
            finding = finding or _periods(passage, reading)
        elif reading.role in (Role.PLAIN, Role.NEW):
            finding = _periods(passage, reading) or _years_before(passage, reading)
            finding = finding or balance(passage, reading)
        else:
            finding = None
        if finding:
            yield finding


def _addends(passage: Passage, whole: Reading, *, sentences: int = 2) -> list[Reading]:
    """Numbers before a total that may be its parts, nearest first."""
    return [
        r
        for r in passage.before(whole, sentences=sentences, most=MOST if sentences < 3 else 2 * MOST)
        if (is_amount(r) or _is_gain(r))
        and r.quantity.unit == whole.quantity.unit
        and r.role is not Role.OLD
        and r.whole is None
    ]


def _is_gain(reading: Reading) -> bool:
    """增效 6.2 亿元, 节约 1.1 亿元: sums in their own right, not rises from anything."""
    return reading.role is Role.CHANGE and bool(
        re.search(r"^(?:节约|节省|增效|增收)[\u4e00-\u9fff]{0,4}$", reading.clause)
    )


def _parts_first(passage: Passage, whole: Reading) -> Finding | None:
    near = _addends(passage, whole, sentences=6 if _COUNTED.search(whole.base) else 2)
    loose = [r for r in passage.before(whole) if is_amount(r) and like_unit(r, whole)]
    every = [r for r in passage.before(whole, sentences=0) if is_amount(r) and r.quantity.kind is whole.quantity.kind]
    if any_run_fits(whole, every) or re.match(r"\s*（[^（）\d]{1,3}）", passage.folded[whole.quantity.end :][:8]):
        return None
    if any_run_fits(whole, loose) or any_run_fits(whole, near) or (near and fits(whole, near[:1])):
        return None
    if counted := _COUNTED.search(whole.base):
        return sum_of(whole, _counted_parts(passage, whole, near[:8], counted))
    here = [r for r in near if r.sentence == whole.sentence]
    if len(here) < 2:
        return sum_of(whole, _told_before(passage, whole, near)) if _STRONG.search(whole.base) else None
    if _STRONG.search(whole.base):
        first = min(here, key=lambda r: r.order)
        governor = passage.readings[first.order - 1] if first.order else first
        is_of_each = governor.role is Role.EACH and fits(governor, here)
        if is_of_each or any(r.role is Role.TOTAL for r in here):
            return None
        return sum_of(whole, here)
    listed = _listed_before(passage, whole)
    return sum_of(whole, listed) if len(listed) >= 2 else None


_YEARS = re.compile(r"^([两三四五六])年(?:累计|合计|共计|共)")


def _years_before(passage: Passage, whole: Reading) -> Finding | None:
    """2023 年 a, 2024 年 b, 2025 年 c, 三年累计 x."""
    told = _YEARS.match(whole.clause)
    if told is None:
        return None
    size = _COUNT[told.group(1)]
    parts = [r for r in passage.before(whole, sentences=0, most=size) if r.quantity.unit == whole.quantity.unit]
    years = {year.group(1) for r in parts if (year := re.search(r"(20\d{2})年", r.clause))}
    return sum_of(whole, parts) if len(parts) == len(years) == size else None


def _told_before(passage: Passage, whole: Reading, near: list[Reading]) -> list[Reading]:
    """A …; B …; C …。共计 x: the segments of the sentence before, where the total is worded as they are."""
    last = [r for r in near if r.sentence == whole.sentence - 1]
    names = bigrams(content(whole.clause)) - {"全年", "共计", "合计"}
    is_list = len({r.segment for r in last}) == len(last) >= 2 and len(last) == len(near)
    return last if is_list and all(names & bigrams(passage.words_before(r)) for r in last) else []


def _counted_parts(passage: Passage, whole: Reading, near: list[Reading], counted: re.Match[str]) -> list[Reading]:
    """The parts of 两项合计: those whose sentences its names repeat, else all there are, if they are so many."""
    size = _COUNT[counted.group(1)]
    last = passage.before(whole, sentences=0, most=size)
    if len(last) == size and all(r.whole is not None and r.whole == last[0].whole and is_amount(r) for r in last):
        return last if all(r.quantity.unit == whole.quantity.unit for r in last) else []
    if any(fits(whole, list(parts)) for parts in combinations(near, size)):
        return []
    names = [
        n for n in re.split(r"[、和及与]", re.split(r"[，。；：]", whole.base[: counted.start()])[-1]) if len(n) >= 2
    ]
    if len(names) == size:
        named = [[r for r in near if name in passage.words_before(r)] for name in names]
        only = [found_[0] for found_ in named if len(found_) == 1]
        return only if len({r.order for r in only}) == size else []
    here = [r for r in near if r.sentence == whole.sentence]
    firsts = [r for r in here if not any(o.segment == r.segment and o.order < r.order for o in here)]
    if len(firsts) == size < len(here):
        return firsts
    return here if len(here) == size else (near if len(near) == size else [])


def _listed_before(passage: Passage, whole: Reading) -> list[Reading]:
    """A list of one unit that ends just before a clause beginning with 共."""
    if not _SUMS_UP.search(whole.lead):
        return []
    listed: list[Reading] = []
    for reading in passage.before(whole, sentences=0):
        if reading.quantity.unit != whole.quantity.unit or not is_amount(reading) or reading.whole is not None:
            break
        if listed and not _is_listed(listed[-1]):
            break
        listed.append(reading)
    is_list = all(r.role is Role.PLAIN and not _END_OF_SCALE.search(r.clause) for r in listed)
    return listed if is_list else []


def _is_listed(reading: Reading) -> bool:
    return bool(_JOIN.search(reading.lead)) and not re.search(r"[。；]", reading.lead)


_PARTITIONS = (
    ("全年", ("一季度", "二季度", "三季度", "四季度")),
    ("全年", ("上半年", "下半年")),
    ("全年", ("前三季度", "四季度")),
    ("上半年", ("一季度", "二季度")),
    ("下半年", ("三季度", "四季度")),
)


def _periods(passage: Passage, whole: Reading) -> Finding | None:
    """Quarters or halves of a year against the year."""
    around = passage.readings[max(0, whole.order - 8) : whole.order + 9]
    near = [r for r in around if r is not whole and abs(r.sentence - whole.sentence) <= 1 and is_amount(r)]
    alike = [r for r in near if r.quantity.unit == whole.quantity.unit]
    for name, words in _PARTITIONS:
        if name not in whole.clause:
            continue
        parts = [[r for r in alike if re.search(rf"(?<!前三)(?<![前]){word}|第{word}", r.clause)] for word in words]
        if all(len(one) == 1 for one in parts):
            listed = [one[0] for one in parts]
            return None if fits(whole, listed) else sum_of(whole, listed)
    return None
