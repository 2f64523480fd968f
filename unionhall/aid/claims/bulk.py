"""Many claims of one period valued at once, in polars, to the same fen as `rules.decide` one by one.

Rows stand in the order they are decided; of one person each counts what those before it were given.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl

from unionhall.aid.claims import rules
from unionhall.aid.claims.rules import WHOLE_BP, Base, Benefit, ClaimFacts, Counting, Reason, Rounding, Stay, Terms, Way

# One row a claim. paid_period, paid_life, counted_before (of the row's benefit) and paid_before (claims of the row's
# benefit ever paid) are as they stood before the first row: the same on all rows of a person (and benefit).
COLUMNS: dict[str, Any] = {
    "claim_id": pl.Int64,
    "person_id": pl.Int64,
    "benefit": pl.String,
    "diagnosis": pl.String,
    "admitted_on": pl.Date,
    "discharged_on": pl.Date,
    "own_cost_fen": pl.Int64,
    "total_cost_fen": pl.Int64,
    "received_on": pl.Date,
    "joined_on": pl.Date,
    "is_renewal": pl.Boolean,
    "cover_from": pl.Date,
    "cover_until": pl.Date,
    "other_aid_fen": pl.Int64,
    "paid_period_fen": pl.Int64,
    "paid_life_fen": pl.Int64,
    "counted_before_fen": pl.Int64,
    "paid_before": pl.Int64,
}
_NO_CAP = 1 << 60


class Disagreement(AssertionError):
    """Bulk and one-by-one valuation gave two amounts: a fault of the program, never of a claim."""


def value(claims: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """The frame with `granted_fen`, `due_fen` (before the period's and life's caps), `counted_fen`, `reason` ("" when
    granted whole), and what stood before each row: `paid_period_now`, `paid_life_now`, `counted_now`, `paid_now`.

    Order matters only to a person's claims among each other, and there only to who gets the last yuan under a cap;
    a person's total does not depend on it, unless the terms pay a benefit once or cap a single claim of a cumulative one.
    """
    frame = claims.with_columns(_barred(terms).alias("_barred"))
    frame = frame.with_columns(_counted(terms).alias("counted_fen"))
    before = pl.col("counted_fen").cum_sum().over("person_id", "benefit") - pl.col("counted_fen")
    frame = frame.with_columns((pl.col("counted_before_fen") + before).alias("counted_now"))
    frame = frame.with_columns(_due(terms).alias("_reckoned"))
    frame = frame.with_columns(_after_other_aid(terms).alias("_due"))
    frame = frame.with_columns(_payable(terms).alias("due_fen"))
    done = _reasoned(_granted(frame, terms), terms)
    return done.drop([name for name in done.columns if name.startswith("_")])


def explain(valued: pl.DataFrame, terms: Terms) -> Iterator[tuple[int, rules.Decision]]:
    """Claim id and decision with its steps for each valued row.

    :raises Disagreement: a decision differs from the frame by a fen.
    """
    for row in valued.iter_rows(named=True):
        decision = rules.decide(terms=terms, facts=facts_of(row))
        if decision.amount_fen != row["granted_fen"] or decision.reason != row["reason"]:
            raise Disagreement(row["claim_id"], decision.amount_fen, row["granted_fen"])
        yield row["claim_id"], decision


def facts_of(row: dict[str, Any]) -> ClaimFacts:
    """The facts of one valued row, as `rules.decide` takes them."""
    stay = Stay(
        row["benefit"],
        row["admitted_on"],
        row["discharged_on"],
        row["own_cost_fen"],
        row["total_cost_fen"],
        row["diagnosis"],
    )
    return ClaimFacts(
        stay=stay,
        received_on=row["received_on"],
        joined_on=row["joined_on"],
        cover_from=row["cover_from"],
        cover_until=row["cover_until"],
        is_renewal=row["is_renewal"],
        paid_period_fen=row["paid_period_now"],
        paid_life_fen=row["paid_life_now"],
        counted_before_fen=row["counted_now"],
        paid_before=row["paid_now"],
        other_aid_fen=row["other_aid_fen"],
    )


def _barred(terms: Terms) -> pl.Expr:
    """The first reason of dates that excludes a row; null: none."""
    admitted = pl.col("admitted_on")
    waiting = ~pl.col("is_renewal") & (admitted < pl.col("joined_on") + timedelta(days=terms.waiting_days))
    found = (
        pl.when(~pl.col("benefit").is_in(list(terms.benefits)))
        .then(pl.lit(Reason.UNKNOWN_BENEFIT.value))
        .when(admitted < pl.col("cover_from"))
        .then(pl.lit(Reason.BEFORE_COVER.value))
        .when(admitted > pl.col("cover_until"))
        .then(pl.lit(Reason.AFTER_COVER.value))
        .when(waiting)
        .then(pl.lit(Reason.WAITING.value))
    )
    if terms.claim_days is not None:
        late = pl.col("received_on") > pl.col("discharged_on") + timedelta(days=terms.claim_days)
        found = found.when(late).then(pl.lit(Reason.TOO_LATE.value))
    return found.otherwise(None)


def _by_benefit(terms: Terms, of: Any, otherwise: pl.Expr) -> pl.Expr:
    """A column made of one expression a benefit."""
    made = otherwise
    for benefit in terms.benefits.values():
        made = pl.when(pl.col("benefit") == benefit.code).then(of(benefit)).otherwise(made)
    return made


def _cost(benefit: Benefit) -> pl.Expr:
    return pl.col("own_cost_fen" if benefit.base == Base.OWN else "total_cost_fen")


def _counted(terms: Terms) -> pl.Expr:
    """The cost a covered row adds to the period's, whether or not it is paid."""
    zero = pl.lit(0, pl.Int64)
    of = _by_benefit(terms, lambda b: _cost(b) if b.way in (Way.BANDS, Way.FLAT) else zero, zero)
    return pl.when(pl.col("_barred").is_null()).then(of).otherwise(zero)


def _due(terms: Terms) -> pl.Expr:
    zero = pl.lit(0, pl.Int64)
    of = _by_benefit(terms, lambda benefit: _reckoned(benefit, terms.rounding), zero)
    return pl.when(pl.col("_barred").is_null()).then(of).otherwise(zero)


def _reckoned(benefit: Benefit, rounding: Rounding) -> pl.Expr:
    """Before other aid, minimum and caps: bands, days, a lump or a rate."""
    if benefit.way == Way.DAILY:
        days = (pl.col("discharged_on") - pl.col("admitted_on")).dt.total_days()
        return (days - benefit.free_days).clip(lower_bound=0) * benefit.daily_fen
    if benefit.way == Way.LUMP:
        amounts = {code: lump.amount_fen for code, lump in benefit.lumps.items()}
        return pl.col("diagnosis").replace_strict(amounts, default=0, return_dtype=pl.Int64)
    bands = benefit.bands if benefit.way == Way.BANDS else (rules.Band(0, None, benefit.rate_bp),)
    is_joined = benefit.counting == Counting.CUMULATIVE
    before = pl.col("counted_now") if is_joined else pl.lit(0, pl.Int64)
    parts = [
        _share(_slice(before + _cost(benefit), band, benefit), band.rate_bp, rounding)
        - _share(_slice(before, band, benefit), band.rate_bp, rounding)
        for band in bands
    ]
    return pl.sum_horizontal(parts)


def _slice(cost: pl.Expr, band: rules.Band, benefit: Benefit) -> pl.Expr:
    ends = [end for end in (band.until_fen, benefit.ceiling_fen) if end is not None]
    top = pl.min_horizontal(cost, pl.lit(min(ends))) if ends else cost
    return (top - max(band.from_fen, benefit.deductible_fen)).clip(lower_bound=0)


def _share(cost: pl.Expr, rate_bp: int, rounding: Rounding) -> pl.Expr:
    whole, rest = (cost * rate_bp) // WHOLE_BP, (cost * rate_bp) % WHOLE_BP
    if rounding == Rounding.HALF_UP:
        return whole + (2 * rest >= WHOLE_BP).cast(pl.Int64)
    if rounding == Rounding.HALF_EVEN:
        is_up = (2 * rest > WHOLE_BP) | ((2 * rest == WHOLE_BP) & (whole % 2 == 1))
        return whole + is_up.cast(pl.Int64)
    return whole


def _after_other_aid(terms: Terms) -> pl.Expr:
    if not terms.subtracts_other_aid:
        return pl.col("_reckoned")
    return (pl.col("_reckoned") - pl.col("other_aid_fen")).clip(lower_bound=0)


def _payable(terms: Terms) -> pl.Expr:
    """After the minimum, a benefit paid once and the cap of a single claim; the caps over several claims come next."""
    due = pl.col("_due")
    enough = pl.when(due >= max(terms.minimum_fen, 1)).then(due).otherwise(0)
    nth = (enough > 0).cast(pl.Int64).cum_sum().over("person_id", "benefit")
    first = (pl.col("paid_before") == 0) & (nth == 1)

    def of(benefit: Benefit) -> pl.Expr:
        capped = enough if benefit.cap_claim_fen is None else enough.clip(upper_bound=benefit.cap_claim_fen)
        return pl.when(first).then(capped).otherwise(0) if benefit.is_once else capped

    return _by_benefit(terms, of, pl.lit(0, pl.Int64))


def _granted(frame: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """A person is paid the running sum of what is due, as far as the tighter of the two caps has room.

    Every claim takes the lesser of its due and what is left, so the paid sum is the lesser of the sum and the room.
    """
    room = pl.min_horizontal(_room(terms.cap_period_fen, "paid_period_fen"), _room(terms.cap_life_fen, "paid_life_fen"))
    until = pl.col("due_fen").cum_sum().over("person_id")
    paid = pl.min_horizontal(until - pl.col("due_fen"), pl.col("_room"))
    granted = pl.min_horizontal(until, pl.col("_room")) - paid
    frame = frame.with_columns(room.alias("_room"))
    frame = frame.with_columns(granted.alias("granted_fen"), paid.alias("_paid"))
    many = (pl.col("granted_fen") > 0).cast(pl.Int64)
    return frame.with_columns(
        (pl.col("paid_period_fen") + pl.col("_paid")).alias("paid_period_now"),
        (pl.col("paid_life_fen") + pl.col("_paid")).alias("paid_life_now"),
        (pl.col("paid_before") + many.cum_sum().over("person_id", "benefit") - many).alias("paid_now"),
    )


def _room(cap: int | None, paid: str) -> pl.Expr:
    return pl.lit(_NO_CAP, pl.Int64) if cap is None else (cap - pl.col(paid)).clip(lower_bound=0)


def _reasoned(frame: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """The first reason of each row, as `rules.decide` gives it."""
    is_once = _by_benefit(terms, lambda b: pl.lit(b.is_once), pl.lit(False))
    cut = _by_benefit(terms, _cap_reason, pl.lit(""))
    found = (
        pl.when(pl.col("_barred").is_not_null())
        .then(pl.col("_barred"))
        .when(pl.col("_reckoned") == 0)
        .then(_by_benefit(terms, _nothing, pl.lit(Reason.NOTHING.value)))
        .when(pl.col("_due") == 0)
        .then(pl.lit(Reason.OTHER_AID.value))
        .when(pl.col("_due") < terms.minimum_fen)
        .then(pl.lit(Reason.MINIMUM.value))
        .when(is_once & (pl.col("paid_now") > 0))
        .then(pl.lit(Reason.ONCE.value))
        .when(pl.col("granted_fen") == 0)
        .then(_exhausted(terms))
        .when(cut != "")
        .then(cut)
        .when(pl.col("granted_fen") == pl.col("due_fen"))
        .then(pl.lit(""))
        .when(_room(terms.cap_period_fen, "paid_period_now") < pl.col("due_fen"))
        .then(pl.lit(Reason.CAPPED_PERIOD.value))
        .otherwise(pl.lit(Reason.CAPPED_LIFE.value))
    )
    return frame.with_columns(found.alias("reason"))


def _exhausted(terms: Terms) -> pl.Expr:
    period, life = pl.lit(Reason.EXHAUSTED_PERIOD.value), pl.lit(Reason.EXHAUSTED_LIFE.value)
    zero_claim = _by_benefit(terms, lambda b: pl.lit(b.cap_claim_fen == 0), pl.lit(False))
    of_caps = pl.when(_room(terms.cap_period_fen, "paid_period_now") == 0).then(period).otherwise(life)
    return pl.when(zero_claim).then(pl.lit(Reason.NOTHING.value)).otherwise(of_caps)


def _cap_reason(benefit: Benefit) -> pl.Expr:
    if benefit.cap_claim_fen is None:
        return pl.lit("")
    is_cut = pl.col("_due") > benefit.cap_claim_fen
    return pl.when(is_cut).then(pl.lit(Reason.CAPPED_CLAIM.value)).otherwise(pl.lit(""))


def _nothing(benefit: Benefit) -> pl.Expr:
    """Why the reckoning itself gave nothing."""
    if benefit.way == Way.DAILY:
        return pl.lit(Reason.FREE_DAYS.value)
    if benefit.way == Way.LUMP:
        is_listed = pl.col("diagnosis").is_in(list(benefit.lumps))
        return pl.when(is_listed).then(pl.lit(Reason.NOTHING.value)).otherwise(pl.lit(Reason.NOT_LISTED.value))
    before = pl.col("counted_now") if benefit.counting == Counting.CUMULATIVE else pl.lit(0, pl.Int64)
    is_below = before + _cost(benefit) <= benefit.deductible_fen
    return pl.when(is_below).then(pl.lit(Reason.BELOW_DEDUCTIBLE.value)).otherwise(pl.lit(Reason.NOTHING.value))


def frame_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Claims as a frame with the columns above; missing ones are zero, "" or the day itself."""
    return pl.DataFrame([{**_EMPTY, **row} for row in rows], schema=COLUMNS)


_EMPTY: dict[str, Any] = {
    "diagnosis": "",
    "own_cost_fen": 0,
    "total_cost_fen": 0,
    "is_renewal": True,
    "joined_on": date.min,
    "other_aid_fen": 0,
    "paid_period_fen": 0,
    "paid_life_fen": 0,
    "counted_before_fen": 0,
    "paid_before": 0,
}
