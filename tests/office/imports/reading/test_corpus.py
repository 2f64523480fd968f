"""Every messy file of the corpus is read as its case says: rows, numbers of rows, names, numbers, amounts, verdicts.

Hostile files are in test_hostile.
"""

from datetime import date

import polars as pl
import pytest

from tests.office.imports.corpus import Case, cases
from unionhall.office.imports.reading import Field, Sheet, clean, identity, match_columns, read

FIELDS = (
    Field("name", "姓名", ("姓名", "职工姓名"), is_required=True),
    Field(
        "id_number", "证件号码", ("身份证号", "证件号码", "公民身份号码", "居民身份证号", "身份证"), is_required=True
    ),
    Field("phone", "联系电话", ("联系电话", "联系方式", "手机号码")),
    Field("amount", "缴费金额", ("缴费", "金额", "缴费金额", "实缴金额", "缴费（元）")),
    Field("tier", "缴费档次", ("缴费档次", "类别", "档次")),
    Field("unit", "单位名称", ("单位名称", "所属工会", "单位")),
    Field("credit_code", "单位信用代码", ("单位信用代码", "统一社会信用代码")),
    Field("paid_on", "缴费日期", ("缴费日期", "日期")),
)
CASES = cases()


def rows_of(sheet: Sheet) -> list[tuple[object, ...]]:
    """(row, name, number when it is good, fen, unit, verdict) of each row of a sheet."""
    key = {match.field.name: match.column.key for match in match_columns(sheet, FIELDS) if match.field}
    nothing = pl.lit(None, dtype=pl.String)

    def of(field: str) -> pl.Expr:
        return pl.col(key[field]) if field in key else nothing

    frame = sheet.rows.select(
        "row",
        clean.name(of("name")).alias("name"),
        clean.id_number(of("id_number")).alias("id_number"),
        clean.fen(of("amount")).alias("fen"),
        clean.text(of("unit")).alias("unit"),
    )
    number = key.get("id_number")
    verdicts = (
        identity.verdicts(sheet.rows[number], sheet.is_numeric(number), on=date(2025, 12, 31)) if number else None
    )
    frame = frame.with_columns((verdicts if verdicts is not None else pl.lit("missing")).alias("verdict"))
    return list(frame.iter_rows())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_read_as_the_case_says(case: Case) -> None:
    book = read(case.content, case.filename, FIELDS)
    assert book.kind == case.kind
    assert case.encoding in (None, book.encoding)
    if case.sheets:
        assert [sheet.name for sheet in book.read_sheets] == list(case.sheets)
    found = [row for sheet in book.read_sheets for row in rows_of(sheet)]
    expected = [
        (line.row, line.name, line.id_number if line.verdict == "ok" else row[2], line.fen, line.unit, line.verdict)
        for line, row in zip(case.lines, found, strict=False)
    ]
    assert found == expected
    assert len(found) == len(case.lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_what_is_not_read_is_said(case: Case) -> None:
    book = read(case.content, case.filename, FIELDS)
    for name, word in case.unread.items():
        sheet = next(sheet for sheet in book.sheets if sheet.name == name)
        assert not sheet.is_read
        assert word in sheet.why
    first = book.read_sheets[0]
    assert (first.header_rows is not None) == case.has_header
    if case.header_rows:
        assert first.header_rows == case.header_rows
    for kind, count in case.skipped.items():
        assert first.skipped[kind] == count, first.skipped_rows.to_dicts()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_no_row_is_lost(case: Case) -> None:
    """Between the header and the last filled row, every row is read or named as skipped."""
    for sheet in read(case.content, case.filename, FIELDS).read_sheets:
        numbers = set(sheet.rows["row"]) | set(sheet.skipped_rows["row"])
        start = sheet.header_rows[1] + 1 if sheet.header_rows else sheet.first_data_row
        assert numbers == set(range(start, max(numbers) + 1))
        assert not (set(sheet.rows["row"]) & set(sheet.skipped_rows["row"])) or len(sheet.columns[0].letters) > 1
