"""Files put right: a wrong number corrected, two files of one person merged, and both taken back.

The old number stays encrypted on the correction; the journal has only its blind index.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from unionhall.kernel import identifiers
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.members import identity, rules
from unionhall.members.actions import FileMerged, check_number
from unionhall.members.models import Membership, MembershipEnd, Person, PersonCorrection
from unionhall.members.queries import last_correction
from unionhall.office import journal
from unionhall.ui.slots import MERGE_FOLLOWERS


class SameNumber(DomainError):
    code = "same-number"
    sentence = N_("填的就是现在的号码，什么也没有改动。")


class NumberTaken(DomainError):
    """The number belongs to another file; whose is not told here."""

    code = "number-taken"
    sentence = N_("这个号码已有另一份档案，没有更正。若是同一人，请办合并档案；不是，请核对证件原件。")


class NoReason(DomainError):
    code = "no-reason"
    sentence = N_("没有写明理由，什么也没有改动。请写明理由再办。")


class SameFile(DomainError):
    code = "same-file"
    sentence = N_("选的是同一份档案，没有合并。请选另一份。")


class MergeConflict(DomainError):
    """Raised by followers too: what both files have and only one may."""

    code = "merge-conflict"
    sentence = N_("两份档案不能合并：{what}。什么也没有改动。请先处理其中一份，再合并。")


class NotTheLast(DomainError):
    code = "not-the-last"
    sentence = N_("这份档案后来又有更正，没有撤销。请先撤销后来的那一次。")


class UndoneAlready(DomainError):
    code = "undone-already"
    sentence = N_("这次更正已于 {undone_on} 撤销，什么也没有改动。")


@transaction.atomic
def correct_number(*, person: Person, id_number: str, reason: str, by: Actor, on: date) -> PersonCorrection:
    """The file gets its right ID number; birth date and sex follow from it.

    :raises WrongNumber: it is no ID number. :raises SameNumber: it is the present one.
    :raises NumberTaken: another file has it. :raises NoReason: without one. :raises FileMerged: not a current file.
    """
    if not reason.strip():
        raise NoReason
    [person] = _locked([person])
    check_number(id_number, on=on)
    if id_number == person.id_number:
        raise SameNumber
    correction = PersonCorrection.objects.create(
        person=person,
        kind="number",
        number_before=person.id_number,
        reason=reason.strip(),
        on=on,
        by_name=by.name,
    )
    _renumber(person, id_number, verb="members.person.number_corrected", by=by, on=on, reason=reason.strip())
    return correction


def _renumber(person: Person, id_number: str, *, verb: str, by: Actor, on: date, reason: str) -> None:
    index = identity.id_index(id_number)
    if Person.objects.current().filter(id_index=index).exclude(pk=person.pk).exists():
        raise NumberTaken
    try:
        with journal.change(person, verb=verb, by=by, on=on, reason=reason):
            person.id_number = id_number
            person.id_index = index
            person.id_tail_index = identity.tail_index(id_number)
            person.sex = identifiers.sex_of(id_number)[0]
            person.born_on = identifiers.birth_date_of(id_number)
    except IntegrityError as error:
        raise NumberTaken from error


@transaction.atomic
def merge_persons(*, kept: Person, gone: Person, reason: str, by: Actor, on: date) -> PersonCorrection:
    """Two files of one person become one: what hung on `gone` hangs on `kept`, and `gone` is shown no more.

    Memberships of `gone` that would overlap stay with it, the one in force ended on this day; higher apps move their
    own rows (slot MERGE_FOLLOWERS) or refuse.

    :raises SameFile: one file. :raises NoReason: without one. :raises FileMerged: one was merged before.
    :raises MergeConflict: both have what one person has once.
    """
    if kept.pk == gone.pk:
        raise SameFile
    if not reason.strip():
        raise NoReason
    kept, gone = _locked([kept, gone])
    moved: dict[str, Any] = {"ended": _end_open(kept, gone, by=by, on=on)}
    moved["rows"] = _move_memberships(kept, gone)
    for follow in MERGE_FOLLOWERS:
        moved["rows"] |= follow(kept, gone, by, on)
    correction = PersonCorrection.objects.create(
        person=kept, other=gone, kind="merge", moved=moved, reason=reason.strip(), on=on, by_name=by.name
    )
    counts = {label: len(rows) for label, rows in moved["rows"].items() if rows}
    with journal.change(
        gone, verb="members.person.merged", by=by, on=on, kept=kept.pk, moved=counts, reason=reason.strip()
    ):
        gone.merged_into = kept
    return correction


def _end_open(kept: Person, gone: Person, *, by: Actor, on: date) -> list[int]:
    """End the membership of `gone` that stands beside one of `kept`; two different unions are a person's to settle."""
    spare = Membership.objects.open().filter(person=gone).first()
    stands = Membership.objects.open().filter(person=kept).first()
    if spare is None or stands is None:
        return []
    if spare.unit_id != stands.unit_id:
        raise MergeConflict(what=gettext("两份都有在会会籍，而且不在同一家工会"))
    if spare.from_on >= on:
        raise MergeConflict(what=gettext("两份都有今天才开始的会籍"))
    with journal.change(spare, verb="members.membership.merged_away", by=by, on=on):
        spare.until_on, spare.end_reason = on, MembershipEnd.MERGE
    return [spare.pk]


def _move_memberships(kept: Person, gone: Person) -> dict[str, list[int]]:
    """Hang those of `gone` on `kept` that overlap none there; which they were."""
    held = [rules.Span(m.from_on, m.until_on) for m in Membership.objects.filter(person=kept)]
    moved = []
    for row in Membership.objects.filter(person=gone).order_by("from_on"):
        span = rules.Span(row.from_on, row.until_on)
        if rules.first_overlap(span, held) is None:
            held.append(span)
            moved.append(row.pk)
    Membership.objects.filter(pk__in=moved).update(person=kept)
    return {"members.Membership": moved}


@transaction.atomic
def undo(*, correction: PersonCorrection, reason: str, by: Actor, on: date) -> PersonCorrection:
    """Take a corrected number or a merge back, as if it had not been.

    :raises NoReason: without one. :raises UndoneAlready: it was taken back. :raises NotTheLast: others stand on it.
    :raises NumberTaken: the old number has another file by now. :raises MergeConflict: a moved row has moved on.
    """
    if not reason.strip():
        raise NoReason
    correction = PersonCorrection.objects.select_for_update().get(pk=correction.pk)
    if correction.undone_on:
        raise UndoneAlready(undone_on=correction.undone_on)
    [person] = _locked([correction.person])
    last = last_correction(person)
    if last is None or last.pk != correction.pk:
        raise NotTheLast
    if correction.kind == "number":
        verb = "members.person.number_restored"
        _renumber(person, correction.number_before, verb=verb, by=by, on=on, reason=reason.strip())
    else:
        _unmerge(correction, reason=reason.strip(), by=by, on=on)
    correction.undone_on = on
    correction.save(update_fields=["undone_on"])
    return correction


def _unmerge(correction: PersonCorrection, *, reason: str, by: Actor, on: date) -> None:
    kept = correction.person
    gone = Person.objects.select_for_update().get(pk=correction.other_id or 0)
    if Person.objects.current().filter(id_index=gone.id_index).exists():
        raise NumberTaken
    try:
        with transaction.atomic():
            _hang_back(correction, kept, gone, by=by, on=on)
    except IntegrityError as error:
        raise MergeConflict(what=gettext("合并时移过去的记录后来又有变动")) from error
    try:
        with journal.change(gone, verb="members.person.unmerged", by=by, on=on, kept=kept.pk, reason=reason):
            gone.merged_into = None
    except IntegrityError as error:
        # A file with this number was opened after the question above, before this answer.
        raise NumberTaken from error


def _hang_back(correction: PersonCorrection, kept: Person, gone: Person, *, by: Actor, on: date) -> None:
    """Rows that were moved hang on `gone` again, memberships that were ended go on."""
    for label, rows in correction.moved["rows"].items():
        _give_back(label, rows, kept, gone)
    for row in Membership.objects.filter(pk__in=correction.moved["ended"]):
        with journal.change(row, verb="members.membership.restored", by=by, on=on):
            row.until_on, row.end_reason = None, ""


def _give_back(label: str, rows: Sequence[int], kept: Person, gone: Person) -> None:
    """Hang rows on their old file again; all of them must still be where the merge put them."""
    model = apps.get_model(label)
    if model._default_manager.filter(pk__in=rows, person=kept).update(person=gone) != len(rows):
        raise MergeConflict(what=gettext("合并时移过去的记录后来又有变动"))


def _locked(persons: Sequence[Person]) -> list[Person]:
    """The files in the order given, kept for this transaction; locked by key, so that no two merges wait in a ring."""
    keys = [person.pk for person in persons]
    found: Mapping[int, Person] = {
        row.pk: row for row in Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if any(row.merged_into_id for row in found.values()):
        raise FileMerged
    return [found[key] for key in keys]
