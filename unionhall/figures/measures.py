"""What is taken of the rows a figure selects: their number, a column's total, or the distinct persons among them.
Not SQL: the measure becomes an Ibis expression only when a pass is compiled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How rows become a number."""

    COUNT = "count"
    TOTAL = "total"
    DISTINCT = "distinct"


@dataclass(frozen=True)
class Measure:
    """A measure over a column (none for counting rows)."""

    kind: Kind
    column: str = ""

    @property
    def additive(self) -> bool:
        """Whether parts add up to the whole. Distinct persons do not: one person may stand in two counties."""
        return self.kind is not Kind.DISTINCT

    def over(self, table: Any, where: Any) -> Any:
        """Return the measure over the rows that meet the condition, as an Ibis expression."""
        if self.kind is Kind.COUNT:
            return table.count(where=where)
        column = table[self.column]
        return column.sum(where=where) if self.kind is Kind.TOTAL else column.nunique(where=where)


def count() -> Measure:
    """Count the rows."""
    return Measure(Kind.COUNT)


def total(column: str) -> Measure:
    """Add up an integer column; empty cells count as nothing."""
    return Measure(Kind.TOTAL, column)


def distinct(column: str) -> Measure:
    """Count the distinct values of a column; rows without one count as nothing."""
    return Measure(Kind.DISTINCT, column)
