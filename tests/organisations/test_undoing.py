"""A slip of a rename or a move taken back: as if it had not been, and refused when something rests on it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import TODAY, Cast
from tests.organisations import tree
from tests.organisations.test_actions import PAPER, SPRING, federation, town
from unionhall.aid.mutual_aid.models import Enrolment, Roster
from unionhall.office.journal.models import Entry
from unionhall.organisations import actions, refusals, undoing
from unionhall.organisations.models import Placement, UnitChange
from unionhall.organisations.queries import place_of

pytestmark = pytest.mark.django_db

SUMMER = date(2025, 7, 1)


def placements() -> list[tuple]:
    return sorted(
        Placement.objects.values_list("unit_id", "parent_id", "path", "county", "from_on", "until_on"), key=repr
    )


def enrol(cast: Cast, day: date) -> Enrolment:
    cast.weavers.refresh_from_db()
    roster = Roster.objects.create(period=cast.p18, unit=cast.weavers, enrolled_on=day, people=1, amount_fen=4000)
    return Enrolment.objects.create(
        person=cast.zhang,
        period=cast.p18,
        unit=cast.weavers,
        roster=roster,
        tier=cast.p18.tiers.first(),
        amount_fen=4000,
        enrolled_on=day,
        path=cast.weavers.path,
        county=cast.weavers.county,
    )


class TestRename:
    def rename(self, cast: Cast, name: str, on: date = SPRING) -> None:
        actions.rename_unit(unit=cast.weavers, name=name, paper_number=PAPER, by=cast.admin, on=on)

    def undo(self, cast: Cast) -> None:
        undoing.undo_rename(unit=cast.weavers, reason="打错一个字", by=cast.admin, on=TODAY)

    def names(self, cast: Cast) -> list[tuple]:
        return list(cast.weavers.names.order_by("from_on").values_list("name", "until_on"))

    def test_as_if_it_had_not_been(self, cast: Cast) -> None:
        before = self.names(cast)
        self.rename(cast, "澄圆集团工会")
        self.undo(cast)
        cast.weavers.refresh_from_db()
        assert (cast.weavers.name, cast.weavers.pinyin) == ("澄园纺织厂工会", "cyfzcgh")
        assert self.names(cast) == before
        assert not UnitChange.objects.filter(unit=cast.weavers).exists()
        entry = Entry.objects.get(verb="organisations.unit.rename_undone")
        assert (entry.before["name"], entry.facts["reason"]) == ("澄圆集团工会", "打错一个字")
        assert tree.faults() == []

    def test_the_second_name_of_a_day_replaces_the_first(self, cast: Cast) -> None:
        self.rename(cast, "澄圆集团工会")
        self.rename(cast, "澄园集团工会")
        assert self.names(cast) == [("澄园纺织厂工会", SPRING), ("澄园集团工会", None)]
        assert UnitChange.objects.get(unit=cast.weavers).detail == "澄园纺织厂工会 → 澄园集团工会"
        with pytest.raises(refusals.FormerName):
            self.rename(cast, "澄园纺织厂工会")
        self.undo(cast)
        assert self.names(cast) == [("澄园纺织厂工会", None)]

    def test_refused_when_another_has_the_name_by_now(self, cast: Cast) -> None:
        self.rename(cast, "澄园集团工会")
        actions.rename_unit(unit=cast.spinners, name="澄园纺织厂工会", paper_number=PAPER, by=cast.admin, on=SUMMER)
        with pytest.raises(refusals.NameTaken):
            self.undo(cast)

    def test_refused_when_something_else_was_recorded_last(self, cast: Cast) -> None:
        self.rename(cast, "澄园集团工会")
        actions.move_unit(unit=cast.weavers, to=cast.pingyao, paper_number=PAPER, by=cast.admin, on=SUMMER)
        with pytest.raises(refusals.NothingToUndo) as caught:
            self.undo(cast)
        assert "最近一次登记的变动是划转" in caught.value.say()
        with pytest.raises(refusals.ReasonMissing):
            undoing.undo_rename(unit=cast.weavers, reason=" ", by=cast.admin, on=TODAY)


class TestMove:
    def move(self, cast: Cast, unit, to, on: date = SPRING) -> None:
        actions.move_unit(unit=unit, to=to, paper_number=PAPER, by=cast.admin, on=on)

    def undo(self, cast: Cast, unit) -> None:
        undoing.undo_move(unit=unit, reason="选错了县", by=cast.admin, on=TODAY)

    def test_as_if_it_had_not_been(self, cast: Cast) -> None:
        east = federation(cast, cast.yuci, 10)
        shop = actions.found_unit(
            kind="grassroots", name="小店工会", parent=east, paper_number=PAPER, by=cast.admin, on=date(2016, 1, 1)
        )
        before, days = placements(), (date(2016, 1, 1), SPRING, TODAY)
        places = [place_of(shop, day) for day in days]
        self.move(cast, east, cast.pingyao)
        assert placements() != before
        self.undo(cast, east)
        assert placements() == before
        assert [place_of(shop, day) for day in days] == places
        shop.refresh_from_db()
        assert shop.path.startswith(cast.yuci.path)
        assert tree.faults() == []
        entry = Entry.objects.get(verb="organisations.unit.move_undone")
        assert (entry.facts["units"], entry.facts["to"]) == (2, "榆次区总工会")

    def test_records_of_those_days_go_back_those_written_since_too(self, cast: Cast) -> None:
        before = enrol(cast, date(2025, 9, 9))
        self.move(cast, cast.weavers, cast.pingyao)
        before.refresh_from_db()
        assert before.county == 140728
        move = undoing.undoable(UnitChange.objects.get(unit=cast.weavers).unit)
        assert move is not None
        assert {row.label: row.rows for row in undoing.resting(move)}["参保"] == 1
        self.undo(cast, cast.weavers)
        before.refresh_from_db()
        assert (before.county, before.path) == (140702, cast.weavers.path)
        assert Entry.objects.get(verb="organisations.unit.move_undone").facts["rows"] >= 1

    def test_a_move_recorded_before_a_later_one_ends_at_it(self, cast: Cast) -> None:
        self.move(cast, cast.weavers, cast.pingyao, date(2026, 1, 1))
        before = placements()
        self.move(cast, cast.weavers, cast.jiexiu, SPRING)
        self.undo(cast, cast.weavers)
        assert placements() == before
        cast.weavers.refresh_from_db()
        assert cast.weavers.parent == cast.pingyao
        assert tree.faults() == []

    def test_a_unit_founded_below_meanwhile_goes_along(self, cast: Cast) -> None:
        east = federation(cast, cast.yuci, 10)
        self.move(cast, east, cast.pingyao)
        shop = actions.found_unit(
            kind="grassroots", name="小店工会", parent=east, paper_number=PAPER, by=cast.admin, on=SUMMER
        )
        self.undo(cast, east)
        shop.refresh_from_db()
        assert shop.county == 140702
        assert tree.faults() == []

    def test_refused_when_the_place_is_no_longer_the_moves(self, cast: Cast) -> None:
        east, west = town(cast, cast.yuci), town(cast, cast.pingyao, "西阳镇工会")
        self.move(cast, cast.weavers, west)
        actions.merge_units(
            kept=town(cast, cast.pingyao, "南阳镇工会"), gone=west, paper_number=PAPER, by=cast.admin, on=SUMMER
        )
        with pytest.raises(refusals.UpperChangedSince) as caught:
            self.undo(cast, cast.weavers)
        assert "合并" in caught.value.say()
        self.move(cast, cast.spinners, east)
        self.move(cast, cast.spinners, cast.pingyao, SUMMER)
        actions.close_unit(unit=east, paper_number=PAPER, by=cast.admin, on=date(2025, 8, 1))
        with pytest.raises(refusals.UpperNotStanding):
            self.undo(cast, cast.spinners)
        assert tree.faults() == []


class TestPage:
    def test_the_last_act_is_undone_on_the_units_page(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.wang)
        address = cast.weavers.get_absolute_url()
        undo = reverse("organisations:undo", args=[cast.weavers.pk])
        assert "撤销更名" not in client.get(address).content.decode()
        assert client.get(undo).status_code == 404
        actions.rename_unit(unit=cast.weavers, name="澄圆集团工会", paper_number=PAPER, by=cast.wang, on=SPRING)
        page = client.get(address).content.decode()
        assert "澄园纺织厂工会 → 澄圆集团工会" in page
        assert undo in page
        assert "撤销更名" in client.get(undo).content.decode()
        assert client.post(undo, {"reason": "打错一个字"}).status_code == 302
        assert "打错一个字" in client.get(address).content.decode()

    def test_who_may_not_change_may_not_undo(self, cast: Cast) -> None:
        actions.move_unit(unit=cast.weavers, to=cast.pingyao, paper_number=PAPER, by=cast.admin, on=SPRING)
        client = Client()
        undo = reverse("organisations:undo", args=[cast.weavers.pk])
        for user, status in ((cast.sun, 403), (cast.wang, 404), (cast.li, 200), (cast.admin, 200)):
            client.force_login(user)
            assert client.get(undo).status_code == status
        client.force_login(cast.sun)
        assert undo not in client.get(cast.weavers.get_absolute_url()).content.decode()

    def test_closing_is_not_called_undoing(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.wang)
        page = client.get(cast.weavers.get_absolute_url()).content.decode()
        assert "btn-danger" in page
        assert "注销工会" in page
        assert "撤销" not in page
