"""A verdict for every row of a roster, column by column in polars: what the file alone says, and what the records say.

Pure: known persons, enrolments, units and terms come in as frames and plain values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from unionhall.kernel.errors import N_
from unionhall.kernel.money import show_yuan
from unionhall.office.imports.reading import clean, identity

NUMERIC = "id_number_is_number"


# A row's own sentences; kept with the row as text, told again in the reader's language by ui.retelling.
SAME_PERSON = N_("与第 {} 行是同一人，只导入第 {} 行")
AMOUNT_DIFFERS = N_("缴费与档次不符：{tier}档应缴 {due} 元，表中为 {told} 元")
NO_AMOUNT = N_("缴费与档次不符：{tier}档应缴 {due} 元，表中不是一个金额")
UNIT_UNKNOWN = N_("单位未登记：表中写“{}”，您管的范围里没有这个名称或代码")
UNIT_UNCLEAR = N_("单位不清：“{}”在您管的范围里指 {} 家工会，请写统一社会信用代码")
ENROLLED_BY = N_("已由“{}”参保，不再重复")


@dataclass(frozen=True)
class TierTerms:
    """A contribution tier as rosters write it."""

    id: int
    label: str
    amount_fen: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Window:
    """When the period may be enrolled, both days included, and what a unit must bring (0: nothing)."""

    enrol_from: date
    enrol_until: date
    minimum_people: int = 0
    minimum_share_bp: int = 0

    def holds(self, on: date) -> bool:
        return self.enrol_from <= on <= self.enrol_until


def prepared(rows: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Cleaned columns and what is wrong with a row by the file alone (`code`, `text`; null: nothing so far)."""
    typed = rows["id_number"]
    codes = identity.verdicts(typed, rows[NUMERIC], on=on)
    cleaned = rows.select(
        "sheet",
        "row",
        "block",
        clean.name(pl.col("name")).alias("name"),
        clean.id_number(pl.col("id_number")).alias("id_number"),
        clean.phone(pl.col("phone")).alias("phone"),
        clean.text(pl.col("tier")).alias("tier"),
        clean.fen(pl.col("amount")).alias("amount_fen"),
        (clean.text(pl.col("amount")).is_not_null()).alias("has_amount"),
        clean.credit_code(pl.col("unit_code")).alias("unit_code"),
        clean.text(pl.col("unit_name")).alias("unit_name"),
        codes.alias("id_code"),
    )
    code = (
        pl.when(pl.col("name").is_null())
        .then(pl.lit("missing-name"))
        .when(pl.col("id_code") != "ok")
        .then(pl.col("id_code"))
        .otherwise(None)
    )
    wrong = cleaned.with_columns(code.alias("code"), pl.lit(None, dtype=pl.String).alias("text"))
    return _twice(wrong).drop("id_code")


def _twice(rows: pl.DataFrame) -> pl.DataFrame:
    """The second and later rows of one number name the first; rows that are wrong anyway do not count."""
    stands = pl.col("code").is_null() | (pl.col("code") == "region-unknown")
    counted = rows.with_columns(pl.when(stands).then(pl.col("id_number")).otherwise(None).alias("_key"))
    first = pl.col("row").first().over("_key")
    rank = pl.int_range(pl.len()).over("_key")
    is_twice = pl.col("_key").is_not_null() & (rank > 0)
    return counted.with_columns(
        pl.when(is_twice).then(pl.lit("twice-in-file")).otherwise(pl.col("code")).alias("code"),
        pl.when(is_twice).then(pl.format(SAME_PERSON, first, first)).otherwise(pl.col("text")).alias("text"),
    ).drop("_key")


def with_tiers(rows: pl.DataFrame, tiers: Sequence[TierTerms]) -> pl.DataFrame:
    """`tier_id`, `due_fen` by the tier's word, else by the amount, else by the only tier; faults where they differ."""
    words = {word: tier.id for tier in tiers for word in (tier.label, *tier.words)}
    by_amount = {tier.amount_fen: tier.id for tier in tiers}
    fees = {tier.id: tier.amount_fen for tier in tiers}
    labels = {tier.id: tier.label for tier in tiers}
    only = tiers[0].id if len(tiers) == 1 else None
    worded = pl.col("tier").replace_strict(words, default=None, return_dtype=pl.Int64)
    paid = pl.col("amount_fen").replace_strict(by_amount, default=None, return_dtype=pl.Int64)
    silent = pl.col("tier").is_null() & ~pl.col("has_amount")
    tier = pl.coalesce(worded, paid, pl.when(silent).then(pl.lit(only, dtype=pl.Int64)))
    found = rows.with_columns(tier.alias("tier_id")).with_columns(
        pl.col("tier_id").replace_strict(fees, default=None, return_dtype=pl.Int64).alias("due_fen"),
        pl.col("tier_id").replace_strict(labels, default="", return_dtype=pl.String).alias("_label"),
    )
    wrong_amount = pl.col("has_amount") & (pl.col("amount_fen").is_null() | (pl.col("amount_fen") != pl.col("due_fen")))
    text = pl.struct("_label", "due_fen", "amount_fen").map_elements(_amount_text, return_dtype=pl.String)
    found = found.with_columns(text_where(found, wrong_amount & pl.col("tier_id").is_not_null(), text))
    found = _fault(found, pl.col("tier_id").is_null(), "tier-unknown")
    return _fault(found, wrong_amount & pl.col("tier_id").is_not_null(), "amount-wrong").drop("_label")


def text_where(rows: pl.DataFrame, condition: pl.Expr, text: pl.Expr) -> pl.Expr:
    """A sentence of the row's own, computed only for rows that are meant and not yet judged."""
    meant = rows.select((_open() & condition).fill_null(False)).to_series()
    if not meant.any():
        return pl.col("text")
    told = rows.filter(meant).select(text.alias("t"))["t"]
    column = rows["text"].scatter(meant.arg_true(), told)
    return pl.lit(column).alias("text")


def _amount_text(row: Mapping[str, Any]) -> str:
    due = {"tier": row["_label"], "due": show_yuan(row["due_fen"])}
    if row["amount_fen"] is None:
        return NO_AMOUNT.format(**due)
    return AMOUNT_DIFFERS.format(**due, told=show_yuan(row["amount_fen"]))


def against_reach(rows: pl.DataFrame, within: Sequence[str]) -> pl.DataFrame:
    """Rows whose unit nobody knows, or that is not the sender's to speak for. Needs what `naming.with_units` adds."""
    reached = pl.lit(False)
    for top in within:
        reached = reached | pl.col("path").str.starts_with(top)
    name = pl.coalesce("unit_name", "unit_code")
    is_unknown = pl.col("unit_id").is_null()
    several = pl.format(UNIT_UNCLEAR, name, pl.col("namesakes"))
    none = pl.format(UNIT_UNKNOWN, name)
    told = rows.with_columns(text_where(rows, is_unknown & (pl.col("namesakes") > 1), several))
    told = told.with_columns(text_where(told, is_unknown & (pl.col("namesakes").fill_null(0) < 2), none))
    told = _fault(told, is_unknown, "unit-unknown")
    return _fault(told, ~is_unknown & ~reached, "unit-outside")


def against_records(rows: pl.DataFrame, known: pl.DataFrame, shares: pl.DataFrame) -> pl.DataFrame:
    """`person_id`, `is_renewal`; a known number under another name, or a share already held, ends the row.

    :param known: id_index, person_id, known_name, known_path (the person's place where the reader may know of it, else
        null: one neutral verdict, whatever the records hold). :param shares: person_id, holder_id (unit of this period's share),
        holder (its name where the reader may know it), is_renewal.
    """
    met = rows.join(known, on="id_index", how="left", maintain_order="left").join(
        shares, on="person_id", how="left", maintain_order="left"
    )
    met = met.with_columns(pl.col("is_renewal").fill_null(False))
    differs = pl.col("known_name").is_not_null() & (pl.col("known_name") != pl.col("name"))
    met = _fault(met, differs & pl.col("known_path").is_null(), "known-elsewhere")
    met = _fault(met, differs, "name-differs")
    here = pl.col("holder_id") == pl.col("unit_id")
    met = _fault(met, pl.col("holder_id").is_not_null() & here, "enrolled-here")
    named = pl.col("holder_id").is_not_null() & pl.col("holder").is_not_null()
    met = met.with_columns(text_where(met, named, pl.format(ENROLLED_BY, pl.col("holder"))))
    return _fault(met, pl.col("holder_id").is_not_null(), "enrolled-elsewhere")


def against_terms(rows: pl.DataFrame, window: Window, staff: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """The enrolment window, and the unit's threshold over its own accepted rows and those enrolled before.

    :param staff: unit_id, staff (as last reported, null when nothing was), enrolled (standing already).
    """
    if not window.holds(on):
        return _fault(rows, pl.lit(True), "outside-window")
    if not window.minimum_people and not window.minimum_share_bp:
        return rows
    met = rows.join(staff, on="unit_id", how="left", maintain_order="left")
    people = _open().sum().over("unit_id") + pl.col("enrolled").fill_null(0)
    too_few = people < window.minimum_people
    below_share = people * 10_000 < pl.col("staff").fill_null(0) * window.minimum_share_bp
    return _fault(met, too_few | below_share, "unit-threshold").drop("staff", "enrolled")


def judged(rows: pl.DataFrame) -> pl.DataFrame:
    """Whoever is not refused is accepted."""
    return rows.with_columns(pl.col("code").fill_null("accepted"))


def _open() -> pl.Expr:
    """Not refused so far."""
    return pl.col("code").is_null() | (pl.col("code") == "region-unknown")


def _fault(rows: pl.DataFrame, condition: pl.Expr, code: str) -> pl.DataFrame:
    refused = _open() & condition.fill_null(False)
    return rows.with_columns(pl.when(refused).then(pl.lit(code)).otherwise(pl.col("code")).alias("code"))


def open_rows(rows: pl.DataFrame) -> pl.Series:
    return rows.select(_open().alias("open")).to_series()
