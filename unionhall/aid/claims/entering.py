"""The clerk's side of a claim: entered, handed in, mended, taken back, appealed, objected to.

What a review says of it is judging.py.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from unionhall.aid.claims import kind, refusals, valuation
from unionhall.aid.claims.models import Claim
from unionhall.aid.claims.terms import terms_of
from unionhall.aid.claims.valuation import Payee, StayPapers
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.casework import actions as casework
from unionhall.casework import stepping
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Case
from unionhall.casework.officers import Officer
from unionhall.funds.payments.rules import payee_fault
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_
from unionhall.members.models import Person
from unionhall.office import journal

NOT_OWN = N_("收款户名和申领人不一样，须是本人名下的卡")


@transaction.atomic
def enter_claim(
    *, enrolment: Enrolment, papers: StayPapers, payee: Payee, by: Actor, on: date, acting: Officer | None = None
) -> Claim:
    """A claim of an enrolled person, entered at her unit for her; it is handed in when its papers are there.

    :param acting: the actor's posts, when many are entered in a row.
    :raises casework.NotYourTurn: no post of the actor enters there. :raises PayeeUnfit: an account of somebody else.
        Also what `valuation.record_claim` raises.
    """
    _demand_own_account(enrolment.person, payee.name)
    period = enrolment.period
    case = casework.open_case(
        kind=kind.CODE,
        unit=enrolment.unit,
        series=f"HZ{period.number}-{on:%y}",
        scheme=period.scheme.code,
        by=by,
        on=on,
        acting=acting,
    )
    return valuation.record_claim(enrolment=enrolment, papers=papers, payee=payee, by=by, on=on, case=case)


@transaction.atomic
def correct_claim(
    *, claim: Claim, papers: StayPapers, payee: Payee, by: Actor, on: date, seen: int | None = None
) -> Claim:
    """What was typed is mended while the claim is with whoever enters it; who mends it is who entered it, no reviewer.

    :param seen: the case's `version` the actor's page showed; default: the present one.
    :raises NotWithEnterer: it is being reviewed, or decided. :raises casework.AlreadyDone: somebody took a step since.
    :raises casework.NotYourTurn: no post enters there, or another role on it is held.
    :raises DatesWrong, DischargeAhead, CostsWrong, StayClaimed, StaysOverlap. :raises PayeeUnfit: an account of somebody else.
    """
    case = case_of(claim)
    if case.state not in kind.WITH_ENTERER:
        raise refusals.NotWithEnterer(state=case.state_pair[1])
    claim = valuation.locked(claim)
    stepping.demand_turn(case, Verb.SUBMIT, by, on, seen)
    _demand_own_account(claim.person, payee.name)
    valuation.demand_sound(papers, on=claim.received_on)
    valuation.demand_unclaimed(claim.person, papers, but=claim)
    with journal.change(claim, verb="claims.claim.corrected", by=by, on=on):
        valuation.clear_value(claim)
        for name, value in vars(papers).items():
            setattr(claim, name, value)
        claim.payee_name, claim.payee_bank, claim.payee_account = payee.name, payee.bank, payee.account
    return claim


@transaction.atomic
def submit_claim(
    *, claim: Claim, by: Actor, on: date, note: str = "", seen: int | None = None, acting: Officer | None = None
) -> Claim:
    """Hand a claim in for review, the first time or with what was to be mended.

    :raises PayeeUnfit: nobody can be paid under what was typed, or it is not the claimant. :raises casework.PapersMissing:
        the checklist of its benefit. :raises StaysOverlap: another claim has days of this stay.
        :raises casework.NotYourTurn, AlreadyDone.
    """
    typed = Claim.objects.select_related("person", "period__scheme").get(pk=claim.pk)
    fault = payee_fault(name=typed.payee_name, account=typed.payee_account)
    if fault:
        raise refusals.PayeeUnfit(why=gettext(fault))
    _demand_own_account(typed.person, typed.payee_name)
    valuation.demand_apart(typed.person, typed, but=typed)
    edition = valuation.edition_for(typed.period, typed.discharged_on)
    papers, case = tuple(kind.checklist_in(edition, typed.benefit)), case_of(typed)
    casework.step(case=case, verb=Verb.SUBMIT, by=by, on=on, papers=papers, note=note, seen=seen, acting=acting)
    return claim


@transaction.atomic
def take_back_claim(*, claim: Claim, reason: str, by: Actor, on: date, seen: int | None = None) -> Claim:
    """A claim is taken back before it is approved; its stay may be claimed again.

    :raises casework.NotYourTurn: it was decided. :raises ClaimWithdrawn.
    """
    valuation.hold_people([claim])
    casework.step(case=case_of(claim), verb=Verb.WITHDRAW, by=by, on=on, note=reason, seen=seen)
    return valuation.withdraw_claim(claim=claim, reason=reason, by=by, on=on)


@transaction.atomic
def appeal_claim(*, claim: Claim, grounds: str, by: Actor, on: date, seen: int | None = None) -> Claim:
    """The worker asks for the verdict to be looked at again, by somebody who has had no part in it so far.

    In the appeal window of the edition, counted from the refusal or from the first day of the notice.

    :raises NoGrounds: without a word why. :raises casework.TooLate: the window is over. :raises casework.NotYourTurn.
    """
    if not grounds.strip():
        raise refusals.NoGrounds
    edition = valuation.edition_for(claim.period, claim.discharged_on)
    window = terms_of(edition).appeal_days or None
    casework.step(case=case_of(claim), verb=Verb.APPEAL, by=by, on=on, note=grounds, within=window, seen=seen)
    return claim


@transaction.atomic
def object_to_claim(
    *, claim: Claim, reason_code: str, note: str = "", by: Actor, on: date, seen: int | None = None
) -> Claim:
    """Somebody objects while the claim stands in public notice; the city looks into it.

    :raises casework.ReasonMissing, NotYourTurn.
    """
    casework.step(case=case_of(claim), verb=Verb.OBJECT, by=by, on=on, reason_code=reason_code, note=note, seen=seen)
    return claim


def _demand_own_account(person: Person, payee_name: str) -> None:
    """:raises PayeeUnfit: the account is not the claimant's own."""
    if not is_own_account(person, payee_name):
        raise refusals.PayeeUnfit(why=gettext(NOT_OWN))


def is_own_account(person: Person, payee_name: str) -> bool:
    """Whether an account is in the claimant's name; one not typed yet is asked for when the claim is handed in."""
    return not payee_name.strip() or "".join(payee_name.split()) == "".join(person.name.split())


def case_of(claim: Claim) -> Case:
    """The claim's case as it is now.

    :raises NoCase: it was recorded without one.
    """
    if claim.case_id is None:
        raise refusals.NoCase(number=claim.number)
    return Case.objects.select_related("unit").get(pk=claim.case_id)
