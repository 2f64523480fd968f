"""占 x%: a part over its whole, both standing in the text.

Silent where either does not; a share of a named whole is judged only against a number named so.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from unionhall.drafts import lexicon
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import (
    Passage,
    are_worded_alike,
    bigrams,
    content,
    is_amount,
    label,
    like_unit,
    same_unit,
)
from unionhall.drafts.quantities import Interval
from unionhall.drafts.reading import LIST, THAT, Reading, Role
from unionhall.drafts.tolerance import HUNDRED, can_be, difference, ratio, times, total

_FILLER = re.compile(
    r"其|约|均|仅|分别|依次|共|人数|金额|数量|总计|合计|数|的|比例|比重|也|则|又|各|就|已|达|将近|近|超|这|部分|该|所|此"
)
_WHOLE_WORDS = re.compile(
    r"总数|总额|总量|总人数|总|全部|所有|数量|人数|金额|件数|的|数|额|合计|同期|全年|比例|"
    r"比重|其|全市|本级|当年|参评|实有|量|这一|该|整个|支出$"
)
# Bases that say what was done, not who: 占参训人数 is of those just told of.
_DONE = re.compile(
    r"参训|参赛|参加|参与|受训|培训|参会|报名|受理|发放|投入|慰问|惠及|检查|审计|获奖|获评|"
    r"表彰|收缴|补助|救助|帮扶|受助|受检|参检|"
    r"服务|推荐|申报|征集|收到|人员|选手|学员|对象|职工|案件|企业|资金|经费|支出"
)
# 满意和基本满意合计占 96%: a share of several numbers together.
_TOGETHER = re.compile(
    r"合计|共计|总计|之和|和|及|与|、|[两二三四五六七八九十](?:地|项|者|类|级|县|区|市|"
    r"家|个|部分|方面)"
)
# 4,000 元以下的占 …: a limit, not a number of anything.
_LIMIT = re.compile(r"\s*(?:以[上下内]|及以[上下])")
_LEFT_OUT = re.compile(r"不|未|撤|退|除|剔|免|弃|缺|外")


def check(passage: Passage) -> Iterator[Finding]:
    for reading in passage.having(Role.SHARE):
        if finding := _one(passage, reading):
            yield finding


def _one(passage: Passage, share: Reading) -> Finding | None:
    if share.base == THAT:
        run = passage.run(share)
        return _of_that(passage, share) if len(run) == 1 else _each_of_that(passage, share, run)
    part = numerator(passage, share)
    if part is None:
        return None
    wholes = [
        r
        for r in passage.before(share)
        if r is not part and is_amount(r) and like_unit(r, part) and _may_be_base(passage, share, r, part)
    ]
    if (size := len(passage.run(share))) > 1 and lexicon.IN_TURN.search(passage.run(share)[0].lead):
        first = part.order - passage.run(share).index(share)
        wholes = [r for r in wholes if not first <= r.order < first + size]
    if _fits(passage, share, part, wholes):
        return None
    whole = _named(passage, share, part, wholes)
    if whole is None:
        return _of_own_list(passage, share)
    if not whole.quantity.value or (
        share.lead.rstrip().endswith("（") and not _sisters_that_fit(passage, share, whole)
    ):
        return None
    return _off(share, part, whole, wholes)


def _fits(passage: Passage, share: Reading, part: Reading, wholes: list[Reading]) -> bool:
    """Whether any whole the text offers makes the share right."""
    extra = share.quantity.step if adds_to_hundred(passage, share) else Fraction(0)
    earlier = (
        [r.quantity.interval for r in passage.earlier if is_amount(r) and like_unit(r, part)] if share.base else []
    )
    intervals = (*_list_sums(passage, part), *earlier, *candidates(wholes, part))
    if any(can_be(share.quantity, percent(part.quantity.interval, w), extra=extra) for w in intervals):
        return True
    whole = _named(passage, share, part, wholes)
    if whole and can_be(share.quantity, percent(part.quantity.interval, whole.quantity.interval), extra=extra):
        return True
    return part.whole is not None and _fits_whole(passage, share, passage.readings[part.whole], wholes)


def _off(share: Reading, part: Reading, whole: Reading, wholes: list[Reading]) -> Finding | None:
    out = next(
        (w for w in wholes if w.whole == whole.order and w is not part and _LEFT_OUT.search(w.lead + w.noun)), None
    )
    base = whole.quantity.value - (out.quantity.value if out else 0)
    value = part.quantity.value / base * HUNDRED
    if not 0 < value <= 1000:
        return None
    below = f"({bare(whole.quantity)} − {bare(out.quantity)})" if out else bare(whole.quantity)
    beside = (part, whole, out) if out else (part, whole)
    return found("share", share.quantity, like(share.quantity, value), f"{bare(part.quantity)} ÷ {below}", beside)


def _may_be_base(passage: Passage, share: Reading, reading: Reading, part: Reading) -> bool:
    """Not a sister of the part: of one whole, or with a share of its own."""
    if part.whole is None:
        return bool(_WHOLE_WORDS.sub("", share.base)) or not _has_share(passage, reading)
    return reading.whole != part.whole or bool(_LEFT_OUT.search(reading.lead + reading.noun + reading.tail))


def _of_that(passage: Passage, share: Reading) -> Finding | None:
    """A 7 家, 占 35 家的 20%: both beside the share."""
    before = passage.before(share, sentences=0, most=6)
    whole = before[0]
    part = next((r for r in before[1:] if is_amount(r) and same_unit(r, whole)), None)
    subject = _FILLER.sub("", whole.clause.partition("占")[0]) if "占" in whole.clause else ""
    if part is None or not whole.quantity.value or not is_amount(whole) or _TOGETHER.search(subject):
        return None
    if subject and not _is_worded_as(subject, part):
        return None
    parts = [r for r in before[1:] if is_amount(r) and like_unit(r, whole)]
    if any(can_be(share.quantity, percent(r.quantity.interval, whole.quantity.interval)) for r in parts):
        return None
    value = part.quantity.value / whole.quantity.value * HUNDRED
    return found(
        "share",
        share.quantity,
        like(share.quantity, value),
        f"{bare(part.quantity)} ÷ {bare(whole.quantity)}",
        (part, whole),
    )


def _each_of_that(passage: Passage, share: Reading, run: list[Reading]) -> Finding | None:
    """A、B、C, 分别占 400 家的 32%、16%和 52%."""
    before = passage.before(run[0], sentences=0)
    parts = [r for r in before[1:] if is_amount(r)][: len(run)][::-1]
    if len(parts) != len(run) or not is_amount(before[0]) or not all(same_unit(p, before[0]) for p in parts):
        return None
    part, whole = parts[run.index(share)], before[0]
    if not whole.quantity.value or can_be(share.quantity, percent(part.quantity.interval, whole.quantity.interval)):
        return None
    value = part.quantity.value / whole.quantity.value * HUNDRED
    arithmetic = f"{bare(part.quantity)} ÷ {bare(whole.quantity)}"
    return found("share", share.quantity, like(share.quantity, value), arithmetic, (part, whole))


def percent(part: Interval, whole: Interval) -> Interval | None:
    share = ratio(part, whole)
    return None if share is None else times(share, HUNDRED)


def less_left_out(wholes: list[Reading]) -> Iterator[Interval]:
    """Each number less one that does not count: 500 个，其中 25 个不参评."""
    left_out = [w for w in wholes if _LEFT_OUT.search(w.lead + w.noun + w.tail)]
    for whole in wholes:
        for out in left_out:
            if out is not whole and out.quantity.value < whole.quantity.value:
                yield difference(whole.quantity.interval, out.quantity.interval)


def candidates(wholes: list[Reading], part: Reading) -> Iterator[Interval]:
    """Every base the text offers: each number, each less a part left out, the list the part stands in added up."""
    for whole in wholes:
        yield whole.quantity.interval
    yield from less_left_out(wholes)
    list_mates = [part, *(w for w in wholes if w.sentence == part.sentence and w.whole == part.whole)]
    for size in range(2, min(len(list_mates), 7) + 1):
        yield total(r.quantity.interval for r in list_mates[:size])


def _fits_whole(passage: Passage, share: Reading, head: Reading, wholes: list[Reading]) -> bool:
    """完成 53.9 亿元, 其中 …, 占总投资的 41.9%: the share of what the list is of."""
    bases = [r for r in (*wholes, *passage.earlier) if r is not head and is_amount(r) and like_unit(r, head)]
    larger = [r for r in bases if r.quantity.value > head.quantity.value]
    return any(can_be(share.quantity, percent(head.quantity.interval, r.quantity.interval)) for r in larger)


def _list_sums(passage: Passage, part: Reading) -> Iterator[Interval]:
    """What each statement of the sentence up to the part adds to, in the part's unit."""
    if part.whole is not None:
        return
    here = [r for r in passage.in_sentence(part) if is_amount(r) and r.whole is None and same_unit(r, part)]
    for segment in {r.segment for r in here if r.segment <= part.segment}:
        mates = [r for r in here if r.segment == segment]
        if len(mates) > 1:
            yield total(r.quantity.interval for r in mates)


def numerator(passage: Passage, share: Reading) -> Reading | None:
    """The part a share is of: the number just before 占, or the one worded as the words before 占."""
    run = passage.run(share)
    if len(run) > 1 and (lexicon.IN_TURN.search(run[0].lead) or _is_after_list(passage, run)):
        amounts = [r for r in passage.before(run[0], sentences=0) if is_amount(r) and r.role is not Role.TOTAL]
        amounts = amounts[: len(run)][::-1]
        alike = len(amounts) == len(run) and all(same_unit(r, amounts[0]) for r in amounts)
        return amounts[run.index(share)] if alike else None
    if _TOGETHER.search(share.stem):
        return None
    words = _FILLER.sub("", share.stem)
    nearest = passage.readings[share.order - 1] if share.order else None
    if not words:
        is_beside = nearest is not None and nearest.sentence == share.sentence and is_amount(nearest)
        is_limit = nearest is not None and (nearest.quantity.top is not None or _LIMIT.match(nearest.tail))
        return nearest if is_beside and not is_limit and _touches(share) else None
    if follower := _following(passage, share):
        return follower
    scope = lexicon.SCOPES.match(words)
    for reading in passage.before(share, sentences=1, most=8):
        if "以" in words and words[-2:] not in label(reading):
            continue
        if is_amount(reading) and (
            _is_worded_as(words, reading) or (scope and _is_scoped_as(words, scope.group(), reading))
        ):
            return reading
    return None


def _is_after_list(passage: Passage, run: list[Reading]) -> bool:
    """A、B 分别承担 a 和 b, 占 x% 和 y%: as many amounts, then as many shares."""
    before = passage.before(run[0], sentences=0, most=len(run))
    is_list = len(before) == len(run) and all(LIST.fullmatch(r.lead) for r in before[:-1])
    return is_list and bool(lexicon.IN_TURN.search(before[-1].lead)) and not _FILLER.sub("", run[0].stem)


def _is_scoped_as(words: str, scope: str, reading: Reading) -> bool:
    """市本级支出: the number that stands under 市本级 and is worded 支出."""
    rest = words.removeprefix(scope)
    return reading.scope == scope and len(rest) >= 2 and rest in label(reading)


def _touches(share: Reading) -> bool:
    """Between the part and 占 stand at most the part's noun and a mark."""
    return len(share.lead) <= 40 and not re.search(r"[。；]", share.lead) and share.lead.count("，") <= 1


def _following(passage: Passage, share: Reading) -> Reading | None:
    after = passage.after(share, most=1)
    is_said = bool(after) and bool(re.fullmatch(r"\s*[，、（]?\s*(?:共计|共|计|即|为|达|有)\s*", after[0].lead))
    return after[0] if is_said and is_amount(after[0]) else None


def _is_worded_as(words: str, reading: Reading) -> bool:
    there = content(label(reading))
    return len(words) >= 2 and (words[-4:] in there or words[:4] in there or (len(there) >= 2 and there in words))


def _named(passage: Passage, share: Reading, part: Reading, wholes: list[Reading]) -> Reading | None:
    """The whole that is meant, or None where the text does not say."""
    base = share.base or _base_before(passage, share)
    if base == THAT:
        return next((w for w in wholes if passage.readings[w.order + 1].base == THAT and same_unit(w, part)), None)
    specific = _WHOLE_WORDS.sub("", base)
    fitting = [w for w in wholes if same_unit(w, part) and w.role not in (Role.OLD, Role.REST) and not w.quantity.top]
    if part.whole is None and not specific:
        fitting = [w for w in fitting if not _has_share(passage, w)]
    if specific:
        named = [w for w in fitting if _is_called(passage, specific, w)]
        own = [w for w in fitting if w.order == part.whole] if _DONE.fullmatch(specific) else []
        return next(iter(named or own or _named_earlier(passage, base, specific, part)), None)
    if part.whole is not None:
        own = [w for w in fitting if w.order == part.whole]
        return own[0] if own else None
    here = [
        w
        for w in fitting
        if w.sentence == part.sentence and (w.order < part.order or w.role is Role.TOTAL) and w.whole is None
    ]
    if here:
        return _by_sisters(passage, share, here) or _governing(here, part)
    earlier = [w for w in fitting if w.sentence < part.sentence and w.whole is None]
    totals = [w for w in earlier if w.role is Role.TOTAL]
    if whole := _by_sisters(passage, share, earlier):
        return whole
    if len(earlier) == 1 or len(totals) == 1:
        only = (totals or earlier)[0]
        return only if base else None
    return None


def _by_sisters(passage: Passage, share: Reading, wholes: list[Reading]) -> Reading | None:
    """The one whole the shares around it are of."""
    scores = [_sisters_that_fit(passage, share, w) for w in wholes]
    return wholes[scores.index(max(scores))] if any(scores) and scores.count(max(scores)) == 1 else None


def _sisters_that_fit(passage: Passage, share: Reading, whole: Reading) -> int:
    """A占 85%; B占 15%: how many neighbouring shares a base makes right."""
    sisters = [r for r in passage.before(share, sentences=0) if r.role is Role.SHARE]
    sisters += [r for r in passage.after(share) if r.role is Role.SHARE]
    right = 0
    for sister in sisters:
        part = passage.readings[sister.order - 1]
        derived = percent(part.quantity.interval, whole.quantity.interval)
        right += is_amount(part) and same_unit(part, whole) and can_be(sister.quantity, derived)
    return right


def _of_own_list(passage: Passage, share: Reading) -> Finding | None:
    """A、B、C, 占比分别为 …: shares of the list's own sum, where the others are just that."""
    run = passage.run(share)
    if len(run) < 3 or not lexicon.IN_TURN.search(run[0].lead):
        return None
    parts = [numerator(passage, r) for r in run]
    amounts = [p for p in parts if p is not None]
    added = total(p.quantity.interval for p in amounts)
    if len(amounts) != len(run):
        return None
    fits = [can_be(r.quantity, percent(p.quantity.interval, added)) for r, p in zip(run, amounts, strict=True)]
    at = run.index(share)
    if fits[at] or sum(fits) < len(run) - 1:
        return None
    value = amounts[at].quantity.value / sum(p.quantity.value for p in amounts) * HUNDRED
    arithmetic = f"{bare(amounts[at].quantity)} ÷ ({' + '.join(bare(p.quantity) for p in amounts)})"
    return found("share", share.quantity, like(share.quantity, value), arithmetic, tuple(amounts))


def _is_called(passage: Passage, words: str, reading: Reading) -> bool:
    """Whether the base's words stand at a number, or at the head of the list it stands in: 赔付 1.26 万人次、2,148 万元."""
    if are_worded_alike(words, reading) or words in label(reading):
        return True
    head = passage.readings[reading.order - 1] if reading.order and not reading.clause else None
    return head is not None and head.sentence == reading.sentence and are_worded_alike(words, head)


def _base_before(passage: Passage, share: Reading) -> str:
    """A占总数的 40%; B占 20%: the base named first holds for the sentence."""
    return next((r.base for r in passage.before(share, sentences=0) if r.role is Role.SHARE and r.base), "")


def _has_share(passage: Passage, reading: Reading) -> bool:
    """Itself followed by its share: a sister part, not the whole."""
    after = passage.readings[reading.order + 1 : reading.order + 2]
    if not after or reading.role is Role.TOTAL or lexicon.IN_TURN.search(after[0].lead):
        return False
    is_own = after[0].base != THAT and not _FILLER.sub("", after[0].stem)
    return is_own and after[0].role is Role.SHARE and after[0].sentence == reading.sentence


def _named_earlier(passage: Passage, base: str, specific: str, part: Reading) -> list[Reading]:
    """A base named in the paragraphs before: only the one number that is called just so."""
    named = [
        r
        for r in reversed(passage.earlier)
        if is_amount(r)
        and same_unit(r, part)
        and r.whole is None
        and r.role is not Role.OLD
        and _is_worded_as(specific, r)
    ]
    if "总" in base or "全部" in base:
        largest = max((r.quantity.value for r in named), default=Fraction(0))
        told = [r for r in named if r.quantity.value == largest]
        return told if len(told) > 1 or any(r.role is Role.TOTAL for r in told) else []
    most = max((_overlap(specific, r) for r in named), default=0)
    best = [r for r in named if _overlap(specific, r) == most]
    return best if len({r.quantity.value for r in best}) == 1 else []


def _overlap(words: str, reading: Reading) -> int:
    return len(bigrams(words) & bigrams(content(label(reading))))


def _governing(here: list[Reading], part: Reading) -> Reading | None:
    """In a list of parts the whole is what stands before the list: its total, or its first and largest number."""
    totals = [w for w in here if w.role is Role.TOTAL]
    if totals:
        return totals[0]
    if len(here) == 1:
        return here[0]
    first = here[-1]
    rest = sum((w.quantity.value for w in here if w is not first), Fraction(0))
    return first if first.quantity.value >= rest else None


def adds_to_hundred(passage: Passage, share: Reading) -> bool:
    """Whether the shares around it were adjusted to add to 100."""
    around = [r for r in passage.readings[max(0, share.order - 20) : share.order + 20] if r.role is Role.SHARE]
    near = [r for r in around if r.sentence == share.sentence]
    return any(len(g) > 1 and sum(r.quantity.value for r in g) == HUNDRED for g in (near, around))
