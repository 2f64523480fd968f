"""Messy files as offices send them, each with what must be read from it. All persons are synthetic.

`CASES` is for every test that needs real-looking files; hostile files are in `hostile`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.office.imports.people import (
    Person,
    csv_text,
    people,
    xls,
    xlsx,
    xlsx_sheets,
)

HEADER = ("序号", "姓名", "身份证号", "联系电话", "金额")


@dataclass(frozen=True)
class Line:
    """A row that must be read: its number in the sheet, and what it says once cleaned."""

    row: int
    name: str | None
    id_number: str | None
    fen: int | None = None
    unit: str | None = None
    verdict: str = "ok"


@dataclass(frozen=True)
class Case:
    """A file and its reading. Only what is given is compared: `skipped`, `header_rows`, `unread`, `unsure` may be left out."""

    label: str
    filename: str
    content: bytes
    lines: tuple[Line, ...]
    kind: str = "xlsx"
    encoding: str | None = None
    header_rows: tuple[int, int] | None = None
    has_header: bool = True
    skipped: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    #: sheet order when rows come from several
    sheets: tuple[str, ...] = ()


_BUILDERS: list[Callable[[], Case]] = []


def case(build: Callable[[], Case]) -> Callable[[], Case]:
    """Register a builder."""
    _BUILDERS.append(build)
    return build


def cases() -> list[Case]:
    """All of them, built anew."""
    from tests.office.imports import corpus_cells, corpus_layouts, corpus_texts  # noqa: F401  (they register)

    return [build() for build in _BUILDERS]


def table(found: Sequence[Person], start: int = 1) -> list[tuple[Any, ...]]:
    """Rows under HEADER."""
    return [(n, p.name, p.id_number, p.phone, p.fen // 100) for n, p in enumerate(found, start)]


def lines(found: Sequence[Person], first: int, **more: Any) -> tuple[Line, ...]:
    """The people in consecutive rows."""
    return tuple(Line(first + n, p.name, p.id_number, p.fen, **more) for n, p in enumerate(found))


@case
def plain() -> Case:
    found = people(5)
    return Case("plain", "名单.xlsx", xlsx([HEADER, *table(found)]), lines(found, 2), header_rows=(1, 1))


@case
def title_and_labels_above() -> Case:
    found = people(4)
    rows = [
        ("平遥县某某厂职工医疗互助花名册",),
        ("填报单位：平遥县某某厂工会", None, None, "填报日期：2025年11月1日"),
        ("联系人：王某", None, "联系电话：0354-1234567"),
        HEADER,
        *table(found),
        ("合计", None, None, "4人", 160),
        ("制表人：李某", None, "审核人：", None, "单位负责人（签章）："),
    ]
    return Case(
        "title, labels, total, signatures",
        "花名册.xlsx",
        xlsx(rows, [(1, 1, 1, 5), (2, 1, 2, 3)]),
        lines(found, 5),
        header_rows=(4, 4),
        skipped={"total": 1, "signature": 1},
    )


@case
def two_row_header() -> Case:
    found = people(3)
    rows = [
        ("花名册",),
        ("序号", "姓名", "证件号码", "缴费情况", None, "备注"),
        (None, None, None, "金额（元）", "日期", None),
        *[(n, p.name, p.id_number, 40, "2025.11.1", None) for n, p in enumerate(found, 1)],
    ]
    merged = [(1, 1, 1, 6), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 3, 3), (2, 4, 2, 5), (2, 6, 3, 6)]
    return Case("two-row header, merged", "a.xlsx", xlsx(rows, merged), lines(found, 4), header_rows=(2, 3))


@case
def two_row_header_xls() -> Case:
    found = people(3)
    rows = [
        ("序号", "姓名", "证件号码", "缴费情况", None, "备注"),
        (None, None, None, "金额（元）", "日期", None),
        *[(n, p.name, p.id_number, 40, "2025.11.1", None) for n, p in enumerate(found, 1)],
    ]
    merged = [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 1, 5), (1, 6, 2, 6)]
    return Case("two-row header, xls", "a.xls", xls(rows, merged), lines(found, 3), kind="xls", header_rows=(1, 2))


@case
def three_row_header() -> Case:
    found = people(3)
    rows = [
        ("基本信息", None, None, "参保信息", None, None),
        ("序号", "姓名", "公民身份号码", "缴费", None, "时间"),
        (None, None, None, "金额", "档次", None),
        *[(n, p.name, p.id_number, 40, "普通", "2025-11-01") for n, p in enumerate(found, 1)],
    ]
    merged = [(1, 1, 1, 3), (1, 4, 1, 6), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 3, 3), (2, 4, 2, 5), (2, 6, 3, 6)]
    return Case("three-row header", "a.xlsx", xlsx(rows, merged), lines(found, 4), header_rows=(1, 3))


@case
def upright_header() -> Case:
    found = people(3)
    rows = [("序\n号", "姓\n名", "* 身 份 证\n号 码（18位）", "联系\n方式", "缴费\n（元）"), *table(found)]
    return Case("header cells broken over lines", "a.xlsx", xlsx(rows), lines(found, 2), header_rows=(1, 1))


@case
def subtotals_and_departments() -> Case:
    found = people(6)
    rows = [
        HEADER,
        ("一、机关",),
        *table(found[:2]),
        ("小计", None, None, None, 80),
        ("二、第一车间",),
        *table(found[2:4], 3),
        ("第一车间小计", None, None, None, 80),
        ("财务科（2人）",),
        *table(found[4:], 5),
        ("本页合计", None, None, None, 80),
        ("总  计", None, "6人", None, 240),
        ("人民币大写：贰佰肆拾元整",),
    ]
    expected = (*lines(found[:2], 3), *lines(found[2:4], 7), *lines(found[4:], 11))
    return Case(
        "subtotals and department titles",
        "a.xlsx",
        xlsx(rows, [(2, 1, 2, 5), (6, 1, 6, 5), (10, 1, 10, 5)]),
        expected,
        skipped={"note": 3, "total": 5},
    )


@case
def total_in_the_middle() -> Case:
    found = people(5)
    rows = [HEADER, *table(found[:3]), ("合计", None, None, None, 120), *table(found[3:], 4)]
    return Case(
        "people after the total",
        "a.xlsx",
        xlsx(rows),
        (*lines(found[:3], 2), *lines(found[3:], 6)),
        skipped={"total": 1},
    )


@case
def header_on_every_page() -> Case:
    found = people(6)
    rows: list[Any] = []
    expected: list[Line] = []
    for page in range(3):
        rows += [("职工花名册",), HEADER]
        expected += lines(found[page * 2 : page * 2 + 2], len(rows) + 1)
        rows += [*table(found[page * 2 : page * 2 + 2], page * 2 + 1), (None, None, f"第{page + 1}页，共3页")]
    merged = [(n, 1, n, 5) for n in (1, 6, 11)]
    return Case(
        "header on every printed page",
        "a.xls",
        xls(rows, merged),
        tuple(expected),
        kind="xls",
        skipped={"header": 2, "note": 5},
    )


@case
def side_by_side() -> Case:
    found = people(5)
    left, right = table(found[:3]), [*table(found[3:], 4), (None,) * 5]
    rows = [("花名册",), (*HEADER, None, *HEADER), *[(*a, None, *b) for a, b in zip(left, right, strict=True)]]
    return Case("two tables side by side", "a.xlsx", xlsx(rows), (*lines(found[:3], 3), *lines(found[3:], 3)))


@case
def unit_running_down() -> Case:
    found = people(5)
    rows = [("单位名称", "姓名", "身份证号", "金额")]
    rows += [
        ("甲厂工会" if n == 0 else "乙公司工会" if n == 3 else None, p.name, p.id_number, 40)
        for n, p in enumerate(found)
    ]
    expected = (*lines(found[:3], 2, unit="甲厂工会"), *lines(found[3:], 5, unit="乙公司工会"))
    return Case("unit merged over its people", "a.xlsx", xlsx(rows, [(2, 1, 4, 1), (5, 1, 6, 1)]), expected)


@case
def unit_running_down_xls() -> Case:
    found = people(5)
    rows = [("单位名称", "姓名", "身份证号", "金额")]
    rows += [
        ("甲厂工会" if n == 0 else "乙公司工会" if n == 3 else None, p.name, p.id_number, 40)
        for n, p in enumerate(found)
    ]
    expected = (*lines(found[:3], 2, unit="甲厂工会"), *lines(found[3:], 5, unit="乙公司工会"))
    return Case(
        "unit merged over its people, xls", "a.xls", xls(rows, [(2, 1, 4, 1), (5, 1, 6, 1)]), expected, kind="xls"
    )


@case
def ditto() -> Case:
    found = people(4)
    marks = ("甲厂工会", "同上", "〃", "同上")
    rows = [
        ("姓名", "身份证号", "所属工会", "缴费（元）"),
        *[(p.name, p.id_number, mark, 40) for p, mark in zip(found, marks, strict=True)],
    ]
    return Case("同上", "a.xlsx", xlsx(rows), lines(found, 2, unit="甲厂工会"))


@case
def many_sheets() -> Case:
    found = people(4)

    def hide(book: Any) -> None:
        book["上年名单"].sheet_state = "hidden"
        book["码表"].sheet_state = "veryHidden"

    sheets = {
        "封面": ([("2025年度职工互助参保材料",), ("单位：甲厂工会",), ("二〇二五年十一月",)], [(1, 1, 1, 6)]),
        "名单": ([HEADER, *table(found)], []),
        "填表说明": (
            [
                ("填表说明",),
                ("1.身份证号必须为18位文本格式。",),
                ("2.缴费标准为每人40元。",),
                ("3.请于11月30日前报送。",),
            ],
            [],
        ),
        "上年名单": ([HEADER, *table(people(3, 9))], []),
        "码表": ([("档次",), ("普通",)], []),
        "Sheet3": ([], []),
    }
    return Case(
        "cover, roster, instructions, hidden, empty",
        "a.xlsx",
        xlsx_sheets(sheets, hide),
        lines(found, 2),
        sheets=("名单",),
        unread={"封面": "没有找到", "填表说明": "没有", "上年名单": "隐藏", "码表": "隐藏", "Sheet3": "空"},
    )


@case
def two_rosters() -> Case:
    found = people(5)
    sheets = {
        "机关": ([HEADER, *table(found[:2])], []),
        "车间": (
            [("车间名单",), ("姓名", "公民身份号码", "缴费"), *[(p.name, p.id_number, 40) for p in found[2:]]],
            [],
        ),
        "汇总": ([("单位", "人数", "金额"), ("机关", 2, 80), ("车间", 3, 120), ("合计", 5, 200)], []),
    }
    return Case(
        "two rosters and a summary",
        "a.xlsx",
        xlsx_sheets(sheets),
        (*lines(found[:2], 2), *lines(found[2:], 3)),
        sheets=("机关", "车间"),
        unread={"汇总": "没有"},
    )


@case
def hidden_column_and_filter() -> Case:
    found = people(4)

    def finish(book: Any) -> None:
        sheet = book["名单"]
        sheet.column_dimensions["D"].hidden = True
        sheet.auto_filter.ref = "A1:E5"
        sheet.freeze_panes = "C2"
        sheet.row_dimensions[3].hidden = True

    return Case(
        "hidden column, filtered row, frozen panes",
        "a.xlsx",
        xlsx([HEADER, *table(found)], more=finish),
        lines(found, 2),
    )


@case
def far_from_the_corner() -> Case:
    found = people(3)
    rows: list[Any] = [(), (), (), (None, None, *HEADER), *[(None, None, *row) for row in table(found)]]
    return Case("table begins at C4", "a.xlsx", xlsx(rows), lines(found, 5), header_rows=(4, 4))


@case
def far_from_the_corner_xls() -> Case:
    found = people(3)
    rows: list[Any] = [(), (), (), (None, None, *HEADER), *[(None, None, *row) for row in table(found)]]
    return Case(
        "table begins at C4, xls",
        "a.xls",
        xls(rows, hidden=("旧表",)),
        lines(found, 5),
        kind="xls",
        header_rows=(4, 4),
        unread={"旧表": "隐藏"},
    )


@case
def blank_rows_and_empty_numbers() -> Case:
    found = people(3)
    rows = [
        HEADER,
        table(found)[0],
        (),
        ("  ", "\u3000"),
        table(found)[1],
        (),
        table(found)[2],
        *[(n,) for n in range(4, 30)],
    ]
    expected = (lines(found, 2)[0], lines(found, 4)[1], lines(found, 5)[2])
    return Case(
        "blank rows, numbers without people",
        "a.xlsx",
        xlsx(rows),
        (expected[0], expected[1], expected[2]),
        skipped={"blank": 29},
    )


@case
def no_header() -> Case:
    found = people(4)
    return Case(
        "no header at all", "a.xlsx", xlsx([row[1:] for row in table(found)]), lines(found, 1), has_header=False
    )


@case
def no_header_below_a_title() -> Case:
    found = people(4)
    return Case(
        "title, then rows without a header",
        "a.csv",
        csv_text([("甲厂参保名单",), *table(found)]).encode(),
        lines(found, 2),
        kind="csv",
        has_header=False,
    )
