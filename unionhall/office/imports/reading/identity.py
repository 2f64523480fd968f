"""What is wrong with each ID number of a column: verdict codes, vectorised; the same answers as `kernel.identifiers`.

Says nothing of the person: whether the number is known, or enrolled elsewhere, is the import's question.
"""

from datetime import date

import polars as pl

from unionhall.kernel.errors import N_
from unionhall.kernel.identifiers import EARLIEST_BIRTH, region_name

from .clean import id_number

OK, MISSING = "ok", "missing"
CHECKSUM_WRONG, DIGITS_LOST, NO_SUCH_DATE = "checksum-wrong", "digits-lost", "no-such-date"
FIFTEEN_DIGITS, NOT_AN_ID_NUMBER, REGION_UNKNOWN = "fifteen-digits", "not-an-id-number", "region-unknown"

#: Told beside an accepted row; everything else but "ok" rejects it.
WARNINGS = frozenset((REGION_UNKNOWN,))

SENTENCES = {
    MISSING: N_("没有填证件号码，请补上"),
    CHECKSUM_WRONG: N_("证件号码末位校验不符，请对照身份证原件"),
    DIGITS_LOST: N_("Excel 丢失位数：号码被存成了数值，请把该列设为文本后重填"),
    NO_SUCH_DATE: N_("证件号码里的出生日期不存在，请对照身份证原件"),
    FIFTEEN_DIGITS: N_("这是 15 位旧号码，请填 18 位的身份证号码"),
    NOT_AN_ID_NUMBER: N_("不是身份证号码（应为 18 位，末位数字或 X），请核对"),
    REGION_UNKNOWN: N_("地区码不在本系统区划表内，校验位正确，照常导入"),
}

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def verdicts(cells: pl.Series, is_numeric: pl.Series | None = None, *, on: date | None = None) -> pl.Series:
    """One code a cell, beside `cells` (as typed or cleaned). `is_numeric` is the sheet's answer.

    `on` refuses births after that day. Digits are lost in a number cell of more than 15 digits, in 1.1E+17, and, where
    the file cannot tell numbers from text, in 18 digits that end in 000 and fail their check. Source: GB 11643.
    """
    frame = pl.DataFrame({"typed": cells, "is_numeric": _flags(cells, is_numeric)})
    frame = frame.with_columns(id_number(pl.col("typed")).alias("number"))
    frame = frame.with_columns(_parts())
    frame = frame.with_columns(_region_is_known(frame["number"]))
    latest = on or date(9999, 12, 31)
    number = pl.col("number")
    is_long_number = number.str.contains(r"^[0-9]{16,}$")
    is_float = number.str.contains(r"^[0-9](?:\.[0-9]+)?E\+?1[0-9]$")
    born_on = pl.col("born_on")
    passes = pl.col("expected") == number.str.slice(17, 1)
    is_rounded = number.str.contains(r"^[0-9]{15}0+$") & is_long_number & pl.col("is_numeric").is_null()
    verdict = (
        pl.when(number.is_null())
        .then(pl.lit(MISSING))
        .when(is_float | (is_long_number & pl.col("is_numeric").fill_null(value=False)))
        .then(pl.lit(DIGITS_LOST))
        .when(number.str.contains(r"^[1-9][0-9]{14}$"))
        .then(pl.lit(FIFTEEN_DIGITS))
        .when(is_rounded & ~passes.fill_null(value=False))
        .then(pl.lit(DIGITS_LOST))
        .when(~number.str.contains(r"^[1-9][0-9]{16}[0-9X]$"))
        .then(pl.lit(NOT_AN_ID_NUMBER))
        .when(born_on.is_null() | (born_on < EARLIEST_BIRTH) | (born_on > latest))
        .then(pl.lit(NO_SUCH_DATE))
        .when(~passes)
        .then(pl.lit(CHECKSUM_WRONG))
        .when(~pl.col("region_is_known"))
        .then(pl.lit(REGION_UNKNOWN))
        .otherwise(pl.lit(OK))
    )
    return frame.select(verdict.alias("verdict")).to_series()


def _flags(cells: pl.Series, is_numeric: pl.Series | None) -> pl.Series:
    if is_numeric is None:
        return pl.repeat(None, cells.len(), dtype=pl.Boolean, eager=True)
    return is_numeric


def _parts() -> list[pl.Expr]:
    """Birth date and the check digit the first 17 digits call for; by integer arithmetic, as slicing text is slow."""
    number = pl.col("number")
    head = pl.when(number.str.len_bytes() == 18).then(number.str.slice(0, 17)).cast(pl.Int64, strict=False)
    total: pl.Expr = pl.lit(0, dtype=pl.Int64)
    for place, weight in enumerate(_WEIGHTS):
        total = total + (head // 10 ** (16 - place)) % 10 * weight
    return [
        number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).alias("born_on"),
        (total % 11)
        .replace_strict(dict(enumerate(_CHECK_DIGITS)), default=None, return_dtype=pl.String)
        .alias("expected"),
    ]


def _region_is_known(numbers: pl.Series) -> pl.Series:
    codes = numbers.str.slice(0, 6)
    known = [
        code
        for code in codes.unique().drop_nulls().to_list()
        if len(code) == 6 and code.isdigit() and region_name(code)
    ]
    return codes.is_in(known).fill_null(value=False).alias("region_is_known")
