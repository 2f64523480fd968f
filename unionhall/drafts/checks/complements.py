"""Two shares that are all there is add to 100.

Only pairs of words that leave nothing out; other shares are for `shares`.
"""

from collections.abc import Iterator

from unionhall.drafts import lexicon
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import Passage
from unionhall.drafts.quantities import Interval
from unionhall.drafts.reading import Role
from unionhall.drafts.tolerance import HUNDRED, total


def check(passage: Passage) -> Iterator[Finding]:
    """男性占 62.7%, 女性占 37.3%: two shares that are all there is add to 100."""
    for later in passage.having(Role.SHARE):
        first = passage.readings[later.order - 1] if later.order else None
        if first is None or first.role is not Role.SHARE or first.sentence != later.sentence or not later.stem:
            continue
        if sum(r.role is Role.SHARE for r in passage.in_sentence(later) if r.segment == later.segment) > 2:
            continue
        pairs = ((a, b) for a, b in (*lexicon.EXHAUSTIVE, *((b, a) for a, b in lexicon.EXHAUSTIVE)))
        if not any(first.stem.startswith(a) and later.stem.startswith(b) for a, b in pairs):
            continue
        added = total((first.quantity.interval, later.quantity.interval))
        if not first.quantity.bound and not later.quantity.bound and not added.meets(Interval(HUNDRED, HUNDRED)):
            value = HUNDRED - first.quantity.value
            yield found(
                "share", later.quantity, like(later.quantity, value), f"100% − {bare(first.quantity)}", (first,)
            )
