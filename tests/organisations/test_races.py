"""Two acts on the tree at once, on PostgreSQL with real connections: the second sees what the first did."""

import pytest
from django.db import connection

from tests.cast import TODAY, build
from tests.organisations import tree
from tests.races import together, while_open
from unionhall.organisations import actions
from unionhall.organisations.models import StaffCount, Unit

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
PAPER = "晋工发〔2025〕18号"


def test_a_name_is_taken_once() -> None:
    cast = build()

    def rename(unit: Unit) -> object:
        return lambda: actions.rename_unit(unit=unit, name="榆次纺织工会", paper_number=PAPER, by=cast.admin, on=TODAY)

    assert together(rename(cast.weavers), rename(cast.spinners)) == ["unit-name-taken"]
    assert tree.faults() == []


def test_a_renamed_unit_is_not_renamed_under_a_move() -> None:
    cast = build()

    def move() -> None:
        actions.move_unit(unit=cast.brewers, to=cast.yuci, paper_number=PAPER, by=cast.admin, on=TODAY)

    def rename() -> None:
        actions.rename_unit(unit=cast.weavers, name=cast.brewers.name, paper_number=PAPER, by=cast.admin, on=TODAY)

    assert while_open(move, rename) == "unit-name-taken"
    assert tree.faults() == []


def test_two_reports_of_a_day_leave_one_count() -> None:
    cast = build()

    def report(staff: int) -> object:
        return lambda: actions.report_staff(unit=cast.weavers, staff=staff, by=cast.wang, on=TODAY)

    assert together(report(121), report(122)) == []
    assert StaffCount.objects.filter(unit=cast.weavers, from_on=TODAY).count() == 1
    assert tree.faults() == []
