"""其中: a part is not larger than its whole; 全市 not smaller than 市本级 of the same words.

A subset need not add up: sums are judged in `sums`, and only where the text says so.
"""

from collections.abc import Iterator

from unionhall.drafts import lexicon
from unionhall.drafts.checks.adding import mends
from unionhall.drafts.findings import Finding, bare, found
from unionhall.drafts.passages import Passage, bigrams, content, is_amount, label, same_unit
from unionhall.drafts.reading import Reading, Role


def check(passage: Passage) -> Iterator[Finding]:
    for reading in passage.readings:
        if reading.whole is not None and is_amount(reading):
            finding = _part(passage, reading)
        elif reading.scope in lexicon.OWN and is_amount(reading):
            finding = _own(passage, reading)
        else:
            continue
        if finding:
            yield finding


def _part(passage: Passage, part: Reading) -> Finding | None:
    whole = passage.readings[part.whole or 0]
    before = [
        r
        for r in passage.before(part)
        if r.order <= whole.order
        and r.sentence == whole.sentence
        and is_amount(r)
        and same_unit(r, part)
        and r.whole is None
    ]
    if whole.order not in {r.order for r in before} or any(not _exceeds(part, r) for r in before):
        return None
    if _counts_another_thing(part, whole) or not _is_meant(part, whole):
        return None
    return found(
        "of-which",
        part.quantity,
        f"≤ {whole.quantity.text.strip()}",
        f"{bare(part.quantity)} > {bare(whole.quantity)}",
        (whole,),
    )


def _exceeds(part: Reading, whole: Reading) -> bool:
    top = whole.quantity.interval.high
    return top is not None and part.quantity.interval.low > top


def _is_meant(part: Reading, whole: Reading) -> bool:
    """Far above its whole, a part must say in its own words that it is one: the same verb or noun, or a slip in digits."""
    one, other = part.quantity, whole.quantity
    if one.value * 2 <= other.value * 3 or mends(one, other.value):
        return True
    return part.order - whole.order <= (3 if part.opens_part else 2)


def _counts_another_thing(part: Reading, whole: Reading) -> bool:
    """个 counts anything: 25 个问题 is no part of 11 个县, nor of 240 家."""
    if part.quantity.unit != whole.quantity.unit:
        return not bigrams(part.noun) & bigrams(whole.noun + whole.clause)
    if part.noun and whole.noun and part.quantity.unit in ("个", "项", "处", "次", "条", "种", "类"):
        return not bigrams(part.noun) & bigrams(whole.noun + whole.clause) and part.noun[-1] != whole.noun[-1]
    return False


def _own(passage: Passage, own: Reading) -> Finding | None:
    for other in passage.before(own, sentences=0, most=4):
        if other.scope == "全市" and is_amount(other) and same_unit(other, own) and Role.TOTAL is not own.role:
            mine, theirs = content(label(own)), content(label(other))
            if mine and mine == theirs.replace("全市", "") and other.period == own.period and _exceeds(own, other):
                return found(
                    "of-which",
                    own.quantity,
                    f"≤ {other.quantity.text.strip()}",
                    f"{bare(own.quantity)} > {bare(other.quantity)}",
                    (other,),
                )
    return None
