"""Where the header of a sheet is: one row or several, joined by their merged cells into one text a column.

Not which field a column is: that is `matching`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from .content import is_id_like, is_value
from .glyphs import squashed
from .lexicon import LEVEL, SIGNATURE, header_key, is_header_word
from .limits import HEADER_WINDOW
from .workbook import Grid, Merge

Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class Header:
    """Header rows (1-based, inclusive) and the text above each column, None where there is none."""

    first_row: int
    last_row: int
    texts: tuple[str | None, ...]


@dataclass(frozen=True)
class _Window:
    """The filled rows at the top of a sheet: (row number, cells)."""

    rows: tuple[tuple[int, Cells], ...]
    merges: tuple[Merge, ...]
    known: frozenset[str]

    def words(self, cells: Cells) -> int:
        return len({header_key(cell) for cell in cells if cell and is_header_word(cell, self.known)})

    def spans(self, row: int, column: int) -> bool:
        """Whether the cell there heads a group: merged over several columns."""
        return any(m.first_row <= row <= m.last_row and m.first_column == column < m.last_column for m in self.merges)


def find_header(grid: Grid, known: frozenset[str]) -> Header | None:
    """The header of the sheet's table, None when no row reads like one.

    The row with the most words of the trade wins; rows above and below join it when merged cells or gaps say so.
    """
    columns = [name for name in grid.cells.columns if name != "row"]
    filled = grid.cells.filter(pl.any_horizontal(pl.col(columns).is_not_null())) if columns else grid.cells
    top = filled.head(HEADER_WINDOW)
    rows = tuple((int(row[0]), tuple(row[1:])) for row in top.iter_rows())
    window = _Window(rows, tuple(m for m in grid.merges if rows and m.first_row <= rows[-1][0]), known)
    place = _best_row(window)
    if place is None:
        return None
    first, last = _upward(window, place), _downward(window, place)
    return Header(rows[first][0], rows[last][0], _joined(window, first, last))


def _best_row(window: _Window) -> int | None:
    best, best_score = None, 0.0
    for place, (_, cells) in enumerate(window.rows):
        filled = [cell for cell in cells if cell]
        words = window.words(cells)
        values = sum(map(is_value, filled))
        if not words or (words < 2 and len(filled) > 2) or values >= words:
            continue
        below = window.rows[place + 1 : place + 4]
        has_people_below = any(cell and is_id_like(cell) for _, row in below for cell in row)
        score = words - 2 * values + (3 if has_people_below else 0) + (0.5 if words == len(filled) else 0)
        if words == 1 and not below:
            continue
        if score > best_score:
            best, best_score = place, score
    return best


def _downward(window: _Window, place: int) -> int:
    """The last header row: sub-headings stand under group headings or gaps, where a person's row fills the rest too."""
    last = place
    while last + 1 < len(window.rows) and last - place < 3:
        head_number, head = window.rows[last]
        number, cells = window.rows[last + 1]
        filled = [i for i, cell in enumerate(cells) if cell]
        if number != head_number + 1 or any(is_value(cells[i] or "") for i in filled):
            break
        if any(SIGNATURE.search(squashed(cells[i] or "")) and ":" in squashed(cells[i] or "") for i in filled):
            break
        leaves = [
            i
            for i, cell in enumerate(head)
            if cell and not window.spans(head_number, i) and not _opens_group(head, cells, i)
        ]
        untouched = [i for i in leaves if not cells[i]]
        is_sub_heading = (
            leaves and len(untouched) * 2 > len(leaves) and len(filled) >= 1 and len(filled) + len(untouched) > 1
        )
        is_second_language = window.words(cells) >= 2 and window.words(cells) * 2 > len(filled)
        if not (is_second_language or (is_sub_heading and _stands_under_groups(window, last, filled))):
            break
        last += 1
    return last


def _opens_group(head: Cells, below: Cells, column: int) -> bool:
    """Without merges known (csv, old xls): a heading with gaps to its right that the row below fills opens a group."""
    return column + 1 < len(head) and not head[column + 1] and bool(below[column] and below[column + 1])


def _stands_under_groups(window: _Window, place: int, filled: Sequence[int]) -> bool:
    number, head = window.rows[place]
    for column in filled:
        if head[column] and not (window.spans(number, column) or _opens_group(head, window.rows[place + 1][1], column)):
            return False
    return True


def _upward(window: _Window, place: int) -> int:
    """The first header row: group headings above, several short cells over gaps or merged, no title and no label."""
    first = place
    while first > 0 and place - first < 2:
        number, cells = window.rows[first - 1]
        below_number, below = window.rows[first]
        filled = [i for i, cell in enumerate(cells) if cell]
        texts = [squashed(cells[i] or "") for i in filled]
        if number != below_number - 1 or len(filled) < 2:
            break
        if any(len(text) > 16 or ":" in text or is_value(text) for text in texts):
            break
        fills_gap = any(not below[i] for i in filled) or any(window.spans(number, i) for i in filled)
        if not fills_gap or any(
            below[i] and not window.spans(number, i) and not _opens_group(cells, below, i) for i in filled
        ):
            break
        first -= 1
    return first


def _joined(window: _Window, first: int, last: int) -> tuple[str | None, ...]:
    """One text a column, from the group heading down: "缴费 / 金额（元）"; line breaks and repetitions removed."""
    levels = [list(window.rows[place][1]) for place in range(first, last + 1)]
    numbers = [window.rows[place][0] for place in range(first, last + 1)]
    for depth, number in enumerate(numbers):
        _spread(levels, depth, number, window, is_last=number == numbers[-1])
    texts: list[str | None] = []
    for column in range(len(levels[0])):
        parts: list[str] = []
        for level in levels:
            text = "".join((level[column] or "").split())
            if text and text not in parts:
                parts.append(text)
        texts.append(LEVEL.join(parts) or None)
    return tuple(texts)


def _spread(levels: list[list[str | None]], level: int, number: int, window: _Window, *, is_last: bool) -> None:
    """Write a group's heading over all columns it spans; by merges where known, else by gaps over sub-headings."""
    cells = levels[level]
    for merge in window.merges:
        if merge.first_row == number and merge.first_column < len(cells):
            for column in range(merge.first_column, min(merge.last_column, len(cells) - 1) + 1):
                cells[column] = cells[column] or cells[merge.first_column]
    if is_last:
        return
    below = levels[level + 1]
    for column in range(1, len(cells)):
        if not cells[column] and cells[column - 1] and below[column] and below[column - 1] and not window.merges:
            cells[column] = cells[column - 1]
