"""xlsx and xls as grids of text, read by fastexcel (calamine) after the file's shape has been checked.

Every cell comes as text; which cells are stored as numbers is asked apart, for the columns where it matters.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import fastexcel
import polars as pl

from unionhall.kernel.errors import N_

from .limits import SHEETS
from .ole import BiffSheet, biff_sheets, workbook_stream
from .ooxml import Package, SheetPart, SheetShape
from .refusals import Damaged, Unreadable
from .workbook import Grid, Merge, index_of, letters_of

NO_WORKSHEET = N_("这张是图表页，不是工作表，没有读取。")
TOO_MANY_SHEETS = N_("工作簿里的表太多，只读前 200 张。")
_NOTHING = pl.DataFrame(schema={"row": pl.Int64})


def xlsx_grids(content: bytes) -> list[Grid]:
    """The sheets of an xlsx; hidden ones without cells.

    :raises Unreadable: bomb, damaged, encrypted, no workbook.
    """
    package = Package(content)
    parts = package.sheets()
    shapes: dict[int, SheetShape] = {}
    for place, part in enumerate(parts[:SHEETS]):
        if not part.is_hidden and part.is_worksheet:
            shapes[place] = package.shape(part)
    reader = _opened(content)
    names = reader.sheet_names
    grids = []
    for place, part in enumerate(parts):
        shape = shapes.get(place)
        if part.is_hidden:
            grids.append(Grid(part.name, _NOTHING, is_hidden=True))
        elif shape is None or part.name not in names:
            grids.append(Grid(part.name, _NOTHING, why=NO_WORKSHEET if place < SHEETS else TOO_MANY_SHEETS))
        else:
            grid = _grid(reader, part.name, part.name, shape.merges, shape.hidden_columns)
            grids.append(replace(grid, numbers=_numbers_by_markup(package, part, grid)))
    return grids


def xls_grids(content: bytes) -> list[Grid]:
    """The sheets of an xls; hidden ones without cells.

    :raises Unreadable: damaged, encrypted, no workbook.
    """
    shapes: Sequence[BiffSheet] = biff_sheets(workbook_stream(content))
    reader = _opened(content)
    names = reader.sheet_names
    if len(names) != len(shapes):
        shapes = [shape for shape in shapes if shape.is_worksheet]
    grids = []
    for place, name in enumerate(names):
        shape = shapes[place] if place < len(shapes) else BiffSheet(False, True, (), frozenset())
        if shape.is_hidden:
            grids.append(Grid(name, _NOTHING, is_hidden=True))
        elif not shape.is_worksheet:
            grids.append(Grid(name, _NOTHING, why=NO_WORKSHEET))
        else:
            grids.append(_grid(reader, place, name, shape.merges, shape.hidden_columns))
    return grids


def _numbers_by_markup(package: Package, part: SheetPart, grid: Grid) -> Callable[[Sequence[str]], pl.DataFrame]:
    def numbers(letters: Sequence[str]) -> pl.DataFrame:
        rows = {letter: package.number_rows(part, letter) for letter in letters}
        if any(found is None for found in rows.values()):
            assert grid.numbers is not None
            return grid.numbers(letters)
        return grid.cells.select(
            "row", *(pl.col("row").is_in(sorted(found or ())).alias(letter) for letter, found in rows.items())
        )

    return numbers


def _guarded(call: Callable[[], Any]) -> Any:
    """fastexcel's answer, or a refusal: a panic in Rust arrives as a BaseException that is no Exception."""
    try:
        return call()
    except Unreadable:
        raise
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as trouble:
        raise Damaged from trouble


def _opened(content: bytes) -> fastexcel.ExcelReader:
    return _guarded(lambda: fastexcel.read_excel(content))  # type: ignore[no-any-return]


def _grid(
    reader: fastexcel.ExcelReader, sheet: int | str, name: str, merges: tuple[Merge, ...], hidden: frozenset[str]
) -> Grid:
    def load(dtype: fastexcel.DType, places: list[int] | None = None) -> pl.DataFrame:
        # skip_rows=0 keeps leading empty rows, without which every row number would be wrong.
        loaded = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes=dtype, use_columns=places)
        if not loaded.width:
            return _NOTHING
        letters = [letters_of(column.absolute_index) for column in loaded.selected_columns]
        frame = loaded.to_polars()
        frame.columns = letters
        return frame.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))

    cells: pl.DataFrame = _guarded(lambda: load("string"))

    def numbers(letters: Sequence[str]) -> pl.DataFrame:
        # Text never reads as a Boolean, numbers do: the one question fastexcel answers about a cell's own type.
        found: pl.DataFrame = _guarded(lambda: load("boolean", [index_of(letter) for letter in letters]))
        return found.select("row", pl.col(list(letters)).is_not_null())

    return Grid(name, cells, merges, hidden, numbers=numbers)
