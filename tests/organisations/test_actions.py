"""Each act on the tree and each of its refusals; earlier days keep their figures.

Random sequences are in test_history.py.
"""

from datetime import date

import pytest
from django.db import IntegrityError
from django.db.transaction import TransactionManagementError

from tests.cast import Cast, credit_code
from tests.organisations import tree
from unionhall.aid.mutual_aid.models import Enrolment, Roster
from unionhall.figures.times import AsAt
from unionhall.kernel import paths
from unionhall.kernel.actors import SYSTEM
from unionhall.office import counting
from unionhall.office.journal.models import Entry
from unionhall.organisations import actions, refusals
from unionhall.organisations.figures import federations_500, township
from unionhall.organisations.models import Employer, StaffCount, Unit, UnitChange, UnitName
from unionhall.organisations.places import places_to_write
from unionhall.organisations.planting import Seedling, SeedlingEmployer
from unionhall.organisations.queries import place_of, places_on, staff_of

pytestmark = pytest.mark.django_db

NEW_YEAR, NEW_YEARS_EVE = date(2026, 1, 1), date(2025, 12, 31)
SPRING = date(2025, 3, 1)
PAPER = "晋工发〔2025〕18号"


def town(cast: Cast, parent: Unit, name: str = "东阳镇工会") -> Unit:
    return actions.found_unit(
        kind="township", name=name, parent=parent, paper_number=PAPER, by=cast.admin, on=date(2015, 1, 1)
    )


def federation(cast: Cast, parent: Unit, staff: int, name: str = "东阳镇工会联合会") -> Unit:
    return actions.found_unit(
        kind="federation",
        name=name,
        parent=parent,
        paper_number=PAPER,
        by=cast.admin,
        on=date(2015, 1, 1),
        staff=staff,
    )


class TestFound:
    def test_stands_where_it_was_founded(self, cast: Cast) -> None:
        unit = actions.found_unit(
            kind="grassroots",
            name=" 晋阳 机械厂工会 ",
            parent=cast.yuci,
            paper_number=PAPER,
            by=cast.admin,
            on=SPRING,
            credit_code=credit_code("81", 140702, 77),
            staff=35,
        )
        assert (unit.name, unit.pinyin) == ("晋阳机械厂工会", "jyjxcgh")
        assert unit.path == cast.yuci.path + paths.key(unit.pk)
        assert unit.county == 140702
        assert staff_of(unit, SPRING) == 35
        assert UnitChange.objects.get(unit=unit).paper_number == PAPER
        assert Entry.objects.get(verb="organisations.unit.founded").object_id == str(unit.pk)
        assert tree.faults() == []

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"kind": "village"}, refusals.WrongLevel),
            ({"kind": "city"}, refusals.WrongLevel),
            ({"name": "澄园纺织厂工会"}, refusals.NameTaken),
            ({"name": "  "}, refusals.NameMissing),
            ({"credit_code": "81140700MC0000001A"}, refusals.CodeTaken),
            ({"credit_code": "81140700MC0000001B"}, refusals.CodeWrong),
            ({"paper_number": " "}, refusals.PaperMissing),
            ({"on": date(2009, 12, 31)}, refusals.NotYetFounded),
            ({"staff": -1}, refusals.StaffImpossible),
        ],
    )
    def test_refused(self, cast: Cast, changes: dict, refusal: type) -> None:
        before = Unit.objects.count()
        facts = {"kind": "grassroots", "name": "新厂工会", "parent": cast.yuci, "paper_number": PAPER, "on": SPRING}
        with pytest.raises(refusal) as caught:
            actions.found_unit(**{**facts, **changes}, by=cast.admin)
        assert "什么也没有改动" in caught.value.say()
        assert Unit.objects.count() == before

    def test_an_employer_has_one_union(self, cast: Cast) -> None:
        with pytest.raises(refusals.EmployerHasUnion):
            actions.found_unit(
                kind="grassroots",
                name="二工会",
                parent=cast.yuci,
                employer=cast.weavers.employer,
                paper_number=PAPER,
                by=cast.admin,
                on=SPRING,
            )

    def test_founded_in_the_past_under_one_that_moved_since(self, cast: Cast) -> None:
        east = federation(cast, cast.yuci, 10)
        actions.move_unit(unit=east, to=cast.pingyao, paper_number=PAPER, by=cast.admin, on=SPRING)
        unit = actions.found_unit(
            kind="grassroots", name="小厂工会", parent=east, paper_number=PAPER, by=cast.admin, on=date(2016, 1, 1)
        )
        assert place_of(unit, date(2020, 1, 1)).county == 140702
        assert place_of(unit, SPRING).county == 140728
        assert tree.faults() == []


class TestMove:
    def test_the_subtree_moves_and_earlier_days_stay(self, cast: Cast) -> None:
        east = federation(cast, cast.yuci, 10)
        shop = actions.found_unit(
            kind="grassroots", name="小店工会", parent=east, paper_number=PAPER, by=cast.admin, on=date(2016, 1, 1)
        )
        moved = actions.move_unit(unit=east, to=cast.pingyao, paper_number=PAPER, by=cast.admin, on=SPRING)
        assert moved.units == 2
        shop.refresh_from_db()
        assert shop.path == cast.pingyao.path + paths.key(east.pk) + paths.key(shop.pk)
        assert shop.county == 140728
        assert place_of(shop, date(2025, 2, 28)).county == 140702
        assert place_of(shop, SPRING).county == 140728
        assert tree.faults() == []
        change = UnitChange.objects.get(unit=east, kind="move")
        assert (change.on, change.other) == (SPRING, cast.pingyao)
        assert Entry.objects.get(verb="organisations.unit.moved").facts["units"] == 2

    @pytest.mark.parametrize(
        ("to", "on", "refusal"),
        [
            ("yuci", SPRING, refusals.AlreadyThere),
            ("weavers", SPRING, refusals.WrongLevel),
            ("pingyao", date(2009, 1, 1), refusals.NotYetFounded),
        ],
    )
    def test_refused(self, cast: Cast, to: str, on: date, refusal: type) -> None:
        with pytest.raises(refusal):
            actions.move_unit(unit=cast.spinners, to=getattr(cast, to), paper_number=PAPER, by=cast.admin, on=on)
        assert tree.faults() == []

    def test_not_under_itself(self, cast: Cast) -> None:
        trade = actions.found_unit(
            kind="industry", name="纺织工会", parent=cast.yuci, paper_number=PAPER, by=cast.admin, on=SPRING
        )
        below = actions.found_unit(
            kind="federation", name="纺织联合会", parent=trade, paper_number=PAPER, by=cast.admin, on=SPRING
        )
        # No kind may contain its own, so a ring needs two kinds exchanged behind the actions' back.
        Unit.objects.filter(pk=trade.pk).update(kind="federation")
        Unit.objects.filter(pk=below.pk).update(kind="industry")
        below.refresh_from_db()
        with pytest.raises(refusals.UnderItself):
            actions.move_unit(unit=trade, to=below, paper_number=PAPER, by=cast.admin, on=NEW_YEAR)

    def test_not_under_a_closed_one_nor_under_one_that_came_later(self, cast: Cast) -> None:
        young = federation(cast, cast.pingyao, 1)
        with pytest.raises(refusals.UpperNotStanding):
            actions.move_unit(unit=cast.weavers, to=young, paper_number=PAPER, by=cast.admin, on=date(2014, 1, 1))
        actions.close_unit(unit=young, paper_number=PAPER, by=cast.admin, on=SPRING)
        young.refresh_from_db()
        with pytest.raises(refusals.UnitClosed):
            actions.move_unit(unit=cast.weavers, to=young, paper_number=PAPER, by=cast.admin, on=NEW_YEAR)

    def test_a_name_that_is_taken_there(self, cast: Cast) -> None:
        actions.found_unit(
            kind="grassroots",
            name=cast.weavers.name,
            parent=cast.pingyao,
            paper_number=PAPER,
            by=cast.admin,
            on=SPRING,
        )
        with pytest.raises(refusals.NameTaken):
            actions.move_unit(unit=cast.weavers, to=cast.pingyao, paper_number=PAPER, by=cast.admin, on=NEW_YEAR)

    def test_a_correction_rewrites_the_paths_of_its_days_only(self, cast: Cast) -> None:
        days = {cast.p17: date(2024, 11, 1), cast.p18: date(2025, 9, 9)}
        for period, day in days.items():
            roster = Roster.objects.create(period=period, unit=cast.weavers, enrolled_on=day, people=1, amount_fen=4000)
            Enrolment.objects.create(
                person=cast.zhang,
                period=period,
                unit=cast.weavers,
                roster=roster,
                tier=period.tiers.first(),
                amount_fen=4000,
                enrolled_on=day,
                path=cast.weavers.path,
                county=140702,
            )
        actions.move_unit(unit=cast.weavers, to=cast.pingyao, paper_number=PAPER, by=cast.admin, on=SPRING)
        old, new = (Enrolment.objects.get(period=period) for period in days)
        assert (old.county, new.county) == (140702, 140728)
        assert paths.covers(cast.yuci.path, old.path)
        assert paths.covers(cast.pingyao.path, new.path)

    def test_a_correction_ends_where_the_next_move_is_recorded(self, cast: Cast) -> None:
        actions.move_unit(unit=cast.weavers, to=cast.pingyao, paper_number=PAPER, by=cast.admin, on=NEW_YEAR)
        actions.move_unit(unit=cast.weavers, to=cast.jiexiu, paper_number=PAPER, by=cast.admin, on=SPRING)
        assert place_of(cast.weavers, date(2025, 2, 1)).county == 140702
        assert place_of(cast.weavers, date(2025, 6, 1)).county == 140781
        assert place_of(cast.weavers, NEW_YEAR).county == 140728
        cast.weavers.refresh_from_db()
        assert cast.weavers.parent == cast.pingyao
        assert tree.faults() == []


class TestRename:
    def test_each_day_has_its_name(self, cast: Cast) -> None:
        actions.rename_unit(unit=cast.weavers, name="澄园集团工会", paper_number=PAPER, by=cast.admin, on=SPRING)
        cast.weavers.refresh_from_db()
        assert (cast.weavers.name, cast.weavers.pinyin) == ("澄园集团工会", "cyjtgh")
        names = [(row.name, row.until_on) for row in cast.weavers.names.order_by("from_on")]
        assert names == [("澄园纺织厂工会", SPRING), ("澄园集团工会", None)]
        entry = Entry.objects.get(verb="organisations.unit.renamed")
        assert (entry.before["name"], entry.after["name"]) == ("澄园纺织厂工会", "澄园集团工会")

    @pytest.mark.parametrize(
        ("name", "on", "refusal"),
        [
            ("澄园纺织厂工会", SPRING, refusals.SameName),
            ("锦源纺纱厂工会", SPRING, refusals.NameTaken),
            ("新名", date(2010, 1, 1), refusals.LaterChanges),
            ("", SPRING, refusals.NameMissing),
        ],
    )
    def test_refused(self, cast: Cast, name: str, on: date, refusal: type) -> None:
        with pytest.raises(refusal):
            actions.rename_unit(unit=cast.weavers, name=name, paper_number=PAPER, by=cast.admin, on=on)


class TestMerge:
    def test_a_merger_of_new_years_day_leaves_the_old_year(self, cast: Cast) -> None:
        kept, gone = town(cast, cast.yuci), town(cast, cast.yuci, "长凝镇工会")
        below = federation(cast, gone, 600, "长凝联合会")
        actions.merge_units(kept=kept, gone=gone, paper_number=PAPER, by=cast.admin, on=NEW_YEAR)
        times = [AsAt(NEW_YEARS_EVE), AsAt(NEW_YEAR)]
        tally = counting.evaluate([township, federations_500], times)
        assert [tally.value(township, t).all for t in times] == [2, 1]
        assert [tally.value(federations_500, t).all for t in times] == [1, 1]
        gone.refresh_from_db()
        below.refresh_from_db()
        assert (gone.closed_on, gone.merged_into, below.parent) == (NEW_YEAR, kept, kept)
        assert tree.faults() == []

    def test_the_staff_goes_over(self, cast: Cast) -> None:
        actions.merge_units(kept=cast.weavers, gone=cast.spinners, paper_number=PAPER, by=cast.admin, on=SPRING)
        assert staff_of(cast.weavers, date(2025, 2, 28)) == 120
        assert staff_of(cast.spinners, date(2025, 2, 28)) == 60
        assert staff_of(cast.weavers, SPRING) == 180
        assert staff_of(cast.spinners, SPRING) is None
        assert Entry.objects.filter(verb="organisations.unit.merged").count() == 1

    def test_two_below_of_one_name_are_settled_first(self, cast: Cast) -> None:
        kept, gone = town(cast, cast.yuci), town(cast, cast.yuci, "长凝镇工会")
        federation(cast, kept, 10, "甲联合会")
        below = federation(cast, gone, 10, "甲联合会")
        merge = {"kept": kept, "gone": gone, "paper_number": PAPER, "by": cast.admin, "on": NEW_YEAR}
        with pytest.raises(refusals.NameTaken):
            actions.merge_units(**merge)
        actions.rename_unit(unit=below, name="乙联合会", paper_number=PAPER, by=cast.admin, on=SPRING)
        actions.merge_units(**merge)
        assert tree.faults() == []

    def test_refused(self, cast: Cast) -> None:
        act = {"paper_number": PAPER, "by": cast.admin}
        with pytest.raises(refusals.NotAlike):
            actions.merge_units(kept=cast.yuci, gone=cast.weavers, on=SPRING, **act)
        with pytest.raises(refusals.NotAlike):
            actions.merge_units(kept=cast.weavers, gone=cast.weavers, on=SPRING, **act)
        actions.report_staff(unit=cast.spinners, staff=61, by=cast.admin, on=NEW_YEAR)
        with pytest.raises(refusals.LaterChanges):
            actions.merge_units(kept=cast.weavers, gone=cast.spinners, on=SPRING, **act)
        actions.merge_units(kept=cast.weavers, gone=cast.spinners, on=date(2026, 2, 1), **act)
        with pytest.raises(refusals.UnitClosed):
            actions.merge_units(kept=cast.weavers, gone=cast.spinners, on=date(2026, 3, 1), **act)
        assert tree.faults() == []


class TestSplit:
    def test_part_goes_over(self, cast: Cast) -> None:
        east = town(cast, cast.yuci)
        below = [federation(cast, east, 10, "甲联合会"), federation(cast, east, 20, "乙联合会")]
        new = actions.split_unit(
            unit=east, name="西洛镇工会", children=below[:1], paper_number=PAPER, by=cast.admin, on=SPRING
        )
        for unit in below:
            unit.refresh_from_db()
        assert [unit.parent for unit in below] == [new, east]
        assert (new.kind, new.parent) == ("township", cast.yuci)
        assert tree.faults() == []

    def test_no_head_is_lost(self, cast: Cast) -> None:
        new = actions.split_unit(
            unit=cast.weavers, name="澄园二厂工会", staff=50, paper_number=PAPER, by=cast.admin, on=SPRING
        )
        assert (staff_of(cast.weavers, SPRING), staff_of(new, SPRING)) == (70, 50)

    def test_refused(self, cast: Cast) -> None:
        act = {"unit": cast.weavers, "paper_number": PAPER, "by": cast.admin, "on": SPRING}
        with pytest.raises(refusals.StaffImpossible):
            actions.split_unit(name="二厂工会", staff=121, **act)
        with pytest.raises(refusals.NotBelow):
            actions.split_unit(name="二厂工会", children=[cast.spinners], **act)
        with pytest.raises(refusals.NameTaken):
            actions.split_unit(name="锦源纺纱厂工会", **act)
        assert tree.faults() == []


class TestCloseAndStaff:
    def test_closed(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(actions, "UNIT_DEPENDENTS", [])
        actions.close_unit(unit=cast.weavers, paper_number=PAPER, by=cast.admin, on=NEW_YEAR)
        assert place_of(cast.weavers, NEW_YEARS_EVE) is not None
        assert place_of(cast.weavers, NEW_YEAR) is None
        assert tree.faults() == []

    def test_not_while_units_are_below_nor_while_something_hinders(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(refusals.HasUnitsBelow):
            actions.close_unit(unit=cast.yuci, paper_number=PAPER, by=cast.admin, on=NEW_YEAR)
        monkeypatch.setattr(actions, "UNIT_DEPENDENTS", [lambda unit, on: ["还有 3 名会员"]])
        with pytest.raises(refusals.StillNeeded) as caught:
            actions.close_unit(unit=cast.spinners, paper_number=PAPER, by=cast.admin, on=NEW_YEAR)
        assert "还有 3 名会员" in caught.value.say()

    def test_a_late_report_runs_until_the_next(self, cast: Cast) -> None:
        for staff, on in ((130, NEW_YEAR), (125, SPRING), (126, SPRING)):
            actions.report_staff(unit=cast.weavers, staff=staff, by=cast.admin, on=on, source="年报")
        rows = StaffCount.objects.filter(unit=cast.weavers).order_by("from_on")
        assert [(row.staff, row.until_on) for row in rows] == [(120, SPRING), (126, NEW_YEAR), (130, None)]
        entry = Entry.objects.filter(verb="organisations.staff.reported").latest("pk")
        assert (entry.before["staff"], entry.after["staff"]) == (125, 126), "the number replaced is kept in the journal"


class TestTheDatabaseItself:
    def test_one_open_unit_of_a_name_below_one(self, cast: Cast) -> None:
        with pytest.raises(IntegrityError):
            Unit.objects.filter(pk=cast.weavers.pk).update(name=cast.spinners.name)

    @pytest.mark.parametrize("model", [StaffCount, UnitName])
    def test_what_is_dated_ends_after_it_begins(self, cast: Cast, model: type) -> None:
        row = model.objects.filter(unit=cast.weavers).get()
        with pytest.raises(IntegrityError):
            model.objects.filter(pk=row.pk).update(until_on=row.from_on)


class TestPlacesToWrite:
    def test_of_the_day(self, cast: Cast) -> None:
        actions.move_unit(unit=cast.weavers, to=cast.pingyao, paper_number=PAPER, by=cast.admin, on=NEW_YEAR)
        for day, county in ((NEW_YEARS_EVE, 140702), (NEW_YEAR, 140728)):
            assert places_to_write([cast.weavers.pk, cast.spinners.pk], day)[cast.weavers.pk].county == county

    def test_only_of_units_that_stand(self, cast: Cast) -> None:
        actions.close_unit(unit=cast.spinners, paper_number=PAPER, by=cast.admin, on=NEW_YEAR)
        both = [cast.weavers.pk, cast.spinners.pk]
        assert set(places_to_write(both, NEW_YEARS_EVE)) == set(both)
        with pytest.raises(refusals.UnitClosed, match=cast.spinners.name):
            places_to_write(both, NEW_YEAR)
        with pytest.raises(refusals.NotYetFounded):
            places_to_write(both, date(2009, 12, 31))
        assert places_to_write(both, NEW_YEAR, closed_too=True)[cast.spinners.pk].county == 140702


@pytest.mark.django_db(transaction=True)
def test_places_are_written_in_a_transaction_or_not_at_all(db: None) -> None:
    with pytest.raises(TransactionManagementError):
        places_to_write([1], NEW_YEAR)


class TestEmployers:
    def test_registered_and_corrected(self, cast: Cast) -> None:
        code = credit_code("91", 140702, 99)
        facts = {"ownership": "public", "home": cast.yuci, "by": cast.wang, "on": SPRING}
        works = actions.register_employer(name="晋阳机械厂", credit_code=code.lower(), **facts)
        assert (works.credit_code, works.pinyin) == (code, "jyjxc")
        with pytest.raises(refusals.CodeTaken):
            actions.register_employer(name="别的厂", credit_code=code, **facts)
        for wrong in ("", code[:-1]):
            with pytest.raises(refusals.CodeWrong):
                actions.register_employer(name="别的厂", credit_code=wrong, **facts)
        actions.correct_employer(
            employer=works, name="晋阳机械公司", ownership="non-public", home=cast.yuci, by=cast.wang, on=NEW_YEAR
        )
        works.refresh_from_db()
        assert (works.name, works.ownership) == ("晋阳机械公司", "non-public")


class TestPlant:
    ROWS = (
        Seedling("city", None, "city", "晋中市总工会", date(1951, 5, 1), PAPER, region_code=140700),
        Seedling("c1", "city", "county", "榆次区总工会", date(1952, 1, 1), PAPER, region_code=140702),
        Seedling("t1", "c1", "township", "东阳镇工会", date(1990, 1, 1), PAPER),
        Seedling(
            "g1",
            "t1",
            "grassroots",
            "甲厂工会",
            date(2000, 1, 1),
            PAPER,
            credit_code=credit_code("81", 140702, 5),
            employer=SeedlingEmployer("甲厂", credit_code("91", 140702, 5), "public"),
            staff=((date(2000, 1, 1), 10), (date(2024, 1, 1), 12)),
        ),
    )

    def test_planted_whole(self) -> None:
        units = actions.plant_tree(rows=self.ROWS, by=SYSTEM, on=NEW_YEARS_EVE)
        assert units["city"].path == "0001"
        assert units["g1"].county == 140702
        assert Employer.objects.get().home == units["c1"]
        assert Unit.objects.get(kind="grassroots").employer == Employer.objects.get()
        assert [staff_of(units["g1"], date(y, 6, 1)) for y in (1999, 2001, 2025)] == [None, 10, 12]
        assert tree.faults() == []
        assert Entry.objects.get().facts == {"units": 4}

    @pytest.mark.parametrize(
        ("row", "refusal"),
        [
            (Seedling("x", "city", "village", "村", date(2000, 1, 1), PAPER), refusals.WrongLevel),
            (Seedling("x", "c1", "township", "东阳镇工会", date(2000, 1, 1), PAPER), refusals.NameTaken),
            (Seedling("x", "t1", "village", "村", date(1980, 1, 1), PAPER), refusals.NotYetFounded),
            (Seedling("x", "t1", "village", "村", date(2000, 1, 1), PAPER, credit_code="1"), refusals.CodeWrong),
        ],
    )
    def test_one_wrong_row_refuses_all(self, row: Seedling, refusal: type) -> None:
        with pytest.raises(refusal):
            actions.plant_tree(rows=(*self.ROWS, row), by=SYSTEM, on=NEW_YEARS_EVE)
        assert not Unit.objects.exists()


def test_places_of_many(cast: Cast) -> None:
    places = places_on([cast.weavers.pk, cast.offices.pk], NEW_YEARS_EVE)
    assert places[cast.weavers.pk].county == 140702
    assert (places[cast.offices.pk].county, places[cast.offices.pk].own) == (0, True)
