"""A union merged into another with its people: the tree's act and the memberships' in one transaction.

The tree alone is organisations.actions; this is what the page calls.
"""

from datetime import date

from django.db import transaction

from unionhall.kernel.actors import Actor
from unionhall.members.actions import DayNotYet
from unionhall.members.models import Membership, MembershipEnd, MembershipQuerySet, MembershipReason
from unionhall.office import journal
from unionhall.office.documents.actions import Upload
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Unit
from unionhall.organisations.places import places_to_write
from unionhall.organisations.queries import CHUNK


@transaction.atomic
def merge_unions(
    *,
    kept: Unit,
    gone: Unit,
    paper_number: str,
    effective_on: date,
    by: Actor,
    on: date,
    paper: Upload | None = None,
) -> Unit:
    """Close `gone` into `kept` on the effective day; whoever is a member of `gone` is one of `kept` from then on.

    Ended memberships stay with `gone`. One journal entry for the tree, one for all memberships with their number.

    :raises DayNotYet: the day lies ahead: two memberships would be in force until it comes.
    :raises DomainError: as organisations.actions.merge_units.
    """
    if effective_on > on:
        raise DayNotYet(day=effective_on)
    organisations.merge_units(kept=kept, gone=gone, paper_number=paper_number, by=by, on=effective_on, paper=paper)
    place = places_to_write([kept.pk], effective_on)[kept.pk]
    held = Membership.objects.open().filter(unit=gone)
    moving = list(held.filter(from_on__lt=effective_on).select_for_update().values_list("person_id", flat=True))
    later = _move_later(held.filter(from_on__gte=effective_on), kept)
    held.filter(from_on__lt=effective_on).update(until_on=effective_on, end_reason=MembershipEnd.MERGE)
    Membership.objects.bulk_create(
        [
            Membership(
                person_id=person,
                unit=kept,
                from_on=effective_on,
                path=place.path,
                county=place.county,
                reason=MembershipReason.MERGE,
            )
            for person in moving
        ],
        batch_size=CHUNK,
    )
    journal.record(verb="members.memberships.moved", by=by, on=on, obj=gone, into=kept.name, count=len(moving) + later)
    return kept


def _move_later(rows: MembershipQuerySet, kept: Unit) -> int:
    """Whoever joined on the day or later never was a member of the gone union as it then stood; how many.

    Each gets the place `kept` had on the day of joining: it may have moved since the merge.
    """
    moved = 0
    for day in sorted(set(rows.values_list("from_on", flat=True))):
        place = places_to_write([kept.pk], day)[kept.pk]
        moved += rows.filter(from_on=day).update(unit=kept, path=place.path, county=place.county)
    return moved
