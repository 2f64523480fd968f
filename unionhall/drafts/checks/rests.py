"""其余, 剩余, 未…的, 结余: what is left of a whole when the parts named are taken away.

Judged where the whole is told by 其中 or stands beside; a balance only where nothing was carried over.
"""

import re
from fractions import Fraction
from itertools import accumulate

from unionhall.drafts.checks.adding import fits
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import Passage, bigrams, is_amount, label
from unionhall.drafts.reading import Reading
from unionhall.drafts.tolerance import can_be, plus


def rest_of(passage: Passage, rest: Reading) -> Finding | None:
    """其余 x: the whole less the parts named."""
    if "各" in rest.clause:
        return None
    before = [r for r in passage.before(rest, sentences=1) if is_amount(r) and r.quantity.unit == rest.quantity.unit]
    here = _nearest(rest, before)
    if len(here) < 2 or not (
        re.search(r"其余|剩余|余下|剩下", rest.clause) or _is_other(rest) or _is_the_contrary(rest, here)
    ):
        return None
    whole, parts = here[-1], here[:-1]
    if any(r.quantity.bound for r in here) or _is_accounted_for(rest, here) or not _may_be_all(whole, [rest, *parts]):
        return None
    if (
        len(parts) == 1
        and parts[0].whole is not None
        and parts[0].quantity.value > whole.quantity.value > rest.quantity.value
    ):
        left = whole.quantity.value - rest.quantity.value
        return found(
            "rest",
            parts[0].quantity,
            like(parts[0].quantity, left),
            f"{bare(whole.quantity)} − {bare(rest.quantity)}",
            (whole, rest),
        )
    if len({r.sentence for r in here}) > 1 and not any(r.whole is not None for r in parts):
        return None
    value = whole.quantity.value - sum(r.quantity.value for r in parts)
    arithmetic = " − ".join([bare(whole.quantity), *(bare(r.quantity) for r in reversed(parts))])
    return found("rest", rest.quantity, like(rest.quantity, value), arithmetic, (whole, *parts)) if value >= 0 else None


def _nearest(rest: Reading, before: list[Reading]) -> list[Reading]:
    """Numbers of its segment, else of its sentence, else such as are worded alike before it."""
    here = [r for r in before if r.sentence == rest.sentence]
    close = [r for r in here if r.segment == rest.segment]
    if len(close) > 1 or len(here) > 1:
        return close if len(close) > 1 else here
    names = bigrams(rest.noun + rest.clause)
    return [r for r in before if names & bigrams(label(r))] if len(before) > 2 else before


def _is_accounted_for(rest: Reading, here: list[Reading]) -> bool:
    """Whether the rest and the nearest of the numbers come to one of those before them."""
    sums = list(accumulate((r.quantity.interval for r in here), plus, initial=rest.quantity.interval))
    return any(
        can_be(here[first].quantity, sums[size]) for first in range(1, len(here)) for size in range(1, first + 1)
    )


def _may_be_all(whole: Reading, parts: list[Reading]) -> bool:
    """示范县 8 个, 达标县 2 个, 其余 1 个 has no whole: told by 其中, or by being about as much."""
    added = sum((r.quantity.value for r in parts), Fraction(0))
    return any(r.whole is not None for r in parts) or whole.quantity.value <= 2 * added <= 4 * whole.quantity.value


def _is_other(rest: Reading) -> bool:
    """其中 A 1,260 名、B 8,640 名、其他 2,100 名: a list that ends so leaves nothing out."""
    return rest.whole is not None and bool(re.fullmatch(r"(?:其他|其它)[\u4e00-\u9fff]{0,5}", rest.clause))


def _is_the_contrary(rest: Reading, here: list[Reading]) -> bool:
    """成功 177 件; 未成功的 59 件: the two are all there is."""
    contrary = re.search(r"未([\u4e00-\u9fff]{2,3})的?$", rest.clause)
    return contrary is not None and len(here) == 2 and contrary.group(1)[:2] in here[0].clause


def balance(passage: Passage, rest: Reading) -> Finding | None:
    """收入 a, 支出 b, 结余 c: where nothing was carried over."""
    if "结余" not in rest.clause or re.search(r"结转|上年|滚存|累计|年初|上缴|其中", passage.words_before(rest)):
        return None
    here = [r for r in passage.before(rest, sentences=0, most=6) if r.quantity.unit == rest.quantity.unit]
    spent = next((r for r in here[:2] if "支出" in r.clause), None)
    earned = next((r for r in here[:3] if "收入" in r.clause), None)
    if spent is None or earned is None or earned.order > spent.order:
        return None
    value = earned.quantity.value - spent.quantity.value
    if value < 0 or any(r.quantity.bound for r in (spent, earned, rest)) or fits(earned, [spent, rest]):
        return None
    arithmetic = f"{bare(earned.quantity)} − {bare(spent.quantity)}"
    return found("rest", rest.quantity, like(rest.quantity, value), arithmetic, (earned, spent))
