"""Rises told in other orders than value, base, rise: 延长了 18 天, 由 60 天到 78 天; 第九期为 b, 增加 c; 增长 x% (上年为 a).

A second reading, for rises `growth` has no two ends for. Speaks only of ends that stand beside the rise or are named.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.naming import named_lists
from unionhall.drafts.passages import Passage, content
from unionhall.drafts.quantities import Bound, Interval
from unionhall.drafts.reading import LIST, Reading, Role
from unionhall.drafts.tolerance import HUNDRED, can_be, difference, ratio, shift, times
from unionhall.drafts.units import Kind

_FORMERLY = re.compile(
    r"^(?:其中)?(?:上|去|前)(?:一?年|届|期|一?季度|月|一?轮)(?:同期|末|底)?[\u4e00-\u9fff]{0,8}(?:为|是|仅|有)?$|"
    r"^(?:19|20)\d{2}年(?:同期|末|底)?[\u4e00-\u9fff]{0,8}为$"
)
_TURN = re.compile(r"第(?P<no>[一二三四五六七八九十\d]{1,4})(?:期|届|批|轮|次)|(?P<year>(?:19|20)\d{2})年")
_THIS = re.compile(r"^(?:这一?|该|此)[\u4e00-\u9fff]{0,6}(?:比|较|与)|^(?:比|较|与|同)")
_VERB = re.compile(r"同比|环比|比|较|增|减|提|上升|下降|上涨|扩|回落|下滑|压|净")
_YEARLY = re.compile(r"逐[年季月]|后[两二三四]年|后[两二三]个季度|环比依次|环比分别")
_GAP = re.compile(r"低于|高于|相差|差距|高出|[高低]$")
_ON = re.compile(r"环比")
_VALUE = (Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.NONE)
_LEVEL = re.compile(r"(?:增幅|增速|涨幅|降幅|增长率)[\u4e00-\u9fff]{0,3}$")
_TIMES_OF = re.compile(r"^(?:约)?(?:为|是|相当于)(?P<of>[\u4e00-\u9fff\d]{2,10})的(?:近|约)?$")
Ends = tuple[Reading, Reading]


def check(passage: Passage, told: set[int]) -> Iterator[Finding]:
    """Findings for rises at orders other than those in `told`."""
    names = named_lists(passage)
    for rise in passage.readings:
        if rise.order in told or rise.quantity.bound or rise.quantity.top is not None:
            continue
        if rise.role is Role.CHANGE or (rise.quantity.kind is Kind.PERCENT and LIST.fullmatch(rise.lead)):
            ends = _ends(passage, rise, names)
        elif rise.quantity.kind is Kind.TIMES:
            ends = _times_of(passage, rise)
        else:
            continue
        if ends is not None and (finding := _judged(passage, rise, ends)):
            yield finding


def _ends(passage: Passage, rise: Reading, names: dict[int, str]) -> Ends | None:
    for look in (_pair_after, _pair_before, _more_than, _turns, _bracketed, _this_total, _level):
        if ends := look(passage, rise):
            return ends
    return (
        _by_name(passage, rise, names)
        or _apart(passage, rise)
        or _of_head(passage, rise)
        or _year_by_year(passage, rise)
    )


def _at(passage: Passage, rise: Reading, by: int) -> Reading | None:
    """The reading so many numbers on in the same sentence."""
    at = rise.order + by
    if not 0 <= at < len(passage.readings) or passage.readings[at].sentence != rise.sentence:
        return None
    return passage.readings[at]


def _are_pair(old: Reading | None, new: Reading | None) -> bool:
    if old is None or new is None or old.role is not Role.OLD or new.role is not Role.NEW:
        return False
    return old.quantity.unit == new.quantity.unit and old.quantity.kind in _VALUE


def _pair_after(passage: Passage, rise: Reading) -> Ends | None:
    """延长了 18 天, 由 60 天增加到 78 天."""
    old, new = _at(passage, rise, 1), _at(passage, rise, 2)
    if old is None or new is None or not _are_pair(old, new) or old.segment != rise.segment:
        return None
    follows = re.match(r"\s*，?\s*(?:即)?(?:由|从)", old.lead)
    is_same = rise.quantity.kind in (Kind.PERCENT, Kind.POINTS) or rise.quantity.unit == old.quantity.unit
    return (old, new) if follows and is_same else None


def _pair_before(passage: Passage, rise: Reading) -> Ends | None:
    """由每小时 125 箱到 140 箱, 提高 12%: of things no unit is known for."""
    old, new = _at(passage, rise, -2), _at(passage, rise, -1)
    if old is None or new is None or not _are_pair(old, new) or old.quantity.kind is not Kind.NONE:
        return None
    return (old, new) if new.segment == rise.segment and rise.quantity.kind is Kind.PERCENT else None


def _more_than(passage: Passage, rise: Reading) -> Ends | None:
    """比上年的 a 多 c, 达到 b, 增幅 x%."""
    old, new = _at(passage, rise, -3), _at(passage, rise, -1)
    if old is None or new is None or old.role is not Role.OLD or old.quantity.unit != new.quantity.unit:
        return None
    is_reached = bool(re.fullmatch(r"(?:共|总数)?(?:达到?|为|至)", new.clause)) and bool(
        re.search("[比较]", old.clause)
    )
    return (old, new) if is_reached else None


def _turns(passage: Passage, rise: Reading) -> Ends | None:
    """第十期参加 a, 第九期为 b, 增加 c, 增长 x%."""
    for by in (-1, -2):
        old, new = _at(passage, rise, by), _at(passage, rise, by - 1)
        if old is None or new is None or old.quantity.unit != new.quantity.unit or old.role is Role.CHANGE:
            continue
        if by == -2 and passage.readings[rise.order - 1].role is not Role.CHANGE:
            continue
        one, other = _turn(old.clause), _turn(new.clause)
        if one is not None and other is not None and other - one == 1:
            return (old, new)
    return None


def _turn(words: str) -> int | None:
    found = _TURN.search(words)
    if found is None:
        return None
    if found.group("year"):
        return int(found.group("year"))
    word = found.group("no")
    if word.isdigit():
        return int(word)
    tens, _, ones = word.rpartition("十")
    digits = "零一二三四五六七八九"
    if "十" not in word:
        return digits.find(word) if len(word) == 1 else None
    return (digits.find(tens) if tens else 1) * 10 + (digits.find(ones) if ones else 0)


def _bracketed(passage: Passage, rise: Reading) -> Ends | None:
    """财政划拨增长 2.5% (上年为 3,050.6 万元): the value now stands before it, or is named earlier."""
    old = _at(passage, rise, 1)
    if old is None or not re.match(r"\s*（", old.lead) or not _FORMERLY.search(old.clause):
        return None
    by = _at(passage, rise, -1)
    words = content(_VERB.split(rise.clause)[0])
    if len(words) < 2:
        near = by if by is None or by.role is not Role.CHANGE else _at(passage, rise, -2)
        is_alike = near is not None and near.quantity.unit == old.quantity.unit
        return (old, near) if near is not None and is_alike and near.segment == rise.segment else None
    here = [r for r in passage.before(rise) if r.role is not Role.OLD]
    alike = [r for r in (*here, *reversed(passage.earlier)) if r.quantity.unit == old.quantity.unit]
    called = [r for r in alike if words in r.lead + r.noun and r.role not in (Role.OLD, Role.CHANGE, Role.EACH)]
    return (old, called[0]) if called else None


def _this_total(passage: Passage, rise: Reading) -> Ends | None:
    """… a 人次. 这一总量比上年的 b 增长 x%: the head of the sentence before."""
    old = _at(passage, rise, -1)
    if old is None or old.role is not Role.OLD or not _THIS.search(old.clause) or _at(passage, rise, -2) is not None:
        return None
    last = [r for r in passage.before(rise, sentences=1) if r.sentence == rise.sentence - 1 and r.whole is None]
    alike = [r for r in last if r.quantity.unit == old.quantity.unit and r.role in (Role.PLAIN, Role.TOTAL)]
    return (old, alike[-1]) if alike and alike[-1].quantity.value == max(r.quantity.value for r in alike) else None


def _level(passage: Passage, rise: Reading) -> Ends | None:
    """增幅为 4.6%, 较上年的 5.2% 回落 0.6 个百分点."""
    old, new = _at(passage, rise, -1), _at(passage, rise, -2)
    if old is None or new is None or old.role is not Role.OLD or rise.quantity.kind is not Kind.POINTS:
        return None
    is_level = new.quantity.kind is Kind.PERCENT and bool(_LEVEL.search(new.clause))
    return (old, new) if is_level and old.quantity.kind is Kind.PERCENT else None


def _apart(passage: Passage, gap: Reading) -> Ends | None:
    """达标率 78.9%, 低于平均 (93.5%) 14.6 个百分点; 与 90% 的目标相差 13.5 个百分点: two rates and what lies between them."""
    one, other = _at(passage, gap, -2), _at(passage, gap, -1)
    if one is None or other is None or gap.quantity.kind is not Kind.POINTS:
        return None
    are_rates = one.quantity.kind is other.quantity.kind is Kind.PERCENT and Role.CHANGE not in (one.role, other.role)
    around = other.lead + gap.lead + gap.tail
    is_set_against = re.match(r"\s*[，、]?\s*(?:低于|高于|[与比较])", other.lead) and _GAP.search(around)
    if not are_rates or not is_set_against or one.segment != gap.segment:
        return None
    return (one, other) if one.quantity.value < other.quantity.value else (other, one)


def _of_head(passage: Passage, rise: Reading) -> Ends | None:
    """建档 412 户（…三类…），较上年末的 537 户减少 125 户: brackets between do not count."""
    old = _at(passage, rise, -1)
    if (
        old is None
        or old.role is not Role.OLD
        or old.quantity.unit != rise.quantity.unit
        or not _THIS.search(old.clause)
    ):
        return None
    depth, at = 0, old.order - 1
    while at >= 0 and passage.readings[at].sentence == rise.sentence:
        between = passage.folded[passage.readings[at].quantity.end : passage.readings[at + 1].quantity.start]
        depth += between.count("）") - between.count("（")
        if depth <= 0:
            break
        at -= 1
    new = passage.readings[at] if 0 <= at < old.order - 1 else None
    is_value = new is not None and new.role in (Role.PLAIN, Role.TOTAL) and new.sentence == rise.sentence
    return (old, new) if new is not None and is_value and new.quantity.unit == old.quantity.unit else None


def _year_by_year(passage: Passage, rise: Reading) -> Ends | None:
    """a、b 和 c, 逐年增长 x% 和 y%; 后两年分别增长 x% 和 y%: each over the one before."""
    first = rise.order
    while (
        first and LIST.fullmatch(passage.readings[first].lead) and passage.readings[first].quantity.kind is Kind.PERCENT
    ):
        first -= 1
    head = passage.readings[first]
    if rise.quantity.kind is not Kind.PERCENT or not _YEARLY.search(head.clause) or not first:
        return None
    upto = [r for r in passage.before(head, sentences=0) if r.role is not Role.TOTAL]
    values: list[Reading] = []
    for reading in upto:
        values.insert(0, reading)
        if not LIST.fullmatch(reading.lead):
            break
    at = rise.order - first
    is_list = len(values) >= 3 and len({r.quantity.unit for r in values}) == 1 and at + 1 < len(values)
    return (values[at], values[at + 1]) if is_list and values[0].quantity.kind is not Kind.PERCENT else None


def _by_name(passage: Passage, rise: Reading, names: dict[int, str]) -> Ends | None:
    """2023 年末比 2019 年末增加 c; 三季度 …, 环比增长 x%: ends that a list before has named."""
    if not names:
        return None
    words = re.sub(r"\s+", "", passage.words_before(rise))[-30:]
    said = sorted((words.rfind(name), order) for order, name in names.items() if name in words and order < rise.order)
    alike = [order for _, order in said if passage.readings[order].quantity.unit == rise.quantity.unit]
    compared = re.search(r"[比较]", rise.clause)
    if compared and len(alike) == 2 and rise.quantity.kind in (Kind.COUNT, Kind.MONEY):
        return (passage.readings[alike[1]], passage.readings[alike[0]])
    if _ON.search(rise.clause) and len(said) == 1 and names.get(said[0][1] - 1):
        return (passage.readings[said[0][1] - 1], passage.readings[said[0][1]])
    return None


def _times_of(passage: Passage, multiple: Reading) -> Ends | None:
    """从 2019 年的 80 家发展到 420 家, 为 2019 年的 5.25 倍; 7 月 a, 是 2 月 b 的 2.8 倍."""
    old, new = _at(passage, multiple, -2), _at(passage, multiple, -1)
    said = _TIMES_OF.search(multiple.clause)
    if old is None or new is None or old.quantity.unit != new.quantity.unit:
        return None
    if (
        _are_pair(old, new)
        and said
        and (said.group("of") in old.clause or re.search("原|前|初|上|去", said.group("of")))
    ):
        return (old, new)
    if re.fullmatch(r"的(?:近|约)?", multiple.clause) and re.match(r"\s*，?\s*(?:是|为|相当于)", new.lead):
        return (new, old) if new.role in (Role.PLAIN, Role.OLD) and old.role in (Role.PLAIN, Role.TOTAL) else None
    return None


def _judged(passage: Passage, rise: Reading, ends: Ends) -> Finding | None:
    old, new = ends
    if not old.quantity.value or old.quantity.bound != Bound.EXACT or new.quantity.bound != Bound.EXACT:
        return None
    near = [r for r in passage.before(rise, sentences=1, most=8) if r.quantity.unit == old.quantity.unit]
    for other in (*ends, *near):
        if any(_closes(rise, end, other) or _closes(rise, other, end) for end in ends):
            return None
    value, arithmetic = _derived(rise, old, new)
    if rise.quantity.kind is Kind.POINTS:
        value = abs(value)
    rule = "points" if rise.quantity.kind is Kind.POINTS else "growth"
    return found(rule, rise.quantity, like(rise.quantity, value), arithmetic, ends) if value > 0 else None


def _derived(rise: Reading, old: Reading, new: Reading) -> tuple[Fraction, str]:
    sign = -1 if rise.is_fall else 1
    if rise.quantity.kind is Kind.TIMES:
        return new.quantity.value / old.quantity.value, f"{bare(new.quantity)} ÷ {bare(old.quantity)}"
    if rise.quantity.kind is Kind.PERCENT:
        value = (new.quantity.value / old.quantity.value - 1) * HUNDRED * sign
        return value, f"({bare(new.quantity)} − {bare(old.quantity)}) ÷ {bare(old.quantity)}"
    return (new.quantity.value - old.quantity.value) * sign, f"{bare(new.quantity)} − {bare(old.quantity)}"


def _closes(rise: Reading, old: Reading, new: Reading) -> bool:
    """Whether the rise fits two values, either way round."""
    if old is new:
        return False
    one, other = old.quantity.interval, new.quantity.interval
    share = ratio(other, one)
    if rise.quantity.kind in (Kind.COUNT, Kind.MONEY, Kind.POINTS):
        return can_be(rise.quantity, difference(other, one)) or can_be(rise.quantity, difference(one, other))
    if share is None or share.high is None:
        return False
    if rise.quantity.kind is Kind.TIMES:
        more = rise.role is Role.CHANGE and can_be(rise.quantity, shift(share, Fraction(-1)))
        return more or can_be(rise.quantity, share)
    grown = times(shift(share, Fraction(-1)), HUNDRED)
    turned = Interval(-(grown.high or Fraction(0)), -grown.low)
    is_by = new.role is Role.CHANGE and can_be(rise.quantity, times(share, HUNDRED))
    return is_by or can_be(rise.quantity, grown) or can_be(rise.quantity, turned)
