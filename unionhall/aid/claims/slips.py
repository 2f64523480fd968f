"""The worker's slip: issued with a token and a code nobody else keeps, and opened with one of them and four figures.

What the page shows is told by `reading.py`.
"""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare

from unionhall.aid.claims import refusals
from unionhall.aid.claims.entering import case_of
from unionhall.aid.claims.models import Claim, Slip
from unionhall.aid.claims.models.slips import MISSES_AT_MOST
from unionhall.kernel.actors import Actor
from unionhall.office import journal

LASTS = timedelta(days=90)  # after the case is closed
# Neither 0 nor O, neither 1 nor I nor L: the code is read from paper. 31 letters, 16 places: 79 bits.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PLACES, GROUP = 16, 4


@dataclass(frozen=True)
class Secrets:
    """What is printed and kept nowhere: the QR's token (128 bits, hex) and the code that is typed."""

    token: str
    code: str

    @property
    def grouped(self) -> str:
        """ABCD-EFGH-…"""
        return "-".join(self.code[at : at + GROUP] for at in range(0, PLACES, GROUP))


@transaction.atomic
def issue_slip(*, claim: Claim, by: Actor, on: date) -> Secrets:
    """A slip for a claim; an earlier one opens nothing from now on, and its misses are forgotten.

    :raises NoCase: the claim was recorded without one.
    """
    case_of(claim)
    made = Secrets(secrets.token_hex(16), "".join(secrets.choice(LETTERS) for _ in range(PLACES)))
    slip = Slip.objects.select_for_update().filter(claim=claim).first() or Slip(claim=claim)
    with journal.change(slip, verb="claims.slip.issued", by=by, on=on, number=claim.number):
        slip.token_index, slip.code_index = _index(made.token, "token"), _index(made.code, "code")
        slip.misses, slip.issued_on, slip.issued_by_name = 0, on, by.name
    return made


def open_slip(*, token: str, code: str, tail: str, on: date) -> Claim:
    """The claim of a slip. A try is counted before it is judged, so that no two at once get one more.

    :param token, code: one of them; :param tail: the last four of the person's ID number.
    :raises SlipUnknown: no such slip, or the four figures are not hers: which of both is not said.
    :raises SlipLocked: five misses. :raises SlipExpired: 90 days after the case was closed.
    """
    slip = _found(token.strip().lower(), plain_code(code))
    if slip is None:
        raise refusals.SlipUnknown
    if not Slip.objects.filter(pk=slip.pk, misses__lt=MISSES_AT_MOST).update(misses=F("misses") + 1):
        raise refusals.SlipLocked
    claim = Claim.objects.select_related("person", "period__scheme", "case__unit", "edition", "unit").get(
        pk=slip.claim_id
    )
    if not constant_time_compare(claim.person.id_number[-4:].upper(), tail.strip().upper()):
        raise refusals.SlipUnknown
    Slip.objects.filter(pk=slip.pk).update(misses=0)
    closed_on = claim.case.closed_on if claim.case else None
    if closed_on and on > closed_on + LASTS:
        raise refusals.SlipExpired(on=closed_on + LASTS)
    return claim


def plain_code(text: str) -> str:
    """The code without spaces and dashes, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _found(token: str, code: str) -> Slip | None:
    if token:
        return Slip.objects.filter(token_index=_index(token, "token")).first()
    return Slip.objects.filter(code_index=_index(code, "code")).first() if len(code) == PLACES else None


def _index(text: str, what: str) -> str:
    return settings.KEYRING.index(text, column=f"claims_slip.{what}_index")  # type: ignore[no-any-return]
