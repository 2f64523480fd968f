"""每人, 人均, 户均, 场均: so much each, times how many, is the total.

Judged where rate, count and total stand in one sentence and no other pairing fits.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from unionhall.drafts.checks import averages
from unionhall.drafts.checks.magnitude import rewritten
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import Passage, bigrams, is_amount, label
from unionhall.drafts.quantities import Bound, Interval
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.slips import believed
from unionhall.drafts.tolerance import can_be, product, ratio, total
from unionhall.drafts.units import Kind, are_alike, are_same

_FAMILY = {"名": "人", "位": "人", "场次": "场", "班": "期", "堂": "堂", "起": "件"}
_SLIPS = (Fraction(10**4), Fraction(10**8), Fraction(1, 10**4), Fraction(1, 10**8))
_AVERAGE = re.compile(r"均")


def check(passage: Passage) -> Iterator[Finding]:
    told: set[int] = set()
    at = {r.quantity.start: r.order for r in passage.readings}
    for finding in _told(passage):
        if not believed(finding, passage.readings):
            continue
        told |= {at[start] for _, start, _ in finding.beside} | {at[finding.start]}
        yield finding
    yield from averages.check(passage, told)


def _told(passage: Passage) -> Iterator[Finding]:
    for rate in passage.having(Role.EACH):
        if _is_one_of_several(passage, rate):
            continue
        if finding := _one(passage, rate):
            yield finding
    yield from _several(passage)


def _several(passage: Passage) -> Iterator[Finding]:
    """一本 15 人, 每人 5,000 元; 二本 14 人, 每人 4,000 元; 共计 x: the products added up."""
    for whole in passage.having(Role.TOTAL):
        if whole.quantity.unit != "元" or not _sums_up(whole) or whole.quantity.bound:
            continue
        before = [r for r in passage.before(whole, sentences=0) if not r.quantity.bound and r.quantity.top is None]
        rates = [r for r in before if r.role is Role.EACH and r.each and r.quantity.unit == "元"][::-1]
        counts = [[c for c in before if c.segment == r.segment and _counts_for(c, r)][:1] for r in rates]
        amounts = [r for r in before if is_amount(r) and r.quantity.unit == "元"]
        amounts = [r for r in amounts if rates and r.order > rates[0].order]
        if len(rates) < 2 or amounts or any(len(found_) != 1 for found_ in counts):
            continue
        pairs = [(rate, found_[0]) for rate, found_ in zip(rates, counts, strict=True)]
        value = sum((r.quantity.value * c.quantity.value for r, c in pairs), Fraction(0))
        if not can_be(whole.quantity, Interval(value, value)):
            arithmetic = " + ".join(f"{bare(r.quantity)} × {bare(c.quantity)}" for r, c in pairs)
            beside = tuple(reading for pair in pairs for reading in pair)
            yield found("each", whole.quantity, like(whole.quantity, value), arithmetic, beside)


def _counts_for(count: Reading, rate: Reading) -> bool:
    is_of_unit = count.quantity.unit == _FAMILY.get(rate.each, rate.each)
    return is_amount(count) and is_of_unit and count.order < rate.order


def _is_one_of_several(passage: Passage, rate: Reading) -> bool:
    """一本每人 5,000 元; 二本每人 4,000 元; 共计 …: the total is of them all, and no one rate makes it."""
    here = [r for r in passage.in_sentence(rate) if r.quantity.unit == rate.quantity.unit]
    amounts = [r.order for r in here if is_amount(r)]
    others = [r.order for r in here if r.role is Role.EACH and r is not rate]
    return any(not any(min(o, rate.order) < at < max(o, rate.order) for at in amounts) for o in others)


def _one(passage: Passage, rate: Reading) -> Finding | None:
    if rate.quantity.top is not None or rate.quantity.bound in (Bound.MOST, Bound.LEAST) or not rate.each:
        return None
    unit = _FAMILY.get(rate.each, rate.each)
    near = [r for r in passage.in_sentence(rate) if r is not rate and abs(r.order - rate.order) <= 6 and is_amount(r)]
    near = [r for r in near if r.role is not Role.OLD]
    counts = _counts_near(near, unit, rate) or _named_before(passage, rate, unit)
    totals = _totals_near(passage, rate, [r for r in near if r not in counts])
    counts = [c for c in counts if not _parted(passage, c, rate)]
    if not counts or not totals:
        return None
    wider = [*counts, *_wider(passage, rate, unit), *(r for r in near if are_alike(r.quantity.unit, unit))]
    if any(_fits(rate, c, t) for c in wider for t in totals) or any(_fits_together(rate, counts, t) for t in totals):
        return None
    return _finding(rate, _nearest(rate, counts), _nearest(rate, totals))


def _parted(passage: Passage, count: Reading, rate: Reading) -> bool:
    """奖励 36 个, 其中一等奖每个 1 万元: the rate is for some of them only."""
    of_whom = re.split(r"平均|每|[人户场家期件次例班]均", rate.clause.removeprefix("其中"))[0]
    return len(of_whom) >= 2 and "其中" in passage.folded[count.quantity.end : rate.quantity.start]


def _totals_near(passage: Passage, rate: Reading, near: list[Reading]) -> list[Reading]:
    """Amounts of the rate's unit in its own segment, or such as begin with 共 in the next."""
    alike = [
        r for r in near if r.quantity.unit == rate.quantity.unit and r.quantity.bound not in (Bound.LEAST, Bound.MOST)
    ]
    alike = [
        r for r in alike if r.order > rate.order or "其中" not in passage.folded[r.quantity.end : rate.quantity.start]
    ]
    alike = [r for r in alike if not re.search(r"[高低多少]于", r.clause)]
    rates = [r for r in passage.in_sentence(rate) if r.role is Role.EACH and r.quantity.unit == rate.quantity.unit]
    is_second = any(r.order < rate.order for r in rates)
    alike = [r for r in alike if r.order > rate.order or not is_second]
    totals = [r for r in alike if r.segment == rate.segment or _sums_up(r)]
    follower = _next_sentence(passage, rate)
    if not totals and follower is not None and follower.quantity.unit == rate.quantity.unit:
        return [follower]
    return totals


def _counts_near(near: list[Reading], unit: str, rate: Reading) -> list[Reading]:
    """How many there are: in the rate's unit or a word for it; those of its own segment before any other."""
    touching = [r for r in near if r.order == rate.order - 1 and r.quantity.unit == unit and rate.lead.startswith("每")]
    if touching:
        return touching
    counts = [r for r in near if r.quantity.unit == unit or {r.quantity.unit, unit} == {"人", "人次"}]
    counts = [r for r in counts if r.quantity.unit != rate.quantity.unit]
    counts = counts or [r for r in near if _counts(r, unit, rate)] or [r for r in near if _is_called(r, rate)]
    here = [r for r in counts if r.segment == rate.segment]
    return [r for r in here if r.whole is None] or here or counts


def _is_called(reading: Reading, rate: Reading) -> bool:
    """平均每班 30 人, after 托管班 36 个."""
    word = re.search(r"每([班站点队校店群])[\u4e00-\u9fff]{0,4}$", rate.clause)
    is_other = reading.quantity.unit != rate.quantity.unit and reading.quantity.kind is Kind.COUNT
    return word is not None and is_other and word.group(1) in reading.lead + reading.noun


def _sums_up(whole: Reading) -> bool:
    return whole.role is Role.TOTAL and bool(
        re.match(r"[^，；]{0,4}[，；。]\s*(?:共|合计|总计|[\u4e00-\u9fff]{0,4}总额)", whole.lead)
    )


def _named_before(passage: Passage, rate: Reading, unit: str) -> list[Reading]:
    """每个乡镇工会补助 1 万元: how many 乡镇工会 there are may stand a sentence earlier."""
    words = re.split(r"每[\u4e00-\u9fff]", rate.clause)[-1]
    near = [r for r in _wider(passage, rate, unit) if r.whole is None and r.role in (Role.PLAIN, Role.TOTAL)]
    last = [r for r in near if r.sentence == rate.sentence - 1]
    if _AVERAGE.search(rate.clause) and len(last) == 1 and last[0].quantity.unit == unit:
        return last
    named = [r for r in near if len(words) >= 3 and bigrams(words[:5]) & bigrams(label(r)) - {"工会", "职工", "企业"}]
    return named if len(named) == 1 else []


def _counts(reading: Reading, unit: str, rate: Reading) -> bool:
    """Counted in the unit a rate is for, or in a word used in turn with it."""
    if reading.quantity.unit == unit:
        return True
    if are_same(reading.quantity.unit, rate.quantity.unit) or unit in ("个", "件"):
        return False
    return are_same(reading.quantity.unit, unit) or {reading.quantity.unit, unit} == {"户", "家"}


def _wider(passage: Passage, rate: Reading, unit: str) -> list[Reading]:
    return [r for r in passage.before(rate) if is_amount(r) and _counts(r, unit, rate)]


def _next_sentence(passage: Passage, rate: Reading) -> Reading | None:
    after = passage.readings[rate.order + 1 : rate.order + 2]
    is_total = (
        bool(after) and after[0].sentence == rate.sentence + 1 and bool(re.match(r"\s*(?:共|合计|总计)", after[0].lead))
    )
    return after[0] if is_total else None


def _fits(rate: Reading, count: Reading, whole: Reading) -> bool:
    if _AVERAGE.search(rate.clause):
        derived = ratio(whole.quantity.interval, count.quantity.interval)
        return can_be(rate.quantity, derived, extra=rate.quantity.step / 2)
    made = product(_printed(rate), count.quantity.interval)
    return can_be(whole.quantity, made)


def _fits_together(rate: Reading, counts: list[Reading], whole: Reading) -> bool:
    """示范点 30 个, 新建 260 个, 平均每个 …: over both."""
    added = total(c.quantity.interval for c in counts)
    if _AVERAGE.search(rate.clause):
        return can_be(rate.quantity, ratio(whole.quantity.interval, added), extra=rate.quantity.step / 2)
    return can_be(whole.quantity, product(_printed(rate), added))


def _printed(rate: Reading) -> Interval:
    """A standard per head is exact as printed; an average is rounded."""
    if rate.quantity.bound or rate.quantity.top:
        return rate.quantity.interval
    return Interval(rate.quantity.value, rate.quantity.value)


def _nearest(rate: Reading, others: list[Reading]) -> Reading:
    return min(others, key=lambda r: (r.segment != rate.segment, abs(r.order - rate.order), r.order > rate.order))


def _finding(rate: Reading, count: Reading, whole: Reading) -> Finding | None:
    if not count.quantity.value or not rate.quantity.value or (count.whole != whole.whole and whole.whole is not None):
        return None
    if count.quantity.bound in (Bound.LEAST, Bound.MOST) or whole.quantity.bound in (Bound.LEAST, Bound.MOST):
        return None
    factor = whole.quantity.value / (rate.quantity.value * count.quantity.value)
    if whole.quantity.unit == "元" and any(Fraction(9, 10) <= factor * f <= Fraction(11, 10) for f in _SLIPS):
        arithmetic = f"{bare(rate.quantity)} × {bare(count.quantity)}"
        expected = rewritten(rate.quantity.value * count.quantity.value)
        return found("magnitude", whole.quantity, expected, arithmetic, (rate, count))
    if _AVERAGE.search(rate.clause):
        value = whole.quantity.value / count.quantity.value
        arithmetic = f"{bare(whole.quantity)} ÷ {bare(count.quantity)}"
        return found("each", rate.quantity, like(rate.quantity, value), arithmetic, (whole, count))
    value = rate.quantity.value * count.quantity.value
    arithmetic = f"{bare(rate.quantity)} × {bare(count.quantity)}"
    return found("each", whole.quantity, like(whole.quantity, value), arithmetic, (rate, count))
