"""Editions shipped with the product: read from reference/<code>/terms.csv and cases.csv, written as rows once.

Other cities' notices are references to copy from; the demonstration edition is put in force for its periods.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from unionhall.aid.claims import models
from unionhall.aid.claims.kind import CODE as CLAIM
from unionhall.aid.claims.models import Edition, EditionStatus
from unionhall.casework import actions as casework
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Reason
from unionhall.kernel.actors import Actor, SystemActor
from unionhall.kernel.money import fen
from unionhall.office import journal
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period, Scheme

FOLDER = Path(__file__).parent / "reference"
SECOND = SystemActor(username="system-second", name="系统（施行）")


@dataclass(frozen=True)
class Sheet:
    """One edition's two tables: rows of terms.csv and of cases.csv, as text."""

    head: Mapping[str, str]
    terms: tuple[Mapping[str, str], ...] = field(default_factory=tuple)
    cases: tuple[Mapping[str, str], ...] = field(default_factory=tuple)

    @property
    def code(self) -> str:
        return self.head["name"]

    @property
    def is_demonstration(self) -> bool:
        return "demonstration" in self.head["state"]

    @property
    def periods(self) -> tuple[int, ...]:
        return tuple(int(number) for number in self.head["until"].split())


def sheets() -> Iterator[Sheet]:
    """Every edition of the folder, by code."""
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        head, *terms = _rows(folder / "terms.csv")
        yield Sheet(head, tuple(terms), tuple(_rows(folder / "cases.csv")))


@transaction.atomic
def load(*, scheme: Scheme, organisation: Unit, by: Actor, on: date, second: Actor = SECOND) -> list[Edition]:
    """Write the editions that are not there yet; the demonstration is in force from its first period's cover on.

    With them come the coded reasons of claims, valid from that day.
    """
    load_reasons(by=by, on=on)
    return [
        _write(sheet, scheme=scheme, organisation=organisation, by=by, on=on, second=second)
        for sheet in sheets()
        if not Edition.objects.filter(code=sheet.code).exists()
    ]


@transaction.atomic
def load_reasons(*, by: Actor, on: date) -> int:
    """The coded reasons claims are returned, refused and objected to for; those that are there stay. How many came."""
    known = set(Reason.objects.filter(kind=CLAIM).values_list("code", flat=True))
    rows = [row for row in _rows(FOLDER / "reasons.csv") if row["code"] not in known]
    for row in rows:
        casework.set_reason(
            kind=CLAIM,
            verb=Verb(row["verb"]),
            code=row["code"],
            label=row["label"],
            sentence=row["sentence"],
            from_on=on,
            by=by,
            on=on,
        )
    return len(rows)


def reasons_of_terms() -> list[str]:
    """The coded reasons a claim is refused for because the terms say so; the others are an officer's own."""
    return sorted({row["code"] for row in _rows(FOLDER / "reasons.csv") if row["rule"]})


def reason_for(rule: str) -> str:
    """The coded reason for what the rules found; R09 where none is nearer."""
    coded = {row["rule"]: row["code"] for row in _rows(FOLDER / "reasons.csv") if row["rule"]}
    return coded.get(_NEAREST.get(rule, rule), "R09")


# Reasons of the rules that share a coded one.
_NEAREST = {
    "after-cover": "before-cover",
    "below-minimum": "below-deductible",
    "within-free-days": "below-deductible",
    "life-exhausted": "period-exhausted",
    "covered-by-other-aid": "paid-once-already",
}


def _write(sheet: Sheet, *, scheme: Scheme, organisation: Unit, by: Actor, on: date, second: Actor) -> Edition:
    periods = list(Period.objects.filter(scheme=scheme, number__in=sheet.periods).order_by("number"))
    edition = Edition(
        scheme=scheme,
        organisation=organisation,
        code=sheet.code,
        name=sheet.head["label"],
        source=sheet.head["source"],
        state=sheet.head["state"].partition("|")[0],
        is_demonstration=sheet.is_demonstration,
        rounding=sheet.head["value"],
        rounding_source="演示条款" if sheet.is_demonstration else "没有查到出处",
        drafted_by=by.username,
        drafted_by_name=by.name,
        drafted_on=on,
        status=EditionStatus.REFERENCE,
    )
    if periods:
        edition.status, edition.valid_from = EditionStatus.IN_FORCE, periods[0].cover_from
        edition.put_in_force_by, edition.put_in_force_by_name = second.username, second.name
        edition.put_in_force_on = on
    with journal.change(edition, verb="claims.edition.drafted", by=by, on=on):
        pass
    models.EditionPeriod.objects.bulk_create(
        models.EditionPeriod(edition=edition, period=period, is_in_force=True) for period in periods
    )
    write_terms(edition, sheet.terms)
    write_cases(edition, sheet.cases, by_name=by.name)
    return edition


def write_terms(edition: Edition, rows: Iterable[Mapping[str, str]]) -> None:
    """Benefits, numbers, bands, lumps and papers of an edition without any."""
    benefits: dict[str, models.Benefit] = {}
    for row in rows:
        if row["kind"] == "benefit":
            base, counting = row["value"].split()
            benefits[row["benefit"]] = models.Benefit.objects.create(
                edition=edition,
                code=row["benefit"],
                label=row["label"],
                place=len(benefits) + 1,
                way=row["name"],
                base=base,
                counting=counting,
                **_origin(row),
            )
        else:
            _TERMS[row["kind"]](edition, benefits.get(row["benefit"]), row)


def _number(edition: Edition, benefit: models.Benefit | None, row: Mapping[str, str]) -> None:
    name, value = row["name"], row["value"]
    amount = fen(value) if name.endswith("_fen") else _basis_points(value) if name.endswith("_bp") else int(value)
    models.Number.objects.create(edition=edition, benefit=benefit, name=name, value=amount, **_origin(row))


def _band(edition: Edition, benefit: Any, row: Mapping[str, str]) -> None:
    models.Band.objects.create(
        benefit=benefit,
        from_fen=fen(row["from"]),
        until_fen=fen(row["until"]) if row["until"] else None,
        rate_bp=_basis_points(row["value"]),
        **_origin(row),
    )


def _lump(edition: Edition, benefit: Any, row: Mapping[str, str]) -> None:
    models.Lump.objects.create(
        benefit=benefit, code=row["name"], label=row["label"], amount_fen=fen(row["value"]), **_origin(row)
    )


def _paper(edition: Edition, benefit: Any, row: Mapping[str, str]) -> None:
    place = models.Paper.objects.filter(benefit=benefit).count() + 1
    models.Paper.objects.create(
        benefit=benefit, code=row["name"], label=row["label"], proves=row["value"].split(), place=place
    )


_TERMS = {"number": _number, "band": _band, "lump": _lump, "paper": _paper}


def write_cases(edition: Edition, rows: Iterable[Mapping[str, str]], *, by_name: str) -> None:
    """The examples of cases.csv, in their order."""
    models.EditionCase.objects.bulk_create(
        models.EditionCase(edition=edition, place=place, added_by_name=by_name, **case_values(row))
        for place, row in enumerate(rows, start=1)
    )


def case_values(row: Mapping[str, str]) -> dict[str, object]:
    """Column values of an example from a row of cases.csv; empty cells are zero."""
    return {
        "code": row["case"],
        "situation": row["situation"],
        "benefit": row["benefit"],
        "own_cost_fen": fen(row["own_cost"] or 0),
        "total_cost_fen": fen(row["total_cost"] or 0),
        "days": int(row["days"] or 0),
        "diagnosis": row["diagnosis"],
        "is_renewal": row["renewal"] != "no",
        "days_since_joining": int(row["days_since_joining"] or 0),
        "days_to_claim": int(row["days_to_claim"] or 0),
        "paid_period_fen": fen(row["paid_this_period"] or 0),
        "expected_fen": fen(row["amount"]),
        "expected_reason": row["reason"],
    }


def _origin(row: Mapping[str, str]) -> dict[str, str]:
    return {"source": row["source"], "state": row["state"] or "unverified"}


def _basis_points(percent: str) -> int:
    return int(Decimal(percent) * 100)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
