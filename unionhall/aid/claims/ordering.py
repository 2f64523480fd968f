"""The payment of an approved claim is ordered: by the body that pays it, once its notice is over.

Batches, bank and arrival are payments'; arrival steps the case to its end.
"""

from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction

from unionhall.aid.claims import kind, refusals, valuation
from unionhall.aid.claims.entering import case_of
from unionhall.aid.claims.models import Claim
from unionhall.casework import actions as casework
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Case
from unionhall.casework.officers import Officer, officer
from unionhall.funds.payments import actions as payments
from unionhall.funds.payments.models import Order
from unionhall.kernel import paths
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import DomainError
from unionhall.organisations.models import Unit, UnitKind
from unionhall.organisations.places import hold_tree
from unionhall.organisations.queries import chunks


def payer_of(claim: Claim) -> Unit:
    """Who pays: the federation of the county where the claim was received; for units directly under the city the city.

    Not where the unit stands now: a county pays what was granted for it, and no other's.
    """
    county = Unit.objects.filter(path__in=paths.ancestors(claim.path), kind=UnitKind.COUNTY).first()
    return county or Unit.objects.get(path=claim.path[: paths.WIDTH])


def event_of(claim: Claim) -> str:
    """The stay, as every scheme names it: the double-benefit check compares it."""
    return f"stay:{claim.admitted_on}"


@transaction.atomic
def order_payment(
    *, claim: Claim, by: Actor, on: date, seen: int | None = None, acting: Officer | None = None
) -> Order:
    """Ask payments for what was granted; paid once, by constraint. After a cancelled order it may be asked again.

    :param acting: the actor's posts, when many are ordered in a row.
    :raises NotApproved: nothing was granted. :raises casework.NoticeRunning: it is not over.
    :raises casework.NotYourTurn, AlreadyDone; payments.OrderedBefore, BadPayee.
    """
    hold_tree()  # the order stores its payer's place: taken before anything that names a unit
    valuation.hold_people([claim])
    case = case_of(claim)
    if case.state not in (kind.NOTICE, kind.APPROVED, kind.ORDERED, kind.PAID):
        raise refusals.NotApproved(number=claim.number)
    casework.step(case=case, verb=Verb.APPROVE, by=by, on=on, seen=seen, acting=acting)
    claim = valuation.locked(claim)
    return payments.order(
        source_key=claim.source_key,
        case=case,
        person=claim.person,
        scheme=claim.period.scheme,
        period=claim.period,
        purpose=purpose_of(claim),
        event_key=event_of(claim),
        event_on=claim.admitted_on,
        payer=payer_of(claim),
        payee_name=claim.payee_name,
        account=claim.payee_account,
        bank=claim.payee_bank,
        amount_fen=claim.granted_fen,
        by=by,
        on=on,
    )


def order_all(
    *, claims: Iterable[Claim], by: Actor, on: date, told: Callable[[int], None] = lambda done: None
) -> list[casework.Outcome]:
    """Order many, each for itself in its own transaction; those that may not be ordered yet say why.

    :raises NoCase: one was recorded without a case; none is ordered then.
    """
    rows, acting = list(claims), officer(by, on)
    cases = _cases_of(rows)
    outcomes = []
    for done, claim in enumerate(rows, start=1):
        case = cases[claim.pk]
        try:
            order_payment(claim=claim, by=by, on=on, acting=acting)
        except DomainError as refusal:
            outcomes.append(casework.Outcome(case, refusal))
        else:
            outcomes.append(casework.Outcome(case))
        told(done)
    return outcomes


def _cases_of(claims: list[Claim]) -> dict[int, Case]:
    """:raises NoCase."""
    found: dict[int, Case] = {}
    for chunk in chunks([claim.case_id for claim in claims if claim.case_id]):
        found |= Case.objects.in_bulk(chunk)
    for claim in claims:
        if claim.case_id is None:
            raise refusals.NoCase(number=claim.number)
    return {claim.pk: found[claim.case_id] for claim in claims if claim.case_id}


def purpose_of(claim: Claim) -> str:
    """住院互助: the benefit as its edition calls it."""
    benefit = claim.edition.benefits.filter(code=claim.benefit).first() if claim.edition else None
    return (benefit.label if benefit else claim.period.scheme.name)[:40]
