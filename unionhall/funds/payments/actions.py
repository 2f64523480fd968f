"""The only writer of orders and batches: order, batch, check, send, reissue, cancel, take out.

Answers of the bank are written in returning.py. No order is payable twice: constraint and locked rows.
"""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from unionhall.accounts.models import User
from unionhall.accounts.queries import scope_of
from unionhall.casework import actions as casework
from unionhall.casework.models import Case
from unionhall.funds.payments import files, queries, refusals, rules
from unionhall.funds.payments.models import Batch, BatchState, Order, OrderState
from unionhall.funds.payments.returning import settle_batches
from unionhall.kernel.actors import Actor
from unionhall.kernel.money import Fen, show_yuan
from unionhall.kernel.scope import Duty
from unionhall.members.models import Person
from unionhall.office import journal
from unionhall.office.jobs import numbers
from unionhall.organisations.models import Unit
from unionhall.organisations.places import places_to_write
from unionhall.organisations.queries import Place, chunks
from unionhall.programmes.models import Period, Scheme

NAMED = 5


@transaction.atomic
def order(
    *,
    source_key: str,
    payer: Unit,
    scheme: Scheme,
    purpose: str,
    payee_name: str,
    account: str,
    amount_fen: Fen,
    by: Actor,
    on: date,
    bank: str = "",
    instalment: int = 1,
    case: Case | None = None,
    person: Person | None = None,
    period: Period | None = None,
    event_key: str = "",
    event_on: date | None = None,
    fund: str = "",
) -> Order:
    """Ask for one payment. `source_key` and `instalment` name what it is for, and can stand in one live order only.

    :param event_key: what happened to the person, written alike by every scheme ("stay:2025-09-02:…"); the
        double-benefit check compares it. :param fund: the account of the budget it is paid from.
    :raises OrderedBefore: it is ordered already. :raises WrongAmount: not above zero. :raises BadPayee: see rules.
    """
    if amount_fen <= 0:
        raise refusals.WrongAmount
    place = places_to_write([payer.pk], on)[payer.pk]
    drafted = Order(
        source_key=source_key,
        instalment=instalment,
        case=case,
        person=person,
        scheme=scheme,
        period=period,
        purpose=purpose,
        event_key=event_key,
        event_on=event_on,
        fund=fund,
        payer=payer,
        amount_fen=amount_fen,
    )
    _place(drafted, place, on)
    return _drafted(drafted, payee_name=payee_name, account=account, bank=bank, verb="ordered", by=by, on=on)


def _drafted(row: Order, *, payee_name: str, account: str, bank: str, verb: str, by: Actor, on: date) -> Order:
    row.payee_name, row.account = " ".join(payee_name.split()), account.replace(" ", "")
    fault = rules.payee_fault(name=row.payee_name, account=row.account)
    if fault:
        raise refusals.BadPayee(why=fault)
    row.bank, row.purpose = rules.plain(bank), rules.plain(row.purpose)
    row.account_index = account_index(row.account)
    row.ordered_on = on
    row.promised_from = row.replaces.promised_from if row.replaces else on
    row.number = f"ZF{on:%y}-{numbers.take(f'order-{on:%y}'):06d}"
    try:
        with journal.change(row, verb=f"payments.order.{verb}", by=by, on=on, number=row.number):
            pass
    except IntegrityError:
        former = Order.objects.live().get(source_key=row.source_key, instalment=row.instalment)
        raise refusals.OrderedBefore(
            source_key=row.source_key, instalment=row.instalment, number=former.number
        ) from None
    return row


def _place(row: Order, place: Place, on: date) -> None:
    """Where the order counts from now on, and since when."""
    row.counted_on, row.path, row.county = on, place.path, place.county


def account_index(account: str) -> str:
    """The blind index of an account: equal accounts are found without being read."""
    return settings.KEYRING.index(account, column="payments_order.account_index")  # type: ignore[no-any-return]


@transaction.atomic
def make_batch(*, orders: Iterable[Order], by: User, on: date, seen: tuple[int, Fen] | None = None) -> Batch:
    """第N批 of drafted orders of one payer, scheme, period and fund; all of them or none. The maker pays their cases.

    :param seen: count and total the maker was shown, where a page chose the orders by their group.
    :raises OrderTaken: one is in another batch, or gone. :raises MixedBatch, NothingToPay. :raises Changed: see seen.
    :raises casework.NotYourTurn: the maker entered, reviewed or approved one of their cases.
    """
    rows = _locked(orders)
    if not rows:
        raise refusals.NothingToPay
    _demand_seen(rows, seen)
    for row in rows:
        if row.state != OrderState.DRAFTED:
            raise _taken(row)
    head = rows[0]
    if len({(row.payer_id, row.scheme_id, row.period_id, row.fund) for row in rows}) > 1:
        raise refusals.MixedBatch
    casework.hold(cases=[row.case for row in rows if row.case], role=str(Duty.PAY), by=by, on=on)
    series = f"batch-{head.payer_id}-{head.scheme_id}-{f'p{head.period_id}' if head.period_id else on.year}"
    batch = Batch(
        payer=head.payer,
        scheme=head.scheme,
        period=head.period,
        year=on.year,
        series=series,
        number=numbers.take(series),
        fund=head.fund,
        made_by=by,
        made_on=on,
    )
    amount_fen = sum(row.amount_fen for row in rows)
    facts = {"count": len(rows), "amount_fen": amount_fen, "orders": [row.number for row in rows]}
    with journal.change(batch, verb="payments.batch.made", by=by, on=on, **facts):
        pass
    for place, row in enumerate(rows, start=1):
        row.batch, row.state, row.place = batch, OrderState.BATCHED, place
    Order.objects.bulk_update(rows, ["batch", "state", "place"], batch_size=200)
    return batch


@transaction.atomic
def check_batch(*, batch: Batch, seen: tuple[int, Fen], by: User, on: date) -> Batch:
    """A second person signs count and total; nothing may be in it that somebody got already.

    :param seen: count and total that the checker was shown. :raises Changed: the batch is another meanwhile.
    :raises WrongState: not waiting for it. :raises SamePerson: by its maker. :raises DoubleBenefit: see queries.
    :raises casework.NotYourTurn: the checker entered or reviewed one of their cases.
    """
    found = _batch(batch, BatchState.MADE, gettext("复核"))
    if found.made_by_id == by.pk:
        raise refusals.SamePerson
    rows = list(found.orders.select_for_update().order_by("pk"))
    if not rows:
        raise refusals.NothingToPay
    _demand_seen(rows, seen)
    pairs = queries.double_benefits(rows)
    if pairs:
        named = gettext("、").join(mine.number for mine, _ in pairs[:NAMED])
        raise refusals.DoubleBenefit(count=len(pairs), numbers=named)
    cases = list(Case.objects.filter(orders__batch=found).distinct())
    # Who approved a case may sign its payment; who entered or reviewed it may not.
    may_approve = scope_of(by, on).covers(found.payer.path, Duty.APPROVE)
    casework.hold(cases=cases, role=str(Duty.APPROVE) if may_approve else "check", by=by, on=on)
    with journal.change(found, verb="payments.batch.checked", by=by, on=on, orders=[row.number for row in rows]):
        found.state, found.checked_by, found.checked_on = BatchState.CHECKED, by, on
        found.checked_count, found.checked_fen = len(rows), sum(row.amount_fen for row in rows)
    return found


@transaction.atomic
def bank_file(*, batch: Batch, template: str, by: User, on: date) -> bytes:
    """The file for the bank by template (files.TEMPLATES); taking it the first time sends the batch.

    Taken again it is the same, byte for byte.

    :raises WrongState: not checked. :raises FileGiven: taken before in another format. :raises NameNotInCode: GBK.
    :raises TotalsDiffer: the orders are no longer what was signed. :raises FileDiffers: nor what was sent.
    """
    found = _batch(batch, (BatchState.CHECKED, BatchState.SENT, BatchState.CLOSED), gettext("出银行文件"))
    if found.file_template and found.file_template != template:
        raise refusals.FileGiven(template=files.TEMPLATES[found.file_template].label)
    rows = list(found.orders.order_by("place"))
    total = sum(row.amount_fen for row in rows)
    if (len(rows), total) != (found.checked_count, found.checked_fen):
        raise refusals.TotalsDiffer(now=show_yuan(total), checked=show_yuan(found.checked_fen or 0))
    content = files.written(found, rows, template)
    digest = sha256(content).hexdigest()
    if found.state != BatchState.CHECKED:
        if digest != found.file_sha256:
            raise refusals.FileDiffers
        journal.record(verb="payments.batch.file_taken", by=by, on=on, obj=found, file_sha256=digest)
        return content
    with journal.change(found, verb="payments.batch.sent", by=by, on=on, orders=[row.number for row in rows]):
        found.state, found.sent_by, found.sent_on = BatchState.SENT, by, on
        found.file_template, found.file_sha256 = template, digest
        found.file_count, found.file_fen = len(rows), total
    found.orders.filter(state=OrderState.BATCHED).update(state=OrderState.SENT)
    return content


@transaction.atomic
def dissolve_batch(*, batch: Batch, reason: str, by: User, on: date) -> Batch:
    """Take a batch apart before it went to the bank; its orders wait for another. Its number is not used again.

    :raises WrongState: it went to the bank. :raises NoReason: without one.
    """
    _demand(reason)
    found = _batch(batch, (BatchState.MADE, BatchState.CHECKED), gettext("拆回"))
    numbered = list(found.orders.order_by("place").values_list("number", flat=True))
    found.orders.update(batch=None, state=OrderState.DRAFTED, place=0)
    facts = {"reason": reason.strip(), "count": len(numbered), "orders": numbered}
    with journal.change(found, verb="payments.batch.dissolved", by=by, on=on, **facts):
        found.state = BatchState.DISSOLVED
    return found


@transaction.atomic
def take_out(*, order: Order, reason: str, by: User, on: date) -> Order:
    """Take one order out of a batch that nobody has checked; it waits for another batch, or is cancelled.

    :raises WrongState: the batch is checked. :raises OrderTaken: it is in none. :raises NoReason: without one.
    """
    _demand(reason)
    if order.batch is None:
        raise _taken(order)
    batch = _batch(order.batch, BatchState.MADE, gettext("移出支付单"))
    [row] = _locked([order])
    if row.state != OrderState.BATCHED:
        raise _taken(row)
    facts = {"reason": reason.strip(), "batch": str(batch)}
    with journal.change(row, verb="payments.order.taken_out", by=by, on=on, **facts):
        row.batch, row.state, row.place = None, OrderState.DRAFTED, 0
    return row


@transaction.atomic
def cancel(*, order: Order, reason: str, by: Actor, on: date) -> Order:
    """Take back an order that is in no batch, or one that came back and is not to be paid again.

    What it was for may be ordered again.

    :raises OrderTaken: it is in a batch, at the bank, paid or gone. :raises NoReason: without one.
    """
    _demand(reason)
    place = places_to_write([order.payer_id], on, closed_too=True)[order.payer_id]
    [row] = _locked([order])
    if row.state not in (OrderState.DRAFTED, OrderState.RETURNED):
        raise _taken(row)
    with journal.change(row, verb="payments.order.cancelled", by=by, on=on, reason=reason.strip()):
        row.state, row.why = OrderState.CANCELLED, reason.strip()[:120]
        _place(row, place, on)
    settle_batches([row.batch_id] if row.batch_id else [], by=by, on=on)
    return row


@transaction.atomic
def reissue(*, order: Order, account: str, by: User, on: date, bank: str = "", payee_name: str = "") -> Order:
    """Pay a returned order again, to another or the same account: a new order linked to it, batched and checked anew.

    The account stays the payee's own: its name is the old order's, or that of the person it was for.

    :raises NotReturned: it was not returned, or is reissued already. :raises BadPayee: see rules.payee_fault.
    :raises NotOwnAccount: the account is somebody else's.
    """
    place = places_to_write([order.payer_id], on, closed_too=True)[order.payer_id]
    [old] = _locked([order])
    if old.state != OrderState.RETURNED:
        raise refusals.NotReturned(number=old.number, state=old.get_state_display())
    known = [old.payee_name, *([old.person.name] if old.person else [])]
    if payee_name.strip() and "".join(payee_name.split()) not in ["".join(name.split()) for name in known]:
        raise refusals.NotOwnAccount(name=old.payee_name)
    with journal.change(old, verb="payments.order.replaced", by=by, on=on):
        old.state = OrderState.REISSUED
        _place(old, place, on)
    fresh = Order(replaces=old)
    _place(fresh, place, on)
    for name in _KEPT:
        setattr(fresh, name, getattr(old, name))
    settle_batches([old.batch_id] if old.batch_id else [], by=by, on=on)
    return _drafted(
        fresh,
        payee_name=payee_name or old.payee_name,
        account=account,
        bank=bank or old.bank,
        verb="reissued",
        by=by,
        on=on,
    )


# What a reissued order has from the one it replaces; account, name and bank are said anew.
_KEPT = (
    *("source_key", "instalment", "case", "person", "scheme", "period", "purpose", "event_key", "event_on", "fund"),
    *("payer", "amount_fen"),
)


def _locked(orders: Iterable[Order]) -> list[Order]:
    """The orders by key, kept for this transaction: two batches lock in one order and cannot wait in a ring."""
    found: list[Order] = []
    for chunk in chunks(sorted({row.pk for row in orders})):
        rows = Order.objects.select_for_update(of=("self",)).filter(pk__in=chunk).order_by("pk")
        found += rows.select_related("payer", "scheme", "period", "batch", "case", "person")
    return found


def _batch(batch: Batch, states: str | tuple[str, ...], act: str) -> Batch:
    """The batch, kept for this transaction.

    :raises WrongState: it stands in none of the states.
    """
    found = Batch.objects.select_for_update(of=("self",)).select_related("payer", "period", "scheme").get(pk=batch.pk)
    if found.state not in (states if isinstance(states, tuple) else (states,)):
        raise refusals.WrongState(state=found.get_state_display(), act=act)
    return found


def _taken(row: Order) -> refusals.OrderTaken:
    where = gettext("在{batch}里").format(batch=row.batch) if row.batch else gettext("不在任何批次里")
    return refusals.OrderTaken(number=row.number, state=row.get_state_display(), where=where)


def _demand_seen(rows: list[Order], seen: tuple[int, Fen] | None) -> None:
    """An order may leave an unchecked batch, none may join it: count and total tell whether it is what was shown.

    :raises Changed: it is not.
    """
    now = (len(rows), sum(row.amount_fen for row in rows))
    if seen is not None and seen != now:
        raise refusals.Changed(count=f"{now[0]:,}", yuan=show_yuan(now[1]))


def _demand(reason: str) -> None:
    if not reason.strip():
        raise refusals.NoReason
