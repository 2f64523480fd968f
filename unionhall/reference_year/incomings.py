"""The federation's bank statements imported, and what a clerk then does by hand: unnamed payments laid, surplus sent back.

Files come from statements.py; matching is the receipts app's.
"""

from datetime import timedelta
from typing import Any, Protocol

from unionhall.funds.receipts import actions as receipts
from unionhall.funds.receipts.models import Due, Receipt
from unionhall.kernel.actors import Actor, SystemActor
from unionhall.office.imports.contract import Progress
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period
from unionhall.reference_year.plan import BUSINESS_DAY, SCHEME, Plan
from unionhall.reference_year.statements import ACCOUNT, Payment, statements
from unionhall.reference_year.tree import tree


class Carry(Protocol):
    def __call__(
        self, kind: str, content: bytes, file_name: str, options: dict[str, Any], by: Actor, on: Any
    ) -> None: ...


def receive(plan: Plan, number: int, *, carry: Carry, progress: Progress) -> None:
    """Import every statement of a period's money and settle what the automatic matching left."""
    city = Unit.objects.get(parent=None)
    actor = SystemActor(organisation_name=city.name, organisation_path=city.path)
    period = Period.objects.get(scheme__code=SCHEME, number=number)
    options = {"holder": city.pk, "account_tail": ACCOUNT[-4:], "period": period.pk}
    lines: list[Payment] = []
    for done, (on, file, own) in enumerate(statements(plan, number), 1):
        carry("receipts.statement", file.content, file.name, options, actor, on)
        lines += own
        progress.advance(done, done)
    codes = {unit.key: unit.credit_code for unit in tree(plan)}
    units = {unit.credit_code: unit.pk for unit in Unit.objects.exclude(credit_code=None)}
    for line in lines:
        if line.surplus_fen or line.is_sent_back or line.unit:
            _settle(line, period, units.get(codes.get(line.unit or "", ""), 0), actor)


def _settle(line: Payment, period: Period, unit: int, by: Actor) -> None:
    """By hand: what the matching was not sure of is laid on the unit's due; what is too much goes back."""
    receipt = Receipt.objects.reckoned().get(bank_reference=line.reference)
    due = Due.objects.standing().filter(period=period, unit=unit).order_by("pk").first() if unit else None
    open_fen = receipt.open_fen  # type: ignore[attr-defined]
    if due is not None and open_fen:
        receipts.match(receipt=receipt, due=due, amount_fen=open_fen, by=by, on=line.on)
    on = min(line.on + timedelta(days=6), BUSINESS_DAY)
    if line.surplus_fen and due is not None and receipts.queries.laid(receipt, due) == line.amount_fen:
        receipts.refund(receipt=receipt, due=due, amount_fen=line.surplus_fen, reason="多缴退回", by=by, on=on)
    if line.is_sent_back and open_fen:
        receipts.refund(receipt=receipt, due=None, amount_fen=open_fen, reason="错汇退回", by=by, on=on)
