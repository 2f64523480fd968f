"""占 x%: a part over its whole, both standing in the text.

Silent where either does not; a share of a named whole is judged only against a number named so.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import Passage, are_worded_alike, content, is_amount, label, like_unit, same_unit
from unionhall.drafts.quantities import Interval
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.tolerance import HUNDRED, can_be, difference, ratio, times, total

_FILLER = re.compile(r"其|约|均|仅|分别|共|人数|金额|数量|总计|合计|数|的|比例|比重|也|则|又|各|就|已|达|将近|近|超|这|部分|该|所|此")
_WHOLE_WORDS = re.compile(r"总数|总额|总量|总人数|总|全部|所有|数量|人数|金额|件数|的|数|额|合计|同期|全年|比例|比重|其|全市|本级|当年|参评|实有|量|这一|该|整个|支出$")
_LEFT_OUT = re.compile(r"不|未|撤|退|除|剔|免|弃|缺|外")


def check(passage: Passage) -> Iterator[Finding]:
    for reading in passage.having(Role.SHARE):
        if finding := _one(passage, reading):
            yield finding


def _one(passage: Passage, share: Reading) -> Finding | None:
    part = numerator(passage, share)
    if part is None:
        return None
    wholes = [r for r in passage.before(share) if r is not part and is_amount(r) and like_unit(r, part)]
    extra = share.quantity.step if adds_to_hundred(passage, share) else Fraction(0)
    if any(can_be(share.quantity, percent(part.quantity.interval, w), extra=extra) for w in candidates(wholes, part)):
        return None
    whole = _named(share, part, wholes) if len(wholes) else None
    if whole is None or not whole.quantity.value:
        return None
    if whole.quantity.bound or part.quantity.bound:
        derived = percent(part.quantity.interval, whole.quantity.interval)
        if can_be(share.quantity, derived, extra=extra):
            return None
    value = part.quantity.value / whole.quantity.value * HUNDRED
    if value > 1000:
        return None
    arithmetic = f"{bare(part.quantity)} ÷ {bare(whole.quantity)}"
    return found("share", share.quantity, like(share.quantity, value), arithmetic, (part, whole))


def percent(part: Interval, whole: Interval) -> Interval | None:
    share = ratio(part, whole)
    return None if share is None else times(share, HUNDRED)


def candidates(wholes: list[Reading], part: Reading) -> Iterator[Interval]:
    """Every base the text offers: each number, each less a part left out, the list the part stands in added up."""
    for whole in wholes:
        yield whole.quantity.interval
    left_out = [w for w in wholes if _LEFT_OUT.search(w.lead + w.noun + w.tail)]
    for whole in wholes:
        for out in left_out:
            if out is not whole and out.quantity.value < whole.quantity.value:
                yield difference(whole.quantity.interval, out.quantity.interval)
    list_mates = [part, *(w for w in wholes if w.sentence == part.sentence and w.whole == part.whole)]
    for size in range(2, min(len(list_mates), 7) + 1):
        yield total(r.quantity.interval for r in list_mates[:size])


def numerator(passage: Passage, share: Reading) -> Reading | None:
    """The part a share is of: the number just before 占, or the one worded as the words before 占."""
    run = passage.run(share)
    if len(run) > 1 and "分别" in run[0].lead:
        amounts = [r for r in passage.before(run[0], sentences=0) if is_amount(r)][: len(run)][::-1]
        alike = len(amounts) == len(run) and all(same_unit(r, amounts[0]) for r in amounts)
        return amounts[run.index(share)] if alike else None
    words = _FILLER.sub("", share.stem)
    nearest = passage.readings[share.order - 1] if share.order else None
    if not words:
        is_beside = nearest is not None and nearest.sentence == share.sentence and is_amount(nearest)
        return nearest if is_beside and _touches(share) else None
    if follower := _following(passage, share):
        return follower
    for reading in passage.before(share, sentences=1, most=8):
        if is_amount(reading) and _is_worded_as(words, reading):
            return reading
    return None


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


def _named(share: Reading, part: Reading, wholes: list[Reading]) -> Reading | None:
    """The whole that is meant, or None where the text does not say."""
    specific = _WHOLE_WORDS.sub("", share.base)
    fitting = [w for w in wholes if same_unit(w, part) and w.role not in (Role.OLD, Role.REST) and not w.quantity.top]
    if specific:
        named = [w for w in fitting if are_worded_alike(specific, w) or specific in label(w)]
        return named[0] if named else None
    if part.whole is not None:
        own = [w for w in fitting if w.order == part.whole]
        return own[0] if own else None
    here = [w for w in fitting if w.sentence == part.sentence and w.order < part.order and w.whole is None]
    if here:
        return _governing(here, part)
    earlier = [w for w in fitting if w.sentence < part.sentence and w.whole is None]
    return earlier[0] if len(earlier) == 1 and share.base else None


def _governing(here: list[Reading], part: Reading) -> Reading | None:
    """In a list of parts the whole is what stands before the list: its total, or its first and largest number."""
    totals = [w for w in here if w.role is Role.TOTAL]
    if totals:
        return totals[0]
    if len(here) == 1:
        return here[0]
    first = here[-1]
    return first if first.quantity.value >= max(w.quantity.value for w in here) else None


def adds_to_hundred(passage: Passage, share: Reading) -> bool:
    """Whether the shares around it were adjusted to add to 100."""
    around = [r for r in passage.readings[max(0, share.order - 20) : share.order + 20] if r.role is Role.SHARE]
    near = [r for r in around if r.sentence == share.sentence]
    return any(len(g) > 1 and sum(r.quantity.value for r in g) == HUNDRED for g in (near, around))
