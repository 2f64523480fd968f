"""What flows in during the year: roster files and bank statements, imported like anybody's, and what clerks did by hand.

Each file is its own commit; one that is in already is passed over, so a build that was cut off goes on where it stopped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from unionhall.accounts.models import User
from unionhall.accounts.queries import scope_of
from unionhall.funds.receipts import actions as receipts
from unionhall.funds.receipts.models import Due, Receipt
from unionhall.office.imports import actions as imports
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.imports.refusals import SameFileAgain
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period
from unionhall.reference_year import rosters, statements
from unionhall.reference_year.calendar import Batch, batches
from unionhall.reference_year.plan import SCHEME, Plan
from unionhall.reference_year.rosters import File
from unionhall.reference_year.tree import county_key

# Counties whose own clerk has a log-in send their rosters themselves; for the others the city's does.
CLERKS = {140702: "wang", 140728: "sun"}
CITY_CLERK = "li"
REFUND_AFTER = timedelta(days=9)


class FileNotAccepted(Exception):
    """A file of the build was read otherwise than it was meant: a fault of the build or of the importer, never of a user."""


@dataclass(frozen=True)
class Arrival:
    """A file and how it is imported."""

    kind: str
    file: File
    options: dict[str, object]
    by: User
    on: date


def acting(username: str, units: dict[str, Unit]) -> User:
    """The log-in as the middleware would have it: with its organisation."""
    user = User.objects.get(username=username)
    unit = user.posts.select_related("unit").get(is_handler=False).unit
    user.organisation_name, user.organisation_path = unit.name, unit.path
    return user


def roster_arrivals(plan: Plan, period: Period, units: dict[str, Unit]) -> Iterator[Arrival]:
    """Every roster file of a period in the order of its days."""
    people = rosters.frame(plan, period.number)
    clerks = {name: acting(name, units) for name in {*CLERKS.values(), CITY_CLERK}}
    for batch in batches(plan, period.number):
        body = units[county_key(batch.body)]
        yield Arrival(
            kind="mutual_aid.roster",
            file=rosters.roster(plan, batch, people, body.name),
            options={"scheme": SCHEME, "period": period.number, "unit": body.pk},
            by=clerks[CLERKS.get(batch.body, CITY_CLERK)],
            on=batch.on,
        )


def roster_count(plan: Plan, period: int) -> int:
    """How many roster files a period has."""
    return len(batches(plan, period))


def take_in(arrival: Arrival) -> Import | None:
    """Upload, read and commit one file; None when it was committed before.

    :raises FileNotAccepted: other rows were accepted than the file was made for.
    """
    try:
        imported = imports.upload(
            kind=arrival.kind,
            content=arrival.file.content,
            file_name=arrival.file.name,
            options=arrival.options,
            by=arrival.by,
            on=arrival.on,
            scope=scope_of(arrival.by, arrival.on),
        )
    except SameFileAgain:
        return None
    imported = imports.read(imported)
    if imported.state != ImportState.PREVIEW or imported.counts["accepted"] != arrival.file.rows:
        raise FileNotAccepted(arrival.file.name, arrival.file.rows, imported.sentence, imported.counts)
    return imports.commit(imported, by=arrival.by, on=arrival.on)


def take_statements(plan: Plan, period: Period, units: dict[str, Unit]) -> int:
    """Import the period's statements, then do by hand what was left to clerks; how many files.

    Receipts nobody claims stay as they are, one of them is sent back.
    """
    clerk = acting(CITY_CLERK, units)
    payer = acting("chen", units)
    files = 0
    for on, file, lines in statements.statements(plan, period.number):
        options: dict[str, object] = {
            "holder": units["city"].pk,
            "account_tail": statements.ACCOUNT[-4:],
            "period": period.pk,
        }
        take_in(Arrival("receipts.statement", file, options, clerk, on))
        files += 1
        by_hand = [line for line in lines if line.is_unnamed or line.is_sent_back or line.surplus_fen]
        for line in by_hand:
            _by_hand(plan, period, line, units, clerk, payer, on)
    return files


def _by_hand(
    plan: Plan,
    period: Period,
    line: statements.Payment,
    units: dict[str, Unit],
    clerk: User,
    payer: User,
    on: date,
) -> None:
    """Lay an unnamed payment where it belongs, send back a stranger's money or what was paid too much."""
    receipt = Receipt.objects.reckoned().get(bank_reference=line.reference, received_on=line.on)
    if line.is_sent_back and receipt.state != "refunded":
        receipts.refund(receipt=receipt, due=None, amount_fen=line.amount_fen, reason="错汇，原路退回", by=payer, on=on)
    if line.unit is None:
        return
    due = Due.objects.standing().get(period=period, unit=units[line.unit])
    if line.is_unnamed and receipt.open_fen:
        receipts.match(receipt=receipt, due=due, amount_fen=line.amount_fen, by=clerk, on=on)
    if line.surplus_fen and line.is_sent_back_later and not receipt.refunded_fen:
        sent_on = min(on + REFUND_AFTER, period.enrol_until)
        receipts.refund(receipt=receipt, due=due, amount_fen=line.surplus_fen, reason="多缴退回", by=payer, on=sent_on)


__all__ = [
    "Arrival",
    "Batch",
    "FileNotAccepted",
    "acting",
    "roster_arrivals",
    "roster_count",
    "take_in",
    "take_statements",
]
