"""Which unit each row of a roster means: by credit code, by a name it bears, its employer bears, or it once bore.

Pure: the units come in as frames; who may name which is the reach given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from unionhall.office.imports.reading import clean

# A name below the sender comes before the same name elsewhere; today's before the employer's, that before a former one.
TODAYS, EMPLOYERS, FORMER = 0, 1, 2
_ELSEWHERE = 3


@dataclass(frozen=True)
class Units:
    """`places`: unit_id, path, county. `codes`: code, unit_id, a unit's own and its employer's.

    `names`: name, unit_id, path, rank (TODAYS, EMPLOYERS, FORMER).
    """

    places: pl.DataFrame
    codes: pl.DataFrame
    names: pl.DataFrame


def with_units(
    rows: pl.DataFrame, units: Units, *, sender: int, sender_path: str, within: Sequence[str]
) -> pl.DataFrame:
    """`unit_id`, `path`, `county`, `namesakes` (how many units within reach the name may mean, when it is not one).

    A row that says nothing of a unit is the sender's. A code is looked for everywhere, a name within reach only.
    """
    codes = units.codes.unique("code", keep="first")
    by_code = codes.rename({"code": "unit_code", "unit_id": "_by_code"})
    written = codes.rename({"code": "_written", "unit_id": "_by_written"})
    named = _named(rows["unit_name"], units.names, sender_path, within)
    joined = (
        rows.with_columns(clean.credit_code(pl.col("unit_name")).alias("_written"))
        .join(by_code, on="unit_code", how="left", maintain_order="left")
        .join(written, on="_written", how="left", maintain_order="left")
        .join(named, on="unit_name", how="left", maintain_order="left")
    )
    says_nothing = pl.col("unit_code").is_null() & pl.col("unit_name").is_null()
    own = pl.when(says_nothing).then(pl.lit(sender, dtype=pl.Int64))
    found = joined.with_columns(pl.coalesce("_by_code", "_by_written", "_by_name", own).alias("unit_id"))
    placed = found.join(units.places, on="unit_id", how="left", maintain_order="left")
    return placed.drop("_by_code", "_by_written", "_by_name", "_written")


def _named(written: pl.Series, names: pl.DataFrame, sender_path: str, within: Sequence[str]) -> pl.DataFrame:
    """`unit_name`, `_by_name` and `namesakes` of each different name written: the best kind of name decides alone."""
    reached = pl.lit(value=False)
    for top in within:
        reached = reached | pl.col("path").str.starts_with(top)
    kind = pl.col("rank") + pl.when(pl.col("path").str.starts_with(sender_path)).then(0).otherwise(_ELSEWHERE)
    near = names.filter(reached).select(_plain("name").alias("_plain"), "unit_id", kind.alias("_kind"))
    near = near.group_by("_plain", "unit_id").agg(pl.col("_kind").min())
    best = near.filter(pl.col("_kind") == pl.col("_kind").min().over("_plain"))
    told = best.group_by("_plain").agg(pl.col("unit_id").first(), pl.len().cast(pl.Int64).alias("namesakes"))
    asked = (
        written.drop_nulls().unique().alias("unit_name").to_frame().with_columns(_plain("unit_name").alias("_plain"))
    )
    one = pl.when(pl.col("namesakes") == 1).then(pl.col("unit_id")).alias("_by_name")
    return asked.join(told, on="_plain", how="inner").select("unit_name", one, "namesakes")


def _plain(column: str) -> pl.Expr:
    """As names are compared: brackets alike, no blanks."""
    return pl.col(column).str.replace_many(["（", "）", " ", "　"], ["(", ")", "", ""])
