"""Where in a pass's answer each ask finds its numbers, and how the rows are added up to values.
Knows the layout of the rows, not the SQL that made them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from unionhall.figures.figures import Figure
from unionhall.figures.times import Time
from unionhall.figures.values import Value

# Every row of a pass: these five, then the slots. A row fills the keys its branch groups by and leaves the rest empty.
KEYS = ("branch", "county", "own", "month", "basis")


class Branch(IntEnum):
    """What a row of a pass holds: additive aggregates by all keys, or distinct persons of one grouping."""

    ADDITIVE = 0
    ALL = 1
    OWN = 2
    COUNTY = 3
    MONTH = 4
    OWN_MONTH = 5


@dataclass(frozen=True)
class Seat:
    """The slots of one ask: its number in rows of its own kind, and the count of its records in additive ones."""

    figure: Figure
    time: Time
    slot: int
    records: int


@dataclass
class _Sum:
    """One value while rows are added to it."""

    all: int = 0
    own: int = 0
    counties: dict[int, int] = field(default_factory=dict)
    months: dict[int, int] = field(default_factory=dict)
    own_months: dict[int, int] = field(default_factory=dict)
    basis: dict[str, int] = field(default_factory=dict)
    records: int = 0

    def value(self) -> Value:
        ordered = (dict(sorted(part.items())) for part in (self.counties, self.months, self.own_months))
        counties, months, own_months = ordered
        return Value(self.all, self.own, counties, months, own_months, self.basis, self.records)


def read(seats: Sequence[Seat], rows: Iterable[Sequence[Any]]) -> dict[tuple[str, Time], Value]:
    """Return the value of each (figure id, time) from the rows of a pass."""
    sums = {(seat.figure.id, seat.time): _Sum() for seat in seats}
    for row in rows:
        branch, keys, slots = row[0], row[1 : len(KEYS)], row[len(KEYS) :]
        for seat in seats:
            total = sums[seat.figure.id, seat.time]
            if branch == Branch.ADDITIVE:
                _add(total, seat, keys, slots)
            elif not seat.figure.additive and slots[seat.slot]:
                _place(total, branch, keys, slots[seat.slot])
    return {key: total.value() for key, total in sums.items()}


def _add(total: _Sum, seat: Seat, keys: Sequence[Any], slots: Sequence[Any]) -> None:
    """Add a row of (county, own, month, basis); of distinct persons it only tells the records and their basis."""
    county, own, month, basis = keys
    records = slots[seat.records] or 0
    total.records += records
    if not seat.figure.additive:
        if records:
            total.basis[basis] = total.basis.get(basis, 0) + records
        return
    number = slots[seat.slot] or 0
    if not number:
        return
    total.all += number
    total.basis[basis] = total.basis.get(basis, 0) + number
    if own:
        total.own += number
    if county:
        total.counties[county] = total.counties.get(county, 0) + number
    if month and seat.figure.has_months:
        total.months[month] = total.months.get(month, 0) + number
        if own:
            total.own_months[month] = total.own_months.get(month, 0) + number


def _place(total: _Sum, branch: int, keys: Sequence[Any], number: int) -> None:
    """Put the distinct persons of one grouping in their place; groupings never add up."""
    county, _, month, _ = keys
    if branch == Branch.ALL:
        total.all = number
    elif branch == Branch.OWN:
        total.own = number
    elif branch == Branch.COUNTY and county:
        total.counties[county] = number
    elif branch == Branch.MONTH and month:
        total.months[month] = number
    elif branch == Branch.OWN_MONTH and month:
        total.own_months[month] = number
