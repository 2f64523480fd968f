"""Reads across orders, batches and returns: what whoever ordered may know, what one person got twice, how totals stand.

Writes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Model, Q, Sum

from unionhall.funds.payments.models import Batch, BatchState, Order, OrderQuerySet, OrderState, Verdict
from unionhall.funds.payments.rules import Benefit, doubles
from unionhall.kernel.money import Fen
from unionhall.office.journal.models import Entry
from unionhall.organisations.queries import chunks


@dataclass(frozen=True)
class Payable:
    """Drafted orders that can go into one batch together."""

    payer_id: int
    payer: str
    scheme_id: int
    scheme: str
    period_id: int | None
    period: int | None
    fund: str
    count: int
    amount_fen: Fen

    @property
    def key(self) -> str:
        return f"{self.payer_id}:{self.scheme_id}:{self.period_id or 0}:{self.fund}"

    @property
    def seen(self) -> tuple[int, Fen]:
        return self.count, self.amount_fen


@dataclass(frozen=True)
class Total:
    """One line of the four totals: how many orders, how much."""

    label: str
    count: int
    amount_fen: Fen
    is_off: bool = False
    is_answer: bool = False  # the bank's
    state: str = ""


def current(source_keys: Iterable[str]) -> dict[tuple[str, int], Order]:
    """The standing order of each source key and instalment: what its owner shows as paid, returned or under way."""
    found: dict[tuple[str, int], Order] = {}
    for chunk in chunks(source_keys):
        for order in Order.objects.live().filter(source_key__in=chunk).select_related("batch__period"):
            found[order.source_key, order.instalment] = order
    return found


def payable(orders: OrderQuerySet) -> list[Payable]:
    """The orders that wait for a batch, grouped as batches may hold them."""
    rows = (
        orders.drafted()
        .order_by()
        .values_list("payer_id", "payer__name", "scheme_id", "scheme__name", "period_id", "period__number", "fund")
    )
    counted = rows.annotate(n=Count("pk"), total=Sum("amount_fen")).order_by("payer__path", "scheme_id", "period_id")
    return [Payable(*row) for row in counted]


def double_benefits(orders: Iterable[Order]) -> list[tuple[Order, Order]]:
    """Pairs (order, the other one) that pay one person for one event and purpose twice, across schemes and payers."""
    ours = {order.number: order for order in orders}
    people = {order.person_id for order in ours.values() if order.person_id and order.event_key}
    rivals: dict[str, Order] = {}
    for chunk in chunks(sorted(people)):
        found = Order.objects.live().filter(person__in=chunk).exclude(event_key="")
        rivals |= {order.number: order for order in found.select_related("scheme", "payer")}
    known = rivals | ours
    pairs = doubles(map(_benefit, ours.values()), map(_benefit, rivals.values()))
    return [(known[mine.number], known[other.number]) for mine, other in pairs]


def _benefit(order: Order) -> Benefit:
    return Benefit(order.number, order.source_key, order.person_id, order.event_key, order.purpose)


def shown(batch: Batch) -> tuple[int, Fen]:
    """Count and total of a batch as its pages show them: what a checker signs."""
    found = batch.orders.aggregate(n=Count("pk"), total=Sum("amount_fen", default=0))
    return found["n"], found["total"]


def tally(batch: Batch) -> dict[str, tuple[int, Fen]]:
    """Count and amount of a batch's orders by state."""
    rows = batch.orders.order_by().values_list("state").annotate(n=Count("pk"), total=Sum("amount_fen"))
    return {state: (n, total) for state, n, total in rows}


def traces_of(order: Order) -> list[Model]:
    """Rows whose acts belong to an order's history: its batch, those taken apart under it, what the bank said of it."""
    returns = list(order.returns.select_related("file"))
    files = list({row.file_id: row.file for row in returns}.values())
    batches = [order.batch] if order.batch else []
    return [*batches, *_taken_apart(order), *files, *returns]


def _taken_apart(order: Order) -> list[Batch]:
    """The dissolved batches it was in: their last entry names their orders, the rows no longer do."""
    rows = Batch.objects.filter(
        payer=order.payer_id, scheme=order.scheme_id, period=order.period_id, state=BatchState.DISSOLVED
    )
    batches = {str(batch.pk): batch for batch in rows}
    entries = Entry.objects.filter(
        object_type=Batch._meta.label_lower, object_id__in=list(batches), verb="payments.batch.dissolved"
    )
    return [batches[entry.object_id] for entry in entries if order.number in entry.facts.get("orders", ())]


def unmatched(batch: Batch) -> OrderQuerySet:
    """Orders still at the bank of which a row in the queue speaks."""
    queued = Q(returns__settled_on=None) & Q(returns__verdict__in=[Verdict.ACCOUNT, Verdict.AMOUNT, Verdict.UNCLEAR])
    rows = Order.objects.filter(queued, batch=batch, state=OrderState.SENT)
    return rows.distinct()
