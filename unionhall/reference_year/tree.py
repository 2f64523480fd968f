"""The federation's tree on paper: every union with its code, its upper level and its day of founding.

Writes nothing; the step `organisations` plants it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from unionhall.reference_year.codes import employer_code, union_code
from unionhall.reference_year.draws import lots, parts
from unionhall.reference_year.employers import Works, employers
from unionhall.reference_year.plan import Plan
from unionhall.reference_year.published import table

CITY_REGION = 140700
CITY_NAME = "晋中市"
TRIAL_KEY = "trial"
# Founded during the year, and merged away during it: the last two employers.
FOUNDED_KEY, MERGED_KEY = "founded", "merged"
MERGED_VILLAGE_KEY = "village-merged"
FOUNDED_ON = date(2025, 3, 12)
SUFFIX = "工会委员会"

_KEYS = {0: FOUNDED_KEY, 1: MERGED_KEY}


@dataclass(frozen=True)
class Planned:
    """A union to be planted. `key` names it within the build, `parent` is its upper level; `county` 0 is the city."""

    key: str
    kind: str
    name: str
    credit_code: str
    parent: str | None
    county: int
    founded_on: date
    region_code: int | None = None
    works: Works | None = None
    employer_code: str = ""


@cache
def tree(plan: Plan) -> tuple[Planned, ...]:
    """Every union of the year, upper levels before lower ones; the plan's counts hold at its end, after the mergers."""
    trunk = [*_trunk(plan)]
    townships = [*_townships(plan)]
    villages = [*_villages(plan, townships)]
    federations = [*_federations(plan, townships)]
    grassroots = [*_grassroots(plan, townships, federations)]
    return tuple([*trunk, *townships, *villages, *federations, *grassroots])


def at_start(plan: Plan) -> tuple[Planned, ...]:
    """The tree as the year begins: without what is founded during it."""
    return tuple(unit for unit in tree(plan) if unit.key != FOUNDED_KEY)


def county_names(plan: Plan) -> dict[int, str]:
    """Names of the counties built, by region code."""
    rows = {int(row["region_code"]): row["name"] for row in table("counties")}
    return {code: rows[code] for code in plan.county_codes}


def county_key(code: int) -> str:
    return f"county-{code}" if code else "city"


def _trunk(plan: Plan) -> Iterator[Planned]:
    yield Planned(
        "city", "city", f"{CITY_NAME}总工会", union_code(CITY_REGION, 900_000), None, 0, date(1951, 5, 1), CITY_REGION
    )
    for n, (code, name) in enumerate(county_names(plan).items()):
        founded_on = date(1952, 3, 1) + timedelta(days=17 * n)
        yield Planned(
            f"county-{code}", "county", f"{name}总工会", union_code(code, 900_001 + n), "city", code, founded_on, code
        )


def _townships(plan: Plan) -> Iterator[Planned]:
    names = county_names(plan)
    places: dict[int, list[str]] = {code: [] for code in names}
    for row in table("townships"):
        if int(row["region_code"]) in places:
            places[int(row["region_code"])].append(row["name"])
    sizes = [len(places[code]) for code in names]
    lot = lots(plan.seed, "townships")
    number = 800_000
    for code, size in zip(names, parts(plan.townships, [float(s) for s in sizes], caps=sizes), strict=True):
        for n, place in enumerate(places[code][:size]):
            number += 1
            yield Planned(
                key=f"township-{code}-{n}",
                kind="township",
                name=f"{names[code]}{place}{SUFFIX}",
                credit_code=union_code(code, number),
                parent=f"county-{code}",
                county=code,
                founded_on=_founded(lot, 1990, 2010),
            )


def _villages(plan: Plan, townships: list[Planned]) -> Iterator[Planned]:
    lot = lots(plan.seed, "villages")
    words = {row["kind"]: row["characters"] for row in table("given")}
    number = 700_000
    weights = [lot.uniform(0.6, 1.6) for _ in townships]
    sizes = parts(plan.villages, weights, floors=[1] * len(townships))
    for township, size in zip(townships, [*sizes[:-1], sizes[-1] + 1], strict=True):
        place = township.name.removesuffix(SUFFIX)
        for n, name in enumerate(_settlements(lot, words, size, is_street=place.endswith("街道"))):
            number += 1
            is_merged = number - 700_000 > plan.villages
            yield Planned(
                key=MERGED_VILLAGE_KEY if is_merged else f"village-{township.key[9:]}-{n}",
                kind="village",
                name=f"{place}{name}{SUFFIX}",
                credit_code=union_code(township.county, number),
                parent=township.key,
                county=township.county,
                founded_on=_founded(lot, 1998, 2023),
            )


def _settlements(lot: Random, words: dict[str, str], size: int, *, is_street: bool) -> list[str]:
    """Distinct names: communities in a street, villages elsewhere."""
    chosen: dict[str, None] = {}
    communities = words["community"].split("/")
    endings = words["settlement"].split("/")
    while len(chosen) < size:
        if is_street and len(chosen) < len(communities):
            name = f"{lot.choice(communities)}社区"
        elif lot.random() < 0.6:
            name = f"{lot.choice(words['village'])}{lot.choice(endings)}村"
        else:
            name = f"{lot.choice(words['terrain'])}{lot.choice(words['village'])}{lot.choice(endings[7:])}村"
        chosen[name] = None
    return list(chosen)


def _federations(plan: Plan, townships: list[Planned]) -> Iterator[Planned]:
    """Joint federations stand under townships and, one in three, under the county itself."""
    lot = lots(plan.seed, "federations")
    words = [row["word"] for row in table("federations")]
    names = county_names(plan)
    seen: set[str] = set()
    for n in range(plan.federations):
        township = townships[n * 7 % len(townships)]
        upper = f"county-{township.county}" if n % 3 == 0 else township.key
        place = names[township.county] if n % 3 == 0 else township.name.removesuffix(SUFFIX)
        name = next(f for word in lot.sample(words, len(words)) if (f := f"{place}{word}工会联合会") not in seen)
        seen.add(name)
        yield Planned(
            key=f"federation-{n}",
            kind="federation",
            name=name,
            credit_code=union_code(township.county, 600_001 + n),
            parent=upper,
            county=township.county,
            founded_on=_founded(lot, 2008, 2023),
        )


def _grassroots(plan: Plan, townships: list[Planned], federations: list[Planned]) -> Iterator[Planned]:
    """Employers' unions: directly under the city, under counties, townships or joint federations."""
    lot = lots(plan.seed, "grassroots")
    names = county_names(plan)
    for works in employers(plan, names, {t.key: t.name.removesuffix(SUFFIX) for t in townships}, CITY_NAME):
        parent = works.township or _upper(lot, works.county, townships, federations)
        key = _KEYS.get(works.number - plan.employers, f"union-{works.number}")
        is_trial = works.number == 1
        yield Planned(
            key=TRIAL_KEY if is_trial else key,
            kind="grassroots",
            name=f"{works.name}{SUFFIX}",
            # The trial unit's code is the field's test vector, which carries the city's region.
            credit_code=union_code(CITY_REGION if is_trial else works.county or CITY_REGION, works.number),
            parent=f"county-{works.county}" if is_trial or key in _KEYS.values() else parent,
            county=works.county,
            founded_on=FOUNDED_ON if key == FOUNDED_KEY else _founded(lot, 1985, 2023),
            works=works,
            employer_code=employer_code(works.prefix, works.county or CITY_REGION, works.number),
        )


def _upper(lot: Random, county: int, townships: list[Planned], federations: list[Planned]) -> str:
    where = lot.random()
    if not county:
        return "city"
    if where < 0.15 and (near := [f.key for f in federations if f.county == county]):
        return lot.choice(near)
    if where < 0.55:
        return lot.choice([t.key for t in townships if t.county == county])
    return f"county-{county}"


def _founded(lot: Random, first: int, last: int) -> date:
    """A day from the first of `first` to the middle of `last`."""
    return date(first, 1, 1) + timedelta(days=lot.randrange((last - first) * 365 + 150))
