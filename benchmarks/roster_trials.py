"""One trial of the roster benchmark in a process of its own: prepare, floor, product, bulk_create, import_export, watch.

Called by roster_265k.py; prints one JSON line.
"""
# ruff: noqa: E402 - Django is set up before its models are imported

import json
import os
import resource
import statistics
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")

import django

django.setup()

import fastexcel
import polars as pl
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.roster_265k import HEADER, SLICE, UNITS, Watch, watch
from tests.cast import build, credit_code, id_number
from unionhall.accounts.models import User
from unionhall.aid.mutual_aid.models import Enrolment, Roster, Tier
from unionhall.kernel import paths
from unionhall.kernel.actors import SystemActor
from unionhall.kernel.pinyin import person_initials
from unionhall.members.models import Membership, Person
from unionhall.office import journal
from unionhall.office.imports import actions, bulk
from unionhall.office.imports.refusals import SameFileAgain
from unionhall.office.installation.models import Installation
from unionhall.organisations.models import Placement, Unit, UnitKind
from unionhall.programmes.models import Period

ON = date(2025, 12, 26)
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "秀兰建国志强丽萍海燕永福砚书立新明轩雨桐子涵浩然"


def actor() -> SystemActor:
    return SystemActor("li", "李砚书", "晋中市总工会", paths.key(1))


def prepare(file: Path, rows: int) -> dict[str, Any]:
    """The template database, and the file unless another engine wrote it already."""
    call_command("migrate", verbosity=0)
    cast = build()
    counties = [cast.yuci, cast.pingyao, cast.jiexiu]
    units = []
    for number in range(UNITS):
        parent = counties[number % 3]
        units.append(
            Unit(
                kind=UnitKind.GRASSROOTS,
                name=f"第{number}厂工会",
                credit_code=credit_code("81", 140702, 1000 + number),
                parent=parent,
                path=parent.path + paths.key(10_000 + number),
                county=parent.county,
                founded_on=date(2010, 1, 1),
            )
        )
    units = Unit.objects.bulk_create(units, batch_size=500)
    Placement.objects.bulk_create(
        [Placement(unit=u, parent=u.parent, path=u.path, county=u.county, from_on=u.founded_on) for u in units],
        batch_size=500,
    )
    if connection.vendor == "sqlite":
        connection.cursor().execute("ANALYZE")
    _write_file(file, rows, units)
    connection.close()
    return {}


def _write_file(file: Path, rows: int, units: list[Unit]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    sheet = book.add_worksheet("总花名册")
    sheet.write_row(0, 0, ("晋中市职工大病医疗互助第18期总花名册",))
    sheet.write_row(1, 0, HEADER)
    for n in range(rows):
        unit = units[n % UNITS]
        name = FAMILY[n % 20] + GIVEN[n // 20 % 24] + GIVEN[n // 7 % 24]
        number = id_number(140702 + n % 2, date.fromordinal(715_000 + n * 7919 % 14_000), n // 14_000 * 17 % 999 + 1)
        sheet.write_row(
            n + 2, 0, (n + 1, unit.name, unit.credit_code, name, number, f"138{n:08d}", 40 if n % 5 else 30)
        )
    book.close()


def product(file: Path, rows: int, *, is_watched: bool = False, stops_before_undo: bool = False) -> dict[str, Any]:
    content = file.read_bytes()
    beside = Watch(dict(os.environ)) if is_watched else None
    options = {"scheme": "mutual-aid", "period": 18, "unit": Unit.objects.get(kind=UnitKind.CITY).pk}
    asked: dict[str, Any] = {
        "kind": "mutual_aid.roster",
        "content": content,
        "file_name": "总花名册.xlsx",
        "options": options,
        "by": actor(),
        "on": ON,
    }
    steps = {}
    begun = time.perf_counter()
    imported = actions.upload(**asked)
    steps["upload"] = round(time.perf_counter() - begun, 2)
    imported = actions.read(imported)
    steps["read"] = round(time.perf_counter() - begun - steps["upload"], 2)
    imported = actions.commit(imported, by=actor(), on=ON)
    seconds = time.perf_counter() - begun
    steps["commit"] = round(seconds - steps["read"] - steps["upload"], 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if beside is not None:
        return beside.end()
    assert imported.counts["accepted"] == rows, imported.counts
    assert Enrolment.objects.count() == rows
    if stops_before_undo:
        return {"seconds": seconds}
    begun = time.perf_counter()
    try:
        actions.upload(**asked)
    except SameFileAgain:
        again = time.perf_counter() - begun
    begun = time.perf_counter()
    actions.undo(imported, reason="试撤", by=actor(), on=ON)
    undo = time.perf_counter() - begun
    assert not Enrolment.objects.exists()
    assert Person.objects.count() == 2
    return {"seconds": seconds, "peak_mb": peak, "again": again, "undo": undo, "steps": steps}


def watched(file: Path, rows: int) -> dict[str, Any]:
    """The product again, with a reader and a writer beside it."""
    return product(file, rows, is_watched=True)


def pages(file: Path, rows: int) -> dict[str, Any]:
    """What a page costs once the roster is in: the register whole and of one county, a figure and its first records."""
    from django.test import Client

    product(file, rows, stops_before_undo=True)
    Installation.objects.get_or_create(name="晋中市总工会", defaults={"business_day": ON, "year": 2025})
    told: dict[str, Any] = {}
    for _name, who, county in (("city", "li", ""), ("county", "wang", "_county")):
        client = Client()
        client.force_login(
            User.objects.get(username=who), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        for what, address in (
            ("register", "/members/"),
            ("register_filtered", "/members/?enrolled=yes&sex=f"),
            ("figure", "/figures/mutual_aid.participants/"),
            ("records", "/figures/mutual_aid.participants/records/"),
        ):
            told[f"{what}{county}_ms"] = _median_ms(lambda a=address, c=client: c.get(a))
    return told


def _median_ms(act: Any, times: int = 7) -> float:
    act()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        answer = act()
        taken.append(time.perf_counter() - begun)
        assert answer.status_code == 200, answer.status_code
    return round(statistics.median(taken) * 1000, 1)


def _typed(file: Path) -> pl.DataFrame:
    """The parse every trial but the product begins with: fixed place, fixed names."""
    sheet = fastexcel.read_excel(str(file)).load_sheet(0, header_row=1)
    frame = sheet.to_polars()
    frame.columns = ["serial", "unit_name", "unit_code", "name", "id_number", "phone", "yuan"]
    ids = dict(Unit.objects.exclude(credit_code=None).values_list("credit_code", "pk"))
    return frame.with_columns(
        pl.col("unit_code").replace_strict(ids, return_dtype=pl.Int64).alias("unit_id"),
        (pl.col("yuan").cast(pl.Int64) * 100).alias("fee_fen"),
    )


def floor(file: Path, rows: int) -> dict[str, Any]:
    """The same tables with the same keys and constraints, numbers in clear, no checks: one parse and four bulk writes."""
    period = Period.objects.get(number=18)
    begun = time.perf_counter()
    frame = _typed(file)
    tiers = dict(Tier.objects.filter(period=period).values_list("amount_fen", "pk"))
    places = pl.DataFrame(
        list(Unit.objects.values_list("pk", "path", "county")),
        schema={"unit_id": pl.Int64, "path": pl.String, "county": pl.Int64},
        orient="row",
    )
    frame = frame.join(places, on="unit_id", how="left", maintain_order="left")
    with transaction.atomic():
        frame = frame.with_columns(bulk.allocate(Person, frame.height).alias("person_id"))
        number = pl.col("id_number")
        bulk.insert(
            Person,
            frame.select(
                pl.col("person_id").alias("id"),
                "name",
                pl.lit("wxl").alias("pinyin"),
                pl.lit("m").alias("sex"),
                number.str.slice(6, 8).str.to_date("%Y%m%d").alias("born_on"),
                # As long as the encrypted ones, so that pages fill alike.
                pl.format("k1:{}{}{}{}", number, number, number, number.str.slice(0, 10)).alias("id_number"),
                pl.format("{}{}", number.str.reverse(), number.str.slice(0, 4)).alias("id_index"),
                pl.format("{}{}", number.str.slice(14, 4), pl.lit("xxxxxxxxxxxxxxxxxx")).alias("id_tail_index"),
                pl.format("k1:{}{}{}{}{}", *["phone"] * 5).alias("phone"),
                pl.lit(1, dtype=pl.Int64).alias("origin"),
            ),
        )
        bulk.insert(
            Membership,
            frame.select(
                "person_id",
                "unit_id",
                "path",
                "county",
                pl.lit(ON).alias("from_on"),
                pl.lit("roster").alias("reason"),
                pl.lit("").alias("end_reason"),
                pl.lit(1, dtype=pl.Int64).alias("origin"),
            ),
        )
        sums = frame.group_by("unit_id").agg(pl.len().alias("people"), pl.col("fee_fen").sum().alias("amount_fen"))
        rosters = Roster.objects.bulk_create(
            [
                Roster(period=period, unit_id=unit, people=people, amount_fen=fee, enrolled_on=ON)
                for unit, people, fee in sums.iter_rows()
            ],
            batch_size=500,
        )
        ids = {roster.unit_id: roster.pk for roster in rosters}
        bulk.insert(
            Enrolment,
            frame.select(
                "person_id",
                pl.lit(period.pk).alias("period_id"),
                "unit_id",
                pl.col("unit_id").replace_strict(ids, return_dtype=pl.Int64).alias("roster_id"),
                pl.col("fee_fen").replace_strict(tiers, return_dtype=pl.Int64).alias("tier_id"),
                pl.col("fee_fen").alias("amount_fen"),
                pl.lit(ON).alias("enrolled_on"),
                pl.lit(False).alias("is_renewal"),
                "path",
                "county",
                pl.lit("").alias("withdrawn_reason"),
            ),
        )
    bulk.analyse(Person, Membership, Enrolment)
    return {"seconds": time.perf_counter() - begun}


def _person(row: dict[str, Any]) -> Person:
    ring, number = settings.KEYRING, row["id_number"]
    return Person(
        name=row["name"],
        pinyin=person_initials(row["name"]),
        sex="m" if int(number[16]) % 2 else "f",
        born_on=date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
        id_number=number,
        id_index=ring.index(number, column="members_person.id_number"),
        id_tail_index=ring.index(number[-4:], column="members_person.id_tail"),
        phone=row["phone"],
    )


def bulk_create(file: Path, rows: int) -> dict[str, Any]:
    """A careful script: one query for what is known, objects in batches, one transaction; encrypted as the product does."""
    period = Period.objects.get(number=18)
    begun = time.perf_counter()
    frame = _typed(file)
    tiers = dict(Tier.objects.filter(period=period).values_list("amount_fen", "pk"))
    units = Unit.objects.in_bulk(frame["unit_id"].unique().to_list())
    with transaction.atomic():
        rosters = {
            pk: Roster.objects.create(period=period, unit_id=pk, people=0, amount_fen=0, enrolled_on=ON) for pk in units
        }
        for part in frame.iter_slices(5_000):
            lines = part.to_dicts()
            people = [_person(line) for line in lines]
            known = set(
                Person.objects.filter(id_index__in=[p.id_index for p in people]).values_list("id_index", flat=True)
            )
            assert not known
            people = Person.objects.bulk_create(people, batch_size=1_000)
            memberships, enrolments = [], []
            for person, line in zip(people, lines, strict=True):
                unit = units[line["unit_id"]]
                where = {"person": person, "unit": unit, "path": unit.path, "county": unit.county}
                memberships.append(Membership(from_on=ON, reason="roster", **where))
                enrolments.append(
                    Enrolment(
                        period=period,
                        roster=rosters[unit.pk],
                        tier_id=tiers[line["fee_fen"]],
                        amount_fen=line["fee_fen"],
                        enrolled_on=ON,
                        **where,
                    )
                )
            Membership.objects.bulk_create(memberships, batch_size=1_000)
            Enrolment.objects.bulk_create(enrolments, batch_size=1_000)
    return {"seconds": time.perf_counter() - begun}


def import_export(file: Path, rows: int) -> dict[str, Any]:
    """django-import-export over a slice of the same file into the same tables."""
    import openpyxl
    import tablib
    from import_export import fields, resources

    period = Period.objects.get(number=18)
    units = {unit.credit_code: unit for unit in Unit.objects.exclude(credit_code=None)}
    tiers = {tier.amount_fen: tier for tier in Tier.objects.filter(period=period)}
    roster = Roster.objects.create(
        period=period, unit=next(iter(units.values())), people=0, amount_fen=0, enrolled_on=ON
    )

    class People(resources.ModelResource):
        id_number = fields.Field(column_name="身份证号", attribute="id_number")
        name = fields.Field(column_name="姓名", attribute="name")
        phone = fields.Field(column_name="联系电话", attribute="phone")

        class Meta:
            model = Person
            fields = ("id_number", "name", "phone", "id_index")
            import_id_fields = ("id_index",)
            use_transactions = True

        id_index = fields.Field(column_name="id_index", attribute="id_index")

        def before_save_instance(self, instance: Person, row: Any, **kwargs: Any) -> None:
            filled = _person({"id_number": row["身份证号"], "name": row["姓名"], "phone": row["联系电话"]})
            for name in ("pinyin", "sex", "born_on", "id_tail_index"):
                setattr(instance, name, getattr(filled, name))

        def after_save_instance(self, instance: Person, row: Any, **kwargs: Any) -> None:
            unit = units[row["统一社会信用代码"]]
            where = {"person": instance, "unit": unit, "path": unit.path, "county": unit.county}
            Membership.objects.create(from_on=ON, reason="roster", **where)
            tier = tiers[int(row["缴费金额（元）"]) * 100]
            Enrolment.objects.create(
                period=period, roster=roster, tier=tier, amount_fen=tier.amount_fen, enrolled_on=ON, **where
            )

    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    begun = time.perf_counter()
    taken = [row for _, row in zip(range(SLICE), sheet.iter_rows(min_row=3, values_only=True), strict=False)]
    indexed = [(*row, settings.KEYRING.index(row[4], column="members_person.id_number")) for row in taken]
    outcome = People().import_data(tablib.Dataset(*indexed, headers=(*HEADER, "id_index")), raise_errors=True)
    assert outcome.totals["new"] == SLICE, outcome.totals
    return {"seconds": time.perf_counter() - begun}


def _watch() -> None:
    unit = Unit.objects.filter(kind=UnitKind.GRASSROOTS).first()

    def read() -> None:
        rows = Membership.objects.open().filter(unit=unit).select_related("person").order_by("-pk")[:50]
        list(rows.values_list("person__name", "from_on"))
        Membership.objects.open().filter(unit=unit).count()

    watch(read, lambda: journal.record(verb="bench.watch.wrote", by=actor(), on=ON))


if __name__ == "__main__":
    act, place, many = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if act == "watch":
        _watch()
    else:
        acts = {
            "prepare": prepare,
            "floor": floor,
            "product": product,
            "watched": watched,
            "pages": pages,
            "bulk_create": bulk_create,
            "import_export": import_export,
        }
        print(json.dumps(acts[act](place, many)), flush=True)
