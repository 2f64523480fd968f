"""Reads across dues, receipts and settlements: what a claimant's due came to, what is open and for whom.

Writes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet, Sum

from unionhall.funds.receipts import rules
from unionhall.funds.receipts.models import Due, DueQuerySet, DueState, Receipt, ReceiptQuerySet, Settlement
from unionhall.funds.receipts.rules import Directory, Incoming, OpenDue
from unionhall.kernel.money import Fen
from unionhall.office.imports.models import Import
from unionhall.office.journal.models import Entry
from unionhall.organisations.models import Employer, Unit, UnitName
from unionhall.organisations.queries import chunks, found_by

# As many dues as one page offers to choose from.
SHOWN = 10


@dataclass(frozen=True)
class Reckoning:
    """What was declared and what came in for it, in fen; `difference_fen` above zero is too much."""

    due_fen: Fen = 0
    received_fen: Fen = 0
    refunded_fen: Fen = 0
    last_on: date | None = None

    @property
    def settled_fen(self) -> Fen:
        return self.received_fen - self.refunded_fen

    @property
    def difference_fen(self) -> Fen:
        return self.settled_fen - self.due_fen

    @property
    def state(self) -> DueState:
        if self.difference_fen == 0:
            return DueState.EQUAL
        if self.difference_fen > 0:
            return DueState.SURPLUS
        return DueState.PART if self.settled_fen else DueState.UNPAID

    def __add__(self, other: "Reckoning") -> "Reckoning":
        days = [day for day in (self.last_on, other.last_on) if day]
        return Reckoning(
            self.due_fen + other.due_fen,
            self.received_fen + other.received_fen,
            self.refunded_fen + other.refunded_fen,
            max(days, default=None),
        )


def reckonings(source_keys: Iterable[str]) -> dict[str, Reckoning]:
    """Due and received of each standing due by its source key; keys without one are absent."""
    found: dict[str, Reckoning] = {}
    for chunk in chunks(source_keys):
        rows = Due.objects.standing().filter(source_key__in=chunk).order_by().values_list("source_key", "amount_fen")
        refund = Q(settlements__kind="refund")
        for key, amount, received, refunded, last_on in rows.annotate(
            received=Sum("settlements__amount_fen", filter=~refund),
            refunded=Sum("settlements__amount_fen", filter=refund),
            last_on=Max("settlements__on", filter=Q(settlements__kind="match")),
        ):
            found[key] = Reckoning(amount, received or 0, -(refunded or 0), last_on)
    return found


def reckoning_of(source_keys: Iterable[str]) -> Reckoning:
    """Due and received of these source keys together."""
    return sum(reckonings(source_keys).values(), Reckoning())


def owing(dues: DueQuerySet) -> DueQuerySet:
    """Dues with something left to pay, oldest first."""
    return dues.standing().reckoned().filter(Q(left_fen__gt=0)).order_by("pk")


def unclaimed(receipts: ReceiptQuerySet) -> ReceiptQuerySet:
    """Receipts with something nobody claimed, oldest first."""
    return receipts.reckoned().filter(Q(open_fen__gt=0)).order_by("received_on", "pk")


def directory_of(dues: DueQuerySet) -> Directory:
    """What automatic matching looks payments up in: the open ones of these dues, by every name of their units."""
    rows = list(owing(dues).select_related("unit__employer", "period__scheme"))
    former: dict[int, list[str]] = {}
    for chunk in chunks({due.unit_id for due in rows}):
        for unit_id, name in UnitName.objects.filter(unit__in=chunk).values_list("unit_id", "name"):
            former.setdefault(unit_id, []).append(name)
    return Directory.of(
        [_open_due(due, former.get(due.unit_id, [])) for due in rows],
        words={word for due in rows for word in due.period.scheme.payment_words},
    )


def _open_due(due: Due, former_names: list[str]) -> OpenDue:
    employer = due.unit.employer
    names = [due.unit.name, *former_names, *([employer.name] if employer else [])]
    return _due_by(due.unit, names, key=due.pk, left_fen=due.left_fen)  # type: ignore[attr-defined]


def _due_by(unit: Unit, names: Iterable[str], *, key: int = 0, left_fen: Fen = 0) -> OpenDue:
    """A due that is looked for by these names of its unit, and by the codes of the unit and its employer."""
    employer = unit.employer
    codes = {code for code in (unit.credit_code, employer.credit_code if employer else None) if code}
    return OpenDue(key, unit.pk, tuple(sorted(set(names))), tuple(sorted(codes)), left_fen)


def arrivals_of(receipts: ReceiptQuerySet) -> list[Incoming]:
    """The unclaimed ones of these receipts as automatic matching reads them."""
    return [
        Incoming(row.pk, row.payer_name, row.remark, row.open_fen)  # type: ignore[attr-defined]
        for row in unclaimed(receipts).defer("payer_account")
    ]


def laid(receipt: Receipt, due: Due) -> Fen:
    """What of the receipt stands against the due."""
    rows = Settlement.objects.filter(receipt=receipt, due=due)
    return rows.aggregate(total=Sum("amount_fen"))["total"] or 0


def pointed_to(receipt: Receipt, dues: DueQuerySet, words: str) -> list[int]:
    """Keys of dues a clerk may mean: those of units the words find; without words, those of the unit the bank's text
    names and those of just this amount. At most `SHOWN`.
    """
    if words:
        units = found_by(Unit.objects.all(), words).values("pk")
        return list(dues.filter(unit__in=units).values_list("pk", flat=True)[:SHOWN])
    arrivals = arrivals_of(Receipt.objects.filter(pk=receipt.pk))
    if not arrivals:
        return []
    [incoming] = arrivals
    _why, unit = directory_of(dues).unit_of(incoming)
    named = list(dues.filter(unit=unit).values_list("pk", flat=True)) if unit else []
    equal = dues.filter(Q(left_fen=incoming.open_fen)).values_list("pk", flat=True)
    return list(dict.fromkeys([*named, *equal[:SHOWN]]))[:SHOWN]


def unclaimed_naming(unit: Unit) -> dict[int, Fen]:
    """What is open of receipts whose payer, code or remark names just this unit, by receipt.

    Of every account: a county's units pay into the city's. Whoever reaches the unit may know what it paid, but a name
    proves nothing that was given, or entered with an earlier day, after the money came, nor one that another open unit
    or employer bears: else a rename would show what somebody else paid. The credit code always counts.
    """
    rows = list(unclaimed(Receipt.objects.all()).defer("payer_account").select_related("statement"))
    if not rows:
        return {}
    names, named_at = _own_names(unit), _named_at(unit)
    recorded = dict(
        Import.objects.filter(pk__in={row.statement.origin for row in rows}).values_list("pk", "committed_at")
    )
    found: dict[int, Fen] = {}
    for row in rows:
        moment = recorded.get(row.statement.origin)
        is_later = bool(moment and named_at and named_at > moment)
        known = [name for name, on in names.items() if on <= row.received_on and not (is_later and name == unit.name)]
        own = Directory.of([_due_by(unit, known)])
        if own.unit_of(Incoming(row.pk, row.payer_name, row.remark, row.open_fen))[1] == unit.pk:  # type: ignore[attr-defined]
            found[row.pk] = row.open_fen  # type: ignore[attr-defined]
    return found


def _named_at(unit: Unit) -> datetime | None:
    """When the unit got the name it bears, by the clock: its day may have been put back."""
    verbs = ("organisations.unit.founded", "organisations.unit.renamed")
    entries = Entry.objects.filter(object_type="organisations.unit", object_id=str(unit.pk), verb__in=verbs)
    return entries.order_by("-pk").values_list("at", flat=True).first()


def _own_names(unit: Unit) -> dict[str, date]:
    """Names only this unit bears, each with the first day it counts from. An employer's name has no day."""
    given = dict(UnitName.objects.filter(unit=unit).order_by("-from_on").values_list("name", "from_on"))
    plain = {rules.plain_name(name) for name in given}
    taken = _plain_names(Unit.objects.open().exclude(pk=unit.pk), plain)
    taken |= _plain_names(Employer.objects.exclude(union=unit), plain)
    return {name: on for name, on in given.items() if rules.plain_name(name) not in taken}


def _plain_names(rows: "QuerySet[Unit] | QuerySet[Employer]", plain: set[str]) -> set[str]:
    """Which of these plain names others bear; only names that begin alike are compared."""
    alike = Q(pk__in=[])
    for name in plain:
        alike |= Q(name__istartswith=name[:1])
    return {rules.plain_name(name) for name in rows.filter(alike).order_by().values_list("name", flat=True)} & plain
