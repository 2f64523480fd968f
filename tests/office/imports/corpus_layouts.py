"""More of the corpus: what stands around a table, and what other programs make of a workbook.

Registers its cases with `corpus`; single cells are in `corpus_cells`, text files in `corpus_texts`.
"""

import io
import random
from datetime import datetime
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.office.imports.corpus import HEADER, Case, Line, case, lines, table
from tests.office.imports.people import people, repacked, xls, xlsx, xlsx_by_writer, xlsx_sheets


@case
def other_words() -> Case:
    found = people(4)
    rows = [
        (
            "项次",
            "职工姓名",
            "公民身份号码",
            "手机号码",
            "类别",
            "实缴金额（元）",
            "所属工会",
            "单位统一社会信用代码",
            "备 注",
        ),
        *[
            (n, p.name, p.id_number, p.phone, "普通", "40.00", "甲厂工会", "81140700MC0000001A", "")
            for n, p in enumerate(found, 1)
        ],
    ]
    return Case("other words for the same columns", "a.xlsx", xlsx(rows), lines(found, 2, unit="甲厂工会"))


@case
def spouse_and_contact() -> Case:
    found, others = people(3), people(3, 7)
    rows = [
        ("联系人", "王干事", "联系电话", "13800000000"),
        ("配偶姓名", "配偶身份证号", "姓名", "身份证号", "紧急联系人电话", "联系电话", "缴费"),
        *[(o.name, o.id_number, p.name, p.id_number, o.phone, p.phone, 40) for p, o in zip(found, others, strict=True)],
    ]
    return Case(
        "columns of a spouse beside the person's own", "a.xlsx", xlsx(rows), lines(found, 3), header_rows=(2, 2)
    )


@case
def blank_below() -> Case:
    found = people(3)
    rows = [
        HEADER,
        *table(found),
        (None, "以下空白"),
        (),
        ("说明：1.本表一式两份。",),
        ("2、单位盖章后报送。",),
        ("填表人：王某  审核人：李某  联系电话：0354-7654321",),
        (None, "制表：", "王某", "复核：", "李某"),
        ("单位（盖章）",),
        ("2025年11月5日",),
    ]
    return Case(
        "以下空白 and what follows",
        "a.xlsx",
        xlsx(rows),
        lines(found, 2),
        skipped={"note": 3, "signature": 4, "blank": 1},
    )


@case
def signature_in_the_name_column() -> Case:
    found = people(3)
    rows = [
        ("姓名", "身份证号", "金额"),
        *[(p.name, p.id_number, 40) for p in found],
        ("制表人", "王某某", None),
        ("审核人：", "李某", None),
        ("联系电话", "13800000000", None),
        ("合计人数", "3", 120),
    ]
    return Case(
        "signatures in the columns of people",
        "a.xlsx",
        xlsx(rows),
        lines(found, 2),
        skipped={"signature": 3, "total": 1},
    )


@case
def half_filled_people() -> Case:
    found = people(3)
    rows = [
        HEADER,
        table(found)[0],
        (2, "无证号", None, None, 40),
        (3, None, found[1].id_number, None, 40),
        (4, "只有名", None, None, None),
        table(found)[2],
    ]
    expected = (
        lines(found, 2)[0],
        Line(3, "无证号", None, 4000, verdict="missing"),
        Line(4, None, found[1].id_number, 4000),
        Line(5, "只有名", None, None, verdict="missing"),
        Line(6, found[2].name, found[2].id_number, 4000),
    )
    return Case("people without a name or a number are kept", "a.xlsx", xlsx(rows), expected)


@case
def example_row() -> Case:
    found = people(3)
    rows = [HEADER, ("（必填）", "（必填）", "（必填，文本格式）", "（选填）", "（必填）"), *table(found)]
    return Case("a line of hints under the header", "a.xlsx", xlsx(rows), lines(found, 3), skipped={"note": 1})


@case
def two_languages() -> Case:
    found = people(3)
    rows = [
        ("姓名", "身份证号", "联系电话", "金额"),
        ("name", "idcard", "phone", "amount"),
        *[(p.name, p.id_number, p.phone, 40) for p in found],
    ]
    return Case("header in two languages", "a.xlsx", xlsx(rows), lines(found, 3), header_rows=(1, 2))


@case
def long_instructions_above() -> Case:
    found = people(3)
    rows = [
        (f"{n}. 填报要求第{n}条：身份证号请设为文本格式，姓名中间不要加空格，金额按每人40元填写。",)
        for n in range(1, 22)
    ]
    return Case(
        "twenty lines of instructions above",
        "a.xlsx",
        xlsx([*rows, (), HEADER, *table(found)]),
        lines(found, 24),
        header_rows=(23, 23),
    )


@case
def rich_and_inline_text() -> Case:
    found = people(3)
    rows = [HEADER, *table(found)]

    def finish(book: Any) -> None:
        sheet = book["名单"]
        sheet["B1"] = CellRichText("姓", TextBlock(InlineFont(b=True), "名"))
        sheet["B2"] = CellRichText(TextBlock(InlineFont(color="FFFF0000"), found[0].name[:1]), found[0].name[1:])

    return Case("rich text, inline strings", "a.xlsx", xlsx(rows, more=finish), lines(found, 2))


@case
def prefixed_markup() -> Case:
    found = people(3)

    def prefix(name: str, part: bytes) -> bytes:
        if "worksheets/sheet" not in name:
            return part
        for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"is", b"t", b"dimension"):
            for end in (b" ", b">", b"/>"):
                part = part.replace(b"<" + tag + end, b"<x:" + tag + end)
            part = part.replace(b"</" + tag + b">", b"</x:" + tag + b">")
        return (
            part.replace(b"<x:worksheet xmlns=", b"<x:worksheet xmlns:x=")
            .replace(b"<sheetPr", b"<x:sheetPr")
            .replace(b"</sheetPr", b"</x:sheetPr")
        )

    def strip(name: str, part: bytes) -> bytes:
        import re

        part = prefix(name, part)
        if "worksheets/sheet" in name:
            part = re.sub(
                rb"<x:sheetPr>.*?</x:sheetPr>|<sheetViews>.*?</sheetViews>|<sheetFormatPr[^>]*/>|<pageMargins[^>]*/>|<cols>.*?</cols>",
                b"",
                part,
            )
        return part

    return Case(
        "markup with a namespace prefix", "a.xlsx", repacked(xlsx([HEADER, *table(found)]), strip), lines(found, 2)
    )


@case
def written_like_excel() -> Case:
    found = people(40)

    def write(book: Any, sheet: Any) -> None:
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "yyyy/m/d"})
        sheet.merge_range(0, 0, 0, 5, "花名册", text)
        sheet.write_row(1, 0, (*HEADER, "日期"))
        for n, row in enumerate(table(found), 2):
            sheet.write_row(n, 0, row[:4], text)
            sheet.write_number(n, 4, 40)
            sheet.write_datetime(n, 5, datetime(2025, 11, 1), day)  # noqa: DTZ001
        sheet.write_formula(42, 4, "=SUM(E3:E42)", None, 1600)
        sheet.write(42, 0, "合计")
        sheet.autofilter(1, 0, 41, 5)

    return Case(
        "shared strings, dates, a formula", "a.xlsx", xlsx_by_writer(write), lines(found, 3), skipped={"total": 1}
    )


@case
def cells_formatted_far_down() -> Case:
    found = people(3)

    def write(book: Any, sheet: Any) -> None:
        border = book.add_format({"border": 1})
        for n, row in enumerate((HEADER, *table(found))):
            sheet.write_row(n, 0, row, border)
        for n in range(4, 3000):
            for place in range(5):
                sheet.write_blank(n, place, None, border)

    return Case("borders drawn for 3,000 empty rows", "a.xlsx", xlsx_by_writer(write), lines(found, 2))


@case
def name_spaced_header_and_extra_columns() -> Case:
    dice = random.Random(3)
    found = people(30)
    rows: list[Any] = [
        ("甲厂工会职工互助保障计划参保人员登记表",),
        (),
        (
            "序号",
            "姓    名",
            "性别",
            "出生年月",
            "身 份 证 号 码",
            "部门",
            "参加工作时间",
            "联系电话",
            "参保金额",
            "本人签字",
        ),
    ]
    rows += [
        (
            n,
            f"{p.name[0]}  {p.name[1]}" if len(p.name) == 2 else p.name,
            dice.choice("男女"),
            f"{p.id_number[6:10]}.{p.id_number[10:12]}",
            p.id_number,
            "一车间",
            2005,
            p.phone,
            40,
            None,
        )
        for n, p in enumerate(found, 1)
    ]
    rows += [
        ("合计", None, None, None, "30人", None, None, None, 1200, None),
        ("单位负责人：", None, None, "经办人：", None, None, "联系电话：", None, "2025年11月1日", None),
    ]
    return Case(
        "many other columns",
        "a.xls",
        xls(rows, [(1, 1, 1, 10)]),
        lines(found, 4),
        kind="xls",
        header_rows=(3, 3),
        skipped={"total": 1, "signature": 1},
    )


@case
def merged_totals() -> Case:
    found = people(3)
    rows = [
        HEADER,
        *table(found),
        ("合        计（人民币大写）壹佰贰拾元整", None, None, None, 120),
        ("备注：退休返聘人员不参加。", None, None, None, None),
    ]
    return Case(
        "total over merged cells",
        "a.xls",
        xls(rows, [(5, 1, 5, 4), (6, 1, 6, 5)]),
        lines(found, 2),
        kind="xls",
        skipped={"total": 1, "note": 1},
    )


@case
def people_and_units_side_by_side() -> Case:
    found = people(4)
    rows = [
        ("姓名", "身份证号", "姓名", "身份证号", "姓名", "身份证号"),
        (found[0].name, found[0].id_number, found[1].name, found[1].id_number, found[2].name, found[2].id_number),
        (found[3].name, found[3].id_number, None, None, None, None),
    ]
    expected = tuple(
        Line(row, p.name, p.id_number) for row, p in ((2, found[0]), (3, found[3]), (2, found[1]), (2, found[2]))
    )
    return Case("three tables side by side", "a.xls", xls(rows), expected, kind="xls")


@case
def second_table_below_in_other_order() -> Case:
    found = people(4)
    rows = [
        ("姓名", "身份证号", "金额"),
        *[(p.name, p.id_number, 40) for p in found[:2]],
        (),
        ("身份证号", "姓名", "金额"),
        *[(p.id_number, p.name, 40) for p in found[2:]],
    ]
    return Case(
        "a second table below, columns in another order",
        "a.xlsx",
        xlsx(rows),
        (*lines(found[:2], 2), *lines(found[2:], 6)),
        skipped={"header": 1, "blank": 1},
    )


@case
def copied_into_one_cell_wide_title() -> Case:
    found = people(3)
    rows = [
        ("姓名、身份证号、金额请如实填写",),
        ("名单",),
        ("编号", "参保人姓名", "居民身份证号", "金额"),
        *[(n, p.name, p.id_number, 40) for n, p in enumerate(found, 1)],
    ]
    return Case("a title that holds the header's words", "a.xlsx", xlsx(rows), lines(found, 4), header_rows=(3, 3))


@case
def only_numbers_and_names() -> Case:
    found = people(3)
    out = xlsx_sheets({"Sheet1": ([("姓名", "身份证"), *[(p.name, p.id_number) for p in found]], [])})
    return Case("two columns only", "a.xlsx", out, tuple(Line(n, p.name, p.id_number) for n, p in enumerate(found, 2)))


@case
def bytes_after_the_end() -> Case:
    found = people(3)
    out = io.BytesIO(xlsx([HEADER, *table(found)]))
    return Case("ordinary file under a path-like name", "../../etc/名单.xlsx", out.getvalue(), lines(found, 2))


@case
def wrong_suffixes() -> Case:
    found = people(3)
    return Case("xlsx named xls", "名单.xls", xlsx([HEADER, *table(found)]), lines(found, 2))


@case
def wrong_suffixes_back() -> Case:
    found = people(3)
    return Case("xls named xlsx", "名单.xlsx", xls([HEADER, *table(found)]), lines(found, 2), kind="xls")


@case
def cells_merged_sideways() -> Case:
    found = people(3)
    rows = [
        ("序号", "姓名", None, "身份证号", None, "缴费标准（元/人）"),
        *[(n, p.name, None, p.id_number, None, "40元/人") for n, p in enumerate(found, 1)],
    ]
    merged = [(n, at, n, at + 1) for n in range(1, 5) for at in (2, 4)]
    return Case("names and numbers over two merged columns each", "a.xlsx", xlsx(rows, merged), lines(found, 2))


@case
def unit_names_between_people() -> Case:
    found = people(4)
    rows = [
        ("姓名", "身份证号", "金额"),
        ("第一小学工会",),
        *[(p.name, p.id_number, 40) for p in found[:2]],
        ("第二小学工会",),
        *[(p.name, p.id_number, 40) for p in found[2:]],
    ]
    return Case(
        "unit names in the column of names",
        "a.xlsx",
        xlsx(rows),
        (*lines(found[:2], 3), *lines(found[2:], 6)),
        skipped={"note": 2},
    )
