"""Wrong numbers and double files put right, and taken back."""

from datetime import date

import pytest

from tests.cast import TODAY, Cast, id_number, person
from unionhall.members import actions, corrections
from unionhall.members.identity import id_index
from unionhall.members.models import Membership, MembershipEnd, Person, PersonCorrection
from unionhall.office.journal.models import Entry

RIGHT = id_number(140702, date(1985, 6, 15), 5)
WHY = "花名册填错"


def correct(cast: Cast, number: str = RIGHT, reason: str = WHY) -> PersonCorrection:
    return corrections.correct_number(person=cast.zhang, id_number=number, reason=reason, by=cast.wang, on=TODAY)


def merge(cast: Cast, kept: Person, gone: Person) -> PersonCorrection:
    return corrections.merge_persons(kept=kept, gone=gone, reason="同一人", by=cast.wang, on=TODAY)


def undo(cast: Cast, correction: PersonCorrection) -> PersonCorrection:
    return corrections.undo(correction=correction, reason="弄错了", by=cast.wang, on=TODAY)


def test_corrected_and_taken_back(cast: Cast) -> None:
    wrong = cast.zhang.id_number
    correction = correct(cast)
    now = Person.objects.get(pk=cast.zhang.pk)
    assert (now.id_number, now.id_index, now.sex) == (RIGHT, id_index(RIGHT), "m")
    assert PersonCorrection.objects.get().number_before == wrong
    entry = Entry.objects.get(verb="members.person.number_corrected")
    assert (entry.before["id_index"], entry.after["id_index"]) == (id_index(wrong), id_index(RIGHT))
    assert wrong not in str(entry.before) + str(entry.after) + str(entry.facts)
    assert RIGHT not in str(entry.after)

    undo(cast, correction)
    back = Person.objects.get(pk=cast.zhang.pk)
    assert (back.id_number, back.id_index, back.sex) == (wrong, id_index(wrong), "f")
    with pytest.raises(corrections.UndoneAlready):
        undo(cast, correction)


def test_refused_corrections(cast: Cast) -> None:
    with pytest.raises(corrections.NoReason):
        correct(cast, reason=" ")
    with pytest.raises(corrections.SameNumber):
        correct(cast, number=cast.zhang.id_number)
    with pytest.raises(corrections.NumberTaken) as refusal:
        correct(cast, number=cast.guo.id_number)
    assert "郭" not in str(refusal.value)
    with pytest.raises(actions.WrongNumber):
        correct(cast, number="123")
    assert not PersonCorrection.objects.exists()


def test_only_the_last_is_taken_back(cast: Cast) -> None:
    first = correct(cast)
    second = correct(cast, number=id_number(140702, date(1985, 6, 15), 7))
    with pytest.raises(corrections.NotTheLast):
        undo(cast, first)
    with pytest.raises(corrections.NoReason):
        corrections.undo(correction=second, reason="", by=cast.wang, on=TODAY)
    undo(cast, second)
    undo(cast, first)


def test_not_taken_back_into_somebody_elses_number(cast: Cast) -> None:
    wrong = cast.zhang.id_number
    correction = correct(cast)
    person("另一人", wrong, unit=cast.spinners)
    with pytest.raises(corrections.NumberTaken):
        undo(cast, correction)
    assert PersonCorrection.objects.get().undone_on is None


def test_merged_and_taken_back(cast: Cast) -> None:
    double = person("张秀蓝", RIGHT, unit=cast.spinners, joined_on=date(2015, 1, 1))
    Membership.objects.filter(person=double).update(until_on=date(2018, 1, 1), end_reason=MembershipEnd.LEAVE)
    correction = merge(cast, cast.zhang, double)
    assert Membership.objects.filter(person=cast.zhang).count() == 2
    assert Person.objects.get(pk=double.pk).merged_into == cast.zhang
    assert list(Person.objects.current().filter(pk=double.pk)) == []
    with pytest.raises(actions.FileMerged):
        actions.join(person=double, unit=cast.brewers, from_on=TODAY, by=cast.wang, on=TODAY)
    with pytest.raises(actions.FileMerged):
        merge(cast, double, cast.guo)

    undo(cast, correction)
    assert Membership.objects.filter(person=double).count() == 1
    assert Person.objects.get(pk=double.pk).merged_into is None


def test_one_open_membership_is_left_where_both_had_one_in_the_same_union(cast: Cast) -> None:
    double = person("张秀蓝", RIGHT, unit=cast.weavers, joined_on=date(2024, 1, 1))
    correction = merge(cast, cast.zhang, double)
    assert [m.person for m in Membership.objects.open().filter(unit=cast.weavers)] == [cast.zhang]
    assert Membership.objects.get(person=double).end_reason == MembershipEnd.MERGE
    undo(cast, correction)
    assert Membership.objects.open().filter(unit=cast.weavers).count() == 2


def test_refused_merges(cast: Cast) -> None:
    with pytest.raises(corrections.SameFile):
        merge(cast, cast.zhang, cast.zhang)
    with pytest.raises(corrections.NoReason):
        corrections.merge_persons(kept=cast.zhang, gone=cast.guo, reason="", by=cast.wang, on=TODAY)
    with pytest.raises(corrections.MergeConflict, match="不在同一家工会"):
        merge(cast, cast.zhang, cast.guo)
    today = person("张秀蓝", RIGHT, unit=cast.weavers, joined_on=TODAY)
    with pytest.raises(corrections.MergeConflict, match="今天才开始"):
        merge(cast, cast.zhang, today)
    assert not PersonCorrection.objects.exists()


def test_a_merge_is_not_taken_back_when_what_it_moved_has_moved_on(cast: Cast) -> None:
    double = person("张秀蓝", RIGHT, unit=cast.spinners, joined_on=date(2015, 1, 1))
    Membership.objects.filter(person=double).update(until_on=date(2018, 1, 1), end_reason=MembershipEnd.LEAVE)
    correction = merge(cast, cast.zhang, double)
    Membership.objects.filter(unit=cast.spinners).delete()
    with pytest.raises(corrections.MergeConflict):
        undo(cast, correction)
    assert Person.objects.get(pk=double.pk).merged_into == cast.zhang
