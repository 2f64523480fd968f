"""Editions and claims on the cast: the shipped editions loaded, claims of Zhang, drafts by Li."""

from datetime import date, timedelta

from django.db import transaction

from tests.cast import TODAY, Cast
from unionhall.aid.claims import actions, reference, valuation
from unionhall.aid.claims.models import Claim, Edition
from unionhall.aid.claims.terms import terms_of
from unionhall.aid.mutual_aid.models import Enrolment, Roster, Tier
from unionhall.kernel.money import fen
from unionhall.members.models import Person
from unionhall.programmes.models import Period

DEMONSTRATION = "demonstration-17-18"
STAY = date(2025, 3, 1)


def load(cast: Cast) -> Edition:
    """The shipped editions; the one in force for periods 17 and 18."""
    reference.load(scheme=cast.scheme, organisation=cast.city, by=cast.li, on=date(2024, 9, 1))
    return Edition.objects.get(code=DEMONSTRATION)


def draft(cast: Cast, source: Edition, name: str = "第十九期条款", *, periods: list[Period] | None = None) -> Edition:
    return actions.draft_edition(
        copied_from=source,
        organisation=cast.city,
        name=name,
        periods=periods or [cast.p18],
        valid_from=date(2025, 11, 1),
        by=cast.li,
        on=TODAY,
    )


def enrol(cast: Cast, person: Person, period: Period, *, is_renewal: bool = True) -> Enrolment:
    unit = person.memberships.get().unit
    roster = Roster.objects.create(period=period, unit=unit, enrolled_on=period.enrol_from, people=1, amount_fen=4000)
    return Enrolment.objects.create(
        person=person,
        period=period,
        unit=unit,
        roster=roster,
        tier=Tier.objects.filter(period=period).first(),
        amount_fen=4000,
        enrolled_on=period.enrol_from,
        is_renewal=is_renewal,
        path=unit.path,
        county=unit.county,
    )


def claim(
    cast: Cast,
    enrolment: Enrolment,
    own: str,
    *,
    admitted: date = STAY,
    days: int = 9,
    benefit: str = "medical",
    diagnosis: str = "",
    valued: bool = True,
) -> Claim:
    left = admitted + timedelta(days=days)
    made = valuation.record_claim(
        enrolment=enrolment,
        papers=valuation.StayPapers(
            benefit, admitted, left, fen(own), fen(own) * 2, hospital="第一人民医院", diagnosis=diagnosis
        ),
        payee=valuation.Payee("张秀兰", "工商银行", "6222020000000001234"),
        by=cast.wang,
        on=left + timedelta(days=3),
    )
    return value_claim(made, on=left + timedelta(days=4)) if valued else made


@transaction.atomic
def value_claim(claim: Claim, on: date) -> Claim:
    """One claim valued for itself, as the second review does it, but neither approved nor in the journal."""
    claim = valuation.locked(claim)
    edition = valuation.edition_for(claim.period, claim.discharged_on)
    valuation.set_value(claim, edition, terms_of(edition), on)
    claim.save()
    return claim
