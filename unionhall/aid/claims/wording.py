"""A calculation in words: plain ones for the worker, exact ones for the clerk.

Steps are what rules.py found; nothing is reckoned here but how a number is written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from unionhall.aid.claims.rules import Step
from unionhall.kernel.errors import N_
from unionhall.kernel.money import show_yuan

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Line:
    """One printed line. `amount` is text in yuan, "" where the step has none."""

    no: str
    title: str
    reason: str
    amount: str
    article: str
    papers: str
    is_total: bool


REASONS = {
    "unknown-benefit": N_("没有这一类补助"),
    "before-cover": N_("住院时保障还没有开始"),
    "after-cover": N_("住院时保障已经结束"),
    "waiting-period": N_("住院时还在等待期内"),
    "claimed-too-late": N_("超过申领期限"),
    "diagnosis-not-listed": N_("病种不在补助范围"),
    "below-deductible": N_("没有超过起付线"),
    "within-free-days": N_("住院天数没有超过免补天数"),
    "nothing-payable": N_("按条款算下来没有可补的金额"),
    "covered-by-other-aid": N_("已领的其他互助金不少于应补的"),
    "below-minimum": N_("不到最低补助额"),
    "paid-once-already": N_("这一类只补一次，已经补过"),
    "period-exhausted": N_("本期已补到封顶"),
    "life-exhausted": N_("累计已补到封顶"),
    "capped-by-claim": N_("按单次封顶"),
    "capped-by-period": N_("按本期封顶"),
    "capped-by-life": N_("按累计封顶"),
}

BASES = {"own-cost": N_("自己花的钱"), "total-cost": N_("总费用")}

# rule: (clerk's title, clerk's reason, worker's sentence); places are filled by _facts.
_WORDS: dict[str, tuple[str, str, str]] = {
    "before-cover": (
        N_("保障期"),
        N_("{admitted} 入院，保障 {begins} 起"),
        N_("您 {admitted} 住院，那时保障还没有开始（{begins} 起）"),
    ),
    "after-cover": (
        N_("保障期"),
        N_("{admitted} 入院，保障 {ended} 止"),
        N_("您 {admitted} 住院，那时保障已经结束（到 {ended}）"),
    ),
    "waiting": (
        N_("等待期"),
        N_("{joined} 参加，等待 {days} 天，{admitted} 入院"),
        N_("您 {joined} 参加，满 {days} 天以后住院的才补，您是 {admitted} 住院"),
    ),
    "window": (
        N_("申领期限"),
        N_("{discharged} 出院，{received} 收到，期限 {days} 天"),
        N_("出院后 {days} 天内要来申领，您 {discharged} 出院，{received} 才收到"),
    ),
    "cost": (N_("{base}"), N_("照单据"), N_("您这次{base} {amount} 元")),
    "before": (N_("本期累计"), N_("本期以前计入 {before} 元"), N_("加上本期以前住院的 {before} 元，一共 {amount} 元")),
    "deductible": (N_("起付线 {limit} 元"), N_("以下不补"), N_("{limit} 元以下的不补")),
    "ceiling": (N_("费用上限 {limit} 元"), N_("超过部分不补"), N_("超过 {limit} 元的部分不补")),
    "band": (N_("{range} 元，{rate}"), N_("{slice} × {rate}"), N_("{plain} 补 {rate}，{amount} 元")),
    "sum": (N_("各段合计"), "", N_("加起来 {amount} 元")),
    "days": (N_("住院 {days} 天"), N_("出院当天不计"), N_("您住院 {days} 天")),
    "daily": (
        N_("每天 {daily} 元"),
        N_("免补 {free} 天，计 {paid} 天"),
        N_("头 {free} 天不补，后面 {paid} 天每天补 {daily} 元，{amount} 元"),
    ),
    "lump": (N_("{label}"), N_("定额"), N_("{label}，一次补 {amount} 元")),
    "not-listed": (N_("病种"), N_("不在补助范围"), N_("这个病不在补助范围")),
    "other-aid": (
        N_("减已领的其他互助金"),
        N_("{before} − {other}"),
        N_("减去已领的其他互助金 {other} 元，还有 {amount} 元"),
    ),
    "minimum": (
        N_("最低补助额 {limit} 元"),
        N_("算得 {before} 元，不到最低额，不补"),
        N_("算下来 {before} 元，不到 {limit} 元的不补"),
    ),
    "once": (N_("只补一次"), N_("此前已补"), N_("这一类只补一次，您已经补过")),
    "cap-claim": (N_("单次封顶 {cap} 元"), N_("{before} 与 {cap} 取小"), N_("一次最多补 {cap} 元")),
    "cap-period": (
        N_("本期封顶 {cap} 元"),
        N_("本期已补 {already} 元，还可补 {left} 元"),
        N_("一期最多补 {cap} 元，您本期已补 {already} 元，还可以补 {left} 元"),
    ),
    "cap-life": (
        N_("累计封顶 {cap} 元"),
        N_("历年已补 {already} 元，还可补 {left} 元"),
        N_("历年最多补 {cap} 元，您已补 {already} 元，还可以补 {left} 元"),
    ),
    "result": (N_("应补助"), "{told}", N_("这次补 {amount} 元{told}")),
}
_REFUSED = N_("这次不补{told}")
_FIRST, _REST, _BETWEEN = N_("头 {until} 元"), N_("超过 {from} 元的部分"), N_("{from} 到 {until} 元的部分")
_ALL = N_("这些钱")
_ABOVE = N_("{from} 以上")
_AND, _IN_BRACKETS = N_("、"), N_("（{told}）")
# What a worker need not read: a cap that did not bite, the heading of a sum.
_ONLY_WHEN_BITING = {"cap-claim", "cap-period", "cap-life"}


def reasons_in_words(codes: Iterable[str], translate: Translate = str) -> str:
    """Reasons as one clause; an unknown code is told as it is."""
    return translate(_AND).join(translate(REASONS.get(code, code)) for code in codes)


def for_clerk(steps: Iterable[Step], translate: Translate = str) -> list[Line]:
    """Every step, numbered, with title, reason, article and the marks of its papers."""
    return [_line(step, translate) for step in steps]


def for_worker(steps: Iterable[Step], translate: Translate = str) -> list[str]:
    """The same in everyday sentences: 头 5,000 元 补 45%，2,250.00 元."""
    told = []
    for step in steps:
        if step.rule in _ONLY_WHEN_BITING and step.amount_fen == step.facts.get("before"):
            continue
        places = _places(step, translate)
        sentence = _REFUSED if step.rule == "result" and not step.amount_fen else _words_of(step)[2]
        if step.rule == "result" and places["told"]:
            places["told"] = translate(_IN_BRACKETS).format(told=places["told"])
        told.append(translate(sentence).format(**places))
    return told


def plain_yuan(amount: int) -> str:
    """5,000 for whole yuan, 5,000.50 otherwise."""
    text = show_yuan(amount)
    return text.removesuffix(".00")


def rate(basis_points: int) -> str:
    """45%, 12.5%."""
    shown = Decimal(basis_points).scaleb(-2).normalize()
    return f"{shown:f}%"


def band_range(start: int, until: int | None, translate: Translate = str) -> str:
    """0—5,000, or 30,000 以上."""
    if until is None:
        return translate(_ABOVE).format(**{"from": plain_yuan(start)})
    return f"{plain_yuan(start)}—{plain_yuan(until)}"


def _words_of(step: Step) -> tuple[str, str, str]:
    return _WORDS.get(step.rule, (step.rule, "", step.rule))


def _line(step: Step, translate: Translate) -> Line:
    title, reason, _ = _words_of(step)
    places = _places(step, translate)
    amount = "" if step.amount_fen is None else show_yuan(step.amount_fen)
    is_total = step.rule == "result"
    told = translate(reason).format(**places) if reason else ""
    return Line(str(step.number), translate(title).format(**places), told, amount, step.article, step.papers, is_total)


def _places(step: Step, translate: Translate) -> dict[str, Any]:
    facts = step.facts
    places: dict[str, Any] = {name: _shown(name, value) for name, value in facts.items()}
    places["amount"] = "" if step.amount_fen is None else show_yuan(step.amount_fen)
    if "base" in facts:
        places["base"] = translate(BASES.get(facts["base"], facts["base"]))
    if "reasons" in facts:
        places["told"] = reasons_in_words(facts["reasons"], translate)
    if step.rule == "band":
        places["rate"] = rate(facts["rate"])
        places["range"] = band_range(facts["from"], facts["until"], translate)
        places["plain"] = _plain_band(facts, translate)
    return places


_MONEY = {"from", "until", "before", "limit", "daily", "cap", "left", "already", "other", "slice"}


def _shown(name: str, value: Any) -> Any:
    return plain_yuan(value) if name in _MONEY and isinstance(value, int) else value


def _plain_band(facts: Mapping[str, Any], translate: Translate) -> str:
    start, until = facts["from"], facts["until"]
    if until is None:
        return translate(_REST if start else _ALL).format(**{"from": plain_yuan(start)})
    return translate(_BETWEEN if start else _FIRST).format(**{"from": plain_yuan(start), "until": plain_yuan(until)})
