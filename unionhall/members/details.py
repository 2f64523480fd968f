"""A name or a telephone number put right on a person's file.

Not the ID number, which can be taken back: see corrections.py. Names of papers and reports written before stay.
"""

from datetime import date

from django.db import transaction

from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.kernel.pinyin import person_initials
from unionhall.members.actions import FileMerged, NoName
from unionhall.members.corrections import NoReason
from unionhall.members.models import Person
from unionhall.office import journal


class NothingChanged(DomainError):
    code = "nothing-changed"
    sentence = N_("姓名和电话都和现在的一样，什么也没有改动。")


@transaction.atomic
def correct_details(*, person: Person, name: str, phone: str, reason: str, by: Actor, on: date) -> Person:
    """The file gets the right name, and the right telephone number if one is given ("" leaves the present one).

    The journal says that they changed, and why; neither stands in it.

    :raises NoName, NoReason: without one. :raises NothingChanged: both are the present ones. :raises FileMerged.
    """
    if not (name := name.strip()):
        raise NoName
    if not reason.strip():
        raise NoReason
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.merged_into_id:
        raise FileMerged
    phone = phone.strip() or person.phone
    if (name, phone) == (person.name, person.phone):
        raise NothingChanged
    with journal.change(person, verb="members.person.details_corrected", by=by, on=on, reason=reason.strip()):
        person.name, person.pinyin, person.phone = name, person_initials(name), phone
    return person
