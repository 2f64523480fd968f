"""Shares and rates whose whole stands further off: of a list's own sum, of a total paragraphs before, as brackets define them.

A second reading, for those `shares` and `rates` have no pair for. Silent where any whole that could be meant fits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from unionhall.drafts import lexicon
from unionhall.drafts.checks import rates, shares
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.naming import named_lists
from unionhall.drafts.passages import Passage, bigrams, content, is_amount, label, like_unit, same_unit
from unionhall.drafts.quantities import Bound, Interval
from unionhall.drafts.reading import LIST, THAT, Reading, Role
from unionhall.drafts.slips import believed
from unionhall.drafts.tolerance import HUNDRED, can_be, ratio, times, total

_BRACKETS = re.compile(r"（[^（）]*）")
_DEFINED = re.compile(
    r"（(?:即|指|为)?(?P<part>[^（）\d，]{2,14}?)(?:(?:与|和|同)(?P<to>[^（）\d，]{2,14}?)(?:之比|的比[率值例重])|"
    r"占(?P<of>[^（）\d，]{2,14}?)(?:的?比[例重率]|之比|的百分比)|(?:除以|/|÷|／)(?P<by>[^（）\d，]{2,14}?))）"
)
_IN_BRACKET = re.compile(r"\s*（(?!其中)[\u4e00-\u9fff\d]{0,12}\s*$")
_GENERAL = re.compile(r"^(?:全[市县区省年部]|总|同期|当年|所有|其|整个|合计)|总[数量额]$")
_UNNAMED = re.compile(
    r"全市|全县|全区|全省|全年|全部|所有|总数|总量|总额|总人数|总|人数|金额|件数|数量|数$|额$|的|同期|当年|"
    r"其|整个|合计|个|比重|比例|次数|量$"
)
_OTHER = re.compile(r"该|本|此|这|各|同")
_LEFT = re.compile(r"未|不|尚|剩|余|退|撤|超额|计划|任务|目标")
#: So many sister shares of one whole are no chance.
_MANY = 2
_NAMELESS = re.compile(
    r"其|约|均|仅|分别|共|人数|金额|数量|数$|的|比例|比重|占比|也|则|又|就|已|达|这|部分|该|此|[级类型性]"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """What a share is of: one number, or several of a list together."""

    members: tuple[Reading, ...]

    @property
    def value(self) -> Fraction:
        return sum((r.quantity.value for r in self.members), Fraction(0))

    @property
    def interval(self) -> Interval:
        return total(r.quantity.interval for r in self.members)

    @property
    def written(self) -> str:
        joined = " + ".join(bare(r.quantity) for r in self.members)
        return joined if len(self.members) == 1 else f"({joined})"


def check(passage: Passage) -> Iterator[Finding]:
    """What `shares` and `rates` find, then a second reading of what they have no pair for."""
    told: set[int] = set()
    at = {r.quantity.start: r.order for r in passage.readings}
    for finding in (*shares.check(passage), *rates.check(passage)):
        if believed(finding, passage.readings):
            told.add(at[finding.start])
            yield finding
    yield from _again(passage, told)


def _again(passage: Passage, told: set[int]) -> Iterator[Finding]:
    names = named_lists(passage)
    for rate in passage.having(Role.SHARE, Role.RATE, Role.OF_PLAN):
        if rate.order in told or rate.quantity.bound:
            continue
        if finding := _bracketed(passage, rate) or _just_before(passage, rate):
            told = told | {rate.order}
            yield finding
    for share in passage.having(Role.SHARE, Role.RATE):
        if share.order in told or share.quantity.bound is not Bound.EXACT or share.quantity.top is not None:
            continue
        if share.base == THAT or len(passage.run(share)) > 1:
            continue
        finding = _defined(passage, share)
        if finding is None and share.role is Role.SHARE and "率" not in share.clause:
            finding = _share(passage, share, names)
        if finding:
            yield finding


def _judged(
    share: Reading, part: _Part, whole: _Part, silent: list[Interval], extra: Fraction = Fraction(0)
) -> Finding | None:
    """Speaks where the whole does not fit, and none of the others does."""
    if not whole.value or not part.value:
        return None
    if any(
        can_be(share.quantity, _percent(part.interval, interval), extra=extra) for interval in (whole.interval, *silent)
    ):
        return None
    value = part.value / whole.value * HUNDRED
    if not 0 < value <= HUNDRED * 3 or any(r.quantity.bound for r in (*part.members, *whole.members)):
        return None
    arithmetic = f"{part.written} ÷ {whole.written}"
    rule = "rate" if share.role is Role.RATE else "share"
    return found(rule, share.quantity, like(share.quantity, value), arithmetic, (*part.members, *whole.members))


def _percent(part: Interval, whole: Interval) -> Interval | None:
    share = ratio(part, whole)
    return None if share is None else times(share, HUNDRED)


def _defined(passage: Passage, rate: Reading) -> Finding | None:
    """意向达成率 (意向人数与岗位数之比) 为 …: both named by the bracket."""
    said = _DEFINED.search(rate.lead)
    if said is None or _mark_after(rate.lead[said.end() :]):
        return None
    words = said.group("to") or said.group("of") or said.group("by")
    around = [r for r in (*passage.before(rate), *reversed(passage.earlier)) if _is_counted(r)]
    parts, wholes = _called(said.group("part"), around), _called(words, around)
    part, whole = next(iter(parts), None), next(iter(wholes), None)
    if part is None or whole is None or part is whole:
        return None
    closing = [(p, w) for p in parts for w in wholes if p is not w]
    if any(
        can_be(rate.quantity, _percent(p.quantity.interval, w.quantity.interval), extra=rate.quantity.step / 2)
        for p, w in closing
    ):
        return None
    return _judged(rate, _Part((part,)), _Part((whole,)), [])


def _is_counted(reading: Reading) -> bool:
    return is_amount(reading) or (reading.role is Role.EACH and not reading.each)


def _bracketed(passage: Passage, rate: Reading) -> Finding | None:
    """建制率为 88.6% (已建工会企业 2,430 家): what it is of stands in the bracket behind it."""
    after = passage.after(rate, most=1)
    if not after or not _IN_BRACKET.match(after[0].lead) or not re.match(r"[^（]{0,8}）", after[0].tail):
        return None
    whole = after[0]
    if not is_amount(whole) or lexicon.EARLIER.search(whole.lead):
        return None
    parts = [r for r in passage.before(rate, sentences=0, most=8) if is_amount(r) and same_unit(r, whole)]
    parts = [r for r in parts if r.segment == rate.segment] or parts
    wholes = [r for r in parts if r.quantity.value >= whole.quantity.value]
    silent = [_percent(p.quantity.interval, w.quantity.interval) for p in parts for w in (whole, *wholes) if p is not w]
    if any(can_be(rate.quantity, derived, extra=rate.quantity.step / 2) for derived in silent) or not parts:
        return None
    return _judged(rate, _Part((parts[0],)), _Part((whole,)), [])


def _just_before(passage: Passage, rate: Reading) -> Finding | None:
    """意见 160 条, 涉及 …, 已办结 144 条, 办结率 90%: the number the rate follows at once, over what leads the sentence."""
    part = passage.readings[rate.order - 1] if rate.order else None
    if rate.role is not Role.RATE or part is None or not is_amount(part) or part.sentence != rate.sentence:
        return None
    if (
        lexicon.ELSEWHERE.search(rate.stem + "率")
        or not re.match(r"[^，。；]{0,8}，", rate.lead)
        or rate.lead.count("，") > 1
    ):
        return None
    if (
        len(passage.run(rate)) > 1
        or part.whole is not None
        or rate.quantity.value == HUNDRED
        or _LEFT.search(part.clause)
    ):
        return None
    alike = [
        r for r in passage.before(part, sentences=0) if is_amount(r) and same_unit(r, part) and r.role is not Role.OLD
    ]
    wholes = [r for r in alike if r.quantity.value >= part.quantity.value and r.whole is None]
    if not wholes or rates.fits_otherwise(rate, [part, *passage.before(part)]):
        return None
    leads = wholes[-1] if wholes[-1].quantity.value == max(r.quantity.value for r in alike) else None
    whole = wholes[0] if len(wholes) == 1 else leads
    return None if whole is None else _judged(rate, _Part((part,)), _Part((whole,)), [])


def _mark_after(words: str) -> bool:
    return bool(re.search(r"[，。；]", words))


def _called(words: str, readings: list[Reading]) -> list[Reading]:
    """Those a name fits best, nearest first."""
    wanted = bigrams(_UNNAMED.sub("", words))
    scores = [len(wanted & bigrams(_label(r))) for r in readings]
    most = max(scores, default=0)
    return [r for r, score in zip(readings, scores, strict=True) if most and score == most]


def _label(reading: Reading) -> str:
    lead = re.split(r"[，。；：]", _BRACKETS.sub("", reading.lead))[-1]
    return f"{lead} {reading.noun} {reading.quantity.written_unit}"


def _share(passage: Passage, share: Reading, names: dict[int, str]) -> Finding | None:
    part = _part(passage, share, names)
    if part is None or _OTHER.match(share.base):
        return None
    first = part.members[0]
    around = [r for r in passage.before(share) if is_amount(r) and r not in part.members and like_unit(r, first)]
    earlier = [r for r in reversed(passage.earlier) if is_amount(r) and like_unit(r, first)]
    mates = _mates(passage, share, first)
    is_list = _is_all_there_is(passage, share, mates, [*around, *earlier])
    extra = share.quantity.step if shares.adds_to_hundred(passage, share) else Fraction(0)
    silent = [r.quantity.interval for r in around if not is_list or r not in mates]
    silent += shares.less_left_out(around)
    if mates:
        silent.append(total(r.quantity.interval for r in mates))
    mates = mates if is_list else []
    if whole := _of_sisters(passage, share, first, [*around, *earlier]):
        return _judged(share, part, whole, silent, extra)
    if whole := _near_whole(share, part, around, mates):
        return _judged(share, part, whole, silent, extra)
    whole = _far_whole(passage, share, part, around, earlier)
    silent += [r.quantity.interval for r in earlier if r.whole is None]
    return None if whole is None else _judged(share, part, whole, silent, extra)


def _part(passage: Passage, share: Reading, names: dict[int, str]) -> _Part | None:
    """The number just before 占; else the one in the list before that the words before 占 name; else several of it."""
    words = content(_NAMELESS.sub("", _BRACKETS.sub("", share.stem)))
    if re.search(r"[和及与、]|合", share.stem):
        return None
    before = [r for r in passage.before(share, sentences=0) if is_amount(r)]
    if not words:
        nearest = before[0] if before and before[0].order == share.order - 1 else None
        return _Part((nearest,)) if nearest is not None and share.lead.count("，") <= 1 else None
    named = [r for r in before if names.get(r.order) and names[r.order] in share.stem]
    if len(named) == 1:
        return _Part((named[0],))
    group = [r for r in before if r.clause.removeprefix("其中").startswith(words[:2]) and r.whole is not None]
    if len(group) > 1 and re.match(r"\d", words) and len({r.whole for r in group}) == 1:
        return _Part(tuple(reversed(group)))
    called = [r for r in before if _starts_alike(words, r)]
    return _Part((called[0],)) if len(called) == 1 else None


def _starts_alike(words: str, reading: Reading) -> bool:
    there = content(re.sub(r"^.*其中", "", re.split(r"[，。；：、]", _BRACKETS.sub("", reading.lead))[-1]))
    if there and (there == words or there.startswith(words) or words.startswith(there)):
        return True
    return bool(there) and there[:1] == words[:1] and reading.whole is not None


def _mates(passage: Passage, share: Reading, part: Reading) -> list[Reading]:
    """The list of one unit and one whole the part stands in, of its own statement."""
    here = [r for r in passage.in_sentence(share) if r.segment == part.segment and is_amount(r)]
    mates = [r for r in here if same_unit(r, part) and r.whole == part.whole and r.role in (Role.PLAIN, Role.REST)]
    return mates if part in mates and len(mates) > 1 else []


def _of_sisters(passage: Passage, share: Reading, part: Reading, wholes: list[Reading]) -> _Part | None:
    """焊工 a, 占 x%; 电工 b, 占 y%; …: the whole that two of the others are of, wherever it stands."""
    sisters = [
        s
        for s in passage.in_sentence(share)
        if s.role is Role.SHARE and s is not share and s.base == share.base and s.order
    ]
    pairs = [(s, passage.readings[s.order - 1]) for s in sisters if not s.stem]
    pairs = [(s, p) for s, p in pairs if is_amount(p) and same_unit(p, part) and p.sentence == s.sentence]
    if len(pairs) < _MANY or share.stem:
        return None
    fits = {
        w.order: sum(can_be(s.quantity, _percent(p.quantity.interval, w.quantity.interval)) for s, p in pairs)
        for w in wholes
        if same_unit(w, part) and w.quantity.value > part.quantity.value
    }
    best = [w for w in wholes if fits.get(w.order, 0) >= _MANY and fits[w.order] == max(fits.values())]
    return _Part((best[0],)) if len({w.quantity.value for w in best}) == 1 else None


def _is_all_there_is(passage: Passage, share: Reading, mates: list[Reading], others: list[Reading]) -> bool:
    """Whether a list leaves nothing out: a number says its sum, or another share is of just that."""
    added = total(r.quantity.interval for r in mates)
    if len(mates) > 1 and any(r.quantity.interval.meets(added) for r in others if r not in mates and is_amount(r)):
        return True
    if len(mates) < 3:
        return False
    sisters = [r for r in passage.in_sentence(share) if r.role is Role.SHARE and r is not share]
    pairs = [(s, m) for s in sisters for m in mates if m.order == s.order - 1]
    return any(can_be(s.quantity, _percent(m.quantity.interval, added)) for s, m in pairs)


def _near_whole(share: Reading, part: _Part, around: list[Reading], mates: list[Reading]) -> _Part | None:
    """The one the base names in the paragraph; else what the part is of; else its list added up."""
    first, words = part.members[0], _base(share)
    wholes = [r for r in around if _may_be_whole(r, part)]
    if words:
        return _one_called(words, wholes, is_all=bool(_GENERAL.search(share.base)))
    own = [r for r in wholes if r.order == first.whole]
    if own:
        return _Part((own[0],))
    if len(mates) < 2 or share.base:
        return None
    added = sum((r.quantity.value for r in mates), Fraction(0))
    if told := [r for r in wholes if r.quantity.value == added]:
        return _Part((told[0],))
    others = [r for r in wholes if r.sentence == first.sentence and r not in mates]
    return None if others else _Part(tuple(mates))


def _far_whole(
    passage: Passage, share: Reading, part: _Part, around: list[Reading], earlier: list[Reading]
) -> _Part | None:
    """占摸排企业数: named paragraphs before; 占全市: the number called as the part is."""
    rated = _have_a_rate(passage)
    wholes = [r for r in earlier if _may_be_whole(r, part) and r.whole is None and r not in rated]
    is_all = bool(_GENERAL.search(share.base))
    if words := _base(share):
        return _one_called(words, wholes, is_all=is_all)
    if not is_all:
        return None
    here = [r for r in around if _may_be_whole(r, part) and r.whole is None]
    own = label(_first_of_list(passage, part.members[0]))
    words = lexicon.GENERIC.sub(" ", own)
    return _one_called(words if bigrams(words.strip()) else own, [*here, *wholes])


def _have_a_rate(passage: Passage) -> list[Reading]:
    """2,574 人, 参加率 90%: what has a rate of its own behind it is part of something larger."""
    pairs = zip(passage.earlier, passage.earlier[1:], strict=False)
    return [one for one, behind in pairs if behind.role is Role.RATE and behind.sentence == one.sentence]


def _first_of_list(passage: Passage, reading: Reading) -> Reading:
    at = reading.order
    while at and LIST.fullmatch(passage.readings[at].lead):
        at -= 1
    return passage.readings[at]


def _base(share: Reading) -> str:
    return _UNNAMED.sub("", share.base)


def _may_be_whole(reading: Reading, part: _Part) -> bool:
    is_whole = reading.role not in (Role.OLD, Role.REST) and reading.quantity.top is None
    return is_whole and same_unit(reading, part.members[0]) and reading.quantity.value > part.value


def _one_called(words: str, readings: list[Reading], *, is_all: bool = False) -> _Part | None:
    """The one number called so; of several the largest, where the base says 总 or 全."""
    called = _called(words, readings)
    if is_all and called:
        return _Part((max(called, key=lambda r: r.quantity.value),))
    return _Part((called[0],)) if len({r.quantity.value for r in called}) == 1 else None
