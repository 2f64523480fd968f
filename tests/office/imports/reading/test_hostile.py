"""No file brings the reader down: each hostile one is refused with its code and one Chinese sentence.

Messy files that must be read are in test_corpus.
"""

import io
import re
import zipfile

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.office.imports.corpus import HEADER, table
from tests.office.imports.hostile import Hostile, files, with_sheet
from tests.office.imports.people import csv_text, html, people, xls, xlsx
from unionhall.kernel.errors import DomainError
from unionhall.office.imports.reading import Unreadable, Workbook, read
from unionhall.office.imports.reading.limits import FILE_BYTES

FILES = files()
GOOD = {
    "xlsx": xlsx([HEADER, *table(people(12))], [(1, 1, 1, 2)]),
    "xls": xls([HEADER, *table(people(12))]),
    "csv": csv_text([HEADER, *table(people(12))]).encode("gbk"),
    "html": html([list(HEADER), *[[str(cell) for cell in row] for row in table(people(12))]]).encode(),
}


@pytest.mark.parametrize("one", FILES, ids=lambda one: one.label)
def test_refused_with_a_code_and_a_sentence(one: Hostile) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(one.content, one.filename)
    assert refusal.value.code in one.codes
    sentence = str(refusal.value)
    assert isinstance(refusal.value, DomainError)
    assert re.fullmatch(r"[^{}\n]+。", sentence)
    assert "请" in sentence


def test_too_many_bytes() -> None:
    with pytest.raises(Unreadable) as refusal:
        read(b"," * (FILE_BYTES + 1), "a.csv")
    assert refusal.value.code == "too-large"
    assert "50 MB" in str(refusal.value)


def test_a_path_is_measured_before_it_is_read(tmp_path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as stream:
        stream.truncate(FILE_BYTES + 1)
    with pytest.raises(Unreadable) as refusal:
        read(path, "a.xlsx")
    assert refusal.value.code == "too-large"


def test_formulas_stay_text() -> None:
    rows = [HEADER, (1, '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "+86", "@SUM(1)"), *table(people(2))]
    sheet = read(csv_text(rows).encode(), "a.csv").sheets[0]
    assert sheet.rows["B"][0] == '=HYPERLINK("http://x","y")'
    assert sheet.rows["C"][0] == "=cmd|' /C calc'!A0"


def test_empty_cells_far_out_are_no_columns() -> None:
    lines = csv_text([HEADER, *table(people(2))]).rstrip().splitlines()
    sheet = read("\n".join(line + "," * 250 for line in lines).encode(), "a.csv").sheets[0]
    assert sheet.rows.height == 2


def test_dimension_that_lies_is_not_believed() -> None:
    person = people(1)[0]
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{a}</t></is></c><c r="B{n}" t="inlineStr"><is><t>{b}</t></is></c></row>'
        for n, (a, b) in enumerate((("姓名", "身份证号"), (person.name, person.id_number)), 1)
    )
    content = with_sheet(cells.encode())
    lying = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(lying, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'))
    assert read(lying.getvalue(), "a.xlsx").sheets[0].rows.height == 1


def outcome(content: bytes) -> Workbook | Unreadable:
    """The reading or the refusal; anything else that is raised fails the test."""
    try:
        return read(content, "a.xlsx")
    except Unreadable as refusal:
        return refusal


def readable_or_refused(content: bytes) -> None:
    found = outcome(content)
    if isinstance(found, Unreadable):
        assert str(found).endswith("。")
    else:
        assert any(sheet.is_read and sheet.rows.height for sheet in found.sheets)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=2000),
    st.sampled_from(
        (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table>", b"\xff\xfe", b"\x09\x08\x10\x00")
    ),
)
def test_any_bytes(content: bytes, head: bytes) -> None:
    readable_or_refused(head + content)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600), st.sampled_from(("utf-8", "utf-16", "gb18030")))
def test_any_text(text: str, encoding: str) -> None:
    readable_or_refused(text.encode(encoding, "replace"))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.large_base_example, HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12),
    st.floats(0.1, 1),
)
def test_spoilt_bytes(kind: str, changes: list[tuple[float, int]], kept: float) -> None:
    content = bytearray(GOOD[kind][: max(int(len(GOOD[kind]) * (1 if kept > 0.5 else kept * 2)), 1)])
    for place, value in changes:
        content[min(int(place * len(content)), len(content) - 1)] = value
    readable_or_refused(bytes(content))


CELL = st.one_of(
    st.none(),
    st.integers(-(10**6), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(
        (
            "姓名",
            "身份证号",
            "合计",
            "同上",
            "备注",
            "金额",
            "140702198001010015",
            "13800000000",
            "张三",
            "制表人：",
            "=1+1",
            "2025年11月1日",
        )
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, max_size=6), max_size=14), st.sampled_from(("xlsx", "xls", "csv")))
def test_any_sheet(rows: list[list[object]], kind: str) -> None:
    """Every row below the header is read or named, and a row with an ID number is read, whatever stands around it."""
    if kind == "csv":
        content = csv_text(rows).encode("gb18030")
    else:
        content = (xlsx if kind == "xlsx" else xls)(
            [[cell if not isinstance(cell, str) or not cell.startswith("=") else "x" for cell in row] for row in rows]
        )
    found = outcome(content)
    assume(not isinstance(found, Unreadable))
    assert isinstance(found, Workbook)
    for sheet in found.read_sheets:
        read_rows = set(sheet.rows["row"])
        named = read_rows | set(sheet.skipped_rows["row"])
        start = sheet.header_rows[1] + 1 if sheet.header_rows else min(named)
        assert named >= set(range(start, max(named) + 1))
        if kind != "csv":
            people_at = {n for n, row in enumerate(rows, 1) if "140702198001010015" in row}
            assert people_at <= named
            assert {n for n in people_at if n >= start} <= read_rows
