"""Reads across memberships and corrections: what of a file can be taken back.

Writes nothing.
"""

from unionhall.members.models import Person, PersonCorrection


def last_correction(person: Person) -> PersonCorrection | None:
    """The one that can be taken back: later corrections stand on earlier ones."""
    return PersonCorrection.objects.standing().filter(person=person).order_by("-pk").first()
