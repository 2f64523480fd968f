"""Persons of the build by number: names, sex, births, ID numbers, phones; whole columns at once.

Invented from tables of characters; nobody living is meant. See `codes` for why the ID numbers belong to nobody.
"""

from datetime import date

import polars as pl

from unionhall.reference_year.codes import id_numbers
from unionhall.reference_year.draws import draw
from unionhall.reference_year.published import table

FIRST_BIRTH = date(1966, 1, 1)
BIRTH_DAYS = (date(1998, 12, 31) - FIRST_BIRTH).days
# Steps through region × birth × serial without meeting a number twice: prime to their product.
_STEP = 86_028_121
_MINORITY_IN = 320
_RARE_IN = 150


def persons(numbers: pl.Series) -> pl.DataFrame:
    """One row a number: person, name, sex (男/女), born_on, id_number, phone.

    :param numbers: 1 … 10,000,000; the same number is the same person at every size.
    """
    frame = pl.DataFrame({"person": numbers.cast(pl.Int64)})
    regions = [int(row["region_code"]) for row in table("counties")]
    space = len(regions) * BIRTH_DAYS * 999
    place = (pl.col("person") * _STEP) % space
    day, serial = place // len(regions) % BIRTH_DAYS, place // (len(regions) * BIRTH_DAYS) + 1
    frame = frame.with_columns(serial.alias("serial"), day.alias("day"), (serial % 2 == 1).alias("is_male"))
    # Neighbours would be born in even steps; turning each wheel by the others keeps every triple different.
    turned = (place + draw(pl.col("serial") * BIRTH_DAYS + pl.col("day"), 70)) % len(regions)
    frame = frame.with_columns(turned.alias("region"))
    turned = (pl.col("day") + draw(pl.col("serial") * len(regions) + pl.col("region"), 71)) % BIRTH_DAYS
    first = (FIRST_BIRTH - date(1970, 1, 1)).days
    frame = frame.with_columns(
        (turned + first).cast(pl.Int32).cast(pl.Date).alias("born_on"),
        _pick(pl.col("region"), regions, pl.Int64).alias("region"),
    )
    return frame.select(
        "person",
        _names().alias("name"),
        pl.when(pl.col("is_male")).then(pl.lit("男")).otherwise(pl.lit("女")).alias("sex"),
        "born_on",
        id_numbers(pl.col("region"), pl.col("born_on"), pl.col("serial")).alias("id_number"),
        _phones().alias("phone"),
    )


def _names() -> pl.Expr:
    words = {row["kind"]: row["characters"] for row in table("given")}
    surnames = [row["surname"] for row in table("surnames") for _ in range(int(row["weight"]))]
    person = pl.col("person")
    given = pl.when(pl.col("is_male")).then(_given(words["m"], 20)).otherwise(_given(words["f"], 30))
    second = pl.when(pl.col("is_male")).then(_given(words["m"], 21)).otherwise(_given(words["f"], 31))
    rare = _pick(draw(person, 40) % len(words["rare"]), [*words["rare"]], pl.String)
    last = (
        pl.when(draw(person, 41) % _RARE_IN == 0)
        .then(rare)
        .when(draw(person, 42) % 100 < 82)
        .then(second)
        .otherwise(pl.lit(""))
    )
    minority = words["minority"].split("/")
    return (
        pl.when(draw(person, 43) % _MINORITY_IN == 0)
        .then(_pick(draw(person, 44) % len(minority), minority, pl.String))
        .otherwise(pl.concat_str([_pick(draw(person, 10) % len(surnames), surnames, pl.String), given, last]))
    )


def _given(characters: str, salt: int) -> pl.Expr:
    return _pick(draw(pl.col("person"), salt) % len(characters), [*characters], pl.String)


def _phones() -> pl.Expr:
    """Numbers of 1(70)0: a prefix given to no network; one in eight is left empty."""
    body = (draw(pl.col("person"), 50) % 10**7).cast(pl.String).str.zfill(7)
    return (
        pl.when(draw(pl.col("person"), 51) % 8 == 0).then(pl.lit("")).otherwise(pl.concat_str([pl.lit("1400"), body]))
    )


def _pick(index: pl.Expr, choices: list[int] | list[str], kind: type[pl.DataType]) -> pl.Expr:
    """The choice at each index."""
    return pl.lit(pl.Series(choices, dtype=kind)).gather(index)
