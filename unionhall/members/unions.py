"""A union merged into another with its people: the tree's act and the memberships' in one transaction.

The tree alone is organisations.actions; this is what the page calls.
"""

from datetime import date

from django.db import transaction

from unionhall.kernel.actors import Actor
from unionhall.members.actions import DayNotYet
from unionhall.members.models import Membership, MembershipEnd, MembershipReason
from unionhall.office import journal
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Unit
from unionhall.organisations.queries import CHUNK, places_on


@transaction.atomic
def merge_unions(*, kept: Unit, gone: Unit, paper_number: str, effective_on: date, by: Actor, on: date) -> Unit:
    """Close `gone` into `kept` on the effective day; whoever is a member of `gone` is one of `kept` from then on.

    Ended memberships stay with `gone`. One journal entry for the tree, one for all memberships with their number.

    :raises DayNotYet: the day lies ahead: two memberships would be in force until it comes.
    :raises DomainError: as organisations.actions.merge_units.
    """
    if effective_on > on:
        raise DayNotYet(day=effective_on)
    organisations.merge_units(kept=kept, gone=gone, paper_number=paper_number, by=by, on=effective_on)
    place = places_on([kept.pk], effective_on)[kept.pk]
    held = Membership.objects.open().filter(unit=gone)
    moving = list(held.filter(from_on__lt=effective_on).select_for_update().values_list("pk", "person_id"))
    # Whoever joined on the day or later never was a member of `gone` as it then stood.
    later = held.filter(from_on__gte=effective_on).update(unit=kept, path=place.path, county=place.county)
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
            for _pk, person in moving
        ],
        batch_size=CHUNK,
    )
    journal.record(verb="members.memberships.moved", by=by, on=on, obj=gone, into=kept.pk, count=len(moving) + later)
    return kept
