"""Bulk valuation against one-by-one and against the notices worked out by hand: 100,000 random claims, to the fen."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest

from tests.aid.claims import oracle
from tests.aid.claims.examples import TERMS
from unionhall.aid.claims import bulk
from unionhall.aid.claims.rules import Counting, Terms, decide
from unionhall.kernel.money import yuan

COVER = (date(2024, 10, 1), date(2025, 9, 30))
MANY = 100_000


def random_claims(seed: int, many: int, benefits: tuple[str, ...], *, people: int | None = None) -> pl.DataFrame:
    """Claims of one period: small, large and enormous costs, edges hit on purpose, several stays a person."""
    draw = random.Random(seed)
    edges = [0, 79_999, 80_000, 80_001, 500_000, 500_001, 1_000_000, 2_000_000, 3_000_000, 10_000_000, 15_000_000]
    rows = []
    for number in range(many):
        admitted = COVER[0] + timedelta(days=draw.randrange(-10, 375))
        own = draw.choice(edges) if draw.random() < 0.1 else int(draw.expovariate(1 / 900_000))
        rows.append(
            {
                "claim_id": number,
                "person_id": draw.randrange(people or many // 2),
                "benefit": draw.choice(benefits),
                "diagnosis": draw.choice(("class-1", "class-2", "class-3", "class-4", "flu", "")),
                "admitted_on": admitted,
                "discharged_on": admitted + timedelta(days=draw.choice((0, 1, 3, 4, 9, 30, 183, 200))),
                "own_cost_fen": own,
                "total_cost_fen": own * draw.randrange(1, 4),
                "received_on": admitted + timedelta(days=draw.randrange(200, 400)),
                "joined_on": COVER[0] + timedelta(days=draw.randrange(-40, 40)),
                "is_renewal": draw.random() < 0.8,
                "cover_from": COVER[0],
                "cover_until": COVER[1],
                "other_aid_fen": draw.choice((0, 0, 0, 100_000, 5_000_000)),
            }
        )
    return bulk.frame_of(rows)


def one_by_one(frame: pl.DataFrame, terms: Terms) -> list[tuple[int, str, int]]:
    """Each claim by `decide`, keeping per person what was paid and counted."""
    paid: dict[int, int] = {}
    counted: dict[tuple[int, str], int] = {}
    times: dict[tuple[int, str], int] = {}
    out = []
    for row in frame.iter_rows(named=True):
        person, own = row["person_id"], (row["person_id"], row["benefit"])
        now = {
            "paid_period_now": row["paid_period_fen"] + paid.get(person, 0),
            "paid_life_now": row["paid_life_fen"] + paid.get(person, 0),
            "counted_now": row["counted_before_fen"] + counted.get(own, 0),
            "paid_now": row["paid_before"] + times.get(own, 0),
        }
        made = decide(terms=terms, facts=bulk.facts_of({**row, **now}))
        paid[person] = paid.get(person, 0) + made.amount_fen
        counted[own] = counted.get(own, 0) + made.counted_fen
        times[own] = times.get(own, 0) + (made.amount_fen > 0)
        out.append((made.amount_fen, made.reason, made.counted_fen))
    return out


def in_bulk(frame: pl.DataFrame, terms: Terms) -> list[tuple[int, str, int]]:
    return bulk.value(frame, terms).select("granted_fen", "reason", "counted_fen").rows()


MIXED = {
    "all-ways": TERMS["mixed"],
    "cumulative": TERMS["cumulative"],
    "all-caps": TERMS["caps"],
    "once-and-minimum": TERMS["once"],
}


@pytest.mark.parametrize("name", MIXED)
def test_bulk_equals_one_by_one_whatever_the_terms(name):
    terms = MIXED[name]
    frame = random_claims(7, 20_000, (*terms.benefits, "no-such"), people=3_000)
    assert in_bulk(frame, terms) == one_by_one(frame, terms)


def test_a_hundred_thousand_claims_agree_three_ways():
    terms = TERMS["mixed"]  # every notice's reckoning as one benefit each, with the caps left to the oracle's sheet
    frame = random_claims(2025, MANY, tuple(terms.benefits))
    counted = in_bulk(frame, terms)
    assert counted == one_by_one(frame, terms)
    left: dict[int, Decimal] = {}
    for row, (granted, _reason, _) in zip(frame.iter_rows(named=True), counted, strict=True):
        due = _by_hand(row, terms)
        room = left.setdefault(row["person_id"], Decimal(60_000))
        given = min(due, room)
        left[row["person_id"]] = room - given
        assert yuan(granted) == given, row


def _by_hand(row: dict, terms: Terms) -> Decimal:
    admitted, joined = row["admitted_on"], row["joined_on"]
    if not COVER[0] <= admitted <= COVER[1]:
        return Decimal(0)
    if not row["is_renewal"] and (admitted - joined).days < 30:
        return Decimal(0)
    if (row["received_on"] - row["discharged_on"]).days > 365:
        return Decimal(0)
    own, total = yuan(row["own_cost_fen"]), yuan(row["total_cost_fen"])
    return {
        "zhangjiajie": lambda: oracle.zhangjiajie(own, Decimal(-(10**9))),
        "longyang": lambda: oracle.longyang(own),
        "beijing": lambda: oracle.beijing((row["discharged_on"] - admitted).days, Decimal(-(10**9))),
        "nanping": lambda: oracle.nanping(row["diagnosis"]),
        "fuzhou": lambda: oracle.fuzhou(total, Decimal(-(10**9))),
    }[row["benefit"]]()


@pytest.mark.parametrize("seed", range(5))
def test_a_persons_total_does_not_depend_on_the_order_of_arrival(seed):
    """Per stay and cumulative alike: what is capped is the sum, what is laid in bands is each stay or their sum."""
    for name in ("mixed", "cumulative"):
        terms = TERMS[name]
        frame = random_claims(seed, 2_000, tuple(terms.benefits), people=300)
        totals = []
        for shuffle in (1, 2, 3):
            mixed = frame.sample(fraction=1, shuffle=True, seed=shuffle)
            valued = bulk.value(mixed, terms)
            totals.append(valued.group_by("person_id").agg(pl.col("granted_fen").sum()).sort("person_id"))
        assert totals[0].equals(totals[1])
        assert totals[0].equals(totals[2])


def test_stays_count_together_only_where_the_terms_say_so():
    longyang = TERMS["mixed"].benefits["longyang"]
    apart = Terms({"longyang": longyang})
    joined = Terms({"longyang": replace(longyang, counting=Counting.CUMULATIVE)})
    stay = {
        "person_id": 1,
        "benefit": "longyang",
        "admitted_on": date(2025, 1, 1),
        "discharged_on": date(2025, 1, 9),
        "received_on": date(2025, 1, 9),
        "cover_from": COVER[0],
        "cover_until": COVER[1],
        "own_cost_fen": 60_000,
    }
    frame = bulk.frame_of([{**stay, "claim_id": 1}, {**stay, "claim_id": 2}])
    assert [amount for amount, *_ in in_bulk(frame, apart)] == [0, 0]
    # 600 + 600 = 1,200; 400 above the deductible of 800 at 30%.
    assert [amount for amount, *_ in in_bulk(frame, joined)] == [0, 12_000]
    ledger = oracle.Ledger()
    by_hand = [oracle.cumulative_longyang(ledger, Decimal(600)) for _ in range(2)]
    assert by_hand == [yuan(amount) for amount, *_ in in_bulk(frame, joined)]


def test_every_row_is_explained_to_the_same_fen():
    terms = TERMS["caps"]
    valued = bulk.value(random_claims(3, 3_000, tuple(terms.benefits), people=400), terms)
    explained = dict(bulk.explain(valued, terms))
    assert len(explained) == 3_000
    wrong = valued.with_columns(pl.col("granted_fen") + (pl.col("claim_id") == 17).cast(pl.Int64))
    with pytest.raises(bulk.Disagreement):
        dict(bulk.explain(wrong, terms))
