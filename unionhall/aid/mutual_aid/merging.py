"""Enrolments follow their person when two files are merged.

Taking a merge back is members' business: it hangs on their old file whatever this gave back.
"""

from datetime import date

from django.utils.translation import gettext

from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.kernel.actors import Actor
from unionhall.members.corrections import MergeConflict
from unionhall.members.models import Person


def follow(kept: Person, gone: Person, by: Actor, on: date) -> dict[str, list[int]]:
    """Hang the enrolments of `gone` on `kept`; which they were.

    :raises MergeConflict: both have a share in one period: one must be withdrawn first.
    """
    standing = Enrolment.objects.standing()
    both = standing.filter(person=gone, period__in=standing.filter(person=kept).values("period"))
    clash = both.select_related("period__scheme").first()
    if clash is not None:
        raise MergeConflict(what=gettext("两份都参加了{period}").format(period=clash.period))
    rows = Enrolment.objects.filter(person=gone)
    moved = list(rows.values_list("pk", flat=True))
    rows.update(person=kept)
    return {"mutual_aid.Enrolment": moved}
