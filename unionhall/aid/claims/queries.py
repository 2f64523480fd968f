"""Reads across claims: what a period has left, what may be ordered, what a claim would come to as it stands.

Writes nothing.
"""

from datetime import date

from django.db.models import Sum

from unionhall.aid.claims import kind, rules, valuation
from unionhall.aid.claims.models import Claim, ClaimQuerySet, Edition
from unionhall.aid.claims.terms import terms_of
from unionhall.funds.receipts.models import Settlement
from unionhall.kernel.money import Fen
from unionhall.programmes.models import Period


def balance_of(period: Period, *, but: Claim | None = None) -> Fen:
    """What a period collected, less what it granted (but for one claim), in fen; may be below zero."""
    collected = Settlement.objects.filter(due__period=period).aggregate(total=Sum("amount_fen"))["total"] or 0
    granted = Claim.objects.granted().filter(period=period)
    if but is not None:
        granted = granted.exclude(pk=but.pk)
    return collected - (granted.aggregate(total=Sum("granted_fen"))["total"] or 0)


def to_order(on: date) -> ClaimQuerySet:
    """Approved claims whose payment may be ordered on that day: without a notice, or with one that is over."""
    rows = Claim.objects.granted()
    over = rows.filter(case__state=kind.NOTICE, case__notice_until__lt=on)
    return over | rows.filter(case__state=kind.APPROVED)


def outlook(claim: Claim) -> tuple[Edition, rules.Decision]:
    """What an undecided claim comes to with the records of today; nothing is stored.

    :raises NoEdition.
    """
    edition = valuation.edition_for(claim.period, claim.discharged_on)
    return edition, rules.decide(terms=terms_of(edition), facts=valuation.facts_of(claim))
