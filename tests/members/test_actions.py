"""Registering, joining, transferring, leaving, revealing: each act and each refusal."""

from datetime import date

import pytest

from tests.cast import JOINED, TODAY, Cast, id_number
from unionhall.kernel.scope import NOBODY, Duty, Scope
from unionhall.members import actions
from unionhall.members.models import Membership, MembershipEnd, Person
from unionhall.office.journal.models import Entry
from unionhall.organisations import actions as organisations
from unionhall.organisations import refusals

NUMBER = id_number(140702, date(1990, 4, 12), 3)


def admit(cast: Cast, **other: object) -> Membership:
    facts = {"name": "单晓明", "id_number": NUMBER, "unit": cast.weavers, "from_on": date(2025, 3, 1), **other}
    return actions.admit(**facts, by=cast.wang, on=TODAY)


def test_admitted(cast: Cast) -> None:
    membership = admit(cast, phone="13800000000")
    person = Person.objects.get(pk=membership.person_id)
    assert (person.sex, person.born_on, person.pinyin) == ("m", date(1990, 4, 12), "sxm")
    assert (person.id_number, person.phone) == (NUMBER, "13800000000")
    assert (membership.path, membership.county, membership.reason) == (cast.weavers.path, 140702, "join")
    assert [entry.verb for entry in Entry.objects.order_by("pk")] == [
        "members.person.registered",
        "members.membership.joined",
    ]
    assert NUMBER not in str(list(Entry.objects.values_list("after", "facts")))
    assert "单晓明" not in str(list(Entry.objects.values_list("after", "facts")))


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("140702900412003", "15 位"),
        ("14070219900412003", "不是 18 位"),
        (NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"), "校验不符"),
        ("140702199013120030", "出生日期不存在"),
    ],
)
def test_wrong_numbers(cast: Cast, number: str, word: str) -> None:
    with pytest.raises(actions.WrongNumber, match=word):
        admit(cast, id_number=number)
    assert Membership.objects.count() == 2


def test_a_known_number_is_refused_without_a_word_about_whose(cast: Cast) -> None:
    with pytest.raises(actions.NumberKnown) as refusal:
        admit(cast, id_number=cast.guo.id_number)
    assert "郭" not in str(refusal.value)
    assert "平遥" not in str(refusal.value)


def test_no_name(cast: Cast) -> None:
    with pytest.raises(actions.NoName):
        admit(cast, name="")


def test_one_membership_at_a_time(cast: Cast) -> None:
    with pytest.raises(actions.AlreadyMember, match="2020-03-01"):
        actions.join(person=cast.zhang, unit=cast.spinners, from_on=date(2025, 5, 1), by=cast.wang, on=TODAY)


def test_back_after_leaving_but_not_into_the_past(cast: Cast) -> None:
    ended = actions.leave(person=cast.zhang, until_on=date(2024, 6, 1), why=MembershipEnd.LEAVE, by=cast.wang, on=TODAY)
    assert (ended.until_on, ended.end_reason) == (date(2024, 6, 1), "leave")
    with pytest.raises(actions.MembershipOverlaps, match="2024-06-01"):
        actions.join(person=cast.zhang, unit=cast.spinners, from_on=date(2024, 5, 31), by=cast.wang, on=TODAY)
    back = actions.join(person=cast.zhang, unit=cast.spinners, from_on=date(2024, 6, 1), by=cast.wang, on=TODAY)
    assert back.until_on is None


def test_transferred_on_one_day(cast: Cast) -> None:
    new = actions.transfer(person=cast.zhang, unit=cast.brewers, from_on=date(2025, 7, 2), by=cast.li, on=TODAY)
    old = Membership.objects.get(unit=cast.weavers)
    assert (old.until_on, old.end_reason) == (date(2025, 7, 2), "transfer")
    assert (new.from_on, new.reason, new.county) == (date(2025, 7, 2), "transfer", 140728)


def test_refused_transfers(cast: Cast) -> None:
    def go(**other: object) -> None:
        facts = {"person": cast.zhang, "unit": cast.spinners, "from_on": date(2025, 7, 2), **other}
        actions.transfer(**facts, by=cast.wang, on=TODAY)

    with pytest.raises(actions.SameUnion):
        go(unit=cast.weavers)
    with pytest.raises(actions.DayTooEarly):
        go(from_on=JOINED)
    with pytest.raises(actions.DayNotYet):
        go(from_on=date(2026, 1, 1))
    Membership.objects.filter(person=cast.zhang).update(from_on=date(2005, 1, 1))
    with pytest.raises(refusals.NotYetFounded):
        go(from_on=date(2009, 12, 31))
    organisations.close_unit(unit=cast.spinners, paper_number="1", by=cast.admin, on=date(2025, 9, 1))
    assert cast.spinners.closed_on is None, "the page's unit is older than the closing"
    with pytest.raises(actions.UnionClosed):
        go(unit=cast.spinners)
    actions.leave(person=cast.zhang, until_on=TODAY, why=MembershipEnd.DEATH, by=cast.wang, on=TODAY)
    with pytest.raises(actions.NotMember):
        go(unit=cast.brewers)
    with pytest.raises(actions.NotMember):
        actions.leave(person=cast.zhang, until_on=TODAY, why=MembershipEnd.LEAVE, by=cast.wang, on=TODAY)
    assert Membership.objects.count() == 2


def test_leaving_tomorrow_is_refused(cast: Cast) -> None:
    with pytest.raises(actions.DayNotYet):
        actions.leave(person=cast.zhang, until_on=date(2026, 1, 1), why=MembershipEnd.LEAVE, by=cast.wang, on=TODAY)


def test_revealed_for_a_purpose_the_journal_keeps(cast: Cast) -> None:
    with pytest.raises(actions.NoPurpose):
        actions.reveal(person=cast.zhang, field="id_number", purpose=" ", by=cast.wang, on=TODAY)
    shown = actions.reveal(person=cast.zhang, field="id_number", purpose="核对社保", by=cast.wang, on=TODAY)
    assert shown == cast.zhang.id_number
    entry = Entry.objects.get(verb="members.person.revealed")
    assert (entry.facts, entry.object_id) == ({"field": "id_number", "purpose": "核对社保"}, str(cast.zhang.pk))
    with pytest.raises(ValueError):
        actions.reveal(person=cast.zhang, field="name", purpose="核对社保", by=cast.wang, on=TODAY)


def scope(*units: object) -> Scope:
    paths = tuple(unit.path for unit in units)
    return Scope("test", paths, {Duty.ENTER: paths})


def test_who_sees_a_file(cast: Cast) -> None:
    nameless = Person.objects.create(name="无会籍", id_number=NUMBER, id_index="x", id_tail_index="y")

    def seen(*units: object) -> set[str]:
        return set(Person.objects.visible_to(scope(*units)).values_list("name", flat=True))

    assert seen(cast.city) == {"张秀兰", "郭永福"}
    assert seen(cast.pingyao) == {"郭永福"}
    assert Person.objects.visible_to(NOBODY).count() == 0
    actions.transfer(person=cast.zhang, unit=cast.brewers, from_on=date(2025, 7, 2), by=cast.li, on=TODAY)
    assert Person.objects.visible_to(scope(cast.city)).count() == 2, "two memberships are not two rows"
    assert seen(cast.yuci) == set(), "the former union sees the file no more"
    actions.leave(person=cast.zhang, until_on=TODAY, why=MembershipEnd.LEAVE, by=cast.li, on=TODAY)
    assert seen(cast.pingyao) == {"张秀兰", "郭永福"}, "the last union keeps it"
    assert nameless.name not in seen(cast.city)
