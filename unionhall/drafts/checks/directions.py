"""A rise that falls, and 翻番 that does not double.

Two values and the word between them; how much a rise comes to is for `growth`.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from unionhall.drafts.checks.growth import partner
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import Passage
from unionhall.drafts.quantities import Bound
from unionhall.drafts.reading import Role
from unionhall.drafts.units import Kind

_AGAIN = re.compile(r"翻(?:了)?(?P<times>一|两|二|三|1|2|3)番")


def check(passage: Passage) -> Iterator[Finding]:
    yield from _directions(passage)
    yield from _doublings(passage)


def _directions(passage: Passage) -> Iterator[Finding]:
    """由 a 增加到 b with b below a, and the other way round."""
    for new in passage.having(Role.NEW):
        old = passage.readings[new.order - 1] if new.order else None
        if (
            old is None
            or old.role is not Role.OLD
            or old.sentence != new.sentence
            or old.quantity.unit != new.quantity.unit
        ):
            continue
        if not old.quantity.unit or Bound.EXACT not in (old.quantity.bound, new.quantity.bound):
            continue
        falls = bool(re.search(r"下降|减少|降低|缩短|压缩|压减|回落|降|减", new.clause))
        is_rise = bool(re.search(r"提高|提升|增|上升|扩大|升|上涨", new.clause)) and not falls
        lower, upper = (new, old) if is_rise else (old, new)
        top = lower.quantity.interval.high
        if (is_rise or falls) and top is not None and top < upper.quantity.interval.low:
            word = "≥" if is_rise else "≤"
            sign = "<" if is_rise else ">"
            arithmetic = f"{bare(new.quantity)} {sign} {bare(old.quantity)}"
            yield found("growth", new.quantity, f"{word} {old.quantity.text.strip()}", arithmetic, (old,))


def _doublings(passage: Passage) -> Iterator[Finding]:
    """翻一番 is twice as much."""
    for reading in passage.readings:
        again = _AGAIN.search(reading.tail)
        if again is None or reading.quantity.kind not in (Kind.COUNT, Kind.MONEY):
            continue
        near = [reading, *passage.before(reading, sentences=0, most=3)]
        old = next((r for r in near if r.role is Role.OLD), None)
        new = partner(old, near) if old else None
        if old is None or new is None or not old.quantity.value or old.quantity.bound or new.quantity.bound:
            continue
        factor = 2 ** {"一": 1, "1": 1, "两": 2, "二": 2, "2": 2}.get(again.group("times"), 3)
        value = new.quantity.value / old.quantity.value
        if not factor * Fraction(97, 100) <= value <= factor * Fraction(13, 10):
            arithmetic = f"{bare(old.quantity)} × {factor}"
            yield found("growth", new.quantity, like(new.quantity, old.quantity.value * factor), arithmetic, (old,))
