"""Employers of the city: bodies every place has one of, and works named by place, brand and trade.

All invented from tables of patterns; a name stands once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from unionhall.reference_year.draws import lots, parts
from unionhall.reference_year.plan import Plan
from unionhall.reference_year.published import table

CITY_SHARE = 0.12
TRIAL_COUNTY = 140702
TRIAL = ("榆次区锦程机械制造有限公司", "non-public", "91", "制造业", 180)


@dataclass(frozen=True)
class Works:
    """An employer; `county` 0 is directly under the city, `township` the key of the township its name says, if any."""

    number: int
    name: str
    county: int
    ownership: str
    prefix: str
    industry: str
    staff: int
    township: str | None = None


def employers(plan: Plan, counties: dict[int, str], townships: dict[str, str], city: str) -> Iterator[Works]:
    """One more than the plan wants, as two merge during the year; the trial unit's first.

    :param townships: full names by key.
    """
    lot = lots(plan.seed, "employers")
    yield Works(1, TRIAL[0], TRIAL_COUNTY, *TRIAL[1:])
    sizes = _sizes(plan, counties)
    number = 1
    brands = _brands(lot)
    for code, size in sizes.items():
        place = counties.get(code, city)
        near = {key: name for key, name in townships.items() if key.startswith(f"township-{code}-")}
        rows = [*_bodies(place, code, near)][:size]
        rows += [*_trading(lot, brands, place, code, size - len(rows))]
        for row in rows:
            number += 1
            yield Works(number, *row)


def _sizes(plan: Plan, counties: dict[int, str]) -> dict[int, int]:
    """How many employers the city itself (0) and each county has, the trial unit apart."""
    weights = {int(row["region_code"]): float(row["weight"]) for row in table("counties")}
    city = round(plan.employers * CITY_SHARE)
    split = parts(plan.employers - city, [weights[code] for code in counties])
    return {0: city, **dict(zip(counties, split, strict=True))}


Row = tuple[str, int, str, str, str, int, str | None]


def _bodies(place: str, code: int, townships: dict[str, str]) -> Iterator[Row]:
    for row in table("bodies"):
        facts = (row["ownership"], row["prefix"], row["industry"], int(row["staff"]))
        if row["where"] == "township":
            for key, name in townships.items():
                yield row["pattern"].format(place="", town=name), code, *facts, key
        elif row["where"] == "place" or code:
            yield row["pattern"].format(place=place), code, *facts, None


def _trading(lot: Random, brands: Iterator[str], place: str, code: int, size: int) -> Iterator[Row]:
    rows = table("trades")
    for row in lot.choices(rows, [float(row["weight"]) for row in rows], k=max(size, 0)):
        name = row["pattern"].format(place=place, brand=next(brands))
        # Half to double the trade's usual size, most of them smaller.
        staff = max(12, round(int(row["staff"]) * lot.lognormvariate(-0.1, 0.55)))
        yield name, code, row["ownership"], row["prefix"], row["industry"], staff, None


def _brands(lot: Random) -> Iterator[str]:
    """Two characters each, none twice until all pairs are spent; then three."""
    characters = next(row["characters"] for row in table("given") if row["kind"] == "brand")
    pairs = [a + b for a in characters for b in characters if a != b and a + b != "锦程"]
    lot.shuffle(pairs)
    yield from pairs
    yield from (pair + third for third in characters for pair in pairs)
