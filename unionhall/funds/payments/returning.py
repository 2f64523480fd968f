"""What the bank says of orders, taken in: a return file, and the rows somebody had to ask about. The other writer of orders.

One transaction a file: all of it or none; no row of it ever aborts the rest.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from unionhall.accounts.models import User
from unionhall.casework import actions as casework
from unionhall.casework.kinds import Verb, kinds
from unionhall.casework.models import Case
from unionhall.casework.officers import officer
from unionhall.funds.payments import refusals, rules
from unionhall.funds.payments.lines import read_lines
from unionhall.funds.payments.models import (
    BankReturn,
    Batch,
    BatchState,
    Order,
    OrderState,
    ReturnFile,
    Verdict,
)
from unionhall.funds.payments.rules import BankLine, Expected
from unionhall.kernel import workdays
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.office import journal
from unionhall.organisations.models import Unit
from unionhall.organisations.places import hold_tree, places_to_write
from unionhall.organisations.queries import chunks

NO_ORDER = N_("没有对应的支付单")
NOT_SENT = N_("支付单现在是“{state}”")
NOT_EQUAL = N_("金额与支付单不等")
NOT_ARRIVED = N_("银行没有说到账")
TOO_EARLY = N_("银行日期 {day} 早于送银行的日期 {sent_on}，请银行更正后重新回盘")


@transaction.atomic
def read_return(
    *, payer: Unit, content: bytes, file_name: str, by: User, on: date, batch: Batch | None = None
) -> ReturnFile:
    """Take in a return: orders arrive or come back, the rest waits in the queue. The same file again changes nothing.

    Matched on order number and account and amount, among this payer's orders, whatever their batch.

    :raises DomainError: the file cannot be read, is cut off, or contradicts itself (see lines.py); nothing is written.
    """
    lines = read_lines(content, file_name)
    hold_tree()
    digest = sha256(content).hexdigest()
    file = ReturnFile(payer=payer, batch=batch, sha256=digest, rows_count=len(lines), read_by=by, read_on=on)
    try:
        with transaction.atomic():
            file.save()
    except IntegrityError:
        return ReturnFile.objects.get(payer=payer, sha256=digest)
    orders = _named_in(lines, payer)
    known = {
        row.number: Expected(row.account, row.amount_fen, row.state, row.batch.sent_on if row.batch else None)
        for row in orders.values()
    }
    verdicts = rules.judged(lines, known, on=on)
    BankReturn.objects.bulk_create(
        [_row(file, line, verdict, orders) for line, verdict in zip(lines, verdicts, strict=True)], batch_size=200
    )
    changed = []
    for line, verdict in zip(lines, verdicts, strict=True):
        if verdict in (Verdict.ARRIVED, Verdict.RETURNED):
            order = orders[line.number]
            _answered(order, verdict, line.on or on, line.said)
            changed.append(order)
    counts = Counter(str(verdict) for verdict in verdicts)
    facts = {"count": len(lines), "file_sha256": digest, "verdicts": dict(counts), **_named_by(changed)}
    _stand(changed)
    fields = ["state", "arrived_on", "days_taken", "returned_on", "why", "counted_on", "path", "county"]
    Order.objects.bulk_update(changed, fields, batch_size=200)
    journal.record(verb="payments.return.read", by=by, on=on, obj=file, **facts)
    _follow(changed, by=by, on=on)
    return file


@transaction.atomic
def take_row(*, row: BankReturn, reason: str, by: User, on: date) -> BankReturn:
    """The bank was asked and says this queued row did arrive: its order is marked so. Not by who made the batch.

    :raises RowSettled: it was dealt with. :raises NoReason: without one. :raises SamePerson: by the batch's maker.
    :raises RowNotTakeable: no order, not at the bank, another amount, a day before it was sent, or the bank did not say
        it arrived.
    """
    hold_tree()
    found = _open_row(row, reason)
    if found.order_id is None:
        raise refusals.RowNotTakeable(why=gettext(NO_ORDER))
    order = Order.objects.select_for_update(of=("self",)).select_related("batch", "payer").get(pk=found.order_id)
    if order.state != OrderState.SENT or order.batch is None:
        raise refusals.RowNotTakeable(why=gettext(NOT_SENT).format(state=order.get_state_display()))
    if found.amount_fen != order.amount_fen:
        raise refusals.RowNotTakeable(why=gettext(NOT_EQUAL))
    if rules.outcome_of(BankLine(row=0, result=found.said)) != "arrived":
        raise refusals.RowNotTakeable(why=gettext(NOT_ARRIVED))
    if rules.is_before(found.on, order.batch.sent_on):
        raise refusals.RowNotTakeable(why=gettext(TOO_EARLY).format(day=found.on, sent_on=order.batch.sent_on))
    if order.batch.made_by_id == by.pk:
        raise refusals.SamePerson
    with journal.change(order, verb="payments.order.arrived", by=by, on=on, reason=reason.strip()):
        _answered(order, Verdict.ARRIVED, found.on if found.on and found.on <= on else on, found.said)
        _stand([order])
    _follow([order], by=by, on=on)
    return _settled(found, "taken", reason, by=by, on=on)


@transaction.atomic
def set_aside(*, row: BankReturn, reason: str, by: User, on: date) -> BankReturn:
    """A queued row was looked into and changes nothing.

    :raises RowSettled: it was dealt with. :raises NoReason: without one.
    """
    return _settled(_open_row(row, reason), "set", reason, by=by, on=on)


def settle_batches(batches: Iterable[int], *, by: Actor, on: date) -> None:
    """Close the batches whose every order arrived, was paid anew or dropped; open those to which one came back."""
    for chunk in chunks(sorted(set(batches))):
        for batch in Batch.objects.select_for_update().filter(pk__in=chunk).order_by("pk"):
            waits = batch.orders.filter(state__in=[OrderState.BATCHED, OrderState.SENT, OrderState.RETURNED]).exists()
            if batch.state == BatchState.SENT and not waits:
                with journal.change(batch, verb="payments.batch.closed", by=by, on=on):
                    batch.state, batch.closed_on = BatchState.CLOSED, on
            elif batch.state == BatchState.CLOSED and waits:
                with journal.change(batch, verb="payments.batch.reopened", by=by, on=on):
                    batch.state, batch.closed_on = BatchState.SENT, None


def _named_in(lines: Iterable[BankLine], payer: Unit) -> dict[str, Order]:
    """This payer's orders the lines name, by number, locked by key."""
    found: dict[str, Order] = {}
    for chunk in chunks(sorted({line.number for line in lines if line.number})):
        rows = Order.objects.select_for_update(of=("self",)).filter(number__in=chunk, payer=payer).order_by("pk")
        found |= {row.number: row for row in rows.select_related("batch")}
    return found


def _row(file: ReturnFile, line: BankLine, verdict: str, orders: dict[str, Order]) -> BankReturn:
    return BankReturn(
        file=file,
        row=line.row,
        order_number=line.number,
        order=orders.get(line.number),
        payee_name=line.payee_name,
        account=line.account,
        amount_fen=line.amount_fen,
        said=line.said,
        on=line.on,
        verdict=verdict,
    )


def _answered(order: Order, verdict: str, day: date, said: str) -> None:
    if verdict == Verdict.ARRIVED:
        order.state, order.arrived_on = OrderState.ARRIVED, day
        order.days_taken = workdays.between(order.promised_from, day)
    else:
        order.state, order.arrived_on, order.returned_on, order.why = OrderState.RETURNED, None, day, said
        order.days_taken = None
    order.counted_on = day


def _named_by(orders: Iterable[Order]) -> dict[str, list[str]]:
    """The orders a return answered for, by number: one entry for all stands in the history of each."""
    named: dict[str, list[str]] = {}
    for order in orders:
        named.setdefault(f"orders_{order.state}", []).append(order.number)
    return named


def _stand(orders: list[Order]) -> None:
    """Each order at its payer's place on the day of what the bank answered. The caller saves them."""
    by_day: dict[date, set[int]] = {}
    for order in orders:
        by_day.setdefault(order.counted_on, set()).add(order.payer_id)
    places = {day: places_to_write(payers, day, closed_too=True) for day, payers in by_day.items()}
    for order in orders:
        place = places[order.counted_on][order.payer_id]
        order.path, order.county = place.path, place.county


def _follow(orders: list[Order], *, by: User, on: date) -> None:
    """Cases and batches follow their orders."""
    _close_cases([order for order in orders if order.state == OrderState.ARRIVED and order.case_id], by=by, on=on)
    settle_batches([order.batch_id for order in orders if order.batch_id], by=by, on=on)


def _close_cases(orders: list[Order], *, by: User, on: date) -> None:
    """Step to their end the cases all of whose payments arrived; one that may not be closed yet does not stop money."""
    known, acting = {kind.code for kind in kinds()}, officer(by, on)
    for chunk in chunks(sorted({order.case_id for order in orders if order.case_id})):
        waiting = Order.objects.live().filter(case__in=chunk).exclude(state=OrderState.ARRIVED).values("case")
        for case in Case.objects.open().filter(pk__in=chunk, kind__in=known).exclude(pk__in=waiting).order_by("pk"):
            if case.declared.transition(case.state, Verb.CLOSE) is None:
                continue
            try:
                with transaction.atomic():
                    casework.step(case=case, verb=Verb.CLOSE, by=by, on=on, acting=acting)
            except DomainError:
                continue  # the case stays open and its owner's page shows the money as arrived


def _open_row(row: BankReturn, reason: str) -> BankReturn:
    if not reason.strip():
        raise refusals.NoReason
    found = BankReturn.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not found.is_queued:
        raise refusals.RowSettled
    return found


def _settled(row: BankReturn, how: str, reason: str, *, by: User, on: date) -> BankReturn:
    with journal.change(row, verb="payments.return.settled", by=by, on=on, reason=reason.strip()):
        row.settled_on, row.settled_by, row.settled_how, row.reason = on, by, how, reason.strip()[:200]
    return row
