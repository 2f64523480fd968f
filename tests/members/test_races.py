"""Two clerks at once, on PostgreSQL with real connections: exactly one act stands."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from tests.cast import TODAY, build, id_number
from tests.races import together
from unionhall.funds.receipts import actions as receipts
from unionhall.funds.receipts.models import Receipt, Settlement, Statement
from unionhall.members import actions
from unionhall.members.models import Membership, Person
from unionhall.members.models import MembershipEnd as End

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_the_last_yuan_of_a_receipt_is_laid_once() -> None:
    cast = build()
    due = receipts.declare_due(
        source_key="race:1", unit=cast.weavers, period=cast.p18, amount_fen=1000, by=cast.wang, on=TODAY
    )
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
