"""`read`: the one door. Bytes or a path in, a workbook out, or a refusal in one sentence.

Holds no format of its own.
"""

from collections.abc import Iterable
from pathlib import Path

from unionhall.kernel.errors import N_

from .delimited import csv_grid
from .excel import xls_grids, xlsx_grids
from .layout import lay_out
from .lexicon import Field, known_keys
from .limits import FILE_BYTES, MB
from .markup import html_grids, mhtml_grids, xml_grids
from .matching import match_columns
from .refusals import Damaged, EmptyFile, NoTable, TooLarge, Unreadable
from .sniff import kind_of
from .workbook import Grid, Sheet, Workbook

LACKS_COLUMNS = N_("这张表里没有“{labels}”列，没有读取；同一文件的其他表已读取。")


def read(source: str | Path | bytes, filename: str, fields: Iterable[Field] = ()) -> Workbook:
    """Read whatever an office sent. What it is, its bytes say; `filename` only gives a text file's sheet its name.

    With `fields`, their words count as headers, and a sheet without the required ones is left out where another
    has them.

    :raises Unreadable: the file is no table, or no sheet holds rows; a file's content raises nothing else.
    """
    content = _content(source)
    wanted = tuple(fields)
    try:
        kind, grids, encoding = _grids(content, Path(filename).stem or "表1")
        sheets = [lay_out(grid, known_keys(wanted)) for grid in grids]
    except (Unreadable, MemoryError):
        raise
    except (ValueError, LookupError, ArithmeticError, RecursionError, TypeError) as trouble:
        # A shape nobody foresaw is the file's fault to its sender; the cause stays on the exception for the log.
        raise Damaged from trouble
    sheets = _without_side_sheets(sheets, wanted)
    if not any(sheet.is_read for sheet in sheets):
        raise NoTable
    return Workbook(filename, kind, tuple(sheets), encoding)


def _content(source: str | Path | bytes) -> bytes:
    if not isinstance(source, bytes):
        path = Path(source)
        if path.stat().st_size > FILE_BYTES:
            raise TooLarge(limit_mb=FILE_BYTES // MB)
        source = path.read_bytes()
    if len(source) > FILE_BYTES:
        raise TooLarge(limit_mb=FILE_BYTES // MB)
    if not source.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile
    return source


def _grids(content: bytes, stem: str) -> tuple[str, list[Grid], str | None]:
    kind = kind_of(content)
    if kind == "zip":
        return "xlsx", xlsx_grids(content), None
    if kind in ("ole", "biff"):
        return "xls", xls_grids(content), None
    if kind == "text":
        grid, encoding = csv_grid(content, stem)
        return "csv", [grid], encoding
    readers = {"html": html_grids, "mhtml": mhtml_grids, "xml": xml_grids}
    grids, encoding = readers[kind](content)
    return ("xml" if kind == "xml" else "html"), grids, encoding


def _without_side_sheets(sheets: list[Sheet], fields: tuple[Field, ...]) -> list[Sheet]:
    """A summary or an instruction sheet beside the roster is not read, and says which columns it lacks."""
    required = [field for field in fields if field.is_required]
    if not required:
        return sheets
    missing = {n: _missing(sheet, fields, required) for n, sheet in enumerate(sheets) if sheet.is_read}
    fewest = min(map(len, missing.values()), default=0)
    if fewest == len(required):
        return sheets
    return [
        Sheet(sheet.name, why=LACKS_COLUMNS.format(labels="”“".join(field.label for field in missing[n])))
        if len(missing.get(n, ())) > fewest and len(missing[n]) == len(required)
        else sheet
        for n, sheet in enumerate(sheets)
    ]


def _missing(sheet: Sheet, fields: tuple[Field, ...], required: list[Field]) -> list[Field]:
    found = {match.field for match in match_columns(sheet, fields, {}) if match.field}
    return [field for field in required if field not in found]
