"""How each number of a paragraph is read: what it is about, its scope, period, role, and of which whole it is a part.

Deterministic rules over the words between two numbers; a reading prints, so that a user sees how it came about.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from unionhall.drafts import lexicon
from unionhall.drafts.glyphs import fold
from unionhall.drafts.numerals import numbers
from unionhall.drafts.quantities import Quantity
from unionhall.drafts.roles import ROLE_WORDS, STARTS, Role, last_clause, last_of, role_of, subject_of
from unionhall.drafts.sentences import Paragraph, breaks
from unionhall.drafts.units import Kind, are_same

#: Words looked at before a number; a longer run says nothing more about it.
LEAD = 80
TAIL = 24


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

    @property
    def role_word(self) -> str:
        """What the number does in its sentence, in a word; "" for a plain one."""
        return ROLE_WORDS.get(self.role, "")

    def __str__(self) -> str:
        words = [self.subject or "（没有主语）"]
        words += [word for word in (self.scope, self.period) if word]
        words.append(self.quantity.text)
        if self.role is not Role.PLAIN:
            words.append(ROLE_WORDS[self.role])
        if self.whole is not None:
            words.append("其中之一部分")
        return " · ".join(words)


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
        sentence, segment = bisect_right(ends.sentences, quantity.start), bisect_right(ends.segments, quantity.start)
        if sentence != state.number:
            state = _Sentence(sentence)
            before = max(before, ends.sentences[sentence - 1] if sentence else 0)
        start = max(before, quantity.start - LEAD)
        lead = folded[start : quantity.start]
        upto = quantities[order + 1].start if order + 1 < len(quantities) else len(folded)
        tail = folded[quantity.end : min(upto, ends.sentences[sentence], quantity.end + TAIL)]
        is_among = _is_among(lead, readings, sentence)
        reading = _inherited(_one(quantity, order, sentence, segment, lead, tail, state, is_among), readings)
        if readings and readings[-1].whole is None and _is_a_year_later(readings[-1], reading):
            readings[-1] = replace(readings[-1], role=Role.OLD)
        if reading.role is Role.NEW and readings and _starts(readings[-1], reading):
            readings[-1] = replace(readings[-1], role=Role.OLD, whole=None)
        readings.append(_as_part(reading, readings, state))
        before = quantity.end
    return readings


def _one(
    quantity: Quantity, order: int, sentence: int, segment: int, lead: str, tail: str, state: _Sentence, is_among: bool
) -> Reading:
    clause = last_clause(lead)
    squeezed = re.sub(r"\s+", "", lead)
    state.scope = last_of(lexicon.SCOPES, squeezed) or state.scope
    state.period = last_of(lexicon.PERIODS, squeezed) or state.period
    role, facts = role_of(quantity, lead, clause, tail)
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
        subject=subject_of(clause, noun),
        scope=last_of(lexicon.SCOPES, clause) if role is Role.TOTAL and "计" in lead else state.scope,
        period=state.period,
        each=facts.get("each", ""),
        base=facts.get("base", ""),
        stem=facts.get("stem", ""),
        is_fall=bool(facts.get("fall")),
        whole=None,
        opens_part=bool(_PART.search(lead)) or is_among,
    )


LIST = re.compile(r"\s*(?:、|和|及|与|以及|，)\s*(?:和|及)?\s*")


#: The base of a share that is a number just before it: 占应换届单位 35 家的 20%.
THAT = "="
_OF_THAT = re.compile(r"\s*[\u4e00-\u9fff（）、]{0,12}的(?:约|近|比例为)?\s*")
_IS_SHARE = re.compile(
    r"占|完成[\u4e00-\u9fff]{0,10}(?:任务|计划|目标)|相当于|(?:为|是)(?:上年|去年|前年|"
    r"同期|计划|预算|任务|目标)"
)


def _inherited(reading: Reading, before: list[Reading]) -> Reading:
    """60%、30%和10%: what the first of a bare list is, all are."""
    if not before or reading.role is not Role.PLAIN:
        return reading
    last = before[-1]
    is_beside = last.sentence == reading.sentence and bool(_OF_THAT.fullmatch(reading.lead))
    if is_beside and reading.quantity.kind is Kind.PERCENT and _IS_SHARE.search(last.clause):
        return replace(reading, role=Role.SHARE, base=THAT)
    if reading.quantity.kind is Kind.PERCENT and _is_bracketed(last, reading):
        return replace(reading, role=Role.SHARE)
    if last.role is Role.TOTAL and _goes_on(last, reading):
        return replace(reading, role=Role.TOTAL, base=last.base, scope=last.scope)
    if last.role is Role.OLD and _goes_on_old(last, reading):
        return replace(reading, role=Role.OLD)
    if (
        not LIST.fullmatch(reading.lead)
        or last.sentence != reading.sentence
        or last.quantity.kind is not reading.quantity.kind
    ):
        return reading
    if last.role not in (Role.SHARE, Role.RATE, Role.CHANGE, Role.OLD, Role.NEW) or (
        not lexicon.IN_TURN.search(_head_of_list(before).lead) and last.role is not Role.SHARE
    ):
        return reading
    return replace(reading, role=last.role, base=last.base, stem=last.stem, is_fall=last.is_fall)


def _is_bracketed(part: Reading, reading: Reading) -> bool:
    """劳动报酬 1,304 件（40%）: a share behind its part."""
    is_behind = bool(
        re.fullmatch(r"\s*[\u4e00-\u9fff]{0,6}（\s*约?", reading.lead)
    ) and reading.tail.lstrip().startswith("）")
    is_part = part.quantity.kind in (Kind.COUNT, Kind.MONEY) and part.role is Role.PLAIN
    return is_behind and is_part and part.sentence == reading.sentence


def _goes_on_old(old: Reading, reading: Reading) -> bool:
    """上年走访企业 175 家、慰问职工 49,800 人: the second is of last year too."""
    is_next = old.sentence == reading.sentence and old.quantity.unit != reading.quantity.unit
    is_amount = reading.quantity.kind in (Kind.COUNT, Kind.MONEY)
    return is_next and is_amount and bool(re.match(r"[^，、；今]{0,6}、[\u4e00-\u9fff]{0,10}\s*$", reading.lead))


def _goes_on(total: Reading, reading: Reading) -> bool:
    """两项合计走访企业 196 家、慰问职工 15,950 人: the second is a total as well."""
    is_said = bool(
        re.search(r"合计|共计|总计|相加|之和|[两二三四五六](?:项|批|类|级|次)[\u4e00-\u9fff]{0,6}共", total.base)
    )
    is_next = total.segment == reading.segment and total.quantity.unit != reading.quantity.unit
    return (
        is_said and is_next and bool(re.match(r"[^，、其]{0,8}[、，](?!其中)[\u4e00-\u9fff]{0,12}\s*$", reading.lead))
    )


_AMONG = re.compile(r"^\s*(?:这些|上述|全部)?[\u4e00-\u9fff]{0,6}?([\u4e00-\u9fff]{2})(?:当中|之中|中)，")


def _is_among(lead: str, readings: list[Reading], sentence: int) -> bool:
    """标兵中, …: the words name what the sentence before has counted."""
    found = _AMONG.search(lead)
    if found is None:
        return False
    word, last = found.group(1), [r for r in readings[-8:] if r.sentence == sentence - 1]
    return any(word in r.lead + r.noun for r in last if r.whole is None)


def _is_a_year_later(old: Reading, new: Reading) -> bool:
    """2024 年 a, 2025 年 b: what was told of the year before."""
    if old.quantity.unit != new.quantity.unit or old.role not in (Role.PLAIN, Role.TOTAL, Role.RATE):
        return False
    years = [int(y.group(1)) for r in (old, new) if (y := re.match(r"(\d{4})年", r.period))]
    is_next = len(years) == 2 and years[1] - years[0] == 1
    return is_next and new.sentence - old.sentence <= 1


def _starts(old: Reading, new: Reading) -> bool:
    """由 a 提高到 b: what stands before a rise to a value is the value it rose from."""
    return old.quantity.unit == new.quantity.unit and old.sentence == new.sentence and bool(STARTS.search(old.clause))


def _head_of_list(before: list[Reading]) -> Reading:
    at = len(before) - 1
    while at > 0 and LIST.fullmatch(before[at].lead):
        at -= 1
    return before[at]


def _as_part(reading: Reading, before: list[Reading], state: _Sentence) -> Reading:
    """Find the whole a number after 其中 is a part of."""
    if reading.opens_part:
        state.open_from = reading.order
        state.wholes = _wholes(reading, [r for r in before[-8:] if r.whole is None])
    if state.open_from is None or not state.wholes:
        return reading
    if reading.order != state.open_from and _ends_part(reading, state):
        state.open_from, state.wholes = None, []
        return reading
    if reading.role not in (Role.PLAIN, Role.REST, Role.TOTAL) or reading.quantity.kind not in (Kind.COUNT, Kind.MONEY):
        return reading
    whole = choose_whole(reading, state.wholes)
    return reading if whole is None else replace(reading, whole=whole.order)


def _wholes(reading: Reading, before: list[Reading]) -> list[Reading]:
    """What 其中 may be of: the numbers of its segment, else of its sentence, else of the sentence before."""
    here = [r for r in before if r.sentence == reading.sentence]
    close = [r for r in here if r.segment == reading.segment]
    return close or here or [r for r in before if r.sentence == reading.sentence - 1]


def choose_whole(part: Reading, wholes: list[Reading]) -> Reading | None:
    """Of the numbers before 其中, the one in the part's unit; where several are, the one worded alike, else the nearest."""
    fitting = [
        w
        for w in wholes
        if w.role in (Role.PLAIN, Role.TOTAL, Role.NEW) and are_same(w.quantity.unit, part.quantity.unit)
    ]
    if not fitting:
        return None
    equal = [w for w in fitting if w.quantity.unit == part.quantity.unit] or fitting
    if equal[0].sentence < part.sentence:
        return max(equal, key=lambda w: w.quantity.value)
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
