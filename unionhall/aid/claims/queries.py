"""Reads across claims: what a period has left, what may be ordered, what a claim would come to as it stands.

Writes nothing.
"""

from dataclasses import dataclass
from datetime import date
from statistics import median_low

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum

from unionhall.aid.claims import kind, reference, rules, valuation
from unionhall.aid.claims.models import Claim, ClaimQuerySet, Edition
from unionhall.aid.claims.terms import terms_of
from unionhall.funds.payments.models import Order, OrderState
from unionhall.funds.receipts.models import Settlement
from unionhall.kernel.money import Fen
from unionhall.kernel.scope import Duty, Scope
from unionhall.programmes.models import Period


def balance_of(period: Period, *, but: Claim | None = None) -> Fen:
    """What a period collected, less what it granted (but for one claim), in fen; may be below zero."""
    collected = Settlement.objects.filter(due__period=period).aggregate(total=Sum("amount_fen"))["total"] or 0
    granted = Claim.objects.granted().filter(period=period)
    if but is not None:
        granted = granted.exclude(pk=but.pk)
    return collected - (granted.aggregate(total=Sum("granted_fen"))["total"] or 0)


@dataclass(frozen=True)
class Standing:
    """How a period stands within a reader's units: claims by what became of them, and half of all payments arrived
    within `median_days` calendar days of receipt (None: none arrived). `balance_fen` is the whole period's."""

    received: int
    approved: int
    refused: int
    granted_fen: Fen
    median_days: int | None
    balance_fen: Fen


def standing_of(period: Period, scope: Scope) -> Standing:
    rows = Claim.objects.live().filter(period=period).visible_to(scope)
    found = rows.aggregate(
        received=Count("pk"),
        approved=Count("pk", filter=Q(approved_on__isnull=False, refused_on=None)),
        refused=Count("pk", filter=Q(refused_on__isnull=False)),
        granted_fen=Sum("granted_fen", filter=Q(approved_on__isnull=False, refused_on=None), default=0),
    )
    arrived = Order.objects.arrived().filter(case__claim__in=rows)
    pairs = arrived.values_list("arrived_on", "case__claim__received_on")
    days = [(came - received).days for came, received in pairs if came]
    return Standing(**found, median_days=median_low(days) if days else None, balance_fen=balance_of(period))


def to_order(on: date) -> ClaimQuerySet:
    """Approved claims whose payment may be ordered on that day: without a notice, with one that is over, or with an order
    that was cancelled and none in its place."""
    over = Q(case__state=kind.NOTICE, case__notice_until__lt=on)
    cancelled = Order.objects.filter(state=OrderState.CANCELLED).order_by().values("case")
    standing = Order.objects.live().filter(case=OuterRef("case"))
    again = Q(case__state__in=(kind.ORDERED, kind.PAID), case__in=cancelled) & ~Exists(standing)
    return Claim.objects.granted().filter(over | Q(case__state=kind.APPROVED) | again)


def to_order_by(scope: Scope, on: date) -> ClaimQuerySet:
    """Those of them that are this user's to order: the city's reviewers do."""
    if not scope.is_everywhere(Duty.REVIEW):
        return Claim.objects.none()
    return to_order(on).visible_to(scope, Duty.REVIEW)


def with_money(rows: ClaimQuerySet) -> ClaimQuerySet:
    """With `order_state`, that of the standing order; None where none stands."""
    standing = Order.objects.live().filter(case=OuterRef("case")).order_by("-pk")
    return rows.annotate(order_state=Subquery(standing.values("state")[:1]))


def to_value(period: Period) -> ClaimQuerySet:
    """The period's claims that nobody has valued: in a review, or recorded without one. Not those still being entered or
    mended: what is not handed in takes nothing of a cap. Not those refused."""
    reviewed = Q(case=None) | Q(case__state__in=(kind.FIRST, kind.SECOND))
    return Claim.objects.live().filter(reviewed, period=period, edition=None, refused_on=None)


def decided(period: Period) -> ClaimQuerySet:
    """The period's claims of which terms have the last word: granted, or refused because the terms give nothing, or
    recorded and valued without a review. Not those still on their way, nor refused for what no terms change."""
    by_terms = Q(refused_on__isnull=False, refused_for__in=reference.reasons_of_terms())
    granted = Q(refused_on=None) & (Q(approved_on__isnull=False) | Q(case=None, edition__isnull=False))
    return Claim.objects.live().filter(granted | by_terms, period=period)


def outlook(claim: Claim) -> tuple[Edition, rules.Decision]:
    """What an undecided claim comes to with the records of today; nothing is stored.

    :raises NoEdition.
    """
    edition = valuation.edition_for(claim.period, claim.discharged_on)
    return edition, rules.decide(terms=terms_of(edition), facts=valuation.facts_of(claim))
