"""Numbers that close an equation with their neighbours but for a slip of the pen: differences, rates, products, lists.

A last reading, for what no other check has a pair for. Every way a number may have come about is tried: one that closes
silences it; else digits changed about are told, and one wrong digit only where the words leave a single way.
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from unionhall.drafts.checks.adding import mends, swaps
from unionhall.drafts.checks.ways import Way, judged
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import AMOUNTS, Passage, bigrams, content, is_amount, label
from unionhall.drafts.quantities import Bound, Interval
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.tolerance import HUNDRED, can_be, difference, product, ratio, times, total
from unionhall.drafts.units import Kind, are_alike

_BY = re.compile(
    r"(?P<sure>极差|相差|超(?:计划|任务|目标|额)|还[需差要]|尚需|结余|节余|净增|未执行)[\u4e00-\u9fff]{0,4}$|"
    r"(?:增加|减少|多|少|提高|下降|回落|上升|降低|升幅|提升)[\u4e00-\u9fff]{0,3}$"
)
_ENDS = re.compile(r"首尾|极差|相差")
_OF = re.compile(r"率|占|完成|比[重例]")
_TARGET = re.compile(r"计划|任务|目标|预算")
_EACH = re.compile(
    r"(?<![市县区年部])每[\u4e00-\u9fff]{1,10}$|均[\u4e00-\u9fff]{0,6}$|单价[\u4e00-\u9fff]{0,2}$|标准[为是]?$"
)
_THAT_IS = re.compile(r"\s*[，（](?:即|合|折合|也就是|折算为)\s*")
#: 每人 200 元, 计 4.76 万元: the product at once.
_MAKES = re.compile(r"[^，（]{0,6}[，（；]\s*(?:共?计|合计|共|总计|折合)[\u4e00-\u9fff]{0,4}$")
_LARGE = 100
_SUM = re.compile(r"合计|共|总|[两二三四五六](?:项|者|种)")
_COUNTED = re.compile(r"[两二]项|[两二]者|[两二]种")
_TENS = (Fraction(10), Fraction(1, 10), Fraction(100), Fraction(1, 100), Fraction(10**4), Fraction(1, 10**4))
#: Numbers taken for operands, and members of a list.
BACK, LONGEST = 10, 9


def check(passage: Passage, told: set[int]) -> Iterator[Finding]:
    """Findings at numbers no other finding has told; `told` are their beginnings."""
    told = set(told)
    for rule in (_difference, _over_the_new, _growth, _rate, _same, _listed, _summed):
        for reading in passage.readings:
            if reading.quantity.start in told or not _is_plain(reading):
                continue
            finding = rule(passage, reading)
            if finding is not None:
                told |= {finding.start, *(start for _, start, _ in finding.beside)}
                yield finding
    for reading in passage.readings:
        if _EACH.search(reading.clause) and reading.quantity.start not in told and _is_plain(reading):
            finding = _each(passage, reading)
            if finding is not None and finding.start not in told:
                told.add(finding.start)
                yield finding


def _is_plain(reading: Reading) -> bool:
    return reading.quantity.bound is Bound.EXACT and reading.quantity.top is None and reading.quantity.value > 0


def _near(passage: Passage, reading: Reading, *, ahead: int = 0) -> list[Reading]:
    """Exact numbers of its sentence and the one before, in order, and some that follow in the sentence."""
    before = passage.before(reading, sentences=1, most=BACK)[::-1]
    return [r for r in (*before, *passage.after(reading, most=ahead)) if _is_plain(r)]


def _difference(passage: Passage, by: Reading) -> Finding | None:
    said = _BY.search(by.clause)
    if said is None or by.quantity.kind not in (*AMOUNTS, Kind.POINTS) or re.search("[到至]$", by.clause):
        return None
    unit = "%" if by.quantity.kind is Kind.POINTS else by.quantity.unit
    near = [r for r in _near(passage, by, ahead=2) if r.quantity.unit == unit]
    if by.quantity.kind is not Kind.POINTS:
        near = [r for r in near if r.role not in (Role.CHANGE, Role.EACH)]
    here = [r for r in near if r.sentence == by.sentence]
    named = _of_years(by, near)
    ends = named or _ends(by, near, here)
    if named:
        near = list(named)
    ways = []
    for at, one in enumerate(near):
        for other in near[at + 1 :]:
            high, low = sorted((one, other), key=lambda r: -r.quantity.value)
            interval = difference(high.quantity.interval, low.quantity.interval)
            ways.append(
                Way(
                    interval=interval,
                    value=high.quantity.value - low.quantity.value,
                    operands=(high, low),
                    written=f"{bare(high.quantity)} − {bare(low.quantity)}",
                    is_near={one.order, other.order} == {r.order for r in ends},
                    is_sure=bool(said.group("sure") or named) or near[-1].role is Role.OLD,
                )
            )
    rule = "points" if by.quantity.kind is Kind.POINTS else "growth"
    return judged(rule, by, ways)


def _ends(by: Reading, near: list[Reading], here: list[Reading]) -> tuple[Reading, ...]:
    """The two numbers a difference is of, where no others can be meant."""
    if len(here) == 2:
        return (here[0], here[1])
    if len(near) > 1 and _ENDS.search(by.clause):
        ordered = sorted(near, key=lambda r: r.quantity.value)
        return (ordered[0], ordered[-1])
    last = [r for r in near if r.order < by.order][-2:]
    if (
        len(last) == 2
        and re.search(r"^[比较]?(?:上年|去年|同期|上期)", last[1].clause[-8:])
        and last[1].order == by.order - 1
    ):
        return (last[0], last[1])
    return ()


_YEARS = re.compile(r"(20\d\d)年[\u4e00-\u9fff]{0,4}比(20\d\d)年")


def _of_years(by: Reading, near: list[Reading]) -> tuple[Reading, ...]:
    """2023 年比 2019 年提高 x: the two that are told of those years."""
    asked = _YEARS.search(by.clause)
    if asked is None:
        return ()
    told = [[r for r in near if f"{year}年" in r.clause and r.order < by.order] for year in asked.groups()]
    return (told[0][0], told[1][0]) if all(len(one) == 1 for one in told) else ()


def _over_the_new(passage: Passage, rate: Reading) -> Finding | None:
    """156 个, 比上年的 104 个增加 52 个, 增长 33.3%: reckoned over the new number, where the words say which is the old."""
    if rate.quantity.kind is not Kind.PERCENT or rate.role is not Role.CHANGE or not rate.order:
        return None
    near = [r for r in passage.before(rate, sentences=0, most=3) if r.role is not Role.CHANGE][::-1]
    if len(near) < 2 or not all(_is_plain(r) for r in near):
        return None
    one, other = near[-2:]
    old, new = (one, other) if one.role is Role.OLD and other.role is Role.NEW else (other, one)
    is_told = old.role is Role.OLD and new.role in (Role.NEW, Role.PLAIN, Role.TOTAL) and old.segment == rate.segment
    if not is_told or one.quantity.unit != other.quantity.unit or one.quantity.kind not in AMOUNTS:
        return None
    by = abs(new.quantity.value - old.quantity.value) * HUNDRED
    right, wrong = by / old.quantity.value, by / new.quantity.value
    slack = rate.quantity.step
    if abs(rate.quantity.value - wrong) > slack / 2 or abs(rate.quantity.value - right) <= slack * 5:
        return None
    if (new.quantity.value < old.quantity.value) != rate.is_fall:
        return None
    written = f"({bare(new.quantity)} − {bare(old.quantity)}) ÷ {bare(old.quantity)}"
    return found("growth", rate.quantity, like(rate.quantity, right), written, (old, new))


def _growth(passage: Passage, rate: Reading) -> Finding | None:
    """760 万元, 880 万元, 增长 15.8%: the two numbers just before, either of them from the other."""
    if rate.quantity.kind is not Kind.PERCENT or rate.role is not Role.CHANGE:
        return None
    before = [r for r in _near(passage, rate) if r.quantity.kind in AMOUNTS]
    last = before[-2:]
    ways = []
    for old in before:
        for new in before:
            if old is new or old.quantity.unit != new.quantity.unit:
                continue
            share = ratio(new.quantity.interval, old.quantity.interval)
            value = new.quantity.value / old.quantity.value * HUNDRED - HUNDRED
            if rate.is_fall:
                value = -value
            if share is None or share.high is None or value <= 0:
                continue
            low, high = sorted(abs(end * HUNDRED - HUNDRED) for end in (share.low, share.high))
            is_last = old is last[0] and new is last[-1] and old.sentence == rate.sentence
            written = f"({bare(new.quantity)} − {bare(old.quantity)}) ÷ {bare(old.quantity)}"
            is_alone = is_last and sum(r.sentence == rate.sentence for r in before) <= 3
            ways.append(Way(Interval(low, high), value, (old, new), written, is_near=is_alone, may_tell=is_last))
            rise = ratio(new.quantity.interval, old.quantity.interval)
            ways.append(Way(None if rise is None else times(rise, HUNDRED), value, (old, new), written, may_tell=False))
    return judged("growth", rate, ways)


def _rate(passage: Passage, rate: Reading) -> Finding | None:
    if rate.quantity.kind is not Kind.PERCENT or rate.role is Role.CHANGE or not _OF.search(_clause(passage, rate)):
        return None
    before = [r for r in passage.before(rate, sentences=4) if is_amount(r) and _is_plain(r)]
    parts = [r for r in before if r.sentence == rate.sentence][:3]
    wider = [*before, *(r for r in passage.earlier if is_amount(r) and _is_plain(r))]
    ways = []
    for part in parts:
        alike = [w for w in wider if w is not part and are_alike(w.quantity.unit, part.quantity.unit)]
        close = [w for w in alike if w in passage.readings and w.sentence >= rate.sentence - 1]
        for whole in alike:
            is_only = len(close) == 1 and whole is close[0] and part.order == rate.order - 1
            is_near = is_only and not _has_rate(passage, whole)
            is_meant = is_near or _is_meant(passage, rate, part, whole)
            ways.append(_over(part, whole, is_near=is_near, may_tell=is_meant))
            ways.append(_over(whole, part, is_near=False, may_tell=False))
    return judged("share" if rate.role is Role.SHARE else "rate", rate, ways)


def _clause(passage: Passage, reading: Reading) -> str:
    return re.split(r"[，。；（]", passage.words_before(reading))[-1]


def _is_meant(passage: Passage, rate: Reading, part: Reading, whole: Reading) -> bool:
    """The number just before the rate, told of no other, over one told before it; or what is done, over the plan."""
    if _has_rate(passage, whole) and whole.order != rate.order - 1:
        return False
    is_planned = bool(_TARGET.search(whole.clause)) and whole.sentence == rate.sentence
    if is_planned and whole.order == rate.order - 1 and "完成" in whole.clause + rate.clause:
        return True
    if part.order != rate.order - 1 or (rate.role is Role.SHARE and not re.match(r"约?占", rate.clause)):
        return False
    return whole.quantity.paragraph != part.quantity.paragraph or whole.order < part.order


def _has_rate(passage: Passage, reading: Reading) -> bool:
    behind = passage.readings[reading.order + 1 : reading.order + 2]
    return any(r.quantity.kind is Kind.PERCENT and r.sentence == reading.sentence for r in behind)


def _over(part: Reading, whole: Reading, *, is_near: bool, may_tell: bool) -> Way:
    share = ratio(part.quantity.interval, whole.quantity.interval)
    return Way(
        interval=None if share is None else times(share, HUNDRED),
        value=part.quantity.value / whole.quantity.value * HUNDRED,
        operands=(part, whole),
        written=f"{bare(part.quantity)} ÷ {bare(whole.quantity)}",
        is_near=is_near,
        may_tell=may_tell,
    )


def _same(passage: Passage, reading: Reading) -> Finding | None:
    """29847600 元, 即 2984.76 万元: the same sum once more."""
    last = passage.readings[reading.order - 1] if reading.order else None
    if last is None or last.quantity.unit != reading.quantity.unit or not _THAT_IS.fullmatch(reading.lead):
        return None
    if can_be(reading.quantity, last.quantity.interval) or not _is_plain(last):
        return None
    value = last.quantity.value
    if reading.quantity.value / value not in _TENS and not mends(reading.quantity, value):
        return None
    return found("restated", reading.quantity, like(reading.quantity, value), bare(last.quantity), (last,))


def _each(passage: Passage, rate: Reading) -> Finding | None:
    """So much each, times how many: silent where any count near it makes any amount near it."""
    if rate.quantity.kind not in AMOUNTS:
        return None
    near = [r for r in _near(passage, rate, ahead=4) if r.quantity.kind in AMOUNTS]
    near = [r for r in near if r.role is not Role.CHANGE or r.clause.startswith("共")]
    is_mean = "均" in rate.clause
    counts = [r for r in near if not are_alike(r.quantity.unit, rate.quantity.unit)]
    wholes = [r for r in near if are_alike(r.quantity.unit, rate.quantity.unit) and not _EACH.search(r.clause)]
    own = [w for w in wholes if w.order == rate.order + 1 and _MAKES.match(w.lead)]
    if own:
        wholes, is_mean = own, False
        counts += _called(passage, rate) if not counts else []
    if any(_makes(rate, count, whole, is_mean) for count in counts for whole in wholes):
        return None
    close = [w for w in wholes if w.sentence == rate.sentence and abs(w.order - rate.order) <= 2]
    for whole in close:
        made = [(c, rate.quantity.value * c.quantity.value) for c in counts]
        for count, value in made:
            is_here = bool(own) or count.sentence == rate.sentence or count.order == rate.order - 1
            if _is_slip_of(rate, count, whole, is_mean, is_here):
                if is_mean:
                    value = whole.quantity.value / count.quantity.value
                    written = f"{bare(whole.quantity)} ÷ {bare(count.quantity)}"
                    return found("each", rate.quantity, like(rate.quantity, value), written, (whole, count))
                written = f"{bare(rate.quantity)} × {bare(count.quantity)}"
                return found("each", whole.quantity, like(whole.quantity, value), written, (rate, count))
    return None


def _called(passage: Passage, rate: Reading) -> list[Reading]:
    """一线职工每人 200 元: the 一线职工 of a paragraph before."""
    words = bigrams(content(rate.clause)) - {"职工", "每人", "工会", "人员"}
    people = [r for r in passage.earlier if _is_plain(r) and r.quantity.value >= _LARGE]
    return [r for r in people if r.quantity.unit in ("人", "户") and words & bigrams(label(r))]


def _makes(rate: Reading, count: Reading, whole: Reading, is_mean: bool) -> bool:
    if is_mean and can_be(rate.quantity, ratio(whole.quantity.interval, count.quantity.interval)):
        return True
    return can_be(whole.quantity, product(rate.quantity.interval, count.quantity.interval))


def _is_slip_of(rate: Reading, count: Reading, whole: Reading, is_mean: bool, is_here: bool) -> bool:
    made = rate.quantity.value * count.quantity.value
    if is_here and whole.quantity.value / made in _TENS:
        return len(str(int(made)).rstrip("0")) > 1
    step = whole.quantity.step
    rounded = Fraction(round(made / step)) * step
    if whole.quantity.value / step >= 100 and swaps(whole.quantity, rounded):
        return True
    if not is_mean and not is_here:
        return False
    step = rate.quantity.step
    each = Fraction(round(whole.quantity.value / count.quantity.value / step)) * step
    is_exact = abs(each * count.quantity.value - whole.quantity.value) <= each * count.quantity.value / 1000
    return rate.quantity.value / step >= 100 and is_exact and swaps(rate.quantity, each)


def _listed(passage: Passage, whole: Reading) -> Finding | None:
    """A number, and the list behind it up to the sentence's end, or all of the sentence after it."""
    if not is_amount(whole) or whole.role in (Role.OLD, Role.EACH) or whole.quantity.value < 100 * whole.quantity.step:
        return None
    behind = passage.readings[whole.order + 1 : whole.order + 3 * LONGEST]
    runs = [
        [r for r in _members(behind, whole) if r.sentence == whole.sentence],
        [r for r in _members(behind, whole) if r.sentence == whole.sentence + 1],
    ]
    segments = {r.segment for r in runs[0]} - {whole.segment}
    runs += [[r for r in runs[0] if r.segment == segment] for segment in sorted(segments)]
    return _of_runs(whole, [run for run in runs if len(run) <= LONGEST])


def _members(readings: Iterable[Reading], whole: Reading) -> list[Reading]:
    mine = [r for r in readings if r.quantity.unit == whole.quantity.unit and is_amount(r)]
    mine = [r for r in mine if r.role is not Role.OLD or re.search(r"20\d\d年", r.clause)]
    return [r for r in mine if _is_plain(r) and not _EACH.search(r.clause)]


def _of_runs(whole: Reading, runs: list[list[Reading]]) -> Finding | None:
    for run in runs:
        if any(p.quantity.value >= whole.quantity.value for p in run):
            continue
        least = 2 if run and run[0].segment != whole.segment and run[0].sentence == whole.sentence else 3
        if len(run) < least or _some_close(whole, run) or _is_nested(run):
            continue
        value = sum((p.quantity.value for p in run), Fraction(0))
        apart = whole.quantity.value - value
        if swaps(whole.quantity, value) or any(swaps(p.quantity, p.quantity.value + apart) for p in run):
            return _sum(whole, run)
    return None


def _is_nested(run: list[Reading]) -> bool:
    """108 件, 45 件、38 件、25 件: one of them is the whole of those behind it."""
    return any(
        run[at].quantity.value == sum(r.quantity.value for r in run[at + 1 : end])
        for at in range(len(run))
        for end in range(at + 3, len(run) + 1)
    )


def _some_close(whole: Reading, run: list[Reading]) -> bool:
    """Whether any stretch of the run comes to the whole."""
    return any(
        can_be(whole.quantity, total(r.quantity.interval for r in run[at:end]))
        for at in range(len(run))
        for end in range(at + 2, len(run) + 1)
    )


def _sum(whole: Reading, parts: list[Reading]) -> Finding:
    value = sum((p.quantity.value for p in parts), Fraction(0))
    written = " + ".join(bare(p.quantity) for p in parts)
    return found("sum", whole.quantity, like(whole.quantity, value), written, tuple(parts))


def _row(before: list[Reading]) -> list[Reading]:
    """The numbers just before, as far as they are joined by 、 and the one they begin with."""
    for size, reading in enumerate(before, start=1):
        if not reading.lead.lstrip().startswith("、"):
            return before[:size]
    return []


def _summed(passage: Passage, whole: Reading) -> Finding | None:
    """…, 两项合计 x: the numbers just before it, or any two where the words say two."""
    if (
        not is_amount(whole)
        or not _SUM.search(_clause(passage, whole) + whole.noun)
        or whole.quantity.value < 100 * whole.quantity.step
    ):
        return None
    before = _members(passage.before(whole, sentences=2, most=BACK), whole)
    stretches = [before[:size] for size in range(2, len(before) + 1)]
    stretches += [before[1:size] for size in range(3, len(before) + 1)]
    pairs = [[one, other] for at, one in enumerate(before) for other in before[at + 1 :]]
    if any(can_be(whole.quantity, total(r.quantity.interval for r in run)) for run in (*stretches, *pairs)):
        return None
    if any(r.quantity.value == whole.quantity.value for r in before):
        return None
    here = [r for r in before if r.sentence == whole.sentence]
    is_two = bool(_COUNTED.search(_clause(passage, whole)))
    if is_two and len(here) == 2 and mends(whole.quantity, here[0].quantity.value + here[1].quantity.value):
        return _sum(whole, here[::-1])
    row = _row(before)
    if len(row) > 2 and mends(whole.quantity, sum((p.quantity.value for p in row), Fraction(0))):
        return _sum(whole, row[::-1])
    for run in (*stretches[: LONGEST - 1], *(pairs if is_two else ())):
        if swaps(whole.quantity, sum((p.quantity.value for p in run), Fraction(0))):
            return _sum(whole, run[::-1])
    return None
