"""合计, 共计, 分别, lists with their total, 其余: stated sums, also across sentences.

A list after 其中 need not add up. A total may be the sum of rounded parts or the rounded sum.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from unionhall.drafts import lexicon
from unionhall.drafts.checks.adding import any_run_fits, fits, is_one_digit, is_slip, sum_of
from unionhall.drafts.checks.rests import balance, rest_of
from unionhall.drafts.findings import Finding, Severity, bare, found, like
from unionhall.drafts.passages import MOST, Passage, bigrams, content, is_amount, label, like_unit, same_unit
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
_LOOSE = re.compile(r"等[，。；、]|包括|包含|涵盖|涉及|如|主要|重点|特别|尤其|含|内含|超过|前[一二三四五]")
_JOIN = re.compile(r"、|和|及|与|，|（")
# 少的 1 万元, 多的 10 万元, 总额 …: ends of a scale, not parts.
_END_OF_SCALE = re.compile(r"[多少高低大小长短]的|最|不等|起$")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,3}[县区市镇乡]")
_NEXT_STATEMENT = re.compile(r"，[^，]{0,6}(?:覆盖|惠及|服务|涉及|吸引|带动|参与|受益|培训|发放|同比|比上年|较上年)")


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


def _total_first(passage: Passage, whole: Reading) -> Finding | None:
    following = passage.after(whole)
    if not following or whole.whole is not None or following[0].role in (Role.SHARE, Role.RATE):
        return None
    opener = following[0].lead
    parts = _list_after(following, whole)
    if len(parts) < 2:
        return None
    if len(parts) > 2 and parts[2].segment != parts[1].segment and _are_all(parts[:2]):
        parts = parts[:2]
    said = _is_said_whole(whole, opener, parts)
    if not said:
        here = [p for p in parts if p.segment == whole.segment]
        near = here if len(here) > 1 else parts
        return _near_miss(whole, near) if re.search(r"其中|包括|：|（", opener) else None
    return None if any_run_fits(whole, parts) else sum_of(whole, parts)


def _list_after(following: list[Reading], whole: Reading) -> list[Reading]:
    """The list of the whole's unit that follows it: to the first number of another unit that is no rate, or a new statement."""
    parts: list[Reading] = []
    depth = following[0].lead.count("（") - following[0].lead.count("）")
    for reading in following:
        if reading.quantity.kind not in ("count", "money"):
            if reading.role in (Role.SHARE, Role.RATE):
                continue
            break
        if "占" in reading.clause or not _is_member(reading) or (parts and _is_new_statement(reading, parts)):
            break
        if depth > 0 and parts and "）" in reading.lead:
            break
        if _leaves_list(reading, parts):
            break
        if not same_unit(reading, whole):
            if parts and depth <= 0 and reading.segment == whole.segment and "、" not in reading.lead:
                break
            continue
        if reading.quantity.unit != whole.quantity.unit:
            break
        parts.append(reading)
    return parts


def _is_member(reading: Reading) -> bool:
    """A plain number, or 其他 at a list's end."""
    return reading.role is Role.PLAIN or (
        reading.role is Role.REST and bool(re.match(r"(?:和)?其[他它]", reading.clause))
    )


def _leaves_list(reading: Reading, parts: list[Reading]) -> bool:
    """A、B、C，d: a list joined by 、 ends at the first ，."""
    joins = [p.lead for p in parts[1:]]
    return bool(joins) and all("、" in lead and "，" not in lead for lead in joins) and "，" in reading.lead


def _is_new_statement(reading: Reading, parts: list[Reading]) -> bool:
    if "其中" in reading.lead:
        return True
    verb = lexicon.VERBS.search(reading.clause)
    return bool(verb) and "，" in reading.lead and not any(verb.group()[-2:] in p.clause for p in parts if verb)


def _is_said_whole(whole: Reading, opener: str, parts: list[Reading]) -> bool:
    """分别, a colon, brackets, 即; or two parts that are all there is (男 and 女)."""
    end = parts[-1]
    words = "".join(r.lead for r in parts)
    if (
        _LOOSE.search(words)
        or re.match(r"\s*[\u4e00-\u9fff]{0,6}等(?!奖|级)", end.tail)
        or any(p.quantity.bound for p in parts)
    ):
        return False
    is_opened = re.search(r"其中|（[^）]*$|：|包括|分为", opener)
    if (is_opened and _are_all(parts)) or _are_the_years(whole, parts):
        return True
    if "其中" in words:
        places = max(sum(bool(_PLACE.search(p.clause)) for p in parts), len(_PLACE.findall(words)))
        return "分别" in words and places < 2 and not re.search("、", opener.partition("分别")[2])
    if re.search(r"分别(?:为|是|有|达)?|分为|即|由", words) and not _PLACE.search(words):
        return len(whole.tail) < TAIL_OF_WHOLE
    first = re.match(r"^[\u4e00-\u9fff]{0,10}(?:：|（|——?|--?)", re.sub(r"\s", "", opener))
    return bool(first) and "）" not in opener


TAIL_OF_WHOLE = 40


def _are_the_years(whole: Reading, parts: list[Reading]) -> bool:
    """三年来 …, 其中 2023 年 a、2024 年 b、2025 年 c: so many years, each told."""
    years = [re.match(r"(?:其中)?(20\d{2})年", p.clause) for p in parts]
    if "五”" in whole.lead or "五时期" in whole.lead or "五期间" in whole.lead:
        return all(years) and len(parts) == 5
    told = re.search(r"([两二三四五六])年", whole.lead)
    return all(years) and len(parts) > 1 and told is not None and _COUNT[told.group(1)] == len(parts)


def _are_all(parts: list[Reading]) -> bool:
    if len(parts) == 3:
        names = [label(p) for p in parts]
        if not parts[0].clause.startswith("其中"):
            return False
        return any(
            all(sum(word in name for name in names) == 1 for word in words) for words in lexicon.EXHAUSTIVE_THREE
        )
    if len(parts) != 2:
        return False
    one, other = label(parts[0]), label(parts[1])
    return any(
        (a in one and b in other) or (b in one and a in other) for a, b in lexicon.EXHAUSTIVE if a != b
    ) and not ("女" in one and "女" in other)


def _near_miss(whole: Reading, parts: list[Reading]) -> Finding | None:
    """A list that misses its total by one digit or two changed about: no proof, worth a look."""
    value, added = whole.quantity.value, sum((p.quantity.value for p in parts), Fraction(0))
    step = min(whole.quantity.step, *(p.quantity.step for p in parts))
    is_slip_of_one = is_one_digit(abs(value - added) / step) or is_slip(str(int(value / step)), str(int(added / step)))
    is_slip_of_one = is_slip_of_one or any(p.quantity.value * 9999 == value - added for p in parts)
    if _is_one_list(whole, parts, int(value / step)) and is_slip_of_one:
        return sum_of(whole, parts)
    if value / step < 1000 or whole.quantity.bound or any(p.quantity.bound for p in parts):
        return None
    if not is_slip(str(int(value / step)), str(int(added / step))):
        return None
    arithmetic = " + ".join(bare(p.quantity) for p in parts)
    return found("near-sum", whole.quantity, like(whole.quantity, added), arithmetic, tuple(parts), Severity.LOOK)


def _is_one_list(whole: Reading, parts: list[Reading], size: int) -> bool:
    """共 418 个, 其中 A 36 个、B 144 个、C 238 个: a total called so, three parts or more side by side, nothing between."""
    is_called = whole.role is Role.TOTAL or "总" in whole.clause or whole.quantity.kind == "money"
    is_close = all(
        b.order - a.order == 1 and a.segment == b.segment for a, b in zip([whole, *parts], parts, strict=False)
    )
    words = re.sub(r"包括|包含", "", "".join(p.lead for p in parts))
    is_plain = not _LOOSE.search(words) and not re.match(r"\s*[\u4e00-\u9fff]{0,6}等(?!奖|级)", parts[-1].tail)
    is_large = size >= 1000 or (size >= 100 and is_called and whole.quantity.unit != "人")
    return is_large and len(parts) > 2 and is_close and is_plain and not whole.quantity.bound


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
