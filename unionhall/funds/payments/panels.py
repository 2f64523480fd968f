"""What batches show of themselves: the steps they went, the totals that must be equal; and what hinders closing a payer.

Shows; decides nothing.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext

from unionhall.funds.payments.models import Batch, BatchState, Order, OrderState
from unionhall.funds.payments.queries import Total, tally, unmatched
from unionhall.kernel.scope import Duty, Scope
from unionhall.organisations.models import Unit
from unionhall.ui.panels import Panel
from unionhall.ui.templatetags.ui import chip_of, month_day

CHIPS = {
    OrderState.DRAFTED: "todo",
    OrderState.BATCHED: "plain",
    OrderState.SENT: "doing",
    OrderState.ARRIVED: "plain",
    OrderState.RETURNED: "failed",
    OrderState.REISSUED: "plain",
    OrderState.CANCELLED: "plain",
    BatchState.MADE: "doing",
    BatchState.CHECKED: "doing",
    BatchState.CLOSED: "passed",
    BatchState.DISSOLVED: "plain",
}


def state_chip(row: Any) -> str:
    """A state as the page shows it: what arrived is plain words with its day."""
    if row.state == OrderState.ARRIVED:
        return gettext("已到账 {day}").format(day=month_day(row.arrived_on))
    # Orders and batches share the word "sent".
    kind = CHIPS.get(row.state, "doing")
    return chip_of((kind, str(row.get_state_display())))


def steps_of(batch: Batch, found: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """The six steps of a batch for <c-steps>."""
    count = sum(n for n, _total in found.values())
    answered = sum(found.get(state, (0, 0))[0] for state in _ANSWERED)
    back = found.get(OrderState.RETURNED, (0, 0))[0] + found.get(OrderState.SENT, (0, 0))[0]
    is_sent, is_closed = batch.sent_on is not None, batch.state == BatchState.CLOSED
    is_checked = batch.checked_by is not None
    matched = "done" if is_sent and answered == count else "doing"
    return [
        _step(gettext("汇集"), "done", gettext("{n} 笔支付单").format(n=f"{count:,}"), batch.made_on),
        _step(gettext("制单"), "done", batch.made_by.name, batch.made_on),
        _step(gettext("复核"), "done" if is_checked else "doing", _checker(batch), batch.checked_on),
        _step(
            gettext("出银行文件"),
            "done" if is_sent else ("doing" if is_checked else "todo"),
            batch.sent_by.name if batch.sent_by else "",
            batch.sent_on,
        ),
        _step(
            gettext("回盘匹配"),
            matched if is_sent else "todo",
            gettext("{done} / {all} 笔").format(done=answered, all=count) if is_sent else "",
            None,
        ),
        _step(
            gettext("结清"),
            "done" if is_closed else "todo",
            gettext("{n} 笔处理完才能结清").format(n=back) if is_sent and back else "",
            batch.closed_on,
        ),
    ]


_ANSWERED = (OrderState.ARRIVED, OrderState.RETURNED, OrderState.REISSUED, OrderState.CANCELLED)


def _checker(batch: Batch) -> str:
    if batch.checked_by is None:
        return gettext("须由另一人复核")
    return gettext("{name}（与制单不是同一人）").format(name=batch.checked_by.name)


def _step(name: str, kind: str, detail: str, on: date | None) -> dict[str, Any]:
    words = {"done": gettext("完成"), "doing": gettext("进行中"), "todo": gettext("未开始")}
    return {"name": name, "kind": kind, "word": words[kind], "detail": detail, "when": month_day(on) if on else ""}


def totals_of(batch: Batch, found: dict[str, tuple[int, int]]) -> list[Total]:
    """支付单 = 复核签认 = 银行文件 = 回盘: each line with count and amount; one that differs is marked."""
    count, total = _sum(found, OrderState.values)
    lines = [Total(gettext("支付单"), count, total)]
    if batch.checked_count is not None:
        lines.append(_line(gettext("制单、复核签认"), batch.checked_count, batch.checked_fen or 0, count, total))
    if batch.file_count is not None:
        lines.append(_line(gettext("银行文件"), batch.file_count, batch.file_fen or 0, count, total))
        lines += _answers(batch, found)
    return lines


def _answers(batch: Batch, found: dict[str, tuple[int, int]]) -> list[Total]:
    waiting = unmatched(batch)
    odd = (waiting.count(), sum(order.amount_fen for order in waiting))
    sent = found.get(OrderState.SENT, (0, 0))
    quiet = (sent[0] - odd[0], sent[1] - odd[1])
    lines = [
        Total(gettext("回盘：到账"), *_sum(found, [OrderState.ARRIVED]), state=OrderState.ARRIVED, is_answer=True),
        Total(gettext("回盘：退票"), *_sum(found, _CAME_BACK), state=OrderState.RETURNED, is_answer=True),
    ]
    if odd[0]:
        lines.append(Total(gettext("回盘：未匹配"), *odd, is_off=True, state=OrderState.SENT, is_answer=True))
    if quiet[0]:
        lines.append(Total(gettext("还没有回盘"), *quiet, state=OrderState.SENT))
    return lines


def answered_of(lines: Iterable[Total]) -> Total:
    """What the bank has answered for so far, of the lines of `totals_of`: nothing as long as no return was read."""
    told = [line for line in lines if line.is_answer]
    return Total(gettext("回盘合计"), sum(line.count for line in told), sum(line.amount_fen for line in told))


_CAME_BACK = (OrderState.RETURNED, OrderState.REISSUED, OrderState.CANCELLED)


def _sum(found: dict[str, tuple[int, int]], states: Any) -> tuple[int, int]:
    rows = [found.get(state, (0, 0)) for state in states]
    return sum(n for n, _total in rows), sum(total for _n, total in rows)


def _line(label: str, count: int, amount_fen: int, orders: int, total: int) -> Total:
    return Total(label, count, amount_fen, is_off=(count, amount_fen) != (orders, total))


def check_panel(scope: Scope, posts: Any, on: date) -> Panel | None:
    """Batches to sign, on the first page of whoever approves and does nothing else there: a leader's has no list."""
    if not scope.has(Duty.APPROVE) or any(scope.has(duty) for duty in (Duty.PAY, Duty.ENTER, Duty.REVIEW)):
        return None
    rows = Batch.objects.reckoned().visible_to(scope, Duty.APPROVE).filter(state=BatchState.MADE)
    rows = rows.exclude(made_by__username=scope.username).select_related("payer", "period").order_by("pk")
    batches = list(rows[:10])
    return Panel(gettext("待您复核的支付批次"), "payments/check_panel.html", {"batches": batches}) if batches else None


def unit_dependents(unit: Unit, on: date) -> list[str]:
    """What hinders closing a payer: money that is not where it should be yet."""
    states = (OrderState.DRAFTED, OrderState.BATCHED, OrderState.SENT, OrderState.RETURNED)
    count = Order.objects.filter(payer=unit, state__in=states).count()
    return [gettext("还有 {n} 笔没有付完的支付单").format(n=count)] if count else []


__all__ = ["answered_of", "check_panel", "state_chip", "steps_of", "tally", "totals_of", "unit_dependents"]
