"""What the federation published of its year, read from published.csv: the only place where those values stand.

Nothing here computes a figure; money is in yuan as in the table.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Published:
    """One printed value. `precision` is the unit it was rounded to; `bound` exact, over (突破), under (近) or about."""

    published_id: str
    label: str
    kind: str
    value: Decimal
    unit: str
    precision: Decimal
    bound: str
    scope: str
    is_scope_printed: bool
    is_cumulative: bool
    where: str


@cache
def published() -> dict[str, Published]:
    """Every published figure by its id."""
    with (HERE / "published.csv").open(encoding="utf-8", newline="") as file:
        return {row["published_id"]: _published(row) for row in csv.DictReader(file)}


def count(published_id: str) -> int:
    """A published whole number (money: yuan)."""
    return int(published()[published_id].value)


def table(name: str) -> list[dict[str, str]]:
    """Rows of one of the generator's own tables."""
    with (HERE / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _published(row: dict[str, str]) -> Published:
    return Published(
        published_id=row["published_id"],
        label=row["label"],
        kind=row["kind"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        precision=Decimal(row["precision"] or 1),
        bound=row["bound"],
        scope=row["scope"],
        is_scope_printed=row["scope_printed"] != "no",
        is_cumulative=row["cumulative"] == "yes",
        where=row["where"],
    )
