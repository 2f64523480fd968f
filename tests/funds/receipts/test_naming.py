"""Which unclaimed money a unit's name, old or new, may be shown for.

Automatic matching has rules of its own: test_rules.py.
"""

from datetime import date

import pytest

from tests.cast import TODAY, Cast, employer
from unionhall.funds.receipts.models import Receipt, Statement
from unionhall.funds.receipts.queries import unclaimed_naming
from unionhall.kernel.paths import key
from unionhall.office.imports.models import Import, ImportState
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Unit

CAME = date(2025, 11, 14)


@pytest.fixture
def statement(cast: Cast) -> Statement:
    return Statement.objects.create(
        holder=cast.city, account_tail="0417", first_on=CAME, last_on=CAME, lines=1, amount_fen=0
    )


def paid(statement: Statement, payer: str, reference: str = "1", remark: str = "") -> Receipt:
    return Receipt.objects.create(
        statement=statement, account_key="1:0417", bank_reference=reference, received_on=CAME, amount_fen=4000,
        payer_name=payer, remark=remark,
    )  # fmt: skip


def rename(unit: Unit, name: str, cast: Cast, on: date) -> Unit:
    return organisations.rename_unit(unit=unit, name=name, paper_number="工发〔2025〕1号", by=cast.wang, on=on)


def test_the_units_own_name_shows_its_money(cast: Cast, statement: Statement) -> None:
    receipt = paid(statement, "澄园纺织厂")
    assert unclaimed_naming(cast.weavers) == {receipt.pk: 4000}
    assert unclaimed_naming(cast.spinners) == {}


def test_a_name_given_after_the_money_came_shows_nothing(cast: Cast, statement: Statement) -> None:
    paid(statement, "晋阳酒业有限公司")
    assert unclaimed_naming(rename(cast.spinners, "晋阳酒业有限公司工会", cast, TODAY)) == {}


def test_a_name_put_back_to_an_earlier_day_shows_nothing(cast: Cast, statement: Statement) -> None:
    sent = Import.objects.create(
        kind="receipts.statement", subject="s", title="t", file_name="f", file_size=1, file_sm3="0", stored_name="n",
        on=TODAY, by_username="li", by_name="李", organisation_path=key(1), state=ImportState.COMMITTED,
        committed_at="2025-11-20T08:00:00Z",
    )  # fmt: skip
    statement.origin = sent.pk
    statement.save()
    paid(statement, "晋阳酒业有限公司")
    assert unclaimed_naming(rename(cast.spinners, "晋阳酒业有限公司工会", cast, date(2025, 1, 1))) == {}


def test_a_name_somebody_else_bears_shows_nothing_but_the_code_does(cast: Cast, statement: Statement) -> None:
    employer("澄园纺织厂", "91350100M000100Y43", cast.pingyao)
    paid(statement, "澄园纺织厂")
    by_code = paid(statement, "不知何人", "2", remark=f"互助金 {cast.weavers.credit_code}")
    assert unclaimed_naming(cast.weavers) == {by_code.pk: 4000}
