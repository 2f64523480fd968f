"""The numbers of claims, and that one returned payment changes exactly what it should, by exactly that much."""

import csv
from datetime import date
from fractions import Fraction

from django.utils import translation

from tests.aid.claims import flow
from tests.aid.claims.test_flow import DECIDED
from tests.cast import Cast
from tests.funds.payments.setting import answer, as_csv, read
from unionhall.aid.claims import figures, judging
from unionhall.aid.claims.reference import FOLDER
from unionhall.figures.tally import Tally
from unionhall.figures.times import Period
from unionhall.kernel.money import fen
from unionhall.office import counting


def counted(cast: Cast) -> Tally:
    return counting.evaluate(figures.FIGURES, [at(cast)])


def at(cast: Cast) -> Period:
    return Period("mutual-aid", 17, on=cast.p17.cover_until)


def test_from_claims_to_what_is_left(cast: Cast) -> None:
    office = flow.office(cast)
    first = flow.ordered(office, "5000")
    second = flow.ordered(office, "6000", admitted=date(2025, 2, 1))
    flow.paid(office, [first, second])
    refused = flow.submitted(office, "7000", admitted=date(2024, 12, 1))
    judging.refuse_claim(claim=refused, reason_code="R08", by=office.wu, on=DECIDED)
    flow.approved(office, "8000", is_own=True)
    tally = counted(cast)
    got = {figure.id.removeprefix("mutual_aid."): tally.value(figure, at(cast)).all for figure in figures.FIGURES}
    assert (got["paid"], got["beneficiaries"], got["batches"], got["payments"]) == (fen(2250 + 2750), 1, 1, 2)
    assert (got["claims_received"], got["claims_approved"], got["claims_refused"]) == (4, 3, 1)
    assert (got["claims_refused_r08"], got["claims_refused_r01"], got["granted"]) == (1, 0, fen(2250 + 2750 + 3750))
    assert (got["balance"], got["payout_ratio"]) == (fen(95_000), Fraction(5, 100))
    assert (got["days_to_pay"], got["paid_within_2_share"], got["paid_within_5_share"]) == (3, 0, 1)
    assert tally.value(figures.paid, at(cast)).counties == {140702: fen(5000)}
    assert not tally.broken

    before = tally
    content = as_csv([answer(second, "退票", "账户已销", day="2025-04-03")])
    read(cast, content, payer=cast.yuci, by=office.tian, on=date(2025, 4, 3))
    after = counted(cast)
    changes = {
        figure.id.removeprefix("mutual_aid."): after.value(figure, at(cast)).all - before.value(figure, at(cast)).all
        for figure in figures.FIGURES
    }
    moved = {name: change for name, change in changes.items() if change}
    assert moved == {
        "paid": -fen(2750),
        "payments": -1,
        "paid_within_5": -1,
        "paid_within_10": -1,
        "payout_ratio": Fraction(-275, 10_000),
        "balance": fen(2750),
    }
    assert not after.broken


def test_refusals_are_named_by_their_reason() -> None:
    """The words are those the codes are shipped with."""
    with (FOLDER / "reasons.csv").open(encoding="utf-8", newline="") as file:
        shipped = {row["code"]: row["label"] for row in csv.DictReader(file) if row["verb"] == "refuse"}
    with translation.override("zh-hans"):
        assert {code: str(words) for code, words in figures.REASONS.items()} == shipped
        for figure, words in zip(figures.REFUSED_FOR, shipped.values(), strict=True):
            assert words in str(figure.label)
