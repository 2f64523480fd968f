"""By how much: 由 a 到 b 增加 c, 比上年的 a 增加 c, 提高 c（上届为 a）, wherever the three stand.

Plain numbers and sums of money; growth in % is judged in `growth`.
"""

import re
from collections.abc import Iterator

from unionhall.drafts.checks.adding import mends
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import AMOUNTS, Passage, is_amount
from unionhall.drafts.quantities import Bound
from unionhall.drafts.reading import Reading, Role

_YEARS = re.compile(r"(20\d{2})年[\u4e00-\u9fff]{0,4}比(20\d{2})年")
_SPAN = re.compile(r"(20\d{2})(?:年)?(?:至|到|-)(20\d{2})年")


def check(passage: Passage) -> Iterator[Finding]:
    for rise in passage.having(Role.CHANGE):
        if rise.quantity.kind not in AMOUNTS or rise.quantity.bound is not Bound.EXACT or _is_told(passage, rise):
            continue
        finding = _from_to(passage, rise) or _in_brackets(passage, rise) or _of_years(passage, rise)
        finding = finding or _since(passage, rise)
        if finding:
            yield finding


def _near(passage: Passage, rise: Reading) -> list[Reading]:
    around = passage.readings[max(0, rise.order - 8) : rise.order + 5]
    return [
        r for r in around if r is not rise and r.quantity.unit == rise.quantity.unit and rise.sentence - r.sentence <= 2
    ]


def _is_told(passage: Passage, rise: Reading) -> bool:
    """Whether any two numbers about it are that far apart; rounded ones by a unit of their last place."""
    near = [r for r in _near(passage, rise) if r.role is not Role.CHANGE]
    for one in near:
        for other in near:
            if one is other:
                continue
            quantities = (one.quantity, other.quantity, rise.quantity)
            slack = max(q.step for q in quantities) if any(q.is_scaled for q in quantities) else 0
            if (
                any(q.bound for q in quantities[:2])
                or abs(one.quantity.value - other.quantity.value - rise.quantity.value) <= slack
            ):
                return True
    return False


def _finding(rise: Reading, old: Reading, new: Reading) -> Finding | None:
    low, high = sorted((old.quantity.value, new.quantity.value))
    if low == high or old.quantity.bound or new.quantity.bound:
        return None
    one, other = (new, old) if not rise.is_fall else (old, new)
    value = one.quantity.value - other.quantity.value
    if value <= 0:
        return None
    arithmetic = f"{bare(one.quantity)} − {bare(other.quantity)}"
    return found("growth", rise.quantity, like(rise.quantity, value), arithmetic, (old, new))


def _from_to(passage: Passage, rise: Reading) -> Finding | None:
    """延长了 18 天, 由 60 天增加到 78 天; 由 a 增至 b, 净增 c."""
    for new in _near(passage, rise):
        old = passage.readings[new.order - 1] if new.order else None
        if new.role is not Role.NEW or old is None or old.role is not Role.OLD or old.sentence != rise.sentence:
            continue
        is_beside = rise.order in (old.order - 1, new.order + 1) or (rise.order == new.order + 2)
        if is_beside and old.quantity.unit == rise.quantity.unit and new.segment == rise.segment:
            return _finding(rise, old, new)
    return None


def _in_brackets(passage: Passage, rise: Reading) -> Finding | None:
    """78.4 分, 比上届提高 3.1 分（上届为 75.3 分）."""
    old = next(iter(passage.after(rise, most=1)), None)
    new = next(iter(passage.before(rise, sentences=0, most=1)), None)
    if old is None or new is None or not re.match(r"\s*（(?:上|去|前)[\u4e00-\u9fff]{1,6}\s*$", old.lead):
        return None
    is_same = new.quantity.unit == old.quantity.unit == rise.quantity.unit and new.segment == rise.segment
    return _finding(rise, old, new) if is_same and not new.quantity.top else None


def _of_years(passage: Passage, rise: Reading) -> Finding | None:
    """2019 年至 2023 年分别为 a、b、c、d、e, 2023 年比 2019 年增加 x."""
    asked = _YEARS.search(rise.clause)
    before = [r for r in passage.before(rise, sentences=0) if r.quantity.unit == rise.quantity.unit]
    span = _SPAN.search(before[-1].lead) if before else None
    if asked is None or span is None:
        return None
    first, last = int(span.group(1)), int(span.group(2))
    values = before[::-1]
    new, old = int(asked.group(1)) - first, int(asked.group(2)) - first
    if len(values) != last - first + 1 or not 0 <= old < new < len(values):
        return None
    return _finding(rise, values[old], values[new])


def _since(passage: Passage, rise: Reading) -> Finding | None:
    """本期 76,490 人参加. 与上期的 66,410 人相比, 增加 8,280 人: the number now stands a sentence before."""
    old = next((r for r in passage.before(rise, sentences=0, most=2) if r.quantity.unit == rise.quantity.unit), None)
    if old is None or not (old.role is Role.OLD or old.tail.lstrip().startswith("相比")) or old.quantity.bound:
        return None
    sign = -1 if rise.is_fall else 1
    by, value = sign * rise.quantity.value, old.quantity.value + sign * rise.quantity.value
    before = [r for r in passage.before(old, sentences=2, most=8) if r.quantity.unit == old.quantity.unit]
    now = [r for r in before if is_amount(r) and r.role is not Role.OLD and r.whole is None and not r.quantity.bound]
    if any(abs(r.quantity.value - value) <= r.quantity.step for r in now):
        return None
    here = [r for r in now if r.sentence == rise.sentence]
    if here and (here[0].order != old.order - 1 or sign * (here[0].quantity.value - old.quantity.value) > 0):
        return None
    for new in here[:1] or now[:3]:
        if value / new.quantity.step >= 100 and mends(new.quantity, value) and not here:
            arithmetic = f"{bare(old.quantity)} {'+' if sign > 0 else '−'} {bare(rise.quantity)}"
            return found("growth", new.quantity, like(new.quantity, value), arithmetic, (old, rise))
        if value / new.quantity.step >= 100 and mends(old.quantity, new.quantity.value - by):
            arithmetic = f"{bare(new.quantity)} {'−' if sign > 0 else '+'} {bare(rise.quantity)}"
            return found("growth", old.quantity, like(old.quantity, new.quantity.value - by), arithmetic, (new, rise))
    return None
