"""Columns are matched by name before content, by the sender's own earlier answer before both, and what is doubtful is asked.

How whole files are read is in test_corpus.
"""

import pytest

from tests.office.imports.people import csv_text, people
from unionhall.office.imports.reading import Content, Field, match_columns, read, remembered_from

FIELDS = (
    Field("name", "姓名", ("姓名",), is_required=True),
    Field("id_number", "证件号码", ("身份证号", "证件号码"), is_required=True),
    Field("phone", "联系电话", ("联系电话",)),
    Field("amount", "缴费金额", ("缴费", "金额")),
    Field("unit", "单位名称", ("单位名称", "所属工会")),
    Field("tier", "缴费档次", ("档次", "类别")),
)
PEOPLE = people(12)


def sheet_of(header: tuple[str, ...], *columns: str):
    """A sheet with these headers over attributes of people (or the same text all down)."""
    rows = [[str(getattr(person, column, column)) for column in columns] for person in PEOPLE]
    return read(csv_text([header, *rows] if header else rows).encode(), "a.csv", FIELDS).sheets[0]


def answers(sheet, remembered=None) -> list[tuple[str | None, str, bool]]:
    return [(m.field.name if m.field else None, m.how, m.is_sure) for m in match_columns(sheet, FIELDS, remembered)]


def test_names_are_sure() -> None:
    sheet = sheet_of(("姓 名", "公民身份号码", "手机号", "备注"), "name", "id_number", "phone", "x")
    assert answers(sheet) == [
        ("name", "by-name", True),
        ("id_number", "by-name", True),
        ("phone", "by-name", True),
        (None, "unused", True),
    ]


@pytest.mark.parametrize(
    "word",
    [
        "身份证号",
        "* 身份证号",
        "身份证号：",
        "身 份 证 号",
        "身份证号（18位）",
        "3.身份证号",
        "【身份证号】",
        "身份证号*",
    ],
)
def test_ornaments_of_a_header_do_not_matter(word: str) -> None:
    sheet = sheet_of(("姓名", word), "name", "id_number")
    assert answers(sheet)[1] == ("id_number", "by-name", True)


def test_without_a_header_everything_is_asked() -> None:
    sheet = sheet_of((), "name", "id_number", "phone")
    assert sheet.header_rows is None
    assert answers(sheet) == [
        ("name", "by-content", False),
        ("id_number", "by-content", False),
        ("phone", "by-content", False),
    ]


def test_cells_that_say_otherwise_make_a_name_doubtful() -> None:
    sheet = sheet_of(("身份证号", "姓名"), "name", "id_number")
    assert all(not sure for field, _, sure in answers(sheet) if field)


def test_what_was_confirmed_is_kept() -> None:
    sheet = sheet_of(("姓名", "号码", "类别"), "name", "id_number", "普通")
    assert answers(sheet)[1] == ("id_number", "by-content", False)
    remembered = {"姓名": "name", "号码": "id_number", "类别": None}
    assert answers(sheet, remembered) == [
        ("name", "remembered", True),
        ("id_number", "remembered", True),
        (None, "remembered", True),
    ]


def test_what_is_stored_reads_back() -> None:
    sheet = sheet_of(("姓名", "身份证号", ""), "name", "id_number", "phone")
    stored = remembered_from(match_columns(sheet, FIELDS))
    assert stored == {"姓名": "name", "身份证号": "id_number", "#C": "phone"}
    assert [field for field, how, _ in answers(sheet, stored)] == ["name", "id_number", "phone"]


def test_a_field_is_given_once_and_to_the_person_own_column() -> None:
    sheet = sheet_of(("配偶姓名", "配偶身份证号", "姓名", "身份证号"), "name", "id_number", "name", "id_number")
    assert [field for field, _, _ in answers(sheet)] == [None, None, "name", "id_number"]


def test_counting_numbers_are_no_amounts() -> None:
    rows = [[str(n), p.name, p.id_number] for n, p in enumerate(PEOPLE, 1)]
    sheet = read(csv_text(rows).encode(), "a.csv", FIELDS).sheets[0]
    assert answers(sheet)[0] == (None, "unused", True)


def test_what_a_field_looks_like_follows_from_its_words() -> None:
    assert [field.looks_like for field in FIELDS] == [
        Content.NAME,
        Content.ID_NUMBER,
        Content.PHONE,
        Content.AMOUNT,
        Content.UNIT,
        Content.TEXT,
    ]
    assert Field("x", "互助金", content=Content.TEXT).looks_like is Content.TEXT
