"""What waits in 到款核对: money nobody claimed, dues that came short or over.

One line a kind, however many there are.
"""

from datetime import date

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from unionhall.funds.receipts.models import Due, DueState, Receipt
from unionhall.funds.receipts.queries import unclaimed
from unionhall.kernel.scope import Duty, Scope
from unionhall.kernel.waiting import Waiting


def waiting(scope: Scope, on: date) -> list[Waiting]:
    """For who enters: receipts to claim, differences to follow up."""
    if not scope.has(Duty.ENTER):
        return []
    return [*_receipts(scope), *_dues(scope)]


def _receipts(scope: Scope) -> list[Waiting]:
    rows = unclaimed(Receipt.objects.visible_to(scope, Duty.ENTER)).order_by()
    found = rows.aggregate(n=Count("pk"), total=Sum("open_fen"))
    if not found["n"]:
        return []
    return [
        Waiting(
            group=gettext("到款核对"),
            title=ngettext("{n} 笔到款没有认领", "{n} 笔到款没有认领", found["n"]).format(n=f"{found['n']:,}"),
            url=f"{reverse('receipts:receipts')}?state=unknown",
            verb=gettext("去核对"),
            amount_fen=found["total"],
            state=("note", gettext("未认领")),
        )
    ]


def _dues(scope: Scope) -> list[Waiting]:
    rows = Due.objects.standing().visible_to(scope, Duty.ENTER).reckoned().order_by()
    kinds = (
        (DueState.UNPAID, Q(state=DueState.UNPAID), gettext("{n} 家单位还没有到款"), 1),
        (DueState.PART, Q(state=DueState.PART), gettext("{n} 家单位少到"), 1),
        (DueState.SURPLUS, Q(state=DueState.SURPLUS), gettext("{n} 家单位多到"), -1),
    )
    lines = []
    for state, condition, title, sign in kinds:
        found = rows.filter(condition).aggregate(n=Count("unit", distinct=True), total=Sum("left_fen"))
        if found["n"]:
            lines.append(
                Waiting(
                    group=gettext("到款核对"),
                    title=title.format(n=f"{found['n']:,}"),
                    url=f"{reverse('receipts:dues')}?state={state}",
                    verb=gettext("去核对"),
                    amount_fen=sign * (found["total"] or 0),
                    state=("note", str(state.label)),
                )
            )
    return lines
