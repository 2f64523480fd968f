"""Which due a payment is for: what is sure, and what must stay unknown."""

import pytest

from unionhall.funds.receipts.rules import Directory, Incoming, OpenDue, plain_name, plan, plan_all

CODE = "81140700MC0000001A"


def due(number: int, unit: int, name: str, left: int, *, code: str = "") -> OpenDue:
    return OpenDue(number, unit, (name,), (code,) if code else (), left)


def paid(amount: int, payer: str = "", remark: str = "", receipt: int = 1) -> Incoming:
    return Incoming(receipt, payer, remark, amount)


WEAVERS = due(10, 1, "澄园纺织厂工会", 480_000, code=CODE)
SPINNERS = due(20, 2, "锦源纺纱厂工会", 240_000)
BRANCH = due(30, 3, "锦源纺纱厂第二分厂工会", 240_000)
DIRECTORY = Directory.of([WEAVERS, SPINNERS, BRANCH], words=["互助"])


@pytest.mark.parametrize(
    ("incoming", "why", "parts"),
    [
        pytest.param(paid(480_000, "澄园纺织厂工会"), "payer", ((10, 480_000),), id="payer and amount"),
        pytest.param(paid(480_000, "澄园纺织厂"), "payer", ((10, 480_000),), id="the employer pays"),
        pytest.param(paid(480_000, "澄园纺织厂工会委员会"), "payer", ((10, 480_000),), id="another ending"),
        pytest.param(paid(480_000, "张三", f"代缴 {CODE}"), "code", ((10, 480_000),), id="credit code in the remark"),
        pytest.param(paid(240_000, "李四", "锦源纺纱厂第二分厂 互助金"), "remark", ((30, 240_000),), id="longest"),
        pytest.param(paid(200_000, "澄园纺织厂工会", "互助金"), "payer", ((10, 200_000),), id="part, scheme named"),
        pytest.param(paid(500_000, "澄园纺织厂工会", "互助金"), "payer", ((10, 500_000),), id="surplus, scheme named"),
    ],
)
def test_sure(incoming: Incoming, why: str, parts: tuple[tuple[int, int], ...]) -> None:
    found = plan(incoming, DIRECTORY)
    assert (found.why, found.parts) == (why, parts)


@pytest.mark.parametrize(
    "incoming",
    [
        pytest.param(paid(480_000, "某某公司", "货款"), id="the same amount proves nothing"),
        pytest.param(paid(200_000, "澄园纺织厂工会"), id="another amount without the scheme's name"),
        pytest.param(paid(480_000, "", "澄园纺织厂与锦源纺纱厂"), id="two units in the remark"),
        pytest.param(paid(480_000), id="nothing written"),
        pytest.param(paid(480_000, "澄园纺织"), id="a piece of a name"),
    ],
)
def test_unsure(incoming: Incoming) -> None:
    assert not plan(incoming, DIRECTORY).is_sure


def test_two_units_of_one_name_are_never_told_apart() -> None:
    directory = Directory.of([due(1, 1, "向阳村工会", 4000), due(2, 2, "向阳村工会", 4000)])
    assert not plan(paid(4000, "向阳村工会"), directory).is_sure


def test_all_dues_of_a_unit_in_one_payment() -> None:
    directory = Directory.of([due(1, 1, "甲厂工会", 4000), due(2, 1, "甲厂工会", 3000)])
    assert plan(paid(7000, "甲厂"), directory).parts == ((1, 4000), (2, 3000))
    assert plan(paid(3000, "甲厂"), directory).parts == ((2, 3000),)
    assert not plan(paid(5000, "甲厂", "互助"), directory).is_sure


def test_two_dues_of_the_same_amount_are_not_told_apart() -> None:
    directory = Directory.of([due(1, 1, "甲厂工会", 4000), due(2, 1, "甲厂工会", 4000)])
    assert not plan(paid(4000, "甲厂"), directory).is_sure
    assert plan(paid(8000, "甲厂"), directory).is_sure


def test_a_settled_due_is_not_settled_again() -> None:
    first, second = paid(480_000, "澄园纺织厂", receipt=1), paid(480_000, "澄园纺织厂", receipt=2)
    sure = plan_all([first, second], DIRECTORY)
    assert [incoming.receipt_id for incoming, _ in sure] == [1]
    assert DIRECTORY.dues[1][0].left_fen == 480_000


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("榆次（北） 澄园厂工会", "榆次(北)澄园厂"),
        ("工会", "工会"),
        ("建材行业工会联合会", "建材行业"),
        ("甲厂", "甲厂"),
    ],
)
def test_plain_name(written: str, plain: str) -> None:
    assert plain_name(written) == plain
