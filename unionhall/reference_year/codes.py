"""Credit codes (GB 32100) and ID numbers (GB 11643) with right check digits that were never given to anyone.

Unions: 81 + region + MC + number; employers: ME + number, a series the registrar does not use. ID numbers join the
region codes of 1999 with births before 1999: whoever was born there then has a number of the old prefecture, 1424.
"""

from functools import cache

import polars as pl
from stdnum.cn import uscc

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"


def union_code(region_code: int, number: int) -> str:
    return _checked(f"81{region_code:06d}MC{number:07d}")


def employer_code(prefix: str, region_code: int, number: int) -> str:
    return _checked(f"{prefix}{region_code:06d}ME{number:07d}")


def id_numbers(region: pl.Expr, birth: pl.Expr, serial: pl.Expr) -> pl.Expr:
    """Eighteen characters from a region code, a date and a serial 1 … 999 (odd: male)."""
    day = birth.dt.year().cast(pl.Int64) * 10000 + birth.dt.month().cast(pl.Int64) * 100 + birth.dt.day()
    body = (region.cast(pl.Int64) * 10**11) + day * 1000 + serial
    total = pl.sum_horizontal(
        [(body // 10 ** (16 - place)) % 10 * weight for place, weight in enumerate(ID_WEIGHTS)],
    )
    digits = pl.Series(list(ID_CHECK), dtype=pl.String)
    check = (total % 11).replace_strict(list(range(11)), digits, return_dtype=pl.String)
    return pl.concat_str([body.cast(pl.String), check])


@cache
def _checked(body: str) -> str:
    return body + str(uscc.calc_check_digit(body))
