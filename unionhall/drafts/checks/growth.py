"""增长, 提高, 下降, 倍, 百分点: from two values, or from a value and its rise.

A rise is judged only where both of its ends, or one end and the rise, stand beside it.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from unionhall.drafts.checks import changes
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import Passage, bigrams, same_unit
from unionhall.drafts.quantities import Interval
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.slips import believed
from unionhall.drafts.tolerance import HUNDRED, can_be, difference, ratio, shift, times
from unionhall.drafts.units import Kind

_EARLIER = re.compile(r"上年|去年|同期|前年|上一?期|上一年|原来?|年初|期初|此前|由|从")
_SUBJECT_ENDS = re.compile(
    r"[两一二三四五六七八九十\d]年|"
    r"上调|下调|调增|调减|同比|环比|比|较|净|增|提|上升|下降|减|降|缩|压|节|多|少|上涨|扩|回落|下滑|约|实现|"
    r"均|分别|涨|共|累计|是|为|达|高出|低于|收窄|延长|多出|高|低"
)
_OTHER_BASE = re.compile(r"全省|全国|平均|年均|月均|复合|累计|预期|计划|目标|预算|市价|市场|原价|任务|标准")
_COMPARES = re.compile(
    r"上调|下调|调增|调减|同比|环比|[比较](?:上|去|前|往|年初|期初|原|此前|同期|\d{4}|前一|改革前|活动前|培训前|"
    r"[\u4e00-\u9fff]{0,6}(?:上年|去年|同期|期))"
)


def check(passage: Passage) -> Iterator[Finding]:
    told: set[int] = set()
    at = {r.quantity.start: r.order for r in passage.readings}
    for finding in _told(passage):
        if believed(finding, passage.readings):
            told.add(at[finding.start])
            yield finding
    yield from changes.check(passage, told)


def _told(passage: Passage) -> Iterator[Finding]:
    for reading in passage.having(Role.CHANGE):
        kind = reading.quantity.kind
        if _OTHER_BASE.search(reading.clause) and not reading.clause.startswith("的"):
            continue
        if kind is Kind.PERCENT:
            finding = _percent(passage, reading)
        elif kind is Kind.POINTS:
            finding = _points(passage, reading)
        elif kind is Kind.TIMES:
            finding = _times(passage, reading)
        else:
            finding = _amount(passage, reading)
        if finding:
            yield finding
    yield from _multiples(passage)


def _ends(passage: Passage, reading: Reading, kinds: tuple[Kind, ...]) -> tuple[Reading, Reading] | None:
    """The value before and the value now that the words beside a rise name; None where they do not."""
    if len(passage.run(reading)) > 1:
        return None
    if told := _told_after(passage, reading, kinds):
        return told
    before = [r for r in passage.before(reading, sentences=1, most=8) if r.quantity.kind in kinds]
    new = next((r for r in before if _is_now(r)), None)
    old = next((r for r in before if r.role is Role.OLD), None)
    beside = partner(old, before) if old else None
    if old is None or beside is None or _is_of_another(passage, reading, old, beside):
        return None
    is_newest = max(old.order, beside.order) == (new or old).order
    return (old, beside) if is_newest or _is_close(beside, old, reading) else None


def _told_after(passage: Passage, rise: Reading, kinds: tuple[Kind, ...]) -> tuple[Reading, Reading] | None:
    """40 家，同比增长 25%，去年为 30 家: the value now just before the rise, the one before just after it."""
    new = next(iter(passage.before(rise, sentences=1, most=1)), None)
    old = next(iter(passage.after(rise, most=1)), None)
    if new is None or old is None or old.role is not Role.OLD or not _is_now(new):
        return None
    beside = new.order == rise.order - 1 and old.order == rise.order + 1 and new.segment == old.segment == rise.segment
    same = new.quantity.kind in kinds and new.quantity.unit == old.quantity.unit
    return (old, new) if beside and same else None


def _is_of_another(passage: Passage, change: Reading, old: Reading, new: Reading) -> bool:
    """The rise of something else: after 其中, or with a subject that neither value has."""
    first = min(old.quantity.end, new.quantity.end)
    if "其中" in passage.folded[max(old.quantity.end, new.quantity.end) : change.quantity.start]:
        return True
    subject = _SUBJECT_ENDS.split(change.clause)[0]
    if len(subject) < 2 or subject.startswith("的"):
        return False
    words = passage.folded[max(0, first - 40) : change.quantity.start - len(change.clause)]
    own = bigrams(subject)
    return len(own & bigrams(words)) * 2 < len(own)


_NOW = (Role.PLAIN, Role.TOTAL, Role.NEW, Role.RATE, Role.SHARE)


def _is_now(reading: Reading) -> bool:
    return reading.role in _NOW and reading.whole is None


def _is_close(one: Reading, other: Reading, change: Reading) -> bool:
    last = max(one.order, other.order)
    return change.order - min(one.order, other.order) <= (6 if last == change.order - 1 else 3)


def partner(old: Reading, before: list[Reading]) -> Reading | None:
    """The value now that stands beside an old one: 由 a 到 b; b, 上年 a; 上年 a, 今年 b."""
    fitting = [r for r in before if r is not old and _is_now(r) and r.quantity.unit == old.quantity.unit]
    target = [r for r in fitting if r.role is Role.NEW and r.order > old.order]
    if target:
        return target[-1]
    if re.search(r"(?:由|从)[\u4e00-\u9fff\d]{0,14}$", old.clause):
        return None
    beside = [r for r in fitting if abs(r.order - old.order) == 1]
    earlier = [r for r in fitting if r.order < old.order and r.sentence == old.sentence and old.order - r.order <= 4]
    earlier = [r for r in earlier if not re.match(r"比|较", r.clause)]
    if len(beside) == 1 and beside[0].order > old.order and not re.match(r"(?:比|较)", old.clause):
        return beside[0]
    return max(earlier or beside, key=lambda r: r.order, default=None)


def _all_pairs(passage: Passage, reading: Reading, kinds: tuple[Kind, ...]) -> list[tuple[Reading, Reading]]:
    near = [
        r for r in passage.before(reading, sentences=1, most=8) if r.quantity.kind in kinds and r.role is not Role.EACH
    ]
    ends = _ends(passage, reading, kinds)
    if ends and all(end.segment == reading.segment for end in ends):
        near = [r for r in near if r.segment == reading.segment]
    by = near[0] if near and near[0].order == reading.order - 1 and near[0].role is Role.CHANGE else None
    if by is not None:
        near = [r for r in near if r.segment == reading.segment and (r is by or r.role is not Role.CHANGE)] + [
            r for r in near if r.segment != reading.segment and r.role is Role.OLD
        ]
    near += [r for r in passage.after(reading, most=2) if r.quantity.kind in kinds and r.segment == reading.segment]
    bound = _beside(passage, reading)
    return [
        (a, b)
        for a in near
        for b in near
        if a is not b and same_unit(a, b) and (not bound or a.order in bound or b.order in bound)
    ]


def _beside(passage: Passage, rise: Reading) -> set[int]:
    """上年的 a 增加 c, 增长 x%: what the words tie the rise to; pairs of other numbers fit by chance only."""
    chain: list[Reading] = []
    for reading in passage.before(rise, sentences=0, most=3):
        if reading.role not in (Role.CHANGE, Role.OLD, Role.NEW):
            break
        chain.append(reading)
    return {r.order for r in chain} if any(r.role is Role.OLD for r in chain) else set()


def _percent(passage: Passage, rise: Reading) -> Finding | None:
    if finding := _percent_for_points(passage, rise):
        return finding
    sign = -1 if rise.is_fall else 1
    for old, new in _all_pairs(passage, rise, (Kind.COUNT, Kind.MONEY, Kind.PERCENT)):
        if new.role is Role.CHANGE and old.role is Role.OLD and can_be(rise.quantity, _percent_of(new, old)):
            return None
        if can_be(rise.quantity, _relative(old.quantity.interval, new.quantity.interval, sign)) or (
            new.role is Role.CHANGE and can_be(rise.quantity, _of_rise(old, new, sign))
        ):
            return None
    if finding := _from_old_and_rise(passage, rise):
        return finding
    if ends := _ends(passage, rise, (Kind.COUNT, Kind.MONEY)):
        return _relative_finding(rise, *ends, sign)
    return _from_rise(passage, rise, sign)


def _relative(old: Interval, new: Interval, sign: int) -> Interval | None:
    share = ratio(new, old)
    if share is None or share.high is None:
        return None
    grown = times(shift(share, Fraction(-1)), HUNDRED)
    return grown if sign > 0 else Interval(-(grown.high or Fraction(0)), -grown.low)


def _of_rise(now: Reading, rise: Reading, sign: int) -> Interval | None:
    before = difference(now.quantity.interval, times(rise.quantity.interval, Fraction(1)))
    if rise.is_fall:
        high = (
            None
            if now.quantity.interval.high is None or rise.quantity.interval.high is None
            else now.quantity.interval.high + rise.quantity.interval.high
        )
        before = Interval(now.quantity.interval.low + rise.quantity.interval.low, high)
    share = ratio(rise.quantity.interval, before)
    return None if share is None else times(share, HUNDRED)


def _relative_finding(rise: Reading, old: Reading, new: Reading, sign: int) -> Finding | None:
    if not old.quantity.value or not new.quantity.value:
        return None
    if can_be(rise.quantity, _relative(old.quantity.interval, new.quantity.interval, sign)):
        return None
    value = (new.quantity.value / old.quantity.value - 1) * HUNDRED
    arithmetic = f"({bare(new.quantity)} − {bare(old.quantity)}) ÷ {bare(old.quantity)}"
    return found("growth", rise.quantity, like(rise.quantity, value * sign), arithmetic, (old, new))


def _from_rise(passage: Passage, rise: Reading, sign: int) -> Finding | None:
    """b 万元, 比上年增加 c 万元, 增长 x%: the base is b less c."""
    by = next(iter(passage.before(rise, sentences=0, most=1)), None)
    if by is None or by.role is not Role.CHANGE or by.quantity.kind not in (Kind.COUNT, Kind.MONEY):
        return None
    alike = [r for r in passage.before(by, sentences=0, most=8) if r.quantity.unit == by.quantity.unit]
    now = next((r for r in alike if r.whole is None), None) or next(iter(alike[:1]), None)
    if now is None or now.role not in _NOW:
        return None
    if (
        not _COMPARES.search(by.clause + rise.clause)
        or now.quantity.value <= by.quantity.value
        or by.is_fall != rise.is_fall
    ):
        return None
    old = now.quantity.value + (by.quantity.value if by.is_fall else -by.quantity.value)
    value = by.quantity.value / old * HUNDRED
    mark = "+" if by.is_fall else "−"
    arithmetic = f"{bare(by.quantity)} ÷ ({bare(now.quantity)} {mark} {bare(by.quantity)})"
    return found("growth", rise.quantity, like(rise.quantity, value), arithmetic, (now, by))


def _percent_of(part: Reading, whole: Reading) -> Interval | None:
    share = ratio(part.quantity.interval, whole.quantity.interval)
    return None if share is None else times(share, HUNDRED)


def _from_old_and_rise(passage: Passage, rise: Reading) -> Finding | None:
    """上年支出 a; 支出增加 c, 增长 x%: c over a, where both are worded alike."""
    by = passage.readings[rise.order - 1] if rise.order else None
    if (
        by is None
        or by.role is not Role.CHANGE
        or by.sentence != rise.sentence
        or by.quantity.kind not in (Kind.COUNT, Kind.MONEY)
    ):
        return None
    words = re.split(r"比|较|同比|增|减|净", by.clause)[0]
    olds = [r for r in passage.before(by, sentences=1) if r.role is Role.OLD and r.quantity.unit == by.quantity.unit]
    alike = [r for r in olds if len(words) >= 2 and words[-2:] in r.clause]
    beside = [r for r in olds if r.order == by.order - 1 and r.sentence == by.sentence]
    alike = beside or alike
    if len(alike) != 1 or not alike[0].quantity.value or can_be(rise.quantity, _percent_of(by, alike[0])):
        return None
    value = by.quantity.value / alike[0].quantity.value * HUNDRED
    arithmetic = f"{bare(by.quantity)} ÷ {bare(alike[0].quantity)}"
    return found("growth", rise.quantity, like(rise.quantity, value), arithmetic, (alike[0], by))


def _percent_for_points(passage: Passage, rise: Reading) -> Finding | None:
    """由78%提高到85%, 提高7%: a difference of rates is 百分点."""
    ends = _ends(passage, rise, (Kind.PERCENT,))
    if ends is None:
        return None
    old, new = ends
    sign = -1 if rise.is_fall else 1
    value = (new.quantity.value - old.quantity.value) * sign
    if not old.quantity.value:
        return None
    share = (new.quantity.value / old.quantity.value - 1) * HUNDRED * sign
    is_difference = value == rise.quantity.value and abs(share - value) > rise.quantity.step / 4
    if not is_difference and can_be(rise.quantity, _relative(old.quantity.interval, new.quantity.interval, sign)):
        return None
    number = like(rise.quantity, value).removesuffix(rise.quantity.written_unit)
    arithmetic = f"{bare(new.quantity)} − {bare(old.quantity)}"
    return found("points", rise.quantity, f"{number}个百分点", arithmetic, (old, new))


def _points(passage: Passage, rise: Reading) -> Finding | None:
    pairs = _all_pairs(passage, rise, (Kind.PERCENT,))
    sign = -1 if rise.is_fall else 1
    if any(can_be(rise.quantity, _between(old, new, sign)) for old, new in pairs):
        return None
    ends = _ends(passage, rise, (Kind.PERCENT,))
    if ends is None:
        return _points_for_percent(passage, rise, sign)
    old, new = ends
    if can_be(rise.quantity, _between(old, new, sign)):
        return None
    value = (new.quantity.value - old.quantity.value) * sign
    return found(
        "points", rise.quantity, like(rise.quantity, value), f"{bare(new.quantity)} − {bare(old.quantity)}", ends
    )


def _between(old: Reading, new: Reading, sign: int) -> Interval:
    """The rise from one to the other. Whole percents are told apart as they are printed: 88% to 94% is 6."""
    one, other = (new, old) if sign > 0 else (old, new)
    is_whole = one.quantity.kind is Kind.PERCENT and one.quantity.step == other.quantity.step == 1
    if is_whole and not one.quantity.bound and not other.quantity.bound:
        value = one.quantity.value - other.quantity.value
        return Interval(value, value)
    return difference(one.quantity.interval, other.quantity.interval)


def _points_for_percent(passage: Passage, rise: Reading, sign: int) -> Finding | None:
    """由1000人增加到1119人, 提高11.9个百分点: a growth of counts is %."""
    ends = _ends(passage, rise, (Kind.COUNT, Kind.MONEY))
    if ends is None or any(r.quantity.kind is Kind.PERCENT for r in passage.before(rise, sentences=0, most=4)):
        return None
    if not can_be(rise.quantity, _relative(ends[0].quantity.interval, ends[1].quantity.interval, sign)):
        return None
    number = rise.quantity.text.strip().removesuffix(rise.quantity.written_unit)
    arithmetic = f"({bare(ends[1].quantity)} − {bare(ends[0].quantity)}) ÷ {bare(ends[0].quantity)}"
    return found("points", rise.quantity, f"{number}%", arithmetic, ends)


def _times(passage: Passage, rise: Reading) -> Finding | None:
    for old, new in _all_pairs(passage, rise, (Kind.COUNT, Kind.MONEY)):
        share = ratio(new.quantity.interval, old.quantity.interval)
        if share is not None and can_be(rise.quantity, shift(share, Fraction(-1))):
            return None
    ends = _ends(passage, rise, (Kind.COUNT, Kind.MONEY))
    if ends is None or not ends[0].quantity.value or rise.is_fall:
        return None
    old, new = ends
    value = new.quantity.value / old.quantity.value - 1
    arithmetic = f"({bare(new.quantity)} − {bare(old.quantity)}) ÷ {bare(old.quantity)}"
    return found("growth", rise.quantity, like(rise.quantity, value), arithmetic, ends)


def _multiples(passage: Passage) -> Iterator[Finding]:
    """是上年的 x 倍."""
    for reading in passage.readings:
        if reading.quantity.kind is not Kind.TIMES or reading.role is Role.CHANGE:
            continue
        if not re.search(
            r"(?:上年|去年|同期|上一?期|前年|原来|年初)[\u4e00-\u9fff]{0,6}(?:的)?$", reading.clause
        ) and not _follows_old(passage, reading):
            continue
        pairs = _all_pairs(passage, reading, (Kind.COUNT, Kind.MONEY))
        if any(
            (s := ratio(n.quantity.interval, o.quantity.interval)) is not None and can_be(reading.quantity, s)
            for o, n in pairs
        ):
            continue
        ends = _ends(passage, reading, (Kind.COUNT, Kind.MONEY))
        if ends and ends[0].quantity.value:
            value = ends[1].quantity.value / ends[0].quantity.value
            arithmetic = f"{bare(ends[1].quantity)} ÷ {bare(ends[0].quantity)}"
            yield found("growth", reading.quantity, like(reading.quantity, value), arithmetic, ends)


def _follows_old(passage: Passage, reading: Reading) -> bool:
    """是上年 7,200 人的 1.3 倍."""
    before = passage.readings[reading.order - 1] if reading.order else None
    return before is not None and before.role is Role.OLD and reading.clause in ("的", "的近", "的约")


def _amount(passage: Passage, rise: Reading) -> Finding | None:
    """由 a 增加到 b, 净增 c; b, 比上年的 a 增加 c."""
    near = [
        r
        for r in passage.in_sentence(rise)
        if r is not rise and r.quantity.unit == rise.quantity.unit and abs(r.order - rise.order) <= 4
    ]
    sign = -1 if rise.is_fall else 1
    pairs = [(a, b) for a in near for b in near if a is not b]
    if any(can_be(rise.quantity, _between(old, new, sign)) for old, new in pairs):
        return None
    ends = _ends(passage, rise, (rise.quantity.kind,))
    if (
        ends is None
        or ends[0].quantity.unit != rise.quantity.unit
        or not re.search(r"增|减|多|少|降|提|升|调|涨|扩|缩|压", rise.clause)
    ):
        return None
    old, new = ends
    if can_be(rise.quantity, _between(old, new, sign)):
        return None
    value = (new.quantity.value - old.quantity.value) * sign
    return found(
        "growth", rise.quantity, like(rise.quantity, value), f"{bare(new.quantity)} − {bare(old.quantity)}", ends
    )
