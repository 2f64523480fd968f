"""A roster as an import: what it is for, its checks against the records, what a commit writes and an undo takes back.

Checks are pure and stand in checks.py; one share by hand is in actions.py.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from django.utils.translation import gettext

from unionhall.aid.mutual_aid import checks
from unionhall.aid.mutual_aid.columns import FIELDS, VERDICTS
from unionhall.aid.mutual_aid.models import Enrolment, PeriodTerms, Roster, Tier
from unionhall.aid.mutual_aid.queries import staff_and_enrolled
from unionhall.funds.receipts import actions as receipts
from unionhall.funds.receipts.queries import reckonings
from unionhall.kernel import paths
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.kernel.identifiers import mask_id, mask_phone
from unionhall.kernel.money import show_yuan
from unionhall.members import bulk as people
from unionhall.members.models import Membership, Person
from unionhall.office.imports import bulk
from unionhall.office.imports.contract import Checked, Context, ImportKind, Place, Progress, Subject, SummaryLine
from unionhall.office.imports.models import Import
from unionhall.organisations.models import Unit
from unionhall.organisations.queries import places_on
from unionhall.programmes.models import Period

ACCEPTED = ("accepted", "region-unknown")


class UnknownPeriod(DomainError):
    code = "unknown-period"
    sentence = N_("没有方案“{scheme}”的第 {number} 期，文件没有收下。请选好方案和期次再上传。")


class UnitOutside(DomainError):
    code = "unit-outside"
    sentence = N_("报送单位没有选，或不在您管的范围内，文件没有收下。请选本级或下属单位再上传。")


class MutualAidRoster(ImportKind):
    """Options: `scheme` (code), `period` (number), `unit` (id of the unit that sends it)."""

    code = "mutual_aid.roster"
    label = N_("参保花名册")
    fields = FIELDS
    verdicts = VERDICTS
    number_matters = ("id_number",)
    place = Place(
        N_("互助与帮扶"),
        N_("参保花名册"),
        files="mutual_aid:rosters",
        upload="mutual_aid:upload",
        written=(N_("去看花名册"), "mutual_aid:rosters"),
    )

    def describe(self, options: Mapping[str, Any], *, within: tuple[str, ...], on: date) -> Subject:
        """:raises UnknownPeriod: no such scheme and number. :raises UnitOutside: the sender lies outside."""
        period = _period(options)
        unit = Unit.objects.open().filter(pk=options.get("unit") or 0).first()
        if unit is None or not any(paths.covers(top, unit.path) for top in within):
            raise UnitOutside
        title = gettext("{unit} · 第{number}期花名册").format(unit=unit.name, number=period.number)
        key = f"{period.scheme.code}:{period.number}:{unit.pk}"
        return Subject(key, title, f"unit:{unit.pk}", unit.path)

    def prepare(self, rows: pl.DataFrame, context: Context) -> pl.DataFrame:
        prepared = checks.prepared(rows, on=context.on)
        meant = checks.open_rows(prepared)
        numbers = prepared.with_columns(pl.when(pl.lit(meant)).then(pl.col("id_number")).alias("id_number"))
        return prepared.with_columns(people.with_indexes(numbers)["id_index"])

    def check(self, prepared: pl.DataFrame, context: Context) -> Checked:
        period = _period(context.options)
        sender = Unit.objects.get(pk=context.options["unit"])
        rows = checks.with_tiers(prepared, _tiers(period))
        rows = checks.with_units(
            rows, _units(), default_unit=sender.pk, default_path=sender.path, within=context.within
        )
        known = people.known(rows["id_index"])
        rows = checks.against_records(rows, known, _shares(known["person_id"], period, context))
        rows = checks.against_terms(rows, _window(period), _staff(rows, period, context.on), on=context.on)
        rows = checks.judged(rows)
        return Checked(rows, _facts(rows, period))

    def write_ahead(self, imported: Import, checked: Checked, context: Context, progress: Progress) -> Checked:
        """On SQLite persons go first, a chunk at a time, so that readers never wait and writers only briefly."""
        if bulk.is_postgresql():
            return checked
        return _with_persons(imported, checked, progress)

    def commit(
        self, imported: Import, checked: Checked, context: Context, *, by: Actor, on: date, progress: Progress
    ) -> dict[str, Any]:
        """Persons who are new, their memberships, a roster and a due for each unit, the enrolments."""
        if bulk.is_postgresql():
            checked = _with_persons(imported, checked, progress)
        period = _period(context.options)
        accepted = _placed(checked.rows.filter(pl.col("code").is_in(ACCEPTED)), on)
        newcomers = accepted.filter(pl.col("is_new"))
        memberships = people.open_memberships(
            newcomers.select("person_id", "unit_id", "path", "county", pl.lit(on).alias("from_on")),
            origin=imported.pk,
            by=by,
            on=on,
        )
        rosters = _write_rosters(accepted, period, imported.pk, by, on)
        _write_enrolments(accepted, rosters, period, on)
        return {
            "enrolments": accepted.height,
            "persons": newcomers.height,
            "memberships": memberships,
            "units": len(rosters),
            "amount_fen": int(accepted["due_fen"].sum() or 0),
        }

    def after_commit(self, imported: Import) -> None:
        bulk.analyse(Person, Membership, Enrolment)

    def sweep(self, import_id: int) -> int:
        return people.sweep(import_id)

    def dependents(self, imported: Import) -> list[str]:
        rosters = Roster.objects.filter(origin=imported.pk, undone_on=None).select_related("unit")
        keys = {roster.due_key: roster for roster in rosters}
        return [
            gettext("{unit}已有 {amount} 元到款核对在这份花名册上").format(
                unit=keys[key].unit.name, amount=show_yuan(reckoning.settled_fen)
            )
            for key, reckoning in reckonings(keys).items()
            if reckoning.settled_fen
        ]

    def undo(self, imported: Import, *, by: Actor, on: date) -> dict[str, Any]:
        rosters = list(Roster.objects.filter(origin=imported.pk, undone_on=None))
        own = "SELECT id FROM mutual_aid_roster WHERE origin = %s AND undone_on IS NULL"
        gone = bulk.execute(f"DELETE FROM mutual_aid_enrolment WHERE roster_id IN ({own})", [imported.pk])  # noqa: S608
        receipts.cancel_dues(source_keys=[roster.due_key for roster in rosters], by=by, on=on)
        Roster.objects.filter(pk__in=[roster.pk for roster in rosters]).update(undone_on=on)
        return {"enrolments": gone, "rosters": len(rosters), **people.forget(imported.pk, by=by, on=on)}

    def summary(self, imported: Import) -> list[SummaryLine]:
        facts = imported.counts.get("facts", {})
        lines = [
            SummaryLine(
                f"{tier['label']} {tier['people']:,} 人 × {show_yuan(tier['fee_fen'])}", None, tier["amount_fen"]
            )
            for tier in facts.get("tiers", [])
        ]
        return [*lines, SummaryLine(gettext("应缴"), facts.get("people"), facts.get("amount_fen", 0), is_total=True)]

    def outcome(self, imported: Import) -> str:
        told = gettext("写入参保名册，涉及 {units} 家工会；其中 {persons} 人新建了档案")
        return told.format(units=f"{imported.result['units']:,}", persons=f"{imported.result['persons']:,}")

    def taken_back(self, imported: Import) -> str:
        return gettext("移去 {n} 条参保记录。").format(n=f"{imported.result['undone']['enrolments']:,}")

    def undo_takes(self, imported: Import) -> tuple[int, str]:
        many = imported.result["enrolments"]
        told = gettext("撤销会移去这 {n} 条参保记录，以及这次新建、别处没有用到的档案。")
        return many, told.format(n=f"{many:,}")

    def show(self, prepared: pl.DataFrame) -> pl.DataFrame:
        return prepared.select(
            "sheet",
            "row",
            "block",
            pl.col("name").alias("name"),
            pl.col("id_number").map_elements(mask_id, return_dtype=pl.String).alias("id_number"),
            pl.col("phone").map_elements(mask_phone, return_dtype=pl.String).alias("phone"),
            pl.col("tier").alias("tier"),
            pl.col("amount_fen").map_elements(show_yuan, return_dtype=pl.String).alias("amount"),
            pl.coalesce("unit_name", "unit_code").alias("unit_name"),
        )


def _period(options: Mapping[str, Any]) -> Period:
    scheme, number = options.get("scheme", ""), options.get("period") or 0
    period = Period.objects.filter(scheme__code=scheme, number=number).select_related("scheme").first()
    if period is None:
        raise UnknownPeriod(scheme=scheme, number=number)
    return period


def _tiers(period: Period) -> list[checks.TierTerms]:
    return [
        checks.TierTerms(tier.pk, tier.label, tier.amount_fen, (tier.label + "档", *tier.synonyms))
        for tier in Tier.objects.filter(period=period)
    ]


def _window(period: Period) -> checks.Window:
    terms = PeriodTerms.objects.filter(period=period).first()
    return checks.Window(
        period.enrol_from,
        period.enrol_until,
        terms.minimum_people if terms else 0,
        terms.minimum_share_bp if terms else 0,
    )


def _units() -> pl.DataFrame:
    """Every open unit: some thousands of rows."""
    schema = {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "unit_name": pl.String,
        "path": pl.String,
        "county": pl.Int64,
    }
    rows = Unit.objects.open().order_by().values_list("pk", "credit_code", "name", "path", "county")
    return pl.DataFrame(list(rows), schema=schema, orient="row")


_SHARES = """
SELECT s.person_id, e.unit_id, e.period_id FROM {stage} s CROSS JOIN mutual_aid_enrolment e
WHERE e.person_id = s.person_id AND e.withdrawn_on IS NULL AND e.period_id IN (%s, %s)
"""


def _shares(persons: pl.Series, period: Period, context: Context) -> pl.DataFrame:
    """This period's share and last period's, for those who have a file; the holder is named only within reach."""
    before = Period.objects.filter(scheme=period.scheme, number__lt=period.number).order_by("-number").first()
    keys = persons.drop_nulls().unique().alias("person_id").to_frame()
    schema = {"person_id": pl.Int64, "unit_id": pl.Int64, "period_id": pl.Int64}
    found = bulk.matching(keys, _SHARES, [period.pk, before.pk if before else 0], schema)
    held = found.filter(pl.col("period_id") == period.pk)
    holders = Unit.objects.in_bulk(held["unit_id"].unique().to_list())
    names = {pk: unit.name for pk, unit in holders.items() if context.covers(unit.path)}
    shares = held.select(
        "person_id",
        pl.col("unit_id").alias("holder_id"),
        pl.col("unit_id").replace_strict(names, default=None, return_dtype=pl.String).alias("holder"),
    )
    renewals = found.filter(pl.col("period_id") != period.pk).select("person_id", pl.lit(True).alias("is_renewal"))
    return shares.join(renewals, on="person_id", how="full", coalesce=True)


def _staff(rows: pl.DataFrame, period: Period, on: date) -> pl.DataFrame:
    units = rows["unit_id"].drop_nulls().unique().to_list()
    schema = {"unit_id": pl.Int64, "staff": pl.Int64, "enrolled": pl.Int64}
    return pl.DataFrame(staff_and_enrolled(units, period, on), schema=schema, orient="row")


def _facts(rows: pl.DataFrame, period: Period) -> dict[str, Any]:
    accepted = rows.filter(pl.col("code").is_in(ACCEPTED))
    people_by_tier = dict(accepted.group_by("tier_id").len().iter_rows())
    tiers = [
        {
            "label": tier.label,
            "fee_fen": tier.amount_fen,
            "people": people_by_tier.get(tier.pk, 0),
            "amount_fen": people_by_tier.get(tier.pk, 0) * tier.amount_fen,
        }
        for tier in Tier.objects.filter(period=period)
    ]
    return {
        "tiers": tiers,
        "people": accepted.height,
        "amount_fen": sum(tier["amount_fen"] for tier in tiers),
        "units": accepted["unit_id"].n_unique(),
    }


def _with_persons(imported: Import, checked: Checked, progress: Progress) -> Checked:
    """Everybody accepted has a file afterwards; `is_new` says whose this import opened."""
    accepted = checked.rows.filter(pl.col("code").is_in(ACCEPTED))
    accepted = accepted.with_columns(pl.col("person_id").is_null().alias("is_new"))
    return Checked(people.write_persons(accepted, origin=imported.pk, progress=progress), checked.facts)


def _placed(rows: pl.DataFrame, on: date) -> pl.DataFrame:
    """`path` and `county` of the day, not today's."""
    places = places_on(rows["unit_id"].unique().to_list(), on)
    frame = pl.DataFrame(
        [(pk, place.path, place.county) for pk, place in places.items()],
        schema={"unit_id": pl.Int64, "path": pl.String, "county": pl.Int64},
        orient="row",
    )
    return rows.drop("path", "county").join(frame, on="unit_id", how="left", maintain_order="left")


def _write_rosters(rows: pl.DataFrame, period: Period, origin: int, by: Actor, on: date) -> dict[int, int]:
    """A roster and its due for each unit: unit id to roster id."""
    per_unit = rows.group_by("unit_id", maintain_order=True).agg(pl.len().alias("n"), pl.col("due_fen").sum())
    rosters = Roster.objects.bulk_create(
        Roster(period=period, unit_id=unit, origin=origin, enrolled_on=on, people=n, amount_fen=due)
        for unit, n, due in per_unit.iter_rows()
    )
    dues = [receipts.NewDue(roster.due_key, roster.unit_id, roster.amount_fen) for roster in rosters]
    receipts.declare_dues(rows=dues, period=period, by=by, on=on)
    return {roster.unit_id: roster.pk for roster in rosters}


def _write_enrolments(rows: pl.DataFrame, rosters: dict[int, int], period: Period, on: date) -> None:
    bulk.insert(
        Enrolment,
        rows.select(
            "person_id",
            pl.lit(period.pk, dtype=pl.Int64).alias("period_id"),
            "unit_id",
            pl.col("unit_id").replace_strict(rosters, return_dtype=pl.Int64).alias("roster_id"),
            "tier_id",
            pl.col("due_fen").alias("amount_fen"),
            pl.lit(on).alias("enrolled_on"),
            "is_renewal",
            "path",
            "county",
            pl.lit("").alias("withdrawn_reason"),
        ),
    )
