"""The federation's bank statements imported, and what a clerk then does by hand: unnamed payments laid, surplus sent back.

Files come from statements.py; matching is the receipts app's.
"""

from datetime import timedelta

from django.db import transaction

from unionhall.accounts.models import User
from unionhall.funds.receipts import actions as receipts
from unionhall.funds.receipts.actions import NewDue
from unionhall.funds.receipts.models import Due, Receipt
from unionhall.funds.receipts.queries import laid
from unionhall.office.imports.contract import Progress
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period
from unionhall.reference_year.calendar import window
from unionhall.reference_year.flowing import CITY_CLERK, acting, carry_import
from unionhall.reference_year.plan import BUSINESS_DAY, PERIODS, SCHEME, Plan
from unionhall.reference_year.setting import units_by_key
from unionhall.reference_year.statements import ACCOUNT, Payment, left_out, rest_statement, statements
from unionhall.reference_year.tree import county_key

PAYER = "chen"
REFUND_AFTER = timedelta(days=6)


def receive(plan: Plan, number: int, progress: Progress) -> None:
    """Import every statement of a period's money and settle what automatic matching may not."""
    units = units_by_key(plan)
    city = units["city"]
    clerk, payer = acting(CITY_CLERK), acting(PAYER)
    period = Period.objects.get(scheme__code=SCHEME, number=number)
    options: dict[str, object] = {"holder": city.pk, "account_tail": ACCOUNT[-4:], "period": period.pk}
    files = list(statements(plan, number))
    for done, (on, file, lines) in enumerate(files, 1):
        carry_import("receipts.statement", file, options, by=clerk, on=on)
        for line in lines:
            if line.is_unnamed:
                _lay(line, period, units, clerk)
            if line.is_sent_back:
                _send_back(line, period, units, payer)
        progress.advance(done, len(files))


def receive_rest(plan: Plan) -> None:
    """In a sample: what the unions that are left out paid for the period before, in one sum for each county.

    Benefits of that period are all there, and are paid out of the whole city's contributions.
    """
    number = PERIODS[0]
    period = Period.objects.get(scheme__code=SCHEME, number=number)
    units = units_by_key(plan)
    sums = {county_key(body): fen for body, fen in left_out(plan).items()}
    rows = [NewDue(f"reference-year:{number}:{key}", units[key].pk, fen) for key, fen in sums.items()]
    if not rows or Due.objects.filter(source_key=rows[0].source_key).exists():
        return
    clerk, on = acting(CITY_CLERK), window(number).enrol_until
    with transaction.atomic():
        receipts.declare_dues(rows=rows, period=period, by=clerk, on=on)
        file, lines = rest_statement({key: (units[key].name, fen) for key, fen in sums.items()}, number)
        options: dict[str, object] = {
            "holder": units["city"].pk,
            "account_tail": ACCOUNT[-4:],
            "period": period.pk,
        }
        carry_import("receipts.statement", file, options, by=clerk, on=on)
        for line in lines:
            _lay(line, period, units, clerk)


def _lay(line: Payment, period: Period, units: dict[str, Unit], by: User) -> None:
    """A payment that says neither who pays nor for whom is laid on its unit's due, once somebody has asked."""
    receipt = _receipt(line)
    if receipt.open_fen and line.unit:  # type: ignore[attr-defined]
        receipts.match(
            receipt=receipt, due=_due(period, units[line.unit]), amount_fen=line.amount_fen, by=by, on=line.on
        )


def _send_back(line: Payment, period: Period, units: dict[str, Unit], by: User) -> None:
    """What was paid too much, or by mistake, goes back some days later."""
    receipt = _receipt(line)
    if receipt.refunded_fen:  # type: ignore[attr-defined]
        return
    on = min(line.on + REFUND_AFTER, BUSINESS_DAY)
    if not line.unit:
        receipts.refund(receipt=receipt, due=None, amount_fen=line.amount_fen, reason="错汇退回", by=by, on=on)
        return
    due = _due(period, units[line.unit])
    if not laid(receipt, due):
        # Too much to be laid by itself where the unit has more than one due.
        receipts.match(receipt=receipt, due=due, amount_fen=line.amount_fen, by=by, on=line.on)
    receipts.refund(receipt=receipt, due=due, amount_fen=line.surplus_fen, reason="多缴退回", by=by, on=on)


def _receipt(line: Payment) -> Receipt:
    found: Receipt = Receipt.objects.reckoned().get(bank_reference=line.reference, received_on=line.on)
    return found


def _due(period: Period, unit: Unit) -> Due:
    found: Due = Due.objects.standing().get(period=period, unit=unit)
    return found
