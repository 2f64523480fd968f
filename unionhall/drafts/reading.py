"""How each number of a paragraph is read: what it is about, its scope, period, role, and of which whole it is a part.

Deterministic rules over the words between two numbers; a reading prints, so that a user sees how it came about.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from enum import StrEnum

from unionhall.drafts import lexicon
from unionhall.drafts.glyphs import fold
from unionhall.drafts.numerals import numbers
from unionhall.drafts.quantities import Quantity
from unionhall.drafts.sentences import Paragraph, breaks
from unionhall.drafts.units import Kind, are_same

#: Words looked at before a number; a longer run says nothing more about it.
LEAD = 80
TAIL = 24


class Role(StrEnum):
    PLAIN = ""
    SHARE = "share"  # 占 x%
    RATE = "rate"  # 成功率 x%
    CHANGE = "change"  # 增长 x, 减少 x
    EACH = "each"  # 每人 x 元
    TOTAL = "total"  # 合计, 共计, 共
    REST = "rest"  # 其余
    OLD = "old"  # 由 x, 上年 x
    NEW = "new"  # 提高到 x
    OF_PLAN = "of_plan"  # 完成任务的 x%


@dataclass(frozen=True, slots=True)
class Reading:
    """One number read. `lead` is what stands between it and the number before (or the sentence's beginning)."""

    quantity: Quantity
    order: int  # the how-manieth number of its paragraph
    sentence: int
    segment: int
    lead: str
    clause: str  # the lead after its last mark
    tail: str  # what follows, up to the next number or the sentence's end
    noun: str
    role: Role
    subject: str
    scope: str
    period: str
    each: str  # unit a rate per head is for: 人, 户, 场
    base: str  # what a share is said to be a share of
    stem: str  # the name of a rate before 率
    is_fall: bool
    whole: int | None  # order of the number it is a part of (after 其中)
    opens_part: bool  # 其中 stands in its own lead

    def __str__(self) -> str:
        words = [self.subject or "（没有主语）"]
        words += [word for word in (self.scope, self.period) if word]
        words.append(self.quantity.text)
        if self.role is not Role.PLAIN:
            words.append(ROLE_WORDS[self.role])
        if self.whole is not None:
            words.append("其中之一部分")
        return " · ".join(words)


ROLE_WORDS = {
    Role.SHARE: "占比",
    Role.RATE: "比率",
    Role.CHANGE: "增减",
    Role.EACH: "单位数额",
    Role.TOTAL: "合计",
    Role.REST: "其余",
    Role.OLD: "原来",
    Role.NEW: "现在",
    Role.OF_PLAN: "完成比例",
}
_MARK = re.compile(r"[，。；：、（）！？\n,…]")
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_ADVERBS = r"(?:约|大约|近|将近|接近|超|超过|突破|达|达到|达成|为|是|仅|只|均|的|了|到|至|有|已|分别|逾|高达|不足|至少|约为|大幅|同步|共|平均|也|又|净|再|更是|整整|占到)"
_END = rf"{_ADVERBS}{{0,4}}\s*$"
_SHARE = re.compile(
    rf"(?:占(?P<base>[\u4e00-\u9fff（）“”A-Za-z]{{0,24}}?)(?:的比[例重]|比例|比重|比率|比)?|(?:比例|比重|占比|份额){_ADVERBS}?)"
    rf"{_ADVERBS}{{0,3}}\s*$"
)
_RATE = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{1,10})(?:率|完成比例)(?:已|均|分别|可|也|则|就|又|更|一度)?"
    rf"(?:达到|达成|达|为|是|超过|提高到|提高至|提升到|提升至|上升到|保持在|稳定在|在|高达|突破|约为|约|近|超|至|到|仅|只有|有)?{_END}"
)
_CHANGE = re.compile(
    r"(?P<verb>增长率?|增加额?|上升|提高|提升|增幅|增收|多收|增|多|下降率?|减少|降低|降幅|减幅|下滑|回落|缩短|压缩|压减|节约|节省|少|降|净增|涨幅|上涨|扩大|增速)"
    rf"(?:幅度)?{_END}"
)
_FALLS = re.compile(r"下降|减少|降低|降幅|减幅|下滑|回落|缩短|压缩|压减|节约|节省|少|降")
_TO = re.compile(r"(?:提高|提升|增加|增长|上升|扩大|发展|下降|减少|降低|缩短|压缩|压减|回落|调整|变|升|增|降|减|跃升|攀升|扩展|拓展|上涨|涨)(?:到了?|至|为)\s*$")
_FROM = re.compile(r"(?:由|从)(?:(?:上|去|前|往)年|同期|原来?|年初|期初|最初|改革前|此前|过去|\d{4}年|[\u4e00-\u9fff\d年]{0,10}(?=的$))?(?:[\u4e00-\u9fff]{0,4}的)?$")
_STARTS = re.compile(r"(?:由|从)[\u4e00-\u9fff\d年（）]{0,14}$")
_BRACKETS = re.compile(r"（[^（）\d]{1,12}）")
_OLD = re.compile(
    r"(?:上年同期|去年同期|上年|去年|上一年|前年|上一?期|同期|原来|原先|年初|期初|此前)(?:的|同期|度|为|是|有|仅|只有|全年|末|[\u4e00-\u9fff]{0,12})?$"
)
_EACH = re.compile(
    r"(?:平均)?每(?:一)?(?P<unit>人次|人|名|位|户|家|场次|场|期|班|次|批|件|个|例|对|份|张|支|项|处|所|组|篇|条|套|台|课|队|站|点)"
    r"(?P<rest>[\u4e00-\u9fff（）]{0,14})$"
)
_AVERAGE = re.compile(r"(?P<unit>人|户|场|家|期|件|次|例|班|单|站|企|校|点|站)均(?P<rest>[\u4e00-\u9fff]{0,10})$")
_EACH_TAIL = re.compile(r"^\s*(?:/|每)\s*(人次|人|名|位|户|家|场次|场|期|班|次|批|件|个|例|对|份|张|支|项|处|所|组|篇|条|套|台)(?!次)(?:均)?")
_TIMED = re.compile(r"/\s*(?:人)?[·/]?\s*(?:天|日|月|年)|每(?:人|名|户|位)?每(?:天|日|月|年|学年)|月均|日均|年均|收入|工资|生活费|低保|薪|面积|消费|产值")
_TOTAL = re.compile(
    r"(?:合计|共计|总计|总共|一共|合共|累计共|(?<![中公总])共(?![同享青产和管商性识建])|(?:两|二|三|四|五|六|七|八|2|3|4|5|6|以上|上述|各|前)(?:项|者|类|级|批|期|个|场|部分|方面)(?:相加|加起来|之和|总和|总数))"
    r"[\u4e00-\u9fff（）]{0,16}$"
)
_REST = re.compile(r"(?:其余|其他|剩余|余下|剩下|另外的|未[\u4e00-\u9fff]{1,6}的|尚有|还有|尚余)[\u4e00-\u9fff（）]{0,10}$")
_OF_PLAN = re.compile(
    rf"(?:完成|达到|达|为|占|是|超额完成|超)[\u4e00-\u9fff]{{0,12}}(?:任务数?|计划数?|目标数?|目标任务|预算数?|指标)(?:总数|总额|量)?(?:的|之)?{_END}"
)
_PART = re.compile(r"其中|其中：")
_NOUN = re.compile(r"^\s*[（]?([\u4e00-\u9fff]{1,8})")
_CLOSES = re.compile(r"合计|共计|总计|总共|以上|上述|同比|较上年|比上年")


@dataclass(slots=True)
class _Sentence:
    number: int
    scope: str = ""
    period: str = ""
    open_from: int | None = None  # order of the first number after the last 其中
    wholes: list["Reading"] = field(default_factory=list)


def read(paragraph: Paragraph) -> list[Reading]:
    """The readings of a paragraph in the order its numbers stand."""
    folded = fold(paragraph.text)
    quantities = numbers(paragraph.index, paragraph.text)
    ends = breaks(folded)
    readings: list[Reading] = []
    state = _Sentence(-1)
    before = 0
    for order, quantity in enumerate(quantities):
        sentence = bisect_right(ends.sentences, quantity.start)
        if sentence != state.number:
            state = _Sentence(sentence)
            before = max(before, ends.sentences[sentence - 1] if sentence else 0)
        start = max(before, quantity.start - LEAD)
        lead = folded[start : quantity.start]
        upto = quantities[order + 1].start if order + 1 < len(quantities) else len(folded)
        tail = folded[quantity.end : min(upto, ends.sentences[sentence], quantity.end + TAIL)]
        reading = _inherited(_one(quantity, order, sentence, bisect_right(ends.segments, quantity.start), lead, tail, state), readings)
        if reading.role is Role.NEW and readings and _starts(readings[-1], reading):
            readings[-1] = replace(readings[-1], role=Role.OLD, whole=None)
        readings.append(_as_part(reading, readings, state))
        before = quantity.end
    return readings


def _one(quantity: Quantity, order: int, sentence: int, segment: int, lead: str, tail: str, state: _Sentence) -> Reading:
    clause = _last_clause(lead)
    state.scope = _last(lexicon.SCOPES, lead) or state.scope
    state.period = _last(lexicon.PERIODS, lead) or state.period
    role, facts = _role(quantity, lead, clause, tail)
    noun_found = _NOUN.match(tail)
    noun = noun_found.group(1) if noun_found else ""
    return Reading(
        quantity=quantity,
        order=order,
        sentence=sentence,
        segment=segment,
        lead=lead,
        clause=clause,
        tail=tail,
        noun=noun,
        role=role,
        subject=_subject(clause, noun),
        scope=state.scope,
        period=state.period,
        each=facts.get("each", ""),
        base=facts.get("base", ""),
        stem=facts.get("stem", ""),
        is_fall=bool(facts.get("fall")),
        whole=None,
        opens_part=bool(_PART.search(lead)),
    )


LIST = re.compile(r"\s*(?:、|和|及|与|以及|，)\s*(?:和|及)?\s*")


#: The base of a share that is a number just before it: 占应换届单位 35 家的 20%.
THAT = "="
_OF_THAT = re.compile(r"\s*[\u4e00-\u9fff]{0,8}的(?:约|近|比例为)?\s*")
_IS_SHARE = re.compile(r"占|完成[\u4e00-\u9fff]{0,10}(?:任务|计划|目标)|相当于")


def _inherited(reading: Reading, before: list[Reading]) -> Reading:
    """60%、30%和10%: what the first of a bare list is, all are."""
    if not before or reading.role is not Role.PLAIN:
        return reading
    last = before[-1]
    if reading.quantity.kind is Kind.PERCENT and _OF_THAT.fullmatch(reading.lead) and last.sentence == reading.sentence:
        if _IS_SHARE.search(last.clause):
            return replace(reading, role=Role.SHARE, base=THAT)
    if last.role is Role.TOTAL and _goes_on(last, reading):
        return replace(reading, role=Role.TOTAL, base=last.base)
    if last.role is Role.OLD and _goes_on_old(last, reading):
        return replace(reading, role=Role.OLD)
    if not LIST.fullmatch(reading.lead) or last.sentence != reading.sentence or last.quantity.kind is not reading.quantity.kind:
        return reading
    if last.role not in (Role.SHARE, Role.RATE, Role.CHANGE, Role.OLD, Role.NEW) or "分别" not in _head_of_list(before).lead:
        return reading
    return replace(reading, role=last.role, base=last.base, stem=last.stem, is_fall=last.is_fall)


def _goes_on_old(old: Reading, reading: Reading) -> bool:
    """上年走访企业 175 家、慰问职工 49,800 人: the second is of last year too."""
    is_next = old.sentence == reading.sentence and old.quantity.unit != reading.quantity.unit
    is_amount = reading.quantity.kind in (Kind.COUNT, Kind.MONEY)
    return is_next and is_amount and bool(re.match(r"[^，、；今]{0,6}、[\u4e00-\u9fff]{0,10}\s*$", reading.lead))


def _goes_on(total: Reading, reading: Reading) -> bool:
    """两项合计走访企业 196 家、慰问职工 15,950 人: the second is a total as well."""
    is_said = bool(re.search(r"合计|共计|总计|相加|之和", total.base))
    is_next = total.segment == reading.segment and total.quantity.unit != reading.quantity.unit
    return is_said and is_next and bool(re.match(r"[^，、其]{0,8}[、，][\u4e00-\u9fff]{0,12}\s*$", reading.lead))


def _starts(old: Reading, new: Reading) -> bool:
    """由 a 提高到 b: what stands before a rise to a value is the value it rose from."""
    return old.quantity.unit == new.quantity.unit and old.sentence == new.sentence and bool(_STARTS.search(old.clause))


def _head_of_list(before: list[Reading]) -> Reading:
    at = len(before) - 1
    while at > 0 and LIST.fullmatch(before[at].lead):
        at -= 1
    return before[at]


def _last_clause(lead: str) -> str:
    words = _BRACKETS.sub("", lead)
    last = 0
    for found in _MARK.finditer(words):
        last = found.end()
    return re.sub(r"\s+", "", words[last:])


def _last(pattern: re.Pattern[str], text: str) -> str:
    word = ""
    for found in pattern.finditer(text):
        word = found.group()
    return word


def _subject(clause: str, noun: str) -> str:
    words = "".join(_HAN.findall(clause))[-24:]
    return f"{words}（{noun}）" if words and noun else words or noun


def _role(quantity: Quantity, lead: str, clause: str, tail: str) -> tuple[Role, dict[str, str]]:
    kind = quantity.kind
    if kind is Kind.PERCENT:
        return _percent_role(clause)
    if kind in (Kind.POINTS, Kind.TIMES):
        found = _CHANGE.search(clause)
        return (Role.CHANGE if found or kind is Kind.POINTS else Role.PLAIN), {"fall": _fall(found)}
    each = _each(clause, tail)
    if each is not None:
        return Role.EACH, {"each": each}
    return _count_role(clause, re.sub(r"\s+", "", lead))


def _percent_role(clause: str) -> tuple[Role, dict[str, str]]:
    if _TO.search(clause):
        return Role.NEW, {}
    if _FROM.search(clause):
        return Role.OLD, {}
    if found := _OF_PLAN.search(clause):
        return Role.OF_PLAN, {"fall": "超" if re.search("超(?!过)", found.group()) else ""}
    if found := _SHARE.search(clause):
        return Role.SHARE, {"base": found.group("base") or "", "stem": clause[: found.start()]}
    if found := _CHANGE.search(clause):
        return Role.CHANGE, {"fall": _fall(found)}
    if found := _RATE.search(clause):
        return Role.RATE, {"stem": found.group("stem")}
    if _OLD.search(clause):
        return Role.OLD, {}
    return Role.PLAIN, {}


def _count_role(clause: str, lead: str) -> tuple[Role, dict[str, str]]:
    if _TO.search(clause):
        return Role.NEW, {}
    if _FROM.search(clause):
        return Role.OLD, {}
    found = _CHANGE.search(clause)
    if found and (len(found.group("verb")) > 1 or re.search(r"[比较]|同期|上年|去年", clause)):
        return Role.CHANGE, {"fall": _fall(found)}
    if _OLD.search(clause):
        return Role.OLD, {}
    if _REST.search(clause):
        return Role.REST, {}
    if _TOTAL.search(clause):
        return Role.TOTAL, {"base": lead}
    return Role.PLAIN, {}


def _fall(found: re.Match[str] | None) -> str:
    return "fall" if found and _FALLS.search(found.group("verb")) else ""


def _each(clause: str, tail: str) -> str | None:
    """The unit a rate is for; "" where it is also for a day or a year; None where it is no rate."""
    if after := _EACH_TAIL.match(tail):
        return "" if _TIMED.search(tail[: after.end() + 3]) or _TIMED.search(clause) else after.group(1)
    for pattern in (_EACH, _AVERAGE):
        if found := pattern.search(clause):
            unit = found.group("unit")
            return "" if _TIMED.search(clause) else _EACH_WORDS.get(unit, unit)
    return "" if re.search(r"每(?:天|日|周|月|季度|年|学年|学期)[\u4e00-\u9fff]{0,8}$", clause) else None


_EACH_WORDS = {"班": "期", "课": "堂", "队": "支", "站": "个", "点": "个", "单": "个", "企": "家", "校": "所"}


def _as_part(reading: Reading, before: list[Reading], state: _Sentence) -> Reading:
    """Find the whole a number after 其中 is a part of."""
    if reading.opens_part:
        state.open_from = reading.order
        state.wholes = [r for r in before[-8:] if r.sentence == reading.sentence and r.whole is None] or [
            r for r in before[-8:] if r.sentence == reading.sentence - 1 and r.whole is None
        ]
    if state.open_from is None or not state.wholes:
        return reading
    if reading.order != state.open_from and _ends_part(reading, state):
        state.open_from, state.wholes = None, []
        return reading
    if reading.role not in (Role.PLAIN, Role.REST, Role.TOTAL) or reading.quantity.kind not in (Kind.COUNT, Kind.MONEY):
        return reading
    whole = choose_whole(reading, state.wholes)
    return reading if whole is None else replace(reading, whole=whole.order)


def choose_whole(part: Reading, wholes: list[Reading]) -> Reading | None:
    """Of the numbers before 其中, the one in the part's unit; where several are, the one worded alike, else the nearest."""
    fitting = [
        w for w in wholes if w.role in (Role.PLAIN, Role.TOTAL, Role.NEW) and are_same(w.quantity.unit, part.quantity.unit)
    ]
    if not fitting:
        return None
    equal = [w for w in fitting if w.quantity.unit == part.quantity.unit] or fitting
    alike = [w for w in equal if _first_verb(w) and _first_verb(w) == _first_verb(part)]
    return (alike or equal)[-1]


def _first_verb(reading: Reading) -> str:
    found = lexicon.VERBS.search(reading.clause)
    return found.group()[-2:] if found else ""


def _ends_part(reading: Reading, state: _Sentence) -> bool:
    """A new statement: a ；, a closed bracket, a total, or a clause with a verb the whole does not have."""
    if re.search(r"[；）]", reading.lead) or (_CLOSES.search(reading.lead) and reading.role is not Role.CHANGE):
        return True
    if reading.role is Role.TOTAL:
        return True
    if "，" not in reading.lead:
        return False
    verb = _first_verb(reading)
    return bool(verb) and all(verb not in whole.clause for whole in state.wholes)
