"""A plain xlsx of one sheet from a whole frame at once: some fifteen times faster than writing cell by cell.

The same rows give the same bytes. No formats beyond column widths; the product's own workbooks are made elsewhere.
"""

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Cell = str | int | None


def workbook(
    *,
    above: Sequence[Sequence[Cell]],
    rows: pl.DataFrame,
    below: Sequence[Sequence[Cell]],
    widths: Sequence[int],
    sheet: str,
) -> bytes:
    """The bytes of an xlsx: `above`, then every row of the frame, then `below`; rows of one cell above are merged.

    :param rows: String and integer columns without nulls; an empty text leaves its cell out.
    """
    width = len(widths)
    merged = [n for n, row in enumerate(above, start=1) if len(row) == 1]
    body = "".join(_row(n, row) for n, row in enumerate(above, start=1))
    body += "".join(_rows(rows, first=len(above) + 1))
    body += "".join(_row(n, row) for n, row in enumerate(below, start=len(above) + len(rows) + 1))
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, start=1))
    merges = "".join(f'<mergeCell ref="A{n}:{_LETTERS[width - 1]}{n}"/>' for n in merged)
    if merges:
        merges = f'<mergeCells count="{len(merged)}">{merges}</mergeCells>'
    content = f'<worksheet xmlns="{_MAIN}"><cols>{columns}</cols><sheetData>{body}</sheetData>{merges}</worksheet>'
    return _packed(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{_PACKAGE}/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
            ),
            "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": (
                f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
                f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": content,
        }
    )


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def _row(number: int, cells: Sequence[Cell]) -> str:
    written = "".join(_cell(f"{_LETTERS[n]}{number}", cell) for n, cell in enumerate(cells) if cell not in (None, ""))
    return f'<row r="{number}">{written}</row>'


def _cell(place: str, cell: Cell) -> str:
    if isinstance(cell, int):
        return f'<c r="{place}"><v>{cell}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'


def _rows(rows: pl.DataFrame, *, first: int) -> pl.Series:
    """One text of XML a row."""
    numbered = rows.with_row_index("row_number", offset=first).with_columns(pl.col("row_number").cast(pl.String))
    parts: list[pl.Expr] = [pl.lit('<row r="'), pl.col("row_number"), pl.lit('">')]
    for letter, (name, kind) in zip(_LETTERS, rows.schema.items(), strict=False):
        place = pl.concat_str([pl.lit(f'<c r="{letter}'), pl.col("row_number"), pl.lit('"')])
        if kind == pl.String:
            text = pl.concat_str([place, pl.lit(' t="inlineStr"><is><t>'), _escaped(name), pl.lit("</t></is></c>")])
            parts.append(pl.when(pl.col(name) == "").then(pl.lit("")).otherwise(text))
        else:
            parts.append(pl.concat_str([place, pl.lit("><v>"), pl.col(name).cast(pl.String), pl.lit("</v></c>")]))
    return numbered.select(pl.concat_str([*parts, pl.lit("</row>")])).to_series()


def _escaped(name: str) -> pl.Expr:
    return pl.col(name).str.replace_all("&", "&amp;", literal=True).str.replace_all("<", "&lt;", literal=True)


def _packed(parts: dict[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name, content in parts.items():
            entry = ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, (_HEAD + content).encode(), compresslevel=1)
    return out.getvalue()
