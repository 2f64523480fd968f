"""A draft's terms laid over all claims of a past period: cost, people, who gains, who loses. Pure; changes nothing.

What was granted is compared with what the same claims, in the order they were received, would be granted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from unionhall.aid.claims import bulk
from unionhall.aid.claims.rules import Terms
from unionhall.kernel.money import Fen


@dataclass(frozen=True)
class Side:
    """One side of the comparison: what was granted, and what would be."""

    amount_fen: Fen
    people: int
    claims: int
    capped: int
    refused: int


@dataclass(frozen=True)
class Outcome:
    """`people`: person_id, claims, was_fen, would_fen, change_fen, one row a person, largest gain first."""

    claims: int
    was: Side
    would: Side
    gaining: int
    losing: int
    same: int
    collected_fen: Fen
    people: pl.DataFrame

    @property
    def change_fen(self) -> Fen:
        return self.would.amount_fen - self.was.amount_fen

    @property
    def balance_fen(self) -> Fen:
        return self.collected_fen - self.would.amount_fen

    @property
    def payout_bp(self) -> int:
        """What would be paid in basis points of what was collected; zero when nothing was."""
        return self.would.amount_fen * 10_000 // self.collected_fen if self.collected_fen else 0

    def totals(self) -> dict[str, Any]:
        """JSON for storing: both sides and the counts."""
        return {
            "claims": self.claims,
            "was": vars(self.was),
            "would": vars(self.would),
            "gaining": self.gaining,
            "losing": self.losing,
            "same": self.same,
            "collected_fen": self.collected_fen,
            "change_fen": self.change_fen,
            "balance_fen": self.balance_fen,
            "payout_bp": self.payout_bp,
        }


def simulate(*, terms: Terms, claims: pl.DataFrame, collected_fen: Fen = 0) -> Outcome:
    """Value the claims under `terms` and compare.

    :param claims: `bulk.COLUMNS` and was_fen (granted then) and was_reason, in the order they were received;
        paid_period_fen zero, paid_life_fen and paid_before as they stood before the period.
    """
    valued = bulk.value(claims, terms)
    people = (
        valued.group_by("person_id")
        .agg(
            pl.len().alias("claims"),
            pl.col("was_fen").sum(),
            pl.col("granted_fen").sum().alias("would_fen"),
        )
        .with_columns((pl.col("would_fen") - pl.col("was_fen")).alias("change_fen"))
        .sort(["change_fen", "person_id"], descending=[True, False])
    )
    return Outcome(
        claims=valued.height,
        was=_side(valued, "was_fen", "was_reason"),
        would=_side(valued, "granted_fen", "reason"),
        gaining=people.filter(pl.col("change_fen") > 0).height,
        losing=people.filter(pl.col("change_fen") < 0).height,
        same=people.filter(pl.col("change_fen") == 0).height,
        collected_fen=collected_fen,
        people=people,
    )


def _side(valued: pl.DataFrame, amount: str, reason: str) -> Side:
    paid = valued.filter(pl.col(amount) > 0)
    is_capped = pl.col(reason).str.starts_with("capped-")
    return Side(
        amount_fen=int(valued[amount].sum() or 0),
        people=paid["person_id"].n_unique() if paid.height else 0,
        claims=paid.height,
        capped=paid.filter(is_capped)["person_id"].n_unique(),
        refused=valued.height - paid.height,
    )


def frame_of(rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    """Rows of claims as the frame `simulate` takes: values in the order of its columns."""
    schema = {**bulk.COLUMNS, "was_fen": pl.Int64, "was_reason": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
