"""What a file was read as: a workbook of sheets, each with its columns and rows, and the shape before that, a grid.

Not how it was read: that is in the module of each format and in `layout`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

NOTHING_SKIPPED = pl.DataFrame(schema={"row": pl.Int64, "kind": pl.String, "text": pl.String})
NO_ROWS = pl.DataFrame(schema={"row": pl.Int64, "block": pl.Int64})
SKIP_KINDS = ("blank", "header", "total", "signature", "note")


@dataclass(frozen=True)
class Merge:
    """A merged rectangle; rows 1-based as the sheet counts, columns 0-based; all four inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """One sheet as cells, before anybody asked where its table is.

    `cells` has `row` (Int64, the sheet's own number) and one String column per sheet column, named by its letters.
    `numbers` answers for some columns, which cells are stored as numbers (rows as in `cells`);
    None: the format cannot tell.
    """

    name: str
    cells: pl.DataFrame
    merges: tuple[Merge, ...] = ()
    hidden_columns: frozenset[str] = frozenset()
    is_hidden: bool = False
    why: str = ""
    numbers: Callable[[Sequence[str]], pl.DataFrame] | None = None


@dataclass(frozen=True)
class Column:
    """A column of the table: `key` names it in `rows`, `letters` says where each block has it."""

    key: str
    index: int
    header: str
    samples: tuple[str, ...] = ()
    is_hidden: bool = False
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet of the file: its table, or the reason (`why`, one Chinese sentence) why it was not read."""

    name: str
    is_hidden: bool = False
    is_read: bool = False
    why: str = ""
    header_rows: tuple[int, int] | None = None
    first_data_row: int | None = None
    last_data_row: int | None = None
    columns: tuple[Column, ...] = ()
    rows: pl.DataFrame = field(default_factory=lambda: NO_ROWS)
    skipped_rows: pl.DataFrame = field(default_factory=lambda: NOTHING_SKIPPED)
    numeric_cells: Mapping[str, pl.Series] | None = None

    @property
    def skipped(self) -> dict[str, int]:
        """How many rows below the header are not in `rows`, by kind; every kind is named."""
        found = dict(self.skipped_rows.group_by("kind").len().iter_rows())
        return {kind: found.get(kind, 0) for kind in SKIP_KINDS}

    def column(self, key: str) -> Column:
        """The column of that key.

        :raises KeyError: there is none.
        """
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def is_numeric(self, key: str) -> pl.Series:
        """Beside `rows`: the cell is stored as a number of more than 15 digits; null: the format cannot tell."""
        if self.numeric_cells is None:
            return pl.repeat(None, self.rows.height, dtype=pl.Boolean, eager=True)
        found = self.numeric_cells.get(key)
        return pl.repeat(False, self.rows.height, dtype=pl.Boolean, eager=True) if found is None else found


@dataclass(frozen=True)
class Workbook:
    """A file as read. `kind` is what it is, not what its name says; `encoding` only for text."""

    filename: str
    kind: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None

    @cached_property
    def read_sheets(self) -> tuple[Sheet, ...]:
        """The sheets whose rows count."""
        return tuple(sheet for sheet in self.sheets if sheet.is_read)


def letters_of(index: int) -> str:
    """Excel's name of a column, 0 -> A, 25 -> Z, 26 -> AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def index_of(letters: str) -> int:
    """The 0-based place of a column name, A -> 0, AA -> 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
