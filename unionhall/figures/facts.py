"""A fact: a named set of rows with a flat, typed schema, the only thing figures are counted over.
It knows no Django; `office.counting` binds it to a queryset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from unionhall.figures.phrases import Phrase
from unionhall.figures.times import COLUMNS, TimeBasis

# Column groups to compose a fact's schema of, in Ibis type names. county is a region code, 0 = the city itself; own
# says that the city federation itself is the body; days are yyyymmdd, months yyyymm; amounts are fen.
PLACED = {"record_id": "int64", "path": "string", "county": "int64", "own": "boolean", "basis": "string"}
DATED = {"day": "int64", "month": "int64"}
STANDING = {"day": "int64", "until": "int64"}
PERIODIC = {"scheme": "string", "period": "int64"}
PERSONAL = {"person_id": "int64"}
MONEY = {"amount_fen": "int64"}
HEADS = {"headcount": "int64"}

# How well a record is founded, best first: a person each; observed, with evidence; a unit's word.
BASES = ("named", "counted", "reported")


class IncompleteFact(ValueError):
    """A fact lacks a column that it, a figure's time basis or a measure needs."""


@dataclass(frozen=True, eq=False)
class Fact:
    """A named set of rows.

    :param name: identifier, unique in the catalogue, also the name of its Parquet file.
    :param label: what the office calls these records (支付, 参加记录 …).
    :param columns: column name → Ibis type name, usually composed: ``PLACED | DATED | PERSONAL | {"kind": "string"}``.
    :param record: what a record_id identifies, as text ("payments.Order"); pages use it to link.
    :raises IncompleteFact: a column of PLACED is missing.
    """

    name: str
    label: Phrase
    columns: Mapping[str, str]
    record: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))
        self.require(*PLACED, what="every fact")

    def require(self, *names: str, what: str) -> None:
        """Check that the columns are there.

        :raises IncompleteFact: one is not; `what` says who needs it.
        """
        missing = [name for name in names if name not in self.columns]
        if missing:
            raise IncompleteFact(f"fact {self.name} lacks {', '.join(missing)}, needed by {what}")

    def require_basis(self, basis: TimeBasis) -> None:
        """Check that rows can be selected by the time basis.

        :raises IncompleteFact: they cannot.
        """
        self.require(*COLUMNS[basis], what=f"time basis {basis.value}")

    @property
    def has_months(self) -> bool:
        """Whether rows carry a month, so that figures over them can be told by month."""
        return "month" in self.columns

    def table(self, name: str) -> Any:
        """Return the fact as an unbound Ibis table of the given name."""
        import ibis  # 0.35 s: paid when the first figure is compiled, not when the server starts

        return ibis.table(dict(self.columns), name=name)
