"""Averages and prices each whose number or total stands further off: 单价, 次均, 按年末户数计算户均, 五年 … 年均.

A second reading, for rates per head `each` has no pair for. Silent where any number of the paragraph in the right unit closes it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from unionhall.drafts import lexicon
from unionhall.drafts.checks.magnitude import rewritten
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import Passage, bigrams, content, is_amount, label
from unionhall.drafts.quantities import Bound
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.slips import is_slip
from unionhall.drafts.tolerance import can_be, product, ratio, times
from unionhall.drafts.units import Kind, are_alike

_UNIT = (
    r"人次|人|名|位|户|家|场次|场|期|班|次|批次|批|件|个|例|对|份|张|支|项|处|所|组|篇|条|套|台|课|队|站|点|案|笔|部|间|辆|"
    r"座|届|轮|堂|册|栋|幢|校|地|县|校|企|单|社|屋|店|栋"
)
_EACH = re.compile(rf"(?:平均)?每(?P<one>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{0,12}})$")
_MEAN = re.compile(rf"(?P<one>{_UNIT})均(?P<noun>[\u4e00-\u9fff]{{0,10}})$")
_SAYS_NOTHING = re.compile(
    r"其中|计算|测算|折算|平均|第[一二三四五六七八九十\d]{1,4}(?:期|届|批|轮)|[按以].*|约|即|现|每"
)
_PRICE = re.compile(r"(?:单价|均价)[\u4e00-\u9fff]{0,2}$")
_BY = re.compile(
    r"[按以](?:照)?(?P<by>[\u4e00-\u9fff\d]{2,16}?)(?:\d[\d,.]*[万亿]?[\u4e00-\u9fff]{1,2})?(?:为基数|计算|平均|测算|计|折算)"
)
_BY_TIME = re.compile(r"年均|月均")
_YEARS = re.compile(r"(?<![\d〇零一二三四五六七八九十第])([两二三四五六七八九十])年(?:来|间|累计|共|里|内|中|，)?")
_NUMBER = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_FAMILY = {
    "名": "人",
    "位": "人",
    "场次": "场",
    "批次": "批",
    "堂": "堂",
    "企": "家",
    "校": "所",
    "案": "件",
    "单": "份",
    "班": "个",
    "队": "支",
    "站": "个",
    "点": "个",
    "幢": "栋",
    "屋": "家",
    "店": "家",
    "社": "家",
    "地": "个",
    "县": "个",
}
_FORMS = {
    "次": ("人次", "件次", "户次", "场"),
    "人": ("人次",),
    "家": ("个", "处"),
    "个": ("家", "支", "期", "处"),
    "件": ("例",),
}
_TURN = re.compile(r"第[一二三四五六七八九十\d]{1,4}(?:期|届|批|轮)")
_A_TIME = re.compile(
    r"每(?:年|月|天|日|周|小时|学期|学年|季度)|[年月日周]均|工资|收入|最低|最高|时薪|/|不低于|不超过|以上"
)
_NOT_A_TOTAL = re.compile(
    r"价$|价格|面值|定额|标准|最高|最低|不超过|上限|限额|[高低]于|预算|收入|工资|产值|消费|带动|损失"
)
_TENS = (Fraction(10**4), Fraction(10**8), Fraction(1, 10**4), Fraction(1, 10**8))
#: A total of so many digits is met but for one of them by no chance.
_LONG = 4
#: In how many ways one whole is parted in a sentence: by level, by source, by kind.
_WAYS = 3
_EXACT = Fraction(1, 200)


@dataclass(frozen=True, slots=True)
class _Rate:
    reading: Reading
    units: tuple[str, ...]  # the unit it is for, and looser ones
    noun: str
    by: str  # 按 … 计算
    subject: str  # 住院补助 before 次均
    is_mean: bool  # worked out from the total, not fixed before


def check(passage: Passage, told: set[int]) -> Iterator[Finding]:
    """Findings for rates at orders other than those in `told`."""
    for reading in passage.readings:
        if (
            reading.order in told
            or reading.quantity.top is not None
            or reading.quantity.bound in (Bound.MOST, Bound.LEAST)
        ):
            continue
        if reading.quantity.kind not in (Kind.COUNT, Kind.MONEY) or not reading.quantity.value:
            continue
        if finding := _a_year(passage, reading):
            yield finding
        rate = _rate(passage, reading)
        if rate is not None and (finding := _one(passage, rate)):
            yield finding


def _a_year(passage: Passage, reading: Reading) -> Finding | None:
    """五年共举办 865 场, 年均 173 场; 全年 …, 月均 …."""
    mean = _BY_TIME.search(reading.clause)
    whole = passage.readings[reading.order - 1] if reading.order else None
    if mean is None or whole is None or whole.segment != reading.segment or whole.sentence != reading.sentence:
        return None
    said = _YEARS.findall(_squeezed(passage, reading))
    spans = [_NUMBER[word] for word in said] if mean.group() == "年均" else [12] if "全年" in whole.lead else []
    is_total = is_amount(whole) and whole.role is not Role.OLD and whole.whole is None and not whole.quantity.bound
    if len(set(spans)) != 1 or not is_total or whole.quantity.unit != reading.quantity.unit:
        return None
    value = whole.quantity.value / spans[0]
    derived = times(whole.quantity.interval, Fraction(1, spans[0]))
    if can_be(reading.quantity, derived, extra=reading.quantity.step / 2) or not Fraction(
        2, 3
    ) <= value / reading.quantity.value <= Fraction(3, 2):
        return None
    return found(
        "each", reading.quantity, like(reading.quantity, value), f"{bare(whole.quantity)} ÷ {spans[0]}", (whole,)
    )


def _rate(passage: Passage, reading: Reading) -> _Rate | None:
    if _A_TIME.search(reading.clause):
        return None
    words = re.sub(r"年(?=受理|办理|服务|接待)", "", reading.clause)
    by = _BY.search(_squeezed(passage, reading))
    said = by.group("by") if by else ""
    if _PRICE.search(words):
        before = _last_count(passage, reading)
        return None if before is None else _Rate(reading, (before.quantity.unit,), "", said, "", is_mean=False)
    one = _EACH.search(words) or _MEAN.search(words)
    if one is None:
        return None
    unit = _FAMILY.get(one.group("one"), one.group("one"))
    subject = content(_SAYS_NOTHING.sub("", words[: one.start()]))
    return _Rate(reading, (unit, *_FORMS.get(unit, ())), one.group("noun"), said, subject, "均" in words)


def _last_count(passage: Passage, reading: Reading) -> Reading | None:
    before = passage.before(reading, sentences=0, most=2)
    return next((r for r in before if r.quantity.kind is Kind.COUNT and r.role in (Role.PLAIN, Role.TOTAL)), None)


def _one(passage: Passage, rate: _Rate) -> Finding | None:
    here = [
        r for r in passage.in_sentence(rate.reading) if r is not rate.reading and abs(r.order - rate.reading.order) <= 8
    ]
    around = [*here, *(r for r in passage.before(rate.reading) if r not in here)]
    wide = [*around, *reversed(passage.earlier)]
    counts = [r for r in wide if _may_count(rate, r)]
    totals = [r for r in wide if _may_be_total(rate, r)]
    count = _best_count(passage, rate, counts)
    whole = _best_total(passage, rate, count, totals)
    if whole is not None and (finding := _absurd(rate.reading, counts, whole)):
        return finding
    if whole is not None and count is None:
        count = _by_digits(rate, counts, whole) or _by_the_whole(passage, rate, counts, whole)
    if count is None or whole is None or count is whole or _is_shared(passage, rate.reading):
        return None
    if any(_closes(rate.reading, count, t) for t in totals) or any(_closes(rate.reading, c, whole) for c in counts):
        return None
    return _finding(rate, count, whole)


def _by_digits(rate: _Rate, counts: list[Reading], whole: Reading) -> Reading | None:
    """The one number of the unit in the paragraph that makes the total but for a digit; of a long total only."""
    each = rate.reading
    printed = _digits_of(whole.quantity.value, whole)
    if len(printed) < _LONG or each.quantity.kind is not Kind.MONEY:
        return None
    mine = [c for c in counts if c.quantity.paragraph == each.quantity.paragraph and c.quantity.unit == rate.units[0]]
    if any(_closes(each, c, whole) for c in mine):
        return None
    return _only([c for c in mine if is_slip(printed, _digits_of(each.quantity.value * c.quantity.value, whole))])


def _by_the_whole(passage: Passage, rate: _Rate, counts: list[Reading], whole: Reading) -> Reading | None:
    """全市书屋藏书 86.4 万册, 平均每家 …: the 家 that are called as what the total is of."""
    if (
        not rate.is_mean
        or not _is_plain_mean(rate)
        or rate.by
        or rate.subject
        or rate.reading.sentence != whole.sentence
    ):
        return None
    words = lexicon.GENERIC.sub(" ", whole.clause + whole.noun)
    if any(c.sentence == rate.reading.sentence and c in passage.readings for c in counts):
        return None
    wholes = [c for c in counts if c.whole is None and c.quantity.unit == rate.units[0] and c.role is not Role.OLD]
    called = [c for c in wholes if _overlap(words, c)]
    return max(called, key=lambda c: c.quantity.value, default=None)


def _digits_of(value: Fraction, like_this: Reading) -> str:
    return str(round(value / like_this.quantity.step))


def _is_shared(passage: Passage, rate: Reading) -> bool:
    """一等奖每个 1 万元, 二等奖每个 5,000 元, 共 …: a total of several rates is none of theirs alone."""
    here = [r for r in passage.in_sentence(rate) if r.quantity.unit == rate.quantity.unit]
    sums = [r.order for r in here if is_amount(r)]
    others = [r.order for r in here if r.role is Role.EACH and r is not rate]
    return any(not any(min(o, rate.order) < at < max(o, rate.order) for at in sums) for o in others)


def _may_count(rate: _Rate, reading: Reading) -> bool:
    if reading.quantity.unit == rate.reading.quantity.unit or not reading.quantity.value:
        return False
    return (
        reading.quantity.kind is Kind.COUNT and reading.role is not Role.CHANGE and reading.quantity.unit in rate.units
    )


def _may_be_total(rate: _Rate, reading: Reading) -> bool:
    is_alike = are_alike(reading.quantity.unit, rate.reading.quantity.unit)
    return is_alike and is_amount(reading) and bool(reading.quantity.value)


def _best_count(passage: Passage, rate: _Rate, counts: list[Reading]) -> Reading | None:
    """The number 按 … 计算 names; else the one of the unit in its own sentence, of its turn, or alone before it."""
    each = rate.reading
    if rate.by:
        inside = passage.readings[each.order - 1] if each.order else None
        if inside is not None and inside.quantity.unit == each.quantity.unit:
            return _head([c for c in counts if c.sentence == each.sentence and c.order < each.order])
        if inside in counts and inside is not None and re.search(r"[按以](?:照)?[\u4e00-\u9fff]{0,12}$", inside.clause):
            return inside
        named = _most_named(rate.by, counts)
        return max(named, key=lambda r: r.quantity.value, default=None)
    if len(rate.subject) >= 2:
        return _only(_most_named(rate.subject, [c for c in counts if c.quantity.paragraph == each.quantity.paragraph]))
    exact = [
        c for c in counts if c.quantity.unit == rate.units[0] or (rate.units[0] == "次" and c.quantity.unit == "人次")
    ]
    mine = [c for c in exact if c.quantity.paragraph == each.quantity.paragraph]
    near = [c for c in mine if c.sentence == each.sentence and c.order < each.order and c.role is not Role.OLD]
    if near:
        return _head([c for c in near if c.segment == each.segment]) or _head(near)
    if turn := _TURN.search(_squeezed(passage, each)):
        of_turn = [c for c in exact if turn.group() in c.lead or c.period == turn.group()]
        return _only(of_turn)
    return _head([c for c in mine if c.sentence == each.sentence - 1]) if _is_plain_mean(rate) else None


def _squeezed(passage: Passage, reading: Reading) -> str:
    return re.sub(r"\s+", "", passage.words_before(reading))


def _head(readings: list[Reading]) -> Reading | None:
    """What stands first and is no less than the rest: the whole of what follows it."""
    readings = [r for r in readings if r.role is not Role.REST]
    told = sorted((r for r in readings if r.whole is None), key=lambda r: r.order)
    if not told:
        return None
    first = told[0]
    rest = [r for r in readings if r is not first]
    if len(told) == 1:
        return first
    parts = sum((r.quantity.value for r in rest), Fraction(0))
    is_whole = parts and not parts % first.quantity.value and parts / first.quantity.value <= _WAYS
    return first if is_whole else None


def _is_plain_mean(rate: _Rate) -> bool:
    """平均每家, 次均: with nothing said of which."""
    return not rate.noun or bool(re.fullmatch(r"[\u4e00-\u9fff]{2}(?:支出|投入|补贴)?|约", rate.noun))


def _only(readings: list[Reading]) -> Reading | None:
    return readings[0] if len({r.quantity.value for r in readings}) == 1 else None


def _most_named(words: str, readings: list[Reading]) -> list[Reading]:
    most = max((_overlap(words, r) for r in readings), default=0)
    return [r for r in readings if most >= 2 and _overlap(words, r) == most]


def _overlap(words: str, reading: Reading) -> int:
    return len(
        bigrams(content(words)) & bigrams(f"{reading.lead[-16:]} {reading.noun} {reading.quantity.written_unit}")
    )


def _best_total(passage: Passage, rate: _Rate, count: Reading | None, totals: list[Reading]) -> Reading | None:
    """The sum of the rate's unit beside it in its own statement; else the one the words beside the count name."""
    each = rate.reading
    fitting = [t for t in totals if t.quantity.unit == each.quantity.unit and not _NOT_A_TOTAL.search(label(t))]
    mine = [t for t in fitting if t.quantity.paragraph == each.quantity.paragraph]
    inside = [t for t in mine if t.order == each.order - 1 and t.clause.startswith("按")]
    if inside:
        return inside[0]
    here = [t for t in mine if t.sentence == each.sentence and t.whole is None and t.role is not Role.OLD]
    close = [t for t in here if t.segment == each.segment]
    touching = [t for t in close if abs(t.order - each.order) == 1]
    if count is not None and len(rate.subject) >= 2:
        return next(
            (t for t in mine if t.order == count.order + 1 and re.fullmatch(r"[、，]?[\u4e00-\u9fff]{0,4}", t.lead)),
            None,
        )
    if touching or close or here:
        return _only(touching) or _head(close) or _head(here)
    named = _most_named(count.clause, mine) if count is not None and count.sentence == each.sentence else []
    last = [t for t in mine if t.sentence == each.sentence - 1]
    return _only(named) or _head(last)


def _closes(rate: Reading, count: Reading, whole: Reading) -> bool:
    derived = ratio(whole.quantity.interval, count.quantity.interval)
    if can_be(rate.quantity, derived, extra=rate.quantity.step / 2):
        return True
    return can_be(whole.quantity, product(rate.quantity.interval, count.quantity.interval))


def _absurd(each: Reading, counts: list[Reading], whole: Reading) -> Finding | None:
    """平均每家 4,500 万元 out of 162 万元: more each than all together, and right in another unit."""
    if each.quantity.unit != "元" or each.quantity.value <= whole.quantity.value or whole.quantity.bound:
        return None
    for count in counts:
        value = whole.quantity.value / count.quantity.value
        if any(abs(each.quantity.value / value / ten - 1) <= _EXACT for ten in _TENS):
            arithmetic = f"{bare(whole.quantity)} ÷ {bare(count.quantity)}"
            return found("magnitude", each.quantity, rewritten(value), arithmetic, (whole, count))
    return None


def _finding(rate: _Rate, count: Reading, whole: Reading) -> Finding | None:
    each = rate.reading
    if any(r.quantity.bound in (Bound.LEAST, Bound.MOST) for r in (count, whole)):
        return None
    value, made = whole.quantity.value / count.quantity.value, each.quantity.value * count.quantity.value
    factor = each.quantity.value / value
    divided, multiplied = (
        f"{bare(whole.quantity)} ÷ {bare(count.quantity)}",
        f"{bare(each.quantity)} × {bare(count.quantity)}",
    )
    if each.quantity.unit == "元" and any(abs(factor / ten - 1) <= _EXACT for ten in _TENS):
        if rate.is_mean:
            return found("magnitude", each.quantity, rewritten(value), divided, (whole, count))
        return found("magnitude", whole.quantity, rewritten(made), multiplied, (each, count))
    is_here = count.sentence == whole.sentence == each.sentence and count.quantity.paragraph == each.quantity.paragraph
    is_swapped = is_here and is_slip(_digits_of(each.quantity.value, each), _digits_of(value, each))
    if not is_swapped and not Fraction(2, 3) <= factor <= Fraction(3, 2):
        return None
    if rate.is_mean:
        return found("each", each.quantity, like(each.quantity, value), divided, (whole, count))
    return found("each", whole.quantity, like(whole.quantity, made), multiplied, (each, count))
