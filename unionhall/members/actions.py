"""The only writer of persons and memberships one by one: register, join, transfer, leave, reveal.

Many at once are in bulk.py; corrected numbers and merged files in corrections.py.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from unionhall.kernel import identifiers
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.kernel.pinyin import person_initials
from unionhall.members import identity, rules
from unionhall.members.models import Membership, MembershipEnd, MembershipReason, Person
from unionhall.office import journal
from unionhall.organisations.models import Unit
from unionhall.organisations.places import hold_tree, places_to_write
from unionhall.organisations.queries import Place

NUMBER_FAULTS = {
    "fifteen-digits": N_("这是 15 位旧号码，请按现在的身份证填 18 位"),
    "not-an-id-number": N_("不是 18 位身份证号码，请对照证件原件"),
    "no-such-date": N_("号码里的出生日期不存在，请对照证件原件"),
    "checksum-wrong": N_("证件号码末位校验不符，请对照证件原件"),
}


class WrongNumber(DomainError):
    code = "wrong-number"
    sentence = N_("{fault}。没有保存，填写的内容都在。")


class NumberKnown(DomainError):
    """The number has a file; who may see it is told more by the page. Says nothing of whose or where."""

    code = "number-known"
    sentence = N_("这个证件号码不能新建档案。请核对号码；确实无误的，请上级工会查明后再办。没有保存，填写的内容都在。")


class NoName(DomainError):
    code = "no-name"
    sentence = N_("没有填写姓名，没有保存。")


class AlreadyMember(DomainError):
    code = "already-member"
    sentence = N_("这位职工已有在会会籍，自 {from_on} 起。没有登记入会；要换工会请办转会。")


class MembershipOverlaps(DomainError):
    code = "membership-overlaps"
    sentence = N_("与 {from_on} 至 {until_on} 的会籍重叠，没有登记。请核对日期。")


class NotMember(DomainError):
    code = "not-member"
    sentence = N_("这位职工现在没有在会会籍，什么也没有改动。请先登记入会。")


class SameUnion(DomainError):
    code = "same-union"
    sentence = N_("这位职工已在这家工会，什么也没有改动。请另选转入的工会。")


class DayNotYet(DomainError):
    code = "day-not-yet"
    sentence = N_("{day} 还没有到，什么也没有改动。请填今天或以前的日期。")


class DayTooEarly(DomainError):
    code = "day-too-early"
    sentence = N_("日期须晚于现有会籍的开始日期 {from_on}，什么也没有改动。请核对日期。")


class UnionClosed(DomainError):
    code = "union-closed"
    sentence = N_("这家工会已于 {closed_on} 撤销，什么也没有改动。请另选工会。")


class FileMerged(DomainError):
    code = "file-merged"
    sentence = N_("这份档案已并入另一份，什么也没有改动。请在保留的那份档案上办理。")


class NoPurpose(DomainError):
    code = "no-purpose"
    sentence = N_("没有写明用途，号码没有显示。请写明用途，它会记入日志。")


@transaction.atomic
def register_person(*, name: str, id_number: str, phone: str = "", by: Actor, on: date) -> Person:
    """Open a file for a person; sex and birth date follow from the ID number (GB 11643).

    :raises NoName: without a name. :raises WrongNumber: the number cannot be one.
    :raises NumberKnown: there is a file with this number.
    """
    if not name:
        raise NoName
    check_number(id_number, on=on)
    index = identity.id_index(id_number)
    if Person.objects.current().filter(id_index=index).exists():
        raise NumberKnown
    person = Person(
        name=name,
        pinyin=person_initials(name),
        sex=identifiers.sex_of(id_number)[0],
        born_on=identifiers.birth_date_of(id_number),
        id_number=id_number,
        id_index=index,
        id_tail_index=identity.tail_index(id_number),
        phone=phone,
    )
    try:
        with journal.change(person, verb="members.person.registered", by=by, on=on):
            pass
    except IntegrityError as error:
        raise NumberKnown from error
    return person


def check_number(id_number: str, *, on: date) -> None:
    """:raises WrongNumber: it is no ID number; the sentence says why."""
    fault = identifiers.id_number_fault(id_number, on)
    if fault:
        raise WrongNumber(fault=gettext(NUMBER_FAULTS[fault]))


@transaction.atomic
def admit(*, name: str, id_number: str, unit: Unit, from_on: date, phone: str = "", by: Actor, on: date) -> Membership:
    """Open a file and its first membership; both or neither.

    :raises DomainError: as `register_person` and `join`.
    """
    person = register_person(name=name, id_number=id_number, phone=phone, by=by, on=on)
    return join(person=person, unit=unit, from_on=from_on, by=by, on=on)


@transaction.atomic
def join(*, person: Person, unit: Unit, from_on: date, by: Actor, on: date) -> Membership:
    """A person becomes a member of a union, from that day on.

    :raises AlreadyMember: a membership is in force. :raises MembershipOverlaps: an ended one reaches beyond the day.
    :raises DayNotYet: the day lies ahead. :raises NotYetFounded: the union was not there on that day.
    :raises UnionClosed: it is closed now. :raises FileMerged: the file was merged into another.
    """
    place = _place_in(unit, from_on, on)
    person = _locked(person)
    held = {rules.Span(m.from_on, m.until_on): m for m in Membership.objects.filter(person=person)}
    in_force = next((span for span in held if span.until_on is None), None)
    if in_force is not None:
        raise AlreadyMember(from_on=in_force.from_on)
    overlapped = rules.first_overlap(rules.Span(from_on, None), held)
    if overlapped is not None:
        raise MembershipOverlaps(from_on=overlapped.from_on, until_on=overlapped.until_on)
    return _begin(person, unit, place, from_on, MembershipReason.JOIN, by=by, on=on)


@transaction.atomic
def transfer(*, person: Person, unit: Unit, from_on: date, by: Actor, on: date) -> Membership:
    """A member changes unions: out of the old one and into the new one on the same day.

    :raises NotMember: no membership is in force. :raises SameUnion: it is that union's already.
    :raises DayTooEarly: not after the present membership began. :raises DayNotYet, UnionClosed, NotYetFounded,
    FileMerged: as `join`.
    """
    place = _place_in(unit, from_on, on)
    person = _locked(person)
    present = _in_force(person)
    if present.unit_id == unit.pk:
        raise SameUnion
    _end(present, from_on, MembershipEnd.TRANSFER, by=by, on=on)
    return _begin(person, unit, place, from_on, MembershipReason.TRANSFER, by=by, on=on)


@transaction.atomic
def leave(*, person: Person, until_on: date, why: MembershipEnd, by: Actor, on: date) -> Membership:
    """A member leaves the union, or died; the day is the first one without membership.

    :raises NotMember: no membership is in force. :raises DayTooEarly: not after it began.
    :raises DayNotYet: the day lies ahead. :raises FileMerged: as `join`.
    """
    person = _locked(person)
    present = _in_force(person)
    if until_on > on:
        raise DayNotYet(day=until_on)
    return _end(present, until_on, why, by=by, on=on)


@transaction.atomic
def reveal(*, person: Person, field: str, purpose: str, by: Actor, on: date) -> str:
    """The whole ID number (`id_number`) or phone (`phone`), for a stated purpose that the journal keeps.

    :raises NoPurpose: none was stated.
    """
    if field not in ("id_number", "phone"):
        raise ValueError(field)
    if not purpose.strip():
        raise NoPurpose
    journal.record(verb="members.person.revealed", by=by, on=on, obj=person, field=field, purpose=purpose.strip()[:200])
    shown: str = getattr(person, field)
    return shown


def _locked(person: Person) -> Person:
    """The file, kept for this transaction: what is decided about its memberships stays true until they are written."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.merged_into_id:
        raise FileMerged
    return locked


def _in_force(person: Person) -> Membership:
    present = Membership.objects.open().filter(person=person).first()
    if present is None:
        raise NotMember
    return present


def _place_in(unit: Unit, day: date, on: date) -> Place:
    """Where the union stood on the day; it neither moves nor closes until the membership is written.

    :raises DayNotYet, UnionClosed, NotYetFounded.
    """
    if day > on:
        raise DayNotYet(day=day)
    hold_tree()
    # A membership has no end yet: a union closed since could be left only by hand, whatever the day.
    closed_on = Unit.objects.values_list("closed_on", flat=True).get(pk=unit.pk)
    if closed_on is not None:
        raise UnionClosed(closed_on=closed_on)
    return places_to_write([unit.pk], day)[unit.pk]


def _begin(
    person: Person, unit: Unit, place: Place, from_on: date, reason: MembershipReason, *, by: Actor, on: date
) -> Membership:
    row = Membership(person=person, unit=unit, from_on=from_on, path=place.path, county=place.county, reason=reason)
    try:
        with journal.change(row, verb=f"members.membership.{_BEGUN[reason]}", by=by, on=on):
            pass
    except IntegrityError as error:
        # Somebody wrote a membership without the person's lock: the database's own rule speaks.
        raise AlreadyMember(from_on=from_on) from error
    return row


def _end(row: Membership, until_on: date, why: MembershipEnd, *, by: Actor, on: date) -> Membership:
    if until_on <= row.from_on:
        raise DayTooEarly(from_on=row.from_on)
    with journal.change(row, verb=f"members.membership.{_ENDED[why]}", by=by, on=on):
        row.until_on, row.end_reason = until_on, why
    return row


_BEGUN = {MembershipReason.JOIN: "joined", MembershipReason.TRANSFER: "transferred"}
_ENDED = {
    MembershipEnd.TRANSFER: "transferred_out",
    MembershipEnd.LEAVE: "left",
    MembershipEnd.DEATH: "died",
}
