"""What a bank's row comes to, payees, double benefits: no database."""

from datetime import date

import pytest

from unionhall.funds.payments.rules import BankLine, Benefit, Expected, doubles, judged, outcome_of, payee_fault

ON = date(2025, 12, 31)
A, B = "6217000123454408", "6217000123456682"


def line(result: str = "成功", **rest) -> BankLine:
    given = {"row": 2, "number": "ZF1", "account": A, "amount_fen": 100, "on": date(2025, 12, 30), "has_day": True}
    return BankLine(result=result, **{**given, **rest})


@pytest.mark.parametrize(
    ("result", "why", "outcome"),
    [
        ("成功", "", "arrived"),
        ("交易成功", "户名核对一致", "arrived"),
        ("未成功", "", "returned"),
        ("失败", "户名不符", "returned"),
        ("", "账户已销户", "returned"),
        ("退票", "", "returned"),
        ("处理中", "", "pending"),
        ("OK", "", "arrived"),
        ("OKAY?", "", "unclear"),
        ("", "", "unclear"),
        ("审核", "", "unclear"),
    ],
)
def test_the_banks_words(result: str, why: str, outcome: str) -> None:
    assert outcome_of(line(result, why=why)) == outcome


@pytest.mark.parametrize(
    ("row", "expected", "verdict"),
    [
        (line(), Expected(A, 100, "sent"), "arrived"),
        (line("失败"), Expected(A, 100, "sent"), "returned"),
        (line("处理中"), Expected(A, 100, "sent"), "pending"),
        (line("处理中"), Expected(A, 100, "arrived"), "repeated"),
        (line(), None, "unknown"),
        (line(account=B), Expected(A, 100, "sent"), "account"),
        (line(amount_fen=99), Expected(A, 100, "sent"), "amount"),
        (line(amount_fen=None), Expected(A, 100, "sent"), "amount"),
        (line("？"), Expected(A, 100, "sent"), "unclear"),
        (line(on=date(2026, 1, 1)), Expected(A, 100, "sent"), "unclear"),
        (line(on=None), Expected(A, 100, "sent"), "unclear"),
        (line(on=None, has_day=False), Expected(A, 100, "sent"), "arrived"),
        (line(on=date(2024, 12, 30)), Expected(A, 100, "sent", date(2025, 12, 30)), "unclear"),  # last year's day
        (line(), Expected(A, 100, "sent", date(2025, 12, 30)), "arrived"),
        (line("失败", on=date(2025, 12, 29)), Expected(A, 100, "arrived", date(2025, 12, 30)), "unclear"),
        (line(), Expected(A, 100, "arrived"), "repeated"),
        (line("失败"), Expected(A, 100, "arrived"), "returned"),  # a late return
        (line(), Expected(A, 100, "returned"), "doubled"),
        (line("失败"), Expected(A, 100, "returned"), "repeated"),
        (line(), Expected(A, 100, "drafted"), "doubled"),
        (line(), Expected(A, 100, "reissued"), "doubled"),
    ],
)
def test_a_row_against_its_order(row: BankLine, expected: Expected | None, verdict: str) -> None:
    assert judged([row], {"ZF1": expected} if expected else {}, on=ON) == [verdict]


def test_a_number_that_stands_twice() -> None:
    known = {"ZF1": Expected(A, 100, "sent"), "ZF2": Expected(B, 5, "sent")}
    other = line(number="ZF2", account=B, amount_fen=5)
    assert judged([line(), other, line(row=4)], known, on=ON) == ["arrived", "arrived", "doubled"]
    assert judged([line(), other, line("失败")], known, on=ON) == ["doubled", "arrived", "doubled"]
    assert judged([line(number="X"), line(number="X")], known, on=ON) == ["unknown", "unknown"]


@pytest.mark.parametrize(
    ("name", "account", "is_good"),
    [
        ("左云桥", A, True),
        ("阿依古丽·买买提", A, True),
        ("左云桥", "6217 0001", False),
        ("左云桥", "１２３４５６７８", False),
        ("左云桥", "1234567", False),
        ("", A, False),
        ("=HYPERLINK()", A, False),
        ("左|云桥", A, False),
        ("左\n云桥", A, False),
        ("左\u202e云桥", A, False),
    ],
)
def test_who_can_be_paid(name: str, account: str, is_good: bool) -> None:
    assert (payee_fault(name=name, account=account) is None) == is_good


def test_one_person_one_event_one_purpose() -> None:
    mine = Benefit("1", "claim:1", 7, "stay:a", "医疗")
    same = Benefit("2", "aid:9", 7, "stay:a", "医疗")
    others = [
        Benefit("3", "claim:1", 7, "stay:a", "医疗"),  # another instalment
        Benefit("4", "aid:4", 7, "stay:b", "医疗"),
        Benefit("5", "aid:5", 8, "stay:a", "医疗"),
        Benefit("6", "aid:6", 7, "stay:a", "慰问"),
        Benefit("7", "aid:7", None, "stay:a", "医疗"),
    ]
    assert doubles([mine], [*others, mine]) == []
    assert doubles([mine], [*others, same]) == [(mine, same)]
    assert doubles([mine, same], []) == [(mine, same), (same, mine)]
    nobody = Benefit("8", "x", None, "", "医疗")
    assert doubles([nobody], [Benefit("9", "y", None, "", "医疗")]) == []
