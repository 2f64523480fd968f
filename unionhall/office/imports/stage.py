"""From an upload to rows: sheets read, columns matched, the fields of every read sheet in one frame; and the files kept of it.

Says nothing of what a row means.
"""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from unionhall.kernel.encryption import sm3
from unionhall.kernel.identifiers import mask_long_numbers, mask_phone
from unionhall.office.documents import storage
from unionhall.office.imports.contract import ImportKind
from unionhall.office.imports.reading import Field, Match, Sheet, Workbook, match_columns, remembered_key

VERDICT_COLUMNS = ("sheet", "row", "block", "code", "text")


def matched(book: Workbook, kind: ImportKind, remembered: Mapping[str, str | None]) -> dict[int, list[Match]]:
    """The columns of every read sheet, by the sheet's place in the file."""
    return {
        place: match_columns(sheet, kind.fields, remembered) for place, sheet in enumerate(book.sheets) if sheet.is_read
    }


def rows_of(book: Workbook, kind: ImportKind, matches: Mapping[int, list[Match]]) -> pl.DataFrame:
    """`sheet`, `row`, `block`, a String column for each field, `<field>_is_number` where numbers matter."""
    parts = [_rows(place, book.sheets[place], kind, matches[place]) for place in sorted(matches)]
    return pl.concat(parts)


def _rows(place: int, sheet: Sheet, kind: ImportKind, matches: list[Match]) -> pl.DataFrame:
    keys = {match.field.name: match.column.key for match in matches if match.field}
    fields = [
        (pl.col(keys[field.name]) if field.name in keys else pl.lit(None, dtype=pl.String)).alias(field.name)
        for field in kind.fields
    ]
    rows = sheet.rows.select(pl.lit(place, dtype=pl.Int64).alias("sheet"), "row", "block", *fields)
    flags = [
        (sheet.is_numeric(keys[name]) if name in keys else pl.repeat(None, rows.height, dtype=pl.Boolean, eager=True))
        .cast(pl.Boolean)
        .alias(f"{name}_is_number")
        for name in kind.number_matters
    ]
    return rows.with_columns(flags)


def described(book: Workbook, kind: ImportKind, matches: Mapping[int, list[Match]]) -> dict[str, Any]:
    """How the file was read, as JSON for the preview; long numbers among the samples are masked."""
    return {
        "kind": book.kind,
        "encoding": book.encoding,
        "missing": missing(kind.fields, matches),
        "sheets": [_sheet(sheet, matches.get(place, [])) for place, sheet in enumerate(book.sheets)],
    }


def missing(fields: tuple[Field, ...], matches: Mapping[int, list[Match]]) -> list[str]:
    """Labels of required fields that some read sheet lacks."""
    required = [field for field in fields if field.is_required]
    found = [{match.field.name for match in columns if match.field} for columns in matches.values()]
    return [field.label for field in required if any(field.name not in names for names in found)]


def _sheet(sheet: Sheet, columns: list[Match]) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "is_hidden": sheet.is_hidden,
        "is_read": sheet.is_read,
        "why": sheet.why,
        "header_rows": list(sheet.header_rows) if sheet.header_rows else None,
        "first_data_row": sheet.first_data_row,
        "last_data_row": sheet.last_data_row,
        "rows": sheet.rows.height if sheet.is_read else 0,
        "skipped": sheet.skipped,
        "columns": [
            {
                "key": match.column.key,
                "header": masked(match.column.header),
                "memory": masked(remembered_key(match.column))[:200],
                "samples": [masked(text) for text in match.column.samples],
                "is_hidden": match.column.is_hidden,
                "letters": list(match.column.letters),
                "field": match.field.name if match.field else "",
                "label": match.field.label if match.field else "",
                "how": match.how,
                "is_sure": match.is_sure,
            }
            for match in columns
        ],
    }


_PHONE_LIKE = re.compile(r"(?<!\d)\d{11}(?!\d)")


def masked(text: str) -> str:
    """ID numbers and phone numbers within a text, masked."""
    return _PHONE_LIKE.sub(lambda found: mask_phone(found.group()), mask_long_numbers(text))


def with_masked(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """These columns with every long number masked: people type an ID number into any of them."""
    return rows.with_columns(
        pl.when(pl.col(name).str.contains(r"(?:\d\s?){14}"))
        .then(pl.col(name).map_elements(mask_long_numbers, return_dtype=pl.String))
        .otherwise(pl.col(name))
        .alias(name)
        for name in columns
    )


def save(frame: pl.DataFrame) -> tuple[str, str]:
    """Keep a frame as an encrypted Parquet file: its stored name and the SM3 of the Parquet."""
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", compression_level=1, statistics=False)
    content = out.getvalue()
    return storage.save(content), sm3(content)


def load(name: str, columns: list[str] | None = None) -> pl.DataFrame:
    """:raises FileNotFoundError: its retention is over."""
    return pl.read_parquet(io.BytesIO(storage.load(name)), columns=columns)
