"""The same thing told twice with different numbers: equal words, scope and period; or 这 x 家, 上述 x 人.

Equal values of different things are nothing; words must be specific enough to name one thing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from unionhall.drafts import lexicon
from unionhall.drafts.checks.adding import is_slip
from unionhall.drafts.findings import Finding, bare, found
from unionhall.drafts.passages import AMOUNTS, Passage, bigrams, content
from unionhall.drafts.quantities import Bound
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.units import Kind, are_same

#: Characters a label needs beyond generic words before it names one thing.
SPECIFIC = 4
#: Earlier tellings kept a label; more of one label is a list, not a restatement.
KEPT = 3
_ROLES = (Role.PLAIN, Role.TOTAL, Role.RATE, Role.NEW)
_THIS = re.compile(r"(?:(?:^|[，。；])\s*(?:这|上述|以上|该)|(?:在|对|为|从|使|让)(?:这|上述)|上述|这批|这些)$")
_STEADY = {"全市", "一年来", "", "全年", "今年", "本年", "当年", "截至", "目前", "累计", "年底"}


@dataclass(slots=True)
class _Told:
    """What has been told so far, found again by label or by nearly the same digits."""

    labels: dict[tuple[str, str, str, str], list[Reading]] = field(default_factory=dict)
    digits: dict[tuple[str, str], list[Reading]] = field(default_factory=dict)


def check(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Over the whole draft, in reading order."""
    told = _Told()
    for passage in passages:
        for reading in passage.readings:
            if finding := _anaphor(passage, reading) or _distant_anaphor(reading, told):
                yield finding
            if _names_one_thing(reading):
                yield from _against(reading, told)
                _keep(reading, told)


def _names_one_thing(reading: Reading) -> bool:
    is_counted = reading.quantity.kind in AMOUNTS or (
        reading.quantity.kind is Kind.PERCENT and reading.role is Role.RATE
    )
    return (
        is_counted
        and reading.role in _ROLES
        and reading.whole is None
        and reading.quantity.top is None
        and reading.quantity.value > 1
    )


def _key(reading: Reading) -> str:
    words = content(reading.clause)
    noun = content(re.split(r"[，。；、的已实参与获被在占]", reading.noun)[0])
    return f"{words}|{noun}"


def _specific(words: str) -> str:
    return lexicon.GENERIC.sub("", content(words))


def _scope(reading: Reading) -> str:
    return "全市" if reading.scope in ("", "全市") else reading.scope


def _period(reading: Reading) -> str:
    return "" if reading.period in _STEADY else reading.period


def _against(reading: Reading, told: _Told) -> Iterator[Finding]:
    key = _key(reading)
    if len(_specific(key)) > SPECIFIC:
        place = (key, reading.quantity.unit, _scope(reading), _period(reading))
        for earlier in told.labels.get(place, ()):
            if _is_other_place(reading, earlier) and _differ(reading, earlier):
                yield _finding(reading, earlier)
                return
    for earlier in _nearly(reading, told):
        if _is_other_place(reading, earlier) and _differ(reading, earlier) and _same_thing(reading, earlier):
            yield _finding(reading, earlier)
            return


def _is_other_place(one: Reading, other: Reading) -> bool:
    return one.quantity.paragraph != other.quantity.paragraph or one.sentence != other.sentence


def _differ(one: Reading, other: Reading) -> bool:
    a, b = one.quantity.interval, other.quantity.interval
    if one.quantity.bound or other.quantity.bound:
        return not a.meets(b) and not a.widened(one.quantity.round_step).meets(b.widened(other.quantity.round_step))
    return not a.meets(b)


def _finding(reading: Reading, earlier: Reading) -> Finding:
    stated, before = reading.quantity, earlier.quantity
    return found("restated", stated, before.text.strip(), f"{bare(stated)} ≠ {bare(before)}", (earlier,))


def _digits(reading: Reading) -> str:
    value = reading.quantity.value / reading.quantity.step
    return str(value.numerator) if value.denominator == 1 else ""


def _signs(digits: str) -> Iterator[str]:
    """Keys two numbers share when one digit differs or two neighbours changed places."""
    for at in range(len(digits)):
        yield digits[:at] + "*" + digits[at + 1 :]
    yield "".join(sorted(digits))


def _nearly(reading: Reading, told: _Told) -> list[Reading]:
    digits = _digits(reading)
    if len(digits) < 3 or len(digits) > 12 or reading.quantity.bound:
        return []
    near = [r for sign in _signs(digits) for r in told.digits.get((reading.quantity.unit, sign), ())]
    return [r for r in near if is_slip(_digits(r), digits) and r.quantity.step == reading.quantity.step]


#: So many digits, two of them changed about, are no chance.
_LONG = 6


def _same_thing(one: Reading, other: Reading) -> bool:
    if len(_digits(one)) >= _LONG and sorted(_digits(one)) == sorted(_digits(other)):
        return len(bigrams(content(one.clause + one.noun)) & bigrams(content(other.clause + other.noun))) >= 3
    if (_scope(one), _period(one)) != (_scope(other), _period(other)):
        return False
    if len(_digits(one)) >= 4:
        return len(bigrams(content(one.clause + one.noun)) & bigrams(content(other.clause + other.noun))) >= 2
    if sorted(_digits(one)) == sorted(_digits(other)) and _share_most(one, other):
        return True
    a, b = _specific(one.clause + one.noun), _specific(other.clause + other.noun)
    if min(len(a), len(b)) < 2:
        return False
    shared = bigrams(a) & bigrams(b)
    return len(shared) >= 2 and len(shared) * 2 >= min(len(bigrams(a)), len(bigrams(b)))


def _share_most(one: Reading, other: Reading) -> bool:
    """Digits changed about, and at least three pairs of characters alike: 建成工会驿站 251, 215 个工会驿站."""
    a, b = bigrams(content(one.clause + one.noun)), bigrams(content(other.clause + other.noun))
    return len(a & b) >= 3 and len(a & b) * 2 >= min(len(a), len(b))


def _keep(reading: Reading, told: _Told) -> None:
    place = (_key(reading), reading.quantity.unit, _scope(reading), _period(reading))
    kept = told.labels.setdefault(place, [])
    if len(kept) < KEPT:
        kept.append(reading)
    digits = _digits(reading)
    if 3 <= len(digits) <= 12 and reading.quantity.bound is Bound.EXACT:
        for sign in _signs(digits):
            near = told.digits.setdefault((reading.quantity.unit, sign), [])
            if len(near) < KEPT:
                near.append(reading)


def _anaphor(passage: Passage, reading: Reading) -> Finding | None:
    """这 434 家工会: some number before it must be 434."""
    if (
        reading.quantity.kind is not Kind.COUNT
        or reading.quantity.bound
        or not _THIS.search(reading.lead.rstrip()[-8:])
    ):
        return None
    before = [
        r for r in passage.before(reading, sentences=2, most=10) if are_same(r.quantity.unit, reading.quantity.unit)
    ]
    near = [r for r in before if r.quantity.kind is Kind.COUNT]
    if not near or any(not _differ(reading, r) for r in near) or _is_derived(reading, near):
        return None
    alike = [r for r in near if is_slip(_digits(r), _digits(reading))] or (near if len(near) == 1 else [])
    if not alike or (
        reading.noun and alike[0].noun and not bigrams(reading.noun) & bigrams(alike[0].clause + alike[0].noun)
    ):
        return None
    return _finding(reading, alike[0])


def _distant_anaphor(reading: Reading, told: _Told) -> Finding | None:
    """这 468 家职工书屋, where 486 家 were told of paragraphs before and 468 never."""
    if reading.quantity.kind is not Kind.COUNT or not _THIS.search(reading.lead.rstrip()[-8:]) or len(reading.noun) < 3:
        return None
    names = bigrams(content(reading.noun))
    alike = [r for r in _nearly(reading, told) if len(names & bigrams(r.clause + r.noun)) >= 2]
    return _finding(reading, alike[0]) if alike else None


def _is_derived(reading: Reading, near: list[Reading]) -> bool:
    value = reading.quantity.value
    values = [r.quantity.value for r in near[:6]]
    pairs = {a + b for a in values for b in values if a is not b} | {a - b for a in values for b in values}
    return value in pairs or value == sum(values)
