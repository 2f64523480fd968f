"""成功率, 完成率, 建会率 … and 完成任务的 x%: the number the rate's name points to, over the one it came from.

Rates measured otherwise (满意率, 知晓率) are never judged.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from unionhall.drafts import lexicon
from unionhall.drafts.checks.shares import candidates, percent
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import Passage, is_amount, label, like_unit, same_unit
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.tolerance import HUNDRED, can_be, shift

_PLAN = re.compile(r"计划|任务|目标|预算|指标|应|拟|原定|下达|安排")
_ANY = re.compile(r"完成|成功|通过|合格|达标|办结|实现|落实|兑现|成活|命中|转化")


def check(passage: Passage) -> Iterator[Finding]:
    for reading in passage.having(Role.RATE, Role.OF_PLAN):
        finding = _of_plan(passage, reading) if reading.role is Role.OF_PLAN else _rate(passage, reading)
        if finding:
            yield finding


def _rate(passage: Passage, rate: Reading) -> Finding | None:
    if lexicon.ELSEWHERE.search(rate.stem + "率"):
        return None
    before = [r for r in passage.before(rate) if is_amount(r)]
    counted = _counted(passage, rate, before)
    if counted is None:
        return None
    wholes = [r for r in before if r is not counted and like_unit(r, counted)]
    extra = Fraction(0)
    if any(
        can_be(rate.quantity, percent(counted.quantity.interval, w), extra=extra) for w in candidates(wholes, counted)
    ):
        return None
    if fits_otherwise(rate, before):
        return None
    whole = _came_from(counted, wholes)
    return _finding("rate", rate, counted, whole)


def fits_otherwise(rate: Reading, before: list[Reading]) -> bool:
    """Another pair of the same sentence gives this rate: then which pair is meant is not ours to say."""
    here = [r for r in before if r.sentence == rate.sentence][:8]
    return any(
        can_be(rate.quantity, percent(part.quantity.interval, whole.quantity.interval))
        for part in here
        for whole in here
        if part is not whole and like_unit(part, whole) and part.quantity.value <= whole.quantity.value
    )


def _counted(passage: Passage, rate: Reading, before: list[Reading]) -> Reading | None:
    """The number whose words the rate's name repeats; else, for 完成率 and its like, the one just before."""
    run = passage.run(rate)
    if len(run) > 1:
        return None
    names = _words_of(rate.stem)
    for reading in before[:8]:
        there = label(reading)
        if reading.sentence < rate.sentence - 1 or _has_own_share(passage, reading, rate):
            continue
        if reading.sentence != rate.sentence and reading.order != rate.order - 1:
            continue
        if any(_stands_at(name, there) for name in names) and _wholes_before(reading, before):
            return reading
    nearest = before[0] if before else None
    if nearest is None or nearest.sentence != rate.sentence or nearest.order != rate.order - 1:
        return None
    return nearest if _ANY.search(rate.stem) and len(_wholes_before(nearest, before)) == 1 else None


def _stands_at(name: str, there: str) -> bool:
    """合格, but not 不合格."""
    return any(there[at - 1 : at] not in ("不", "未") for at in range(len(there)) if there.startswith(name, at))


def _has_own_share(passage: Passage, reading: Reading, rate: Reading) -> bool:
    after = passage.readings[reading.order + 1]
    return after is not rate and after.role is Role.SHARE and after.sentence == reading.sentence


def _words_of(stem: str) -> list[str]:
    for size in (4, 3, 2):
        if (name := stem[-size:]) in lexicon.RATE_WORDS:
            return [*lexicon.RATE_WORDS[name].split(), name]
    return [stem[-2:]] if len(stem) >= 2 else []


def _wholes_before(reading: Reading, before: list[Reading]) -> list[Reading]:
    alike = [r for r in before if r.order < reading.order and same_unit(r, reading)]
    return [r for r in alike if r.sentence == reading.sentence] or _only_before(reading, alike)


def _came_from(counted: Reading, wholes: list[Reading]) -> Reading | None:
    """What the counted number is a part of: its 其中 whole, else the nearest before it in the sentence."""
    fitting = [w for w in wholes if same_unit(w, counted) and w.order < counted.order and not w.quantity.top]
    fitting = [w for w in fitting if w.quantity.value * 10 > counted.quantity.value]
    beside = next((w for w in fitting if w.order == counted.order - 1 and w.whole == counted.whole), None)
    if counted.whole is not None and beside is not None and beside.quantity.value >= counted.quantity.value:
        return beside if "，" in counted.lead else None
    if counted.whole is not None:
        return next((w for w in fitting if w.order == counted.whole), None)
    here = [w for w in fitting if w.sentence == counted.sentence and w.role is not Role.OLD]
    here = [w for w in here if w.whole is None] or here
    close = [w for w in here if w.segment == counted.segment]
    told = [w for w in wholes if w.sentence == counted.sentence and w.order < counted.order and w.whole is None]
    here = close or (here if len([w for w in told if same_unit(w, counted)]) == 1 else [])
    planned = [w for w in here if _PLAN.search(w.clause)]
    started = [w for w in fitting if w.sentence == counted.sentence and w.role is Role.OLD]
    started = [w for w in started if w.segment == counted.segment]
    return next(iter(planned or here or started or _only_before(counted, fitting)), None)


def _only_before(counted: Reading, fitting: list[Reading]) -> list[Reading]:
    """发现问题 214 个。已整改 203 个: the one number of the unit in the sentence before."""
    last = [
        w
        for w in fitting
        if w.sentence == counted.sentence - 1 and w.role in (Role.PLAIN, Role.TOTAL) and w.whole is None
    ]
    return last if len(last) == 1 and last[0].quantity.unit == counted.quantity.unit else []


def _of_plan(passage: Passage, rate: Reading) -> Finding | None:
    before = [r for r in passage.before(rate) if is_amount(r)]
    plans = [r for r in before if _PLAN.search(r.clause) and r.sentence >= rate.sentence - 1]
    done = [r for r in before if r not in plans and r.sentence == rate.sentence]
    pairs = [(d, p) for d in done for p in plans if like_unit(d, p)]
    if not pairs:
        return None
    beyond = HUNDRED if rate.is_fall else Fraction(0)
    for one, plan in pairs:
        derived = percent(one.quantity.interval, plan.quantity.interval)
        if derived is not None and can_be(rate.quantity, shift(derived, -beyond)):
            return None
    one, plan = pairs[0]
    if fits_otherwise(rate, before) or not same_unit(one, plan):
        return None
    return _finding("rate", rate, one, plan, beyond)


def _finding(
    rule: str, rate: Reading, counted: Reading, whole: Reading | None, beyond: Fraction = Fraction(0)
) -> Finding | None:
    if whole is None or not whole.quantity.value:
        return None
    value = counted.quantity.value / whole.quantity.value * HUNDRED - beyond
    derived = percent(counted.quantity.interval, whole.quantity.interval)
    if derived is None or can_be(rate.quantity, shift(derived, -beyond)) or value > 1000:
        return None
    arithmetic = f"{bare(counted.quantity)} ÷ {bare(whole.quantity)}" + (" − 1" if beyond else "")
    return found(rule, rate.quantity, like(rate.quantity, value), arithmetic, (counted, whole))
