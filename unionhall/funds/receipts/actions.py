"""The only writer of dues and settlements: declare, amend, cancel, match, release, refund.

Statements are written in recording.py. Nothing is ever deleted or overwritten but a due's amount and its cancelling.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from unionhall.funds.receipts import queries, rules
from unionhall.funds.receipts.models import Due, DueQuerySet, Receipt, ReceiptQuerySet, Settlement, SettlementKind
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.kernel.money import Fen, show_yuan
from unionhall.office import journal
from unionhall.organisations.places import places_to_write
from unionhall.organisations.queries import CHUNK, chunks
from unionhall.programmes.models import Period


@dataclass(frozen=True)
class NewDue:
    """One line of `declare_dues`: who claims it (unique), which unit owes it, how much."""

    source_key: str
    unit_id: int
    amount_fen: Fen


class DueAlreadyDeclared(DomainError):
    code = "due-already-declared"
    sentence = N_("这笔应缴款（{source_key}）已经申报过，没有再记一次。请先撤销原来那一笔。")


class WrongAmount(DomainError):
    code = "wrong-amount"
    sentence = N_("金额须大于零，什么也没有改动。请重新填写。")


class DueSettled(DomainError):
    code = "due-settled"
    sentence = N_("这家单位已有 {settled} 元到款核对在这笔应缴款上，不能撤销。请先撤销核对或退款。")


class DueCancelled(DomainError):
    code = "due-cancelled"
    sentence = N_("这笔应缴款已于 {cancelled_on} 撤销，什么也没有改动。请改选别的应缴款。")


class DueUnknown(DomainError):
    code = "due-unknown"
    sentence = N_("没有这笔应缴款（{source_key}），什么也没有改动。")


class ReceiptTooSmall(DomainError):
    code = "receipt-too-small"
    sentence = N_("这笔到款只剩 {open} 元没有认领，不够 {asked} 元，没有核对。请刷新后按剩余金额再办。")


class NothingLaid(DomainError):
    code = "nothing-laid"
    sentence = N_("这笔到款在该应缴款上只有 {laid} 元，不够 {asked} 元，什么也没有改动。请按实际金额再办。")


class NoReason(DomainError):
    code = "no-reason"
    sentence = N_("没有写明理由，什么也没有改动。请写明理由再办。")


@transaction.atomic
def declare_dues(*, rows: Sequence[NewDue], period: Period, by: Actor, on: date) -> list[Due]:
    """Many dues of one period at once, in the order given; one journal entry with their number and total.

    Paths are those of the day `on`. A handful of statements for 3,000 rows.

    :raises DueAlreadyDeclared: a source key has been used, or stands twice among the rows.
    :raises WrongAmount: an amount is below zero.
    """
    if any(row.amount_fen < 0 for row in rows):
        raise WrongAmount
    _refuse_known(rows)
    places = places_to_write((row.unit_id for row in rows), on, closed_too=True)
    dues = Due.objects.bulk_create(
        [
            Due(
                source_key=row.source_key,
                unit_id=row.unit_id,
                period=period,
                amount_fen=row.amount_fen,
                declared_on=on,
                path=places[row.unit_id].path,
                county=places[row.unit_id].county,
            )
            for row in rows
        ],
        batch_size=CHUNK,
    )
    journal.record(
        verb="receipts.dues.declared",
        by=by,
        on=on,
        obj=dues[0] if len(dues) == 1 else None,
        period=period.number,
        scheme=period.scheme.code,
        count=len(dues),
        amount_fen=sum(row.amount_fen for row in rows),
    )
    return dues


def _refuse_known(rows: Sequence[NewDue]) -> None:
    [(key, times)] = Counter(row.source_key for row in rows).most_common(1) or [("", 0)]
    if times > 1:
        raise DueAlreadyDeclared(source_key=key)
    for chunk in chunks(row.source_key for row in rows):
        known = Due.objects.filter(source_key__in=chunk).values_list("source_key", flat=True).first()
        if known:
            raise DueAlreadyDeclared(source_key=known)


@transaction.atomic
def amend_due(*, source_key: str, amount_fen: Fen, reason: str, by: Actor, on: date) -> Due:
    """What is owed changes, because somebody withdrew or was added; what came in stays and may now be a surplus.

    :raises DueUnknown: no such source key. :raises DueCancelled: it was cancelled. :raises WrongAmount: below zero.
    """
    if amount_fen < 0:
        raise WrongAmount
    [due] = _locked_dues([source_key])
    with journal.change(due, verb="receipts.due.amended", by=by, on=on, reason=reason):
        due.amount_fen = amount_fen
    return due


@transaction.atomic
def cancel_dues(*, source_keys: Sequence[str], by: Actor, on: date) -> int:
    """The claimant takes dues back, as when a roster is undone; all of them or none. Returns how many.

    :raises DueUnknown: a source key names no due. :raises DueCancelled: one was cancelled before.
    :raises DueSettled: money stands against one.
    """
    dues = _locked_dues(source_keys)
    for chunk in chunks(due.pk for due in dues):
        settled = Due.objects.filter(pk__in=chunk).reckoned().exclude(Q(settled_fen=0)).first()
        if settled is not None:
            raise DueSettled(settled=show_yuan(settled.settled_fen))  # type: ignore[attr-defined]
    for chunk in chunks(due.pk for due in dues):
        Due.objects.filter(pk__in=chunk).update(cancelled_on=on)
    journal.record(
        verb="receipts.dues.cancelled",
        by=by,
        on=on,
        obj=dues[0] if len(dues) == 1 else None,
        count=len(dues),
        amount_fen=sum(due.amount_fen for due in dues),
    )
    return len(dues)


def _locked_dues(source_keys: Sequence[str]) -> list[Due]:
    dues: list[Due] = []
    for chunk in chunks(sorted(source_keys)):
        dues += Due.objects.select_for_update().filter(source_key__in=chunk).order_by("pk")
    missing = set(source_keys) - {due.source_key for due in dues}
    if missing:
        raise DueUnknown(source_key=min(missing))
    cancelled = next((due for due in dues if due.cancelled_on), None)
    if cancelled is not None:
        raise DueCancelled(cancelled_on=cancelled.cancelled_on)
    return dues


@transaction.atomic
def match(*, receipt: Receipt, due: Due, amount_fen: Fen, by: Actor, on: date) -> Settlement:
    """Lay money of a receipt against a due; more than is owed is a surplus, less a part.

    The day that counts is the day the money came (`receipt.received_on`); `on` is when the clerk laid it.

    :raises WrongAmount: not above zero. :raises ReceiptTooSmall: so much is not open any more.
    :raises DueCancelled: nobody expects it any more.
    """
    if amount_fen <= 0:
        raise WrongAmount
    locked, open_fen = _locked(receipt)
    [owed] = Due.objects.select_for_update().filter(pk=due.pk)
    if owed.cancelled_on:
        raise DueCancelled(cancelled_on=owed.cancelled_on)
    if amount_fen > open_fen:
        raise ReceiptTooSmall(open=show_yuan(open_fen), asked=show_yuan(amount_fen))
    return _settle(locked, owed, SettlementKind.MATCH, amount_fen, day=locked.received_on, by=by, on=on)


@transaction.atomic
def release(*, receipt: Receipt, due: Due, reason: str, by: Actor, on: date) -> Settlement:
    """Take back what was laid against the wrong due: the whole of it becomes unclaimed again.

    It counts on the day the money came, as the match did: the mistake leaves no trace in any month's figure.

    :raises NothingLaid: nothing of this receipt stands against the due. :raises NoReason: without one.
    """
    if not reason.strip():
        raise NoReason
    locked, _open_fen = _locked(receipt)
    laid = queries.laid(locked, due)
    if laid <= 0:
        raise NothingLaid(laid=show_yuan(laid), asked=show_yuan(laid))
    return _settle(
        locked, due, SettlementKind.RELEASE, -laid, day=locked.received_on, by=by, on=on, reason=reason.strip()
    )


@transaction.atomic
def refund(*, receipt: Receipt, due: Due | None, amount_fen: Fen, reason: str, by: Actor, on: date) -> Settlement:
    """Money went back to the payer: from what stands against a due, or (due None) from what nobody claimed.

    :raises WrongAmount: not above zero. :raises NoReason: without one.
    :raises NothingLaid: so much of the receipt does not stand against the due.
    :raises ReceiptTooSmall: so much of it is not unclaimed.
    """
    if amount_fen <= 0:
        raise WrongAmount
    if not reason.strip():
        raise NoReason
    locked, open_fen = _locked(receipt)
    if due is None:
        if amount_fen > open_fen:
            raise ReceiptTooSmall(open=show_yuan(open_fen), asked=show_yuan(amount_fen))
    else:
        laid = queries.laid(locked, due)
        if amount_fen > laid:
            raise NothingLaid(laid=show_yuan(laid), asked=show_yuan(amount_fen))
    return _settle(locked, due, SettlementKind.REFUND, -amount_fen, day=on, by=by, on=on, reason=reason.strip())


def _locked(receipt: Receipt) -> tuple[Receipt, Fen]:
    """The receipt, kept for this transaction, and what of it is open now.

    Two statements: PostgreSQL would reckon the second's subqueries as of before it waited for the lock.
    """
    locked = Receipt.objects.select_for_update().get(pk=receipt.pk)
    open_fen: Fen = Receipt.objects.reckoned().get(pk=receipt.pk).open_fen  # type: ignore[attr-defined]
    return locked, open_fen


def _settle(
    receipt: Receipt,
    due: Due | None,
    kind: SettlementKind,
    amount_fen: Fen,
    *,
    day: date,
    by: Actor,
    on: date,
    reason: str = "",
) -> Settlement:
    unit_id = due.unit_id if due else receipt.statement.holder_id
    place = places_to_write([unit_id], day, closed_too=True)[unit_id]
    row = Settlement.objects.create(
        receipt=receipt,
        due=due,
        kind=kind,
        amount_fen=amount_fen,
        on=day,
        path=place.path,
        county=place.county,
        reason=reason,
    )
    journal.record(
        verb=_VERBS[kind],
        by=by,
        on=on,
        obj=row,
        receipt=receipt.pk,
        due=due.pk if due else None,
        amount_fen=amount_fen,
        reason=reason,
    )
    return row


_VERBS = {
    SettlementKind.MATCH: "receipts.receipt.matched",
    SettlementKind.RELEASE: "receipts.receipt.released",
    SettlementKind.REFUND: "receipts.receipt.refunded",
}


@dataclass(frozen=True)
class MatchedAll:
    """What automatic matching did: receipts settled and their amount, receipts left for a clerk and theirs."""

    matched: int
    matched_fen: Fen
    left: int
    left_fen: Fen


@transaction.atomic
def match_all(*, receipts: ReceiptQuerySet, dues: DueQuerySet, by: Actor, on: date, origin: int = 0) -> MatchedAll:
    """Match every receipt whose due is beyond doubt (`rules.plan`); the rest stay unknown. One journal entry.

    :param receipts: those to look at, as of one statement. :param dues: those to look among, as of one period.
    :param origin: the import of a statement that is being committed; undoing it takes these matches back.
    """
    locked = Receipt.objects.filter(pk__in=receipts.order_by().values("pk")).order_by("pk").select_for_update()
    received_on = dict(locked.values_list("pk", "received_on"))
    list(Due.objects.filter(pk__in=dues.order_by().values("pk")).order_by("pk").select_for_update().values_list("pk"))
    arrivals = queries.arrivals_of(receipts)
    sure = rules.plan_all(arrivals, queries.directory_of(dues))
    Settlement.objects.bulk_create(_rows(sure, received_on, origin), batch_size=CHUNK)
    matched_fen = sum(incoming.open_fen for incoming, _ in sure)
    outcome = MatchedAll(
        len(sure), matched_fen, len(arrivals) - len(sure), sum(a.open_fen for a in arrivals) - matched_fen
    )
    journal.record(
        verb="receipts.receipts.matched",
        by=by,
        on=on,
        matched=outcome.matched,
        matched_fen=outcome.matched_fen,
        left=outcome.left,
        left_fen=outcome.left_fen,
        how=dict(Counter(plan.why for _, plan in sure)),
    )
    return outcome


def _rows(
    sure: Iterable[tuple[rules.Incoming, rules.Plan]], received_on: dict[int, date], origin: int
) -> list[Settlement]:
    """The settlements of the plans, each at its unit's place on the day the money came."""
    by_day: dict[date, set[int]] = {}
    for incoming, plan in sure:
        by_day.setdefault(received_on[incoming.receipt_id], set()).add(plan.unit_id)
    places = {day: places_to_write(units, day, closed_too=True) for day, units in by_day.items()}
    rows = []
    for incoming, plan in sure:
        day = received_on[incoming.receipt_id]
        place = places[day][plan.unit_id]
        for due_id, amount_fen in plan.parts:
            rows.append(
                Settlement(
                    receipt_id=incoming.receipt_id,
                    due_id=due_id,
                    kind=SettlementKind.MATCH,
                    amount_fen=amount_fen,
                    on=day,
                    path=place.path,
                    county=place.county,
                    origin=origin,
                )
            )
    return rows
