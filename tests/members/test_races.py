"""Two clerks at once, on PostgreSQL with real connections: exactly one act stands."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from tests.cast import TODAY, build, id_number, person
from tests.funds.receipts.dues import declare_due
from tests.races import together, while_open
from unionhall.funds.receipts import actions as receipts
from unionhall.funds.receipts.models import Receipt, Settlement, Statement
from unionhall.members import actions, corrections
from unionhall.members.models import Membership, Person
from unionhall.members.models import MembershipEnd as End
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Unit

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_the_last_yuan_of_a_receipt_is_laid_once() -> None:
    cast = build()
    due = declare_due(source_key="race:1", unit=cast.weavers, period=cast.p18, amount_fen=1000, by=cast.wang, on=TODAY)
    statement = Statement.objects.create(
        holder=cast.city, account_tail="0417", first_on=TODAY, last_on=TODAY, lines=1, amount_fen=100
    )
    money = Receipt.objects.create(
        statement=statement, account_key="1:0417", bank_reference="1", received_on=TODAY, amount_fen=100
    )

    def match() -> None:
        receipts.match(receipt=money, due=due, amount_fen=100, by=cast.li, on=TODAY)

    assert together(match, match, match, match) == ["receipt-too-small"] * 3
    assert Settlement.objects.count() == 1


def test_a_person_joins_once() -> None:
    cast = build()
    day = date(2025, 6, 1)
    actions.leave(person=cast.zhang, until_on=day, why=End.LEAVE, by=cast.wang, on=TODAY)

    def join(unit: object) -> Callable[[], object]:
        return lambda: actions.join(person=cast.zhang, unit=unit, from_on=day, by=cast.wang, on=TODAY)

    assert together(*(join(unit) for unit in (cast.weavers, cast.spinners, cast.brewers))) == ["already-member"] * 2
    assert Membership.objects.open().filter(person=cast.zhang).count() == 1


def test_a_number_gets_one_file() -> None:
    cast = build()
    number = id_number(140702, date(1990, 4, 12), 3)

    def register() -> None:
        actions.register_person(name="单晓明", id_number=number, by=cast.wang, on=TODAY)

    assert together(register, register, register) == ["number-known"] * 2
    assert Person.objects.filter(name="单晓明").count() == 1


def test_who_joins_while_the_union_moves_stands_where_it_went() -> None:
    cast = build()
    day = date(2025, 6, 1)
    actions.leave(person=cast.zhang, until_on=day, why=End.LEAVE, by=cast.wang, on=TODAY)

    def move() -> None:
        organisations.move_unit(unit=cast.spinners, to=cast.jiexiu, paper_number="1", by=cast.admin, on=day)

    def join() -> None:
        actions.join(person=cast.zhang, unit=cast.spinners, from_on=day, by=cast.wang, on=TODAY)

    assert while_open(move, join) == ""
    joined = Membership.objects.open().get(person=cast.zhang)
    assert (joined.path, joined.county) == (Unit.objects.get(pk=cast.spinners.pk).path, 140781)


def test_a_move_rewrites_who_joined_while_it_waited() -> None:
    cast = build()
    day = date(2025, 6, 1)
    actions.leave(person=cast.zhang, until_on=day, why=End.LEAVE, by=cast.wang, on=TODAY)

    def join() -> None:
        actions.join(person=cast.zhang, unit=cast.spinners, from_on=day, by=cast.wang, on=TODAY)

    def move() -> None:
        organisations.move_unit(unit=cast.spinners, to=cast.jiexiu, paper_number="1", by=cast.admin, on=day)

    assert while_open(join, move) == ""
    joined = Membership.objects.open().get(person=cast.zhang)
    assert (joined.path, joined.county) == (Unit.objects.get(pk=cast.spinners.pk).path, 140781)


def test_nobody_joins_a_union_while_it_is_closed() -> None:
    cast = build()
    actions.leave(person=cast.zhang, until_on=date(2025, 6, 1), why=End.LEAVE, by=cast.wang, on=TODAY)

    def close() -> None:
        organisations.close_unit(unit=cast.spinners, paper_number="1", by=cast.admin, on=TODAY)

    def join() -> None:
        actions.join(person=cast.zhang, unit=cast.spinners, from_on=date(2025, 6, 1), by=cast.wang, on=TODAY)

    assert while_open(close, join) == "union-closed"


def test_a_merge_is_not_taken_back_into_a_number_that_got_a_file_meanwhile() -> None:
    cast = build()
    number = id_number(140702, date(1990, 4, 12), 3)
    double = person("张秀兰", number)
    correction = corrections.merge_persons(kept=cast.zhang, gone=double, reason="同一人", by=cast.wang, on=TODAY)

    def register() -> None:
        actions.register_person(name="单晓明", id_number=number, by=cast.wang, on=TODAY)

    def undo() -> None:
        corrections.undo(correction=correction, reason="弄错了", by=cast.wang, on=TODAY)

    assert while_open(register, undo) == "number-taken"
