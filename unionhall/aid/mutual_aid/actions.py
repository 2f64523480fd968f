"""The only writer of single enrolments: a withdrawal, and its taking back.

Rosters are written by roster.py through the import engine.
"""

from datetime import date

from django.db import transaction

from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.funds.receipts import actions as receipts
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.office import journal


class AlreadyWithdrawn(DomainError):
    code = "already-withdrawn"
    sentence = N_("这份参保已于 {withdrawn_on} 退保，什么也没有改动。请刷新后再看。")


class ReasonMissing(DomainError):
    code = "no-reason"
    sentence = N_("没有写明退保理由，什么也没有改动。请写明理由再办。")


@transaction.atomic
def withdraw(*, enrolment: Enrolment, reason: str, by: Actor, on: date) -> Enrolment:
    """Take one person's share back; what the unit owes falls by its contribution.

    :raises AlreadyWithdrawn: it was before. :raises ReasonMissing: without a reason.
    """
    if not reason.strip():
        raise ReasonMissing
    enrolment = Enrolment.objects.select_for_update().select_related("roster").get(pk=enrolment.pk)
    if enrolment.withdrawn_on:
        raise AlreadyWithdrawn(withdrawn_on=enrolment.withdrawn_on)
    with journal.change(enrolment, verb="mutual_aid.enrolment.withdrawn", by=by, on=on):
        enrolment.withdrawn_on, enrolment.withdrawn_reason = on, reason.strip()
    roster = enrolment.roster
    with journal.change(roster, verb="mutual_aid.roster.lessened", by=by, on=on):
        roster.people -= 1
        roster.amount_fen -= enrolment.amount_fen
    receipts.amend_due(source_key=roster.due_key, amount_fen=roster.amount_fen, reason=reason.strip(), by=by, on=on)
    return enrolment
