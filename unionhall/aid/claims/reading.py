"""What a worker reads of her claim on her phone: the result first, how far it is, why this number, how to appeal.

Everyday words; no name, no number of hers, nobody else's.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from unionhall.aid.claims import kind, telling, valuation
from unionhall.aid.claims.models import Claim
from unionhall.aid.claims.terms import terms_of
from unionhall.casework.models import Case, Step
from unionhall.casework.papers import checklist
from unionhall.casework.rules import last_day
from unionhall.funds.payments.models import Order, OrderState
from unionhall.funds.payments.queries import current
from unionhall.kernel import workdays
from unionhall.kernel.errors import DomainError
from unionhall.ui.templatetags.ui import month_day

BACK = (kind.BACK_FIRST, kind.BACK_SECOND)
REFUSED = (kind.REFUSED, kind.UPHELD)
GRANTED = (kind.NOTICE, kind.APPROVED, kind.ORDERED, kind.PAID)


@dataclass(frozen=True)
class Stage:
    """One line of 办到哪一步; `mark` is done, doing, todo, back or failed."""

    mark: str
    act: str
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """`amount_fen` only once it is granted; `days_left` working days of whoever is to act, None when nobody is timed."""

    number: str
    benefit: str
    headline: str
    amount_fen: int | None
    sentence: str
    missing: tuple[str, ...]
    days_left: int | None
    stages: tuple[Stage, ...]
    items: tuple[telling.Item, ...]
    plain: tuple[str, ...]
    appeal: str


def reading_of(claim: Claim, on: date) -> Reading:
    """What the slip's page shows on that day."""
    case = claim.case
    assert case is not None
    steps = list(case.steps.select_related("reason").order_by("number"))
    order = current([claim.source_key]).get((claim.source_key, 1))
    is_granted = case.state in GRANTED
    account = telling.account_of(claim) if is_granted else telling.Account()
    missing = tuple(line.label for line in checklist(case) if line.is_required and not line.papers)
    return Reading(
        number=claim.number,
        benefit=telling.benefit_label(claim),
        headline=_headline(case.state, order),
        amount_fen=claim.granted_fen if is_granted else None,
        sentence=_sentence(case, steps, order, on),
        missing=missing if case.state in (kind.ENTERED, *BACK) else (),
        days_left=workdays.between(on, case.due_on) if case.due_on else None,
        stages=tuple(_stages(case, steps, order)),
        items=tuple(item for item in account.items if item.bands),
        plain=account.plain,
        appeal=_appeal(claim, case),
    )


def _headline(state: str, order: Order | None) -> str:
    if order and order.state == OrderState.RETURNED:
        return gettext("银行退票了，工会会联系您换卡重付")
    if state == kind.PAID and (order is None or order.state != OrderState.ARRIVED):
        state = kind.ORDERED  # what had arrived came back, and is paid anew
    words = {
        kind.ENTERED: gettext("已经登记，还没有提交"),
        kind.FIRST: gettext("正在县里审"),
        kind.SECOND: gettext("正在市里审"),
        kind.BACK_FIRST: gettext("退回来了，请补材料"),
        kind.BACK_SECOND: gettext("退回来了，请补材料"),
        kind.NOTICE: gettext("您的申领已经同意，正在公示"),
        kind.OBJECTED: gettext("公示期间有人反映情况，正在核实"),
        kind.APPROVED: gettext("您的申领已经同意，等着打款"),
        kind.APPEALED: gettext("正在复核"),
        kind.REFUSED: gettext("这次不能补助"),
        kind.UPHELD: gettext("复核以后，这次还是不能补助"),
        kind.ORDERED: gettext("您的申领已经同意，正在打款"),
        kind.PAID: gettext("补助已经打到您的卡上"),
        kind.WITHDRAWN: gettext("这件申领已经撤回"),
    }
    return words[state]


def _sentence(case: Case, steps: list[Step], order: Order | None, on: date) -> str:
    if case.state in (*BACK, *REFUSED):
        last = next((step for step in reversed(steps) if step.reason_id), None)
        told = [last.reason.sentence if last and last.reason else "", last.note if last else ""]
        return " ".join(part for part in told if part)
    if order and order.state == OrderState.ARRIVED:
        return gettext("{day} 到您尾号 {tail} 的卡").format(day=month_day(order.arrived_on), tail=order.tail)
    if case.state in (kind.ORDERED, kind.APPROVED) and case.due_on:
        return gettext("预计 {day} 前打到您的卡上").format(day=month_day(case.due_on))
    return ""


def _stages(case: Case, steps: list[Step], order: Order | None) -> list[Stage]:
    """The road in five stages, each with its day once it is gone."""
    reached = {step.to: step for step in steps}
    passed_first = next((s for s in reversed(steps) if s.source == kind.FIRST and s.to == kind.SECOND), None)
    granted = reached.get(kind.NOTICE) or reached.get(kind.APPROVED)
    handed_in = next((s for s in steps if s.verb == "submit"), None)
    now = case.state
    paid_on = order.arrived_on if order else None
    rows = [
        _stage(gettext("已交材料"), handed_in, now == kind.ENTERED, gettext("单位工会代您交的")),
        _stage(gettext("县里审"), passed_first, now == kind.FIRST),
        _stage(gettext("市里审"), granted, now in (kind.SECOND, kind.APPEALED)),
    ]
    if now in BACK:
        rows.insert(1, Stage("back", gettext("退回补材料"), month_day(case.moved_on)))
    if now in REFUSED:
        return [*rows[:1], Stage("failed", gettext("不予补助"), month_day(case.moved_on))]
    if kind.NOTICE in reached:
        mark = "doing" if now == kind.NOTICE else "done"
        until = gettext("到 {day}").format(day=month_day(case.notice_until)) if case.notice_until else ""
        rows.append(Stage(mark, gettext("公示"), until))
    mark = "done" if paid_on else "doing" if now == kind.ORDERED else "todo"
    rows.append(Stage(mark, gettext("打款"), month_day(paid_on) if paid_on else ""))
    return rows


def _stage(act: str, step: Step | None, is_now: bool, note: str = "") -> Stage:
    if step is None:
        return Stage("doing" if is_now else "todo", act)
    return Stage("done", act, gettext("，").join(part for part in (month_day(step.on), note) if part))


def _appeal(claim: Claim, case: Case) -> str:
    """How to appeal, and till when; "" while there is nothing to appeal."""
    if case.state not in (kind.REFUSED, kind.NOTICE):
        return ""
    try:
        days = terms_of(valuation.edition_for(claim.period, claim.discharged_on)).appeal_days
    except DomainError:
        days = 0
    if not days:
        return gettext("可以请工会再看一遍，不收费。请到您的单位工会说明理由，由没有办过这件的人来看。")
    until = month_day(last_day(case.moved_on, days))
    told = gettext("{until} 以前，可以请工会再看一遍，不收费。请到您的单位工会说明理由，由没有办过这件的人来看。")
    return told.format(until=until)
