"""Cells as they are kept: ID numbers, names, amounts, dates; polars expressions in, polars expressions out.

Never repairs: a digit that is missing stays missing, and what cannot be read becomes null, to be told.
"""

from collections.abc import Callable

import polars as pl
from polars._typing import PolarsDataType

from .glyphs import DASHES, DOT, DOTS, HALF_WIDTH, HAN, INVISIBLE, QUOTES, SPACES, WIDE_SPACES

#: Typed for the X of an ID number: the sign of multiplication, Cyrillic and Greek letters, a Roman ten.
_CROSSES = "×ХχΧ✕Ⅹⅹ╳"


def _class(characters: str) -> str:
    return "[" + "".join(f"\\x{{{ord(ch):x}}}" for ch in dict.fromkeys(characters)) + "]"


_ANY_SPACE = _class(SPACES)
_ANY_INVISIBLE = _class(INVISIBLE)
_ANY_WIDE_SPACE = _class(WIDE_SPACES)
_ANY_DOT = _class(DOTS)
_IN_A_NUMBER = _class(SPACES + QUOTES + DASHES + "=")


def _half_width(expr: pl.Expr) -> pl.Expr:
    return expr.str.replace_many(list(HALF_WIDTH), list(HALF_WIDTH.values()))


def _only_where(expr: pl.Expr, is_clean: str, cleaned: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Clean only the cells that do not match `is_clean`: in a whole city's roster a few hundred of 265,463."""

    def batch(cells: pl.Series) -> pl.Series:
        places = (~cells.str.contains(is_clean)).fill_null(value=False).arg_true()
        if places.is_empty():
            return cells
        fixed = cells.gather(places).to_frame("cell").select(cleaned(pl.col("cell"))).to_series()
        return cells.clone().scatter(places, fixed)

    return expr.map_batches(batch, return_dtype=pl.String, is_elementwise=True)


def _by_value(expr: pl.Expr, cleaned: Callable[[pl.Expr], pl.Expr], dtype: PolarsDataType) -> pl.Expr:
    """Clean each different value once: amounts and dates repeat."""

    def batch(cells: pl.Series) -> pl.Series:
        values = cells.unique().drop_nulls().to_frame("cell")
        table = values.select("cell", cleaned(pl.col("cell")).alias("value"))
        return cells.to_frame("cell").join(table, on="cell", how="left", maintain_order="left")["value"].cast(dtype)

    return expr.map_batches(batch, return_dtype=dtype, is_elementwise=True)


def text(expr: pl.Expr) -> pl.Expr:
    """Any text: outer blanks off, runs of blanks one space, invisible characters gone; "" is null."""
    flat = expr.str.replace_all(_ANY_INVISIBLE, "").str.replace_all(f"{_ANY_WIDE_SPACE}+", " ").str.strip_chars(" ")
    return pl.when(flat != "").then(flat)


def id_number(expr: pl.Expr) -> pl.Expr:
    """An ID number: half-width, no blanks, quotes, hyphens; x and its look-alikes X. Anything else stays."""
    return _only_where(expr, r"^[0-9]{17}[0-9X]$", _id_number)


def _id_number(expr: pl.Expr) -> pl.Expr:
    flat = _half_width(expr).str.replace_all(_IN_A_NUMBER, "").str.to_uppercase()
    flat = flat.str.replace(_class(_CROSSES) + "$", "X")
    return pl.when(flat != "").then(flat)


def name(expr: pl.Expr) -> pl.Expr:
    """A person's name: 张　三 is 张三, 买买提•艾力 is 买买提·艾力, Mary  Ann keeps one space; rare characters stay."""
    return _only_where(expr, f"^[{HAN}]+$", _name)


def _name(expr: pl.Expr) -> pl.Expr:
    flat = _half_width(expr.str.replace_all(_ANY_INVISIBLE, "")).str.replace_all(f"{_ANY_WIDE_SPACE}+", " ")
    flat = flat.str.strip_chars(" '`’‘.·*")
    # Twice, because neighbours overlap: 欧 阳 明.
    for _ in range(2):
        flat = flat.str.replace_all(f"([{HAN}{DOT}]) ([{HAN}])", "${1}${2}")
        flat = flat.str.replace_all(f"([{HAN}]) ?{_ANY_DOT}+ ?([{HAN}])", f"${{1}}{DOT}${{2}}")
    return pl.when(flat != "").then(flat)


def phone(expr: pl.Expr) -> pl.Expr:
    """A phone number: digits only, +86 off; an extension or a second number stays as typed. No check."""
    flat = _half_width(expr).str.replace_all(_class(SPACES + QUOTES + "="), "").str.replace(r"\.0$", "")
    flat = flat.str.replace(r"^(?:\+|00)86-?", "").str.replace(r"^86(1[3-9][0-9]{9})$", "$1")
    flat = pl.when(flat.str.contains(r"^1[3-9][0-9-]{9,12}$")).then(flat.str.replace_all("-", "")).otherwise(flat)
    return pl.when(flat != "").then(flat)


def credit_code(expr: pl.Expr) -> pl.Expr:
    """A unified social credit code: half-width capitals, no blanks, quotes, hyphens."""
    flat = _half_width(expr).str.replace_all(_IN_A_NUMBER, "").str.to_uppercase()
    return pl.when(flat != "").then(flat)


def fen(expr: pl.Expr) -> pl.Expr:
    """An amount in yuan as fen (Int64): 40, 40.00元, ￥40, 1,240.50, -40, (40.00).

    Null when it is no amount or has part of a fen.
    What a spreadsheet's floats add (40.000000000001) is no part of a fen.
    """
    return _by_value(expr, _fen, pl.Int64())


def _fen(expr: pl.Expr) -> pl.Expr:
    flat = _half_width(expr).str.replace_all(_class(SPACES + QUOTES + "="), "")
    is_negative = flat.str.contains(r"^[￥¥$]?[-−–]|^\(.*\)$|^-?[￥¥$]-")
    bare = (
        flat.str.replace_all(r"^\((.*)\)$", "$1")
        .str.replace(r"^(?:人民币|RMB|CNY|rmb|[￥¥$+−–-])+", "")
        .str.replace(r"(?:人民币|RMB|CNY|元整|元正|圆整|元|圆|整)*(?:[/每]人)?$", "")
    )
    is_grouped = bare.str.contains(r"^[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]*)?$")
    plain = pl.when(is_grouped).then(bare.str.replace_all("[,，]", "")).otherwise(bare)
    plain = pl.when(
        plain.str.contains(r"^(?:[0-9]{1,13}(?:\.[0-9]*)?|\.[0-9]+|[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,2})$")
    ).then(plain)
    hundred = plain.cast(pl.Float64, strict=False) * 100
    rounded = hundred.round()
    # Above 10^13 fen a float no longer holds every fen.
    is_whole = ((hundred - rounded).abs() < 1e-4) & (rounded < 1e13)
    amount = pl.when(is_whole).then(rounded).cast(pl.Int64, strict=False)
    return pl.when(is_negative).then(-amount).otherwise(amount)


def day(expr: pl.Expr) -> pl.Expr:
    """A date: 2025-11-01, 2025/11/1, 2025.11.1, 20251101, 2025年11月1日, or Excel's serial 45962.

    A time of day may follow. Two-digit years, month without day and day-first order are ambiguous: null.
    """
    return _by_value(expr, _day, pl.Date())


def _day(expr: pl.Expr) -> pl.Expr:
    flat = _half_width(expr).str.replace_all(_class(INVISIBLE + QUOTES), "").str.strip_chars(SPACES)
    parts = flat.str.replace_all(_class(" \u00a0\u3000") + "+", " ").str.extract_groups(
        r"^([0-9]{4}) ?[-/.年—–] ?([0-9]{1,2}) ?[-/.月—–] ?([0-9]{1,2}) ?[日号]?"
        r"(?:[ T]?(?:[上下]午)? ?[0-9]{1,2}[:时].*)?$"
    )
    year, month, date = (parts.struct.field(str(n)) for n in (1, 2, 3))
    spelled = pl.concat_str(year, month.str.zfill(2), date.str.zfill(2))
    compact = flat.str.extract(r"^((?:19|20)[0-9]{6})(?:\.0)?(?: [0-9]{1,2}:.*|[0-9]{6})?$")
    serial = flat.str.extract(r"^([2-7][0-9]{4})(?:\.[0-9]+)?$").cast(pl.Int32, strict=False)
    typed = pl.coalesce(spelled, compact).str.to_date("%Y%m%d", strict=False)
    counted = (serial - 25_569).cast(pl.Date, strict=False)
    return pl.coalesce(typed, counted)
