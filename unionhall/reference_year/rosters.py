"""Roster files as county offices send them: a title, a note, headers of each office's own wording, totals, signatures.

Makes bytes only; they are imported like anybody's file.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

import polars as pl

from unionhall.reference_year.calendar import Batch
from unionhall.reference_year.draws import lots
from unionhall.reference_year.people import persons
from unionhall.reference_year.plan import PERIODS, TIERS_FEN, Plan
from unionhall.reference_year.shares import enrolments
from unionhall.reference_year.tree import tree
from unionhall.reference_year.workbook import workbook

# Strangers on faulty rows: numbers far above everybody's.
_STRANGERS = 9_000_000
_WORDINGS = (
    ("序号", "单位名称", "统一社会信用代码", "姓名", "性别", "身份证号", "联系电话", "缴费金额（元）", "备注"),
    ("序号", "工会名称", "信用代码", "职工姓名", "性别", "证件号码", "手机号码", "缴费金额", "备注"),
    ("序号", "单位", "统一社会信用代码", "参保人姓名", "性别", "公民身份号码", "联系方式", "缴费标准（元）", "备注"),
)
_WIDTHS = (6, 40, 22, 12, 6, 22, 14, 12, 12)


@dataclass(frozen=True)
class File:
    """A file to import: its name, its bytes, how many rows it means to have accepted."""

    name: str
    content: bytes
    rows: int


def frame(plan: Plan, period: int) -> pl.DataFrame:
    """Every participant of a period: unit (key), person, yuan; a pass over the shares, for all files at once."""
    people = enrolments(plan, before=period != PERIODS[-1])
    high, low = (fen // 100 for fen in TIERS_FEN)
    return people.select(
        "unit", "person", pl.when(pl.col("is_first_tier")).then(pl.lit(high)).otherwise(pl.lit(low)).alias("yuan")
    )


def roster(plan: Plan, batch: Batch, people: pl.DataFrame, body: str) -> File:
    """The file of a batch.

    :param people: `frame` of the batch's period. :param body: name of the body that sends it.
    """
    units = {unit.key: unit for unit in tree(plan)}
    rows = people.filter(pl.col("unit").is_in(list(batch.units)))
    rows = rows.join(persons(rows["person"]), on="person", how="left", maintain_order="left")
    names = {key: units[key].name for key in batch.units}
    codes = {key: units[key].credit_code for key in batch.units}
    lines = rows.select(
        pl.col("unit").replace_strict(names, return_dtype=pl.String).alias("unit_name"),
        pl.col("unit").replace_strict(codes, return_dtype=pl.String).alias("unit_code"),
        "name",
        "sex",
        "id_number",
        "phone",
        pl.col("yuan").cast(pl.Int64),
    )
    lot = lots(plan.seed, f"faults/{batch.period}/{batch.body}/{batch.number}")
    serial = batch.period * 100_000 + batch.body % 1000 * 10 + batch.number
    for line in _faulty(lot, lines, serial=serial):
        place = lot.randrange(len(lines))
        lines = pl.concat([lines.head(place), pl.DataFrame([line], lines.schema, orient="row"), lines.slice(place)])
    title = f"{body}职工大病医疗互助第{batch.period}期参保花名册"
    return File(
        name=f"{title}（第{batch.number}批）.xlsx",
        content=_workbook(lines, title, body, batch.on, _WORDINGS[batch.body % len(_WORDINGS)]),
        rows=len(rows),
    )


def _faulty(lot: Random, lines: pl.DataFrame, *, serial: int) -> list[list[str | int]]:
    """Rows nobody can accept: strangers with a wrong digit, an old number, no name, an amount that is no tier."""
    strangers = persons(pl.Series([_STRANGERS + serial * 4 + n for n in range(4)])).drop("person", "born_on")
    out: list[list[str | int]] = []
    for fault, (name, sex, number, phone) in enumerate(strangers.iter_rows()):
        if lot.random() < 0.5:
            continue
        unit_name, unit_code, *_, yuan = lines.row(lot.randrange(len(lines)))
        wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
        kinds = [(name, wrong, yuan), (name, number[:6] + number[8:17], yuan), ("", number, yuan), (name, number, 35)]
        name, number, yuan = kinds[fault]
        out.append([unit_name, unit_code, name, sex, number, phone, yuan])
    return out


def _workbook(lines: pl.DataFrame, title: str, body: str, on: date, header: tuple[str, ...]) -> bytes:
    return workbook(
        above=(
            [title],
            [f"填报单位：{body}　　填报日期：{on:%Y年%m月%d日}　　说明：每人限参保一份"],
            header,
        ),
        rows=lines.with_row_index("serial", offset=1),
        below=(
            ["", "合计", "", f"{len(lines)}人", "", "", "", int(lines["yuan"].sum())],
            [],
            ["", "单位负责人（签字）：", "", "", "填表人：", "", "单位盖章"],
        ),
        widths=_WIDTHS,
        sheet="花名册",
    )
