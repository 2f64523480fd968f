"""A period opened with its terms and tiers, in one act.

Numbers without a source stay marked as unverified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from unionhall.aid.mutual_aid.models import PeriodTerms, Tier
from unionhall.kernel.actors import Actor
from unionhall.office import journal
from unionhall.programmes import actions as programmes
from unionhall.programmes.models import Period, Scheme

DEMONSTRATION = "演示条款，未核实"
DEPARTMENT = "权益保障部"


@dataclass(frozen=True)
class NewTier:
    code: str
    label: str
    amount_fen: int
    synonyms: tuple[str, ...]


def demonstration_tiers(amounts_fen: Sequence[int]) -> tuple[NewTier, ...]:
    """Two tiers as the demonstration has them, the higher first."""
    high, low = amounts_fen
    return (
        NewTier("standard", "普通", high, ("普通档", "普")),
        NewTier("subsidised", "补贴", low, ("补贴档", "补")),
    )


@transaction.atomic
def open_period(
    *,
    scheme: str,
    scheme_name: str,
    number: int,
    enrol: tuple[date, date],
    cover: tuple[date, date],
    tiers: Sequence[NewTier],
    waiting_days: int,
    by: Actor,
    on: date,
) -> Period:
    """Open period `number` of a scheme (made at its first period); an existing one is returned as it is."""
    owner = Scheme.objects.filter(code=scheme).first() or programmes.open_scheme(
        code=scheme, name=scheme_name, department=DEPARTMENT, payment_words=("互助",), by=by, on=on
    )
    existing = Period.objects.filter(scheme=owner, number=number).first()
    if existing:
        return existing
    period = programmes.open_period(
        scheme=owner,
        number=number,
        enrol_from=enrol[0],
        enrol_until=enrol[1],
        cover_from=cover[0],
        cover_until=cover[1],
        by=by,
        on=on,
    )
    terms = PeriodTerms(period=period, waiting_days=waiting_days, source=DEMONSTRATION)
    with journal.change(terms, verb="mutual_aid.terms.set", by=by, on=on, tiers=[t.amount_fen for t in tiers]):
        pass
    Tier.objects.bulk_create(
        Tier(
            period=period,
            code=tier.code,
            label=tier.label,
            amount_fen=tier.amount_fen,
            synonyms=list(tier.synonyms),
            source=DEMONSTRATION,
        )
        for tier in tiers
    )
    return period
