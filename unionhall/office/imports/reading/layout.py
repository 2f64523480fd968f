"""From a grid of cells to a table: header, columns, rows with their numbers, and what is no row of the table.

Knows no file format and no field of the caller beyond the words of its headers.
"""

from collections.abc import Sequence

import polars as pl

from unionhall.kernel.errors import N_

from .blocks import Block, other_orders, side_by_side
from .content import is_id_like, is_value
from .glyphs import SPACES
from .headers import Header, find_header
from .lexicon import DITTO
from .limits import HEADER_WINDOW
from .rowkinds import RowJudge, skipped_kinds
from .workbook import NOTHING_SKIPPED, Column, Grid, Sheet, index_of, letters_of

EMPTY_SHEET = N_("这张表是空的，没有读取。")
HIDDEN_SHEET = N_("这张表是隐藏的，没有读取；需要的话请取消隐藏后重新上传。")
NO_TABLE = N_("这张表里没有找到表头和数据行，没有读取。")
NO_ROWS_BELOW = N_("这张表只有表头，没有数据行，没有读取。")

#: An Excel number holds 15 digits; only a text of more can be one that lost some.
MAY_HAVE_LOST_DIGITS = r"^\d{16,}(?:\.0)?$|^\d(?:\.\d+)?[eE]\+?\d"


def lay_out(grid: Grid, known: frozenset[str] = frozenset()) -> Sheet:
    """The table of a sheet. `known`: header keys of the caller's fields, on top of the common vocabulary."""
    if grid.is_hidden:
        return Sheet(grid.name, is_hidden=True, why=HIDDEN_SHEET)
    if grid.why:
        return Sheet(grid.name, why=grid.why)
    grid = _without_blank_space(grid)
    letters = [name for name in grid.cells.columns if name != "row"]
    if not letters or grid.cells.is_empty():
        return Sheet(grid.name, why=EMPTY_SHEET)
    header = find_header(grid, known)
    if header is None:
        first = _first_row_of_people(grid.cells)
        if first is None:
            return Sheet(grid.name, why=NO_TABLE)
        header = Header(0, first - 1, (None,) * len(letters))
    return _table(grid, header, letters, known)


def _table(grid: Grid, header: Header, letters: list[str], known: frozenset[str]) -> Sheet:
    body = grid.cells.filter(pl.col("row") > header.last_row)
    used = [
        (letter, text)
        for letter, text in zip(letters, header.texts, strict=True)
        if text or body[letter].null_count() < body.height
    ]
    blocks = side_by_side(used)
    keys = list(blocks[0].letters)
    texts = [text for letter, text in used if letter in keys]
    if grid.merges:
        body = _filled_down(body, grid, [letter for letter, _ in used])
    judge = RowJudge.of(keys, texts, grid.merges if len(blocks) == 1 else (), known)
    spans = [(header.last_row, block) for block in blocks]
    if len(blocks) == 1:
        spans += other_orders(body, keys, judge)
        blocks = [block for _, block in spans]
    stacked = _stacked(body, spans)
    kinds = skipped_kinds(stacked, keys, judge)
    rows = stacked.filter(kinds.is_null())
    if rows.is_empty():
        return Sheet(grid.name, why=NO_ROWS_BELOW if header.first_row else NO_TABLE)
    rows = _dittos_resolved(rows, keys)
    last_row = int(rows["row"].max())  # type: ignore[arg-type]
    skipped = pl.concat([_people_above(grid.cells, header.first_row), _skipped(stacked, kinds, keys)])
    return Sheet(
        name=grid.name,
        is_read=True,
        header_rows=(header.first_row, header.last_row) if header.first_row else None,
        first_data_row=int(rows["row"].min()),  # type: ignore[arg-type]
        last_data_row=last_row,
        columns=_columns(rows, keys, texts, blocks, grid),
        rows=rows,
        skipped_rows=skipped.sort("row"),
        numeric_cells=_numeric_cells(grid, rows, keys, blocks),
    )


def _without_blank_space(grid: Grid) -> Grid:
    """Outer blanks off, cells of nothing but blanks empty, empty rows below and empty columns at the right off."""
    letters = [name for name in grid.cells.columns if name != "row"]
    stripped = grid.cells.with_columns(pl.col(letters).str.strip_chars(SPACES).replace("", None))
    letters = [name for name in letters if stripped[name].null_count() < stripped.height]
    cells = stripped.select("row", *letters)
    if letters:
        last = cells.filter(pl.any_horizontal(pl.col(letters).is_not_null()))["row"].max()
        cells = cells.filter(pl.col("row") <= last)
    return Grid(grid.name, cells, grid.merges, grid.hidden_columns, numbers=grid.numbers)


def _first_row_of_people(cells: pl.DataFrame) -> int | None:
    """Where a table without a header begins: the first row with an ID number, or two rows of two values."""
    rows = [(row[0], [cell for cell in row[1:] if cell]) for row in cells.head(200).iter_rows()]
    for number, filled in rows:
        if any(map(is_id_like, filled)):
            return int(number)
    dense = [number for number, filled in rows if sum(map(is_value, filled)) >= 2]
    return int(dense[0]) if len(dense) >= 2 else None


def _stacked(body: pl.DataFrame, spans: Sequence[tuple[int, Block]]) -> pl.DataFrame:
    """One block below the other. Blocks that begin at the same row stand side by side, the others one after another."""
    keys = spans[0][1].letters
    parts = []
    for number, (start, block) in enumerate(spans):
        later = [other for other, _ in spans if other > start]
        until = min(later, default=None)
        within = pl.col("row") > start if until is None else (pl.col("row") > start) & (pl.col("row") <= until)
        cells = (
            (pl.col(letter) if letter else pl.lit(None, dtype=pl.String)).alias(key)
            for letter, key in zip(block.letters, keys, strict=True)
        )
        parts.append(body.filter(within).select("row", pl.lit(number, dtype=pl.Int64).alias("block"), *cells))
    return parts[0] if len(parts) == 1 else pl.concat(parts)


def _filled_down(body: pl.DataFrame, grid: Grid, letters: Sequence[str]) -> pl.DataFrame:
    """The value of a cell merged over several rows stands in each of them: a unit's name beside all its people.

    Only rows that hold something of their own: the merge may run on into empty lines.
    """
    names = [name for name in grid.cells.columns if name != "row"]
    by_letter: dict[str, list[tuple[int, int]]] = {}
    first = int(body["row"].min()) if body.height else 0  # type: ignore[arg-type]
    for merge in grid.merges:
        if merge.first_column == merge.last_column and merge.last_row > merge.first_row >= first:
            letter = letters_of(merge.first_column)
            if letter in letters and letter in names:
                by_letter.setdefault(letter, []).append((merge.first_row, merge.last_row))
    if not by_letter:
        return body
    has_own = body.select(pl.any_horizontal(pl.col(letters).is_not_null())).to_series().to_list()
    filled = []
    for letter, spans in by_letter.items():
        values = body[letter].to_list()
        for start, end in spans:
            for place in range(start - first + 1, min(end - first + 1, len(values))):
                if has_own[place] and values[place] is None:
                    values[place] = values[start - first]
        filled.append(pl.Series(letter, values, dtype=pl.String))
    return body.with_columns(filled)


def _dittos_resolved(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """同上 and its marks take the value above."""
    pattern = DITTO.pattern
    has_any = rows.select(pl.col(key).str.contains(pattern).any() for key in keys).row(0)
    marked = [key for key, found in zip(keys, has_any, strict=True) if found]
    return rows.with_columns(
        pl.when(pl.col(key).str.contains(pattern))
        .then(pl.when(pl.col(key).str.contains(pattern)).then(None).otherwise(pl.col(key)).forward_fill())
        .otherwise(pl.col(key))
        .alias(key)
        for key in marked
    )


def _columns(
    rows: pl.DataFrame, keys: Sequence[str], texts: Sequence[str | None], blocks: Sequence[Block], grid: Grid
) -> tuple[Column, ...]:
    columns = []
    for place, (key, text) in enumerate(zip(keys, texts, strict=True)):
        letters = tuple(block.letters[place] for block in blocks)
        samples = tuple(rows[key].drop_nulls().head(200).unique(maintain_order=True).head(3).to_list())
        columns.append(Column(key, index_of(key), text or "", samples, key in grid.hidden_columns, letters))
    return tuple(columns)


def _people_above(cells: pl.DataFrame, first_row: int) -> pl.DataFrame:
    """Lines above the header are titles and labels; one with an ID number is named, lest it be lost in silence."""
    above = cells.filter(pl.col("row") < first_row).head(HEADER_WINDOW)
    letters = [name for name in cells.columns if name != "row"]
    found = [row for row in above.iter_rows() if any(cell and is_id_like(cell) for cell in row[1:])]
    named = pl.DataFrame(found, schema=above.schema, orient="row")
    text = pl.concat_str(pl.col(letters), separator=" ", ignore_nulls=True).alias("text")
    return named.select("row", pl.lit("note").alias("kind"), text)


def _skipped(stacked: pl.DataFrame, kinds: pl.Series, keys: Sequence[str]) -> pl.DataFrame:
    found = stacked.with_columns(kinds.alias("kind")).filter(pl.col("kind").is_not_null())
    if found.is_empty():
        return NOTHING_SKIPPED
    return found.select(
        "row", "kind", pl.concat_str(pl.col(keys), separator=" ", ignore_nulls=True).alias("text")
    ).sort("row")


def _numeric_cells(
    grid: Grid, rows: pl.DataFrame, keys: Sequence[str], blocks: Sequence[Block]
) -> dict[str, pl.Series] | None:
    """Asked only for columns with more digits than a number holds: it means going through the file again."""
    if grid.numbers is None:
        return None
    checks = [pl.col(key).str.contains(MAY_HAVE_LOST_DIGITS).any() for key in keys]
    suspected = [key for key, found in zip(keys, rows.select(checks).row(0), strict=True) if found]
    if not suspected:
        return {}
    letters = {key: [block.letters[list(keys).index(key)] for block in blocks] for key in suspected}
    flags = grid.numbers(sorted({letter for found in letters.values() for letter in found if letter}))
    flags = flags.with_columns(pl.lit(value=False).alias(""))
    answers = {}
    for key, places in letters.items():
        parts = [
            rows.filter(pl.col("block") == number)
            .select("row")
            .join(flags.select("row", pl.col(letter).alias("flag")), on="row", how="left", maintain_order="left")[
                "flag"
            ]
            .fill_null(value=False)
            for number, letter in enumerate(places)
        ]
        answers[key] = pl.concat(parts).alias(key)
    return answers
