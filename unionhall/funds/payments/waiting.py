"""What waits in payments: orders to batch, batches to check, to send, to match, money that came back, rows to ask about.

One line a kind, or a batch, however many orders there are.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext

from unionhall.funds.payments.models import BankReturn, Batch, BatchState, Order
from unionhall.funds.payments.queries import payable
from unionhall.kernel.scope import Duty, Scope
from unionhall.kernel.waiting import Waiting


def waiting(scope: Scope, on: date) -> list[Waiting]:
    """For who pays; a batch to check also for who approves, never for its maker."""
    lines: list[Waiting] = []
    if scope.has(Duty.PAY) or scope.has(Duty.APPROVE):
        lines += _batches(scope)
    if scope.has(Duty.PAY):
        lines += [*_payable(scope), *_returned(scope)]
    return lines


def _payable(scope: Scope) -> Iterator[Waiting]:
    for group in payable(Order.objects.visible_to(scope, Duty.PAY)):
        period = gettext("第{n}期").format(n=group.period) if group.period else ""
        yield Waiting(
            group=gettext("支付批次"),
            title=gettext("{n} 笔支付单待制单").format(n=f"{group.count:,}"),
            url=reverse("payments:make"),
            verb=gettext("去制单"),
            detail=" ".join(part for part in (group.payer, group.scheme, period) if part),
            amount_fen=group.amount_fen,
            state=("todo", gettext("待制单")),
        )


def _batches(scope: Scope) -> Iterator[Waiting]:
    pays, approves = (Batch.objects.visible_to(scope, duty).values("pk") for duty in (Duty.PAY, Duty.APPROVE))
    mine = Q(pk__in=pays.order_by())
    to_check = Q(state=BatchState.MADE) & (mine | Q(pk__in=approves.order_by())) & ~Q(made_by__username=scope.username)
    rows = Batch.objects.filter(to_check | (mine & Q(state__in=[BatchState.CHECKED, BatchState.SENT])))
    verbs = {
        BatchState.MADE: gettext("去复核"),
        BatchState.CHECKED: gettext("出银行文件"),
        BatchState.SENT: gettext("上传回盘文件"),
    }
    batch: Any
    for batch in rows.reckoned().select_related("payer", "period", "scheme").order_by("pk")[:50]:
        # Before it is sent all of its orders are open.
        if count := batch.open_count:
            yield Waiting(
                group=gettext("支付批次"),
                title=f"{batch} · {batch.payer.name}",
                url=batch.get_absolute_url(),
                verb=verbs[BatchState(batch.state)],
                detail=gettext("{scheme}，{n} 笔").format(scheme=batch.scheme.name, n=f"{count:,}"),
                amount_fen=batch.open_fen,
                state=("doing", batch.get_state_display()),
            )


def _returned(scope: Scope) -> Iterator[Waiting]:
    found = Order.objects.returned().visible_to(scope, Duty.PAY).order_by()
    returned = found.aggregate(n=Count("pk"), total=Sum("amount_fen"))
    queued = BankReturn.objects.queued().visible_to(scope, Duty.PAY).order_by().aggregate(n=Count("pk"))
    titles = (
        (returned["n"], returned["total"], gettext("{n} 笔退票待重付")),
        (queued["n"], None, gettext("{n} 行回盘待查证")),
    )
    for count, total, title in titles:
        if count:
            yield Waiting(
                group=gettext("退票处理"),
                title=title.format(n=f"{count:,}"),
                url=reverse("payments:queue"),
                verb=gettext("去处理"),
                amount_fen=total,
                state=("note", gettext("待处理")),
            )
