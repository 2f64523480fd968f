"""One claim decided: each notice's worked examples, each reason to refuse, rounding, words; no database."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.aid.claims import oracle
from tests.aid.claims.examples import BEIJING, LONGYANG, NANPING, TERMS, ZHANGJIAJIE
from unionhall.aid.claims import wording
from unionhall.aid.claims.rules import (
    Band,
    Benefit,
    ClaimFacts,
    Counting,
    Decision,
    Rounding,
    Stay,
    Step,
    Terms,
    Way,
    decide,
    share_of,
)
from unionhall.aid.claims.soundness import problems
from unionhall.kernel.money import fen, yuan

DAY = date(2025, 3, 1)
MIXED = TERMS["mixed"]


def facts(benefit: str, own: str | int = 0, *, days: int = 5, **rest) -> ClaimFacts:
    stay = Stay(
        benefit,
        DAY,
        DAY + timedelta(days=days),
        fen(own),
        fen(rest.pop("total", own)),
        rest.pop("diagnosis", ""),
    )
    usual = {
        "received_on": stay.discharged_on,
        "joined_on": date(2024, 9, 1),
        "cover_from": date(2024, 10, 1),
        "cover_until": date(2025, 9, 30),
        "is_renewal": True,
    }
    return ClaimFacts(stay=stay, **{**usual, **rest})


def worth(terms: Terms, *args, **rest) -> Decimal:
    return yuan(decide(terms=terms, facts=facts(*args, **rest)).amount_fen)


@pytest.mark.parametrize(
    ("own", "amount"),
    [("3000", "1350"), ("5000", "2250"), ("10000", "4750"), ("20000", "10250"), ("30000", "16250"), ("60000", "37250")],
)
def test_zhangjiajie(own, amount):
    assert worth(Terms({"zhangjiajie": ZHANGJIAJIE}), "zhangjiajie", own) == Decimal(amount)


@pytest.mark.parametrize(
    ("own", "amount"),
    [
        ("800", "0"),
        ("801", "0.30"),
        ("10000", "2760"),
        ("50000", "26760"),
        ("100000", "56760"),
        ("150000", "96760"),
        ("200000", "96760"),
        ("145728.75", "93343"),
    ],
)
def test_longyang(own, amount):
    assert worth(Terms({"longyang": LONGYANG}), "longyang", own) == Decimal(amount)


@given(own=st.integers(0, 10**9), total=st.integers(0, 10**9), days=st.integers(0, 400))
def test_every_notice_agrees_with_the_sheet_by_hand(own, total, days):
    terms = replace(MIXED, cap_period_fen=None)
    far = Decimal(-(10**12))
    made = {
        name: decide(terms=terms, facts=facts(name, yuan(own), total=yuan(total), days=days)) for name in MIXED.benefits
    }
    assert yuan(made["zhangjiajie"].amount_fen) == oracle.zhangjiajie(yuan(own), far)
    assert yuan(made["longyang"].amount_fen) == oracle.longyang(yuan(own))
    assert yuan(made["fuzhou"].amount_fen) == oracle.fuzhou(yuan(total), far)
    assert yuan(made["beijing"].amount_fen) == oracle.beijing(days, far)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"cover_from": DAY + timedelta(days=1)}, "before-cover"),
        ({"cover_until": DAY - timedelta(days=1)}, "after-cover"),
        ({"is_renewal": False, "joined_on": DAY - timedelta(days=29)}, "waiting-period"),
        ({"received_on": DAY + timedelta(days=5 + 366)}, "claimed-too-late"),
        ({"paid_period_fen": 6_000_000}, "period-exhausted"),
    ],
)
def test_reasons_to_refuse(changed, reason):
    made = decide(terms=MIXED, facts=facts("zhangjiajie", 9000, **changed))
    assert (made.is_granted, made.amount_fen, made.reason) == (False, 0, reason)
    assert made.steps[-1].facts["reasons"] == [reason]


@pytest.mark.parametrize(
    "changed",
    [
        {"is_renewal": False, "joined_on": DAY - timedelta(days=30)},
        {"is_renewal": True, "joined_on": DAY},
        {"received_on": DAY + timedelta(days=5 + 365)},
        {"cover_from": DAY},
        {"cover_until": DAY},
    ],
)
def test_the_last_day_counts(changed):
    assert decide(terms=MIXED, facts=facts("zhangjiajie", 9000, **changed)).is_granted


def test_unknown_benefit_and_unlisted_illness():
    assert decide(terms=MIXED, facts=facts("teeth", 100)).reason == "unknown-benefit"
    assert decide(terms=MIXED, facts=facts("nanping", diagnosis="flu")).reason == "diagnosis-not-listed"
    assert decide(terms=MIXED, facts=facts("beijing", days=3)).reason == "within-free-days"


def test_the_caps_follow_each_other():
    terms = replace(
        MIXED,
        benefits={"zhangjiajie": replace(ZHANGJIAJIE, cap_claim_fen=fen(3000))},
        cap_period_fen=fen(5000),
        cap_life_fen=fen(9000),
    )
    made = decide(terms=terms, facts=facts("zhangjiajie", 10000, paid_period_fen=fen(2500), paid_life_fen=fen(7000)))
    assert made.amount_fen == fen(2000)
    assert made.reasons == ("capped-by-claim", "capped-by-period", "capped-by-life")
    assert [step.rule for step in made.steps][-4:] == ["cap-claim", "cap-period", "cap-life", "result"]


def test_a_benefit_once_a_minimum_and_other_aid():
    once = replace(MIXED, benefits={"nanping": replace(NANPING, is_once=True)}, minimum_fen=fen(1500))
    first = facts("nanping", diagnosis="class-2")
    assert decide(terms=once, facts=first).amount_fen == fen(3000)
    assert decide(terms=once, facts=replace(first, paid_before=1)).reason == "paid-once-already"
    assert decide(terms=once, facts=facts("nanping", diagnosis="class-4")).reason == "below-minimum"
    other = replace(once, subtracts_other_aid=True)
    assert decide(terms=other, facts=replace(first, other_aid_fen=fen(1000))).amount_fen == fen(2000)
    assert decide(terms=other, facts=replace(first, other_aid_fen=fen(3000))).reason == "covered-by-other-aid"


@pytest.mark.parametrize(
    ("rule", "cost", "bp", "expected"),
    [
        (Rounding.HALF_UP, 1, 5000, 1),
        (Rounding.HALF_UP, 1, 4999, 0),
        (Rounding.HALF_UP, 3, 5000, 2),
        (Rounding.HALF_EVEN, 1, 5000, 0),
        (Rounding.HALF_EVEN, 3, 5000, 2),
        (Rounding.HALF_EVEN, 1, 5001, 1),
        (Rounding.DOWN, 1, 9999, 0),
        (Rounding.DOWN, 10_000, 1, 1),
    ],
)
def test_rounding_by_name(rule, cost, bp, expected):
    assert share_of(cost, bp, rule) == expected


@given(cost=st.integers(0, 10**11), rate=st.integers(0, 10_000))
def test_rounding_is_within_half_a_fen_and_never_floats(cost, rate):
    exact = Decimal(cost) * rate / 10_000
    assert abs(share_of(cost, rate, Rounding.HALF_UP) - exact) <= Decimal("0.5")
    assert 0 <= exact - share_of(cost, rate, Rounding.DOWN) < 1


@given(costs=st.lists(st.integers(0, 5 * 10**7), min_size=1, max_size=6))
def test_cumulative_parts_add_up_to_the_whole(costs):
    joined = replace(MIXED, benefits={"longyang": replace(LONGYANG, counting=Counting.CUMULATIVE)}, cap_period_fen=None)
    counted = paid = 0
    for cost in costs:
        made = decide(terms=joined, facts=facts("longyang", yuan(cost), counted_before_fen=counted))
        counted, paid = counted + made.counted_fen, paid + made.amount_fen
    assert yuan(paid) == oracle.longyang(yuan(sum(costs)))


@given(own=st.integers(0, 10**8))
def test_the_steps_add_up_to_the_amount(own):
    made = decide(terms=replace(MIXED, cap_period_fen=None), facts=facts("zhangjiajie", yuan(own)))
    assert sum(step.amount_fen for step in made.steps if step.rule == "band") == made.amount_fen
    assert [step.number for step in made.steps] == list(range(1, len(made.steps) + 1))


def the_picture() -> Decision:
    return decide(terms=MIXED, facts=facts("zhangjiajie", 8000, total=20000, paid_period_fen=fen(57_000)))


def test_a_calculation_for_the_clerk():
    lines = wording.for_clerk(the_picture().steps)
    assert [(line.no, line.title, line.reason, line.amount) for line in lines] == [
        ("1", "自己花的钱", "照单据", "8,000.00"),
        ("2", "0—5,000 元，45%", "5,000 × 45%", "2,250.00"),
        ("3", "5,000—10,000 元，50%", "3,000 × 50%", "1,500.00"),
        ("4", "各段合计", "", "3,750.00"),
        ("5", "本期封顶 60,000 元", "本期已补 57,000 元，还可补 3,000 元", "3,000.00"),
        ("6", "应补助", "按本期封顶", "3,000.00"),
    ]
    assert lines[0].papers == "①"
    assert lines[1].article == "第 7 条"
    assert lines[4].article == "第 9 条"


def test_a_calculation_for_the_worker():
    assert wording.for_worker(the_picture().steps) == [
        "您这次自己花的钱 8,000.00 元",
        "头 5,000 元 补 45%，2,250.00 元",
        "5,000 到 10,000 元的部分 补 50%，1,500.00 元",
        "加起来 3,750.00 元",
        "一期最多补 60,000 元，您本期已补 57,000 元，还可以补 3,000 元",
        "这次补 3,000.00 元（按本期封顶）",
    ]


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize("benefit", [*MIXED.benefits, "teeth"])
@pytest.mark.parametrize("case", range(6))
def test_every_calculation_has_words_and_survives_storing(name, benefit, case):
    """No step without a sentence, no place left open, nothing lost in JSON."""
    late = [
        {},
        {"is_renewal": False, "joined_on": DAY},
        {"received_on": DAY + timedelta(days=900)},
        {"cover_until": DAY - timedelta(days=9)},
        {"cover_from": DAY + timedelta(days=9)},
        {"paid_before": 1, "other_aid_fen": 77, "paid_period_fen": fen(59_999), "counted_before_fen": fen(99_999)},
    ][case]
    made = decide(
        terms=TERMS[name], facts=facts(benefit, "123456.78", total="222222.22", days=20, diagnosis="class-3", **late)
    )
    stored = [Step.from_json(json.loads(json.dumps(step.as_json()))) for step in made.steps]
    assert [vars(step) for step in stored] == [{**vars(step), "facts": dict(step.facts)} for step in made.steps]
    for text in [*wording.for_worker(stored), *(line.title + line.reason for line in wording.for_clerk(stored))]:
        assert "{" not in text
        assert any("一" <= sign <= "鿿" or sign == "×" for sign in text)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (replace(ZHANGJIAJIE, bands=()), "没有分段"),
        (replace(ZHANGJIAJIE, bands=(Band(0, 500, 4500), Band(600, None, 5000))), "首尾相接"),
        (replace(ZHANGJIAJIE, bands=(Band(0, 500, 10_001),)), "0 到 100%"),
        (replace(ZHANGJIAJIE, bands=(Band(500, None, 4500),)), "首尾相接"),
        (replace(LONGYANG, ceiling_fen=80_000), "费用上限"),
        (replace(BEIJING, daily_fen=0), "每天"),
        (replace(NANPING, lumps={}), "定额"),
        (Benefit("x", "某类", Way.FLAT), "比例"),
        (replace(LONGYANG, counting=Counting.CUMULATIVE), "最低补助额"),
    ],
)
def test_terms_that_cannot_be_reckoned_with(wrong, told):
    found = problems(Terms({wrong.code: wrong}, minimum_fen=100))
    assert [told in sentence for sentence, _ in found] == [True]


def test_sound_terms_have_no_problems():
    assert all(problems(terms) == [] for terms in TERMS.values())
