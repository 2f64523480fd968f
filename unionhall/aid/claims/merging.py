"""Claims follow their person when two files are merged.

Taking a merge back is members' business: it hangs on their old file whatever this gave back.
"""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from unionhall.aid.claims.models import Claim
from unionhall.kernel.actors import Actor
from unionhall.members.corrections import MergeConflict
from unionhall.members.models import Person


def follow(kept: Person, gone: Person, by: Actor, on: date) -> dict[str, list[int]]:
    """Hang the claims of `gone` on `kept`; which they were.

    :raises MergeConflict: both have a live claim for one stay.
    """
    twin = Claim.objects.live().filter(person=kept, benefit=OuterRef("benefit"), admitted_on=OuterRef("admitted_on"))
    clash = Claim.objects.live().filter(Exists(twin), person=gone).first()
    if clash is not None:
        raise MergeConflict(what=gettext("两份都为同一次住院申领过（{number}）").format(number=clash.number))
    rows = Claim.objects.filter(person=gone)
    moved = list(rows.values_list("pk", flat=True))
    rows.update(person=kept)
    return {"claims.Claim": moved}
