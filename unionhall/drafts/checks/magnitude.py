"""万元 written for 元, or the other way round: an amount given to so many people that comes to an absurd sum each.

Only for what is given (慰问, 补助, 救助), only by limits nobody could mean.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from unionhall.drafts import lexicon
from unionhall.drafts.findings import Finding, bare, found
from unionhall.drafts.passages import Passage
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.units import Kind

#: Yuan a head: more than a lifetime's aid, or less than the paper it is paid on.
MOST_EACH, LEAST_EACH = 1_000_000, 1
_EARNED = re.compile(r"销售|产值|收入|投资|贷款|经济损失|营业|带动|标的|效益|涉案|货款|GDP|生产总值|消费")
_FACTORS = (Fraction(10**4), Fraction(10**8))


def check(passage: Passage) -> Iterator[Finding]:
    for amount in passage.readings:
        if amount.quantity.kind is not Kind.MONEY or amount.role in (Role.CHANGE, Role.OLD) or amount.quantity.top:
            continue
        if finding := _absurd_each(amount) if amount.role is Role.EACH else _absurd_total(passage, amount):
            yield finding


def _absurd_each(rate: Reading) -> Finding | None:
    if rate.each not in ("人", "名", "位") or not rate.quantity.value:
        return None
    value = rate.quantity.value
    if lexicon.GIVING.search(rate.clause + rate.noun) and value >= MOST_EACH * 5:
        return found("magnitude", rate.quantity, f"{_yuan(value / 10**4)}元", f"{bare(rate.quantity)}元／人")
    return None


def _absurd_total(passage: Passage, amount: Reading) -> Finding | None:
    words = amount.clause + amount.noun
    people = _people(passage, amount)
    if people is None or not people.quantity.value or re.search(r"标准|每", amount.clause):
        return None
    if people.segment != amount.segment or _EARNED.search(words):
        return None
    most = MOST_EACH if lexicon.GIVING.search(words + people.clause + people.noun) else MOST_EACH * 5
    each = amount.quantity.value / people.quantity.value
    if each <= most and (each >= LEAST_EACH or most > MOST_EACH):
        return None
    fitting = [f for f in (*_FACTORS, *(1 / f for f in _FACTORS)) if 20 <= each * f <= 100_000]
    if not fitting:
        return None
    arithmetic = f"{bare(amount.quantity)}元 ÷ {bare(people.quantity)} = {_yuan(each)}元／人"
    return found("magnitude", amount.quantity, rewritten(amount.quantity.value * fitting[0]), arithmetic, (people,))


def _people(passage: Passage, amount: Reading) -> Reading | None:
    """Those who are given it: just before, or just after 惠及."""
    before = passage.before(amount, sentences=0, most=2)
    after = [r for r in passage.after(amount, most=1) if re.search(r"惠及|受益|资助|救助|慰问|补助", r.clause)]
    given = [r for r in (*before, *after) if r.quantity.unit in ("人", "人次") and r.role in (Role.PLAIN, Role.TOTAL)]
    is_aid = bool(after) or any(lexicon.GIVING.search(amount.clause + amount.noun + r.clause + r.noun) for r in given)
    return given[0] if given and is_aid else None


def rewritten(value: Fraction) -> str:
    """An amount in the unit it is best read in."""
    return f"{_yuan(value / 10**4)}万元" if value >= 10**4 else f"{_yuan(value)}元"


def _yuan(value: Fraction) -> str:
    places = 0 if value >= 1000 or value == int(value) else (2 if value >= 1 else 4)
    whole, rest = divmod(round(value * 10**places), 10**places)
    return f"{whole:,}" + (f".{rest:0{places}d}".rstrip("0") if rest else "")
