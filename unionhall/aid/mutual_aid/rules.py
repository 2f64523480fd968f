"""What decides over a roster's rows by itself: tier and amount, enrolment window, the same number twice, thresholds.

Vectorised over polars columns; knows no table. What the records say is asked in roster.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from unionhall.kernel.money import Fen, show_yuan

# Ideographs every font has; what lies beyond them is kept as written and told.
_RARE = "[^\\x{4E00}-\\x{9FA5}·A-Za-z .'\\-]"
_UNREADABLE = "[?？\\x{FFFD}□■]"


@dataclass(frozen=True)
class Tier:
    """A contribution tier: what one pays, and every way rosters write it."""

    pk: int
    label: str
    amount_fen: Fen
    words: tuple[str, ...]


@dataclass(frozen=True)
class Threshold:
    """What a unit must reach: so many people, and so many in ten thousand of its staff; 0 asks for nothing."""

    people: int = 0
    share_bp: int = 0

    def shortfall(self, *, enrolled: int, staff: int | None) -> str | None:
        """Why a unit with so many enrolled falls short, in Chinese; None when it does not.

        Without a staff count the share cannot be judged and is not held against the unit.
        """
        if enrolled < self.people:
            return f"单位参保 {enrolled} 人，本期至少 {self.people} 人，全单位暂不导入"
        if staff and enrolled * 10_000 < self.share_bp * staff:
            share = f"{self.share_bp / 100:g}%"
            return f"单位参保 {enrolled} 人，职工 {staff} 人，未达到 {share}，全单位暂不导入"
        return None


def judge(rows: pl.DataFrame, code: str, where: pl.Expr, text: pl.Expr | None = None) -> pl.DataFrame:
    """Give rows without a verdict this one where the condition holds; the first verdict of a row stands."""
    applies = pl.col("code").is_null() & where.fill_null(value=False)
    return rows.with_columns(
        pl.when(applies).then(pl.lit(code)).otherwise(pl.col("code")).alias("code"),
        pl.when(applies).then(text if text is not None else pl.lit(None)).otherwise(pl.col("text")).alias("text"),
    )


def names(rows: pl.DataFrame) -> pl.DataFrame:
    """missing-name, name-unreadable; adds `is_rare` (told, not refused)."""
    rows = judge(rows, "missing-name", pl.col("name").is_null())
    rows = judge(rows, "name-unreadable", pl.col("name").str.contains(_UNREADABLE))
    return rows.with_columns(pl.col("name").str.contains(_RARE).fill_null(value=False).alias("is_rare"))


def tiers(rows: pl.DataFrame, offered: Sequence[Tier]) -> pl.DataFrame:
    """From `tier_text`, `amount_fen` and `amount_text` to `tier_id` and `fee_fen`; the four ways that fails.

    A tier without an amount is enough, an amount without a tier too; both must agree.
    """
    words = {word: tier.pk for tier in offered for word in tier.words}
    fees = {tier.pk: tier.amount_fen for tier in offered}
    labels = {tier.pk: tier.label for tier in offered}
    by_fee: dict[int, list[int]] = {}
    for tier in offered:
        by_fee.setdefault(tier.amount_fen, []).append(tier.pk)
    only = {fee: found[0] for fee, found in by_fee.items() if len(found) == 1}
    said = pl.col("tier_text").replace_strict(words, default=None, return_dtype=pl.Int64)
    paid = pl.col("amount_fen").replace_strict(only, default=None, return_dtype=pl.Int64)
    lone = offered[0].pk if len(offered) == 1 else None
    nothing_given = pl.col("tier_text").is_null() & pl.col("amount_text").is_null()
    rows = rows.with_columns(said.alias("said_tier"), paid.alias("paid_tier"))
    rows = rows.with_columns(
        pl.coalesce("said_tier", "paid_tier", pl.when(nothing_given).then(pl.lit(lone, dtype=pl.Int64))).alias(
            "tier_id"
        )
    )
    rows = rows.with_columns(
        pl.col("tier_id").replace_strict(fees, default=None, return_dtype=pl.Int64).alias("fee_fen")
    )
    known = "、".join(f"{tier.label} {show_yuan(tier.amount_fen)}" for tier in offered)
    typed = pl.col("amount_text").fill_null("")
    label = pl.col("tier_id").replace_strict(labels, default="", return_dtype=pl.String)
    due = pl.col("fee_fen").replace_strict({f: show_yuan(f) for f in by_fee}, default="", return_dtype=pl.String)
    rows = judge(
        rows,
        "unknown-tier",
        pl.col("tier_text").is_not_null() & pl.col("said_tier").is_null(),
        pl.format("没有“{}”这个缴费档次，本期有：{}", pl.col("tier_text").fill_null(""), pl.lit(known)),
    )
    rows = judge(rows, "missing-tier", nothing_given & pl.col("tier_id").is_null())
    rows = judge(
        rows,
        "amount-differs",
        pl.col("amount_text").is_not_null() & pl.col("said_tier").is_null() & pl.col("paid_tier").is_null(),
        pl.format("缴费 {} 元与各档次都不符，本期有：{}", typed, pl.lit(known)),
    )
    return judge(
        rows,
        "amount-differs",
        pl.col("said_tier").is_not_null()
        & pl.col("amount_text").is_not_null()
        & (pl.col("amount_fen").is_null() | (pl.col("amount_fen") != pl.col("fee_fen"))),
        pl.format("缴费与档次不符：{}档应缴 {} 元，表中 {} 元", label.str.strip_suffix("档"), due, typed),
    )


def window(rows: pl.DataFrame, *, first: date, last: date, on: date) -> pl.DataFrame:
    """outside-window, date-unreadable; `enrolled_on` becomes the row's day, the business day where none is given."""
    rows = judge(rows, "date-unreadable", pl.col("enrolled_text").is_not_null() & pl.col("enrolled_on").is_null())
    rows = rows.with_columns(pl.col("enrolled_on").fill_null(pl.lit(on)))
    day = pl.col("enrolled_on")
    return judge(
        rows,
        "outside-window",
        (day < first) | (day > last) | (day > on),
        pl.format(
            "登记日期 {} 不在本期登记时间（{} 至 {}）内",
            day.dt.to_string("%Y-%m-%d"),
            pl.lit(first.isoformat()),
            pl.lit(min(last, on).isoformat()),
        ),
    )


def repeated(rows: pl.DataFrame, sheet_names: Sequence[str]) -> pl.DataFrame:
    """twice-in-file: a number that stands in an earlier row; that row keeps whatever verdict it has, and is named."""
    # A number that is wrong in itself says nothing about who is meant.
    sound = pl.col("code").is_null()
    first = (
        rows.filter(sound)
        .group_by("id_number")
        .agg(pl.len().alias("times"), pl.col("sheet", "row", "block").first().name.prefix("first_"))
        .filter(pl.col("times") > 1)
    )
    if first.is_empty():
        return rows
    joined = rows.join(first, on="id_number", how="left", maintain_order="left")
    is_later = (pl.struct("sheet", "row", "block")) != (
        pl.struct(
            pl.col("first_sheet").alias("sheet"), pl.col("first_row").alias("row"), pl.col("first_block").alias("block")
        )
    )
    sheet = pl.col("first_sheet").replace_strict(dict(enumerate(sheet_names)), default="", return_dtype=pl.String)
    same_sheet = pl.format("与第 {} 行证件号码相同，本行不导入", pl.col("first_row"))
    other_sheet = pl.format("与工作表“{}”第 {} 行证件号码相同，本行不导入", sheet, pl.col("first_row"))
    text = pl.when(pl.col("sheet") == pl.col("first_sheet")).then(same_sheet).otherwise(other_sheet)
    judged = judge(joined, "twice-in-file", pl.col("times").is_not_null() & is_later, text)
    return judged.select(rows.columns)


def thresholds(
    rows: pl.DataFrame, threshold: Threshold, *, enrolled: dict[int, int], staff: dict[int, int]
) -> pl.DataFrame:
    """unit-under-threshold for every otherwise accepted row of a unit that stays below, counting those enrolled before."""
    if not threshold.people and not threshold.share_bp:
        return rows
    coming = rows.filter(pl.col("code").is_null()).group_by("unit_id").len()
    short = {}
    for unit_id, many in coming.iter_rows():
        why = threshold.shortfall(enrolled=many + enrolled.get(unit_id, 0), staff=staff.get(unit_id))
        if why:
            short[unit_id] = why
    text = pl.col("unit_id").replace_strict(short, default=None, return_dtype=pl.String)
    return judge(rows, "unit-under-threshold", text.is_not_null(), text)
