"""Returns as banks write them, and as they should not be: what is read, and the one sentence of what is not."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.funds.payments.setting import HEAD, as_csv, as_text, as_xlsx
from unionhall.funds.payments import lines
from unionhall.funds.payments.lines import day_of, fen_of, read_lines
from unionhall.kernel.errors import DomainError

ROWS = (
    ["ZF25-000001", "左云桥", "6217000123454408", "3412.60", "成功", "", "2025-12-18"],
    ["ZF25-000002", "马怀声", "6217000123456682", "3875.60", "失败", "账户已销户", "20251218"],
)


def told(content: bytes, name: str = "回盘.csv") -> list[tuple]:
    return [(x.number, x.account, x.amount_fen, x.result, x.why, str(x.on)) for x in read_lines(content, name)]


EXPECTED = [
    ("ZF25-000001", "6217000123454408", 341260, "成功", "", "2025-12-18"),
    ("ZF25-000002", "6217000123456682", 387560, "失败", "账户已销户", "2025-12-18"),
]


@pytest.mark.parametrize(
    "content",
    [
        as_csv(ROWS),
        as_csv(ROWS, "gb18030"),
        as_csv(ROWS, "utf-16"),
        as_csv(ROWS, tail="合计,2笔,,7288.20,,,\r\n"),
        as_csv(ROWS).replace(b"\r\n", b"\n\n"),
        as_csv([["代发回盘文件"]]).replace(as_csv([]), b"") + as_csv(ROWS, "utf-8"),
        as_text(ROWS),
        as_xlsx(ROWS),
        as_xlsx(ROWS, total="合计 2笔"),
        as_csv([[f'="{cell}"' if n == 2 else cell for n, cell in enumerate(row)] for row in ROWS]),
        as_csv([[f"{cell}\t" if n == 0 else cell for n, cell in enumerate(row)] for row in ROWS]),
        as_csv(ROWS).replace(b",", b"\t"),
    ],
    ids=["csv", "gbk", "utf-16", "total", "blank lines", "title", "text", "xlsx", "xlsx total", "quoted", "tab", "tsv"],
)
def test_returns_are_read_whatever_their_make(content: bytes) -> None:
    assert told(content) == EXPECTED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "return-no-table"),
        (b"\x00\x01\x02\x03" * 50, "return-wrong-encoding"),
        (
            "支付单号,收款账号,金额,处理结果\r\n".encode("big5", "replace") + b"\xff\xff\xff\xff\xff",
            "return-wrong-encoding",
        ),
        (as_csv(ROWS, "gb18030")[:-40], "return-cut-off"),
        (as_csv(ROWS, "utf-8")[:-34], "return-cut-off"),
        (as_csv(ROWS, tail="合计,3笔,,7288.20,,,\r\n"), "return-cut-off"),
        (as_csv(ROWS, tail="合计,2笔,,7288.21,,,\r\n"), "return-cut-off"),
        (as_csv(ROWS)[:-20] + b',"x', "return-cut-off"),
        (as_text(ROWS)[:-12], "return-cut-off"),
        (as_text(ROWS)[:60], "return-cut-off"),
        (as_text(ROWS, count=3), "return-cut-off"),
        (as_text(ROWS, total="1.00"), "return-cut-off"),
        (as_text(ROWS, total="x"), "return-cut-off"),
        (as_xlsx(ROWS, total="合计 5笔"), "return-cut-off"),
        (as_xlsx(ROWS)[:-300], "damaged"),
        (as_xlsx([]), "return-no-table"),
        ("姓名,金额\r\n左云桥,1\r\n".encode(), "return-no-table"),
        (b"%PDF-1.7 ...", "not-a-table"),
        (",".join(HEAD).encode(), "return-no-table"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_lines(content, "回盘.csv")
    assert refusal.value.code == code
    said = refusal.value.say()
    assert "一行也没有登记" in said or "什么也没有保存" in said


def test_a_cut_character_is_told_as_a_cut_file() -> None:
    whole = as_csv(ROWS, "gb18030")
    cut = whole[: whole.index("账户已销户".encode("gb18030")) + 1]
    with pytest.raises(DomainError) as refusal:
        read_lines(cut, "x.csv")
    assert refusal.value.code == "return-cut-off"


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3412.60", 341260),
        ("3,412.6", 341260),
        ("￥12元", 1200),
        ("3412.6000000000004", 341260),
        ("0.005", None),
        ("1e400", None),
        ("NaN", None),
        ("-", None),
        ("", None),
        ("-5", -500),
    ],
)
def test_amounts(text: str, fen: int | None) -> None:
    assert fen_of(text) == fen


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-12-18", "2025-12-18"),
        ("2025/12/8 10:20:30", "2025-12-08"),
        ("20251218", "2025-12-18"),
        ("2025年12月18日", "2025-12-18"),
        ("46009", "2025-12-18"),
        ("2025-13-01", "None"),
        ("昨天", "None"),
        ("", "None"),
    ],
)
def test_days(text: str, day: str) -> None:
    assert str(day_of(text)) == day


# Pieces of real returns, so that chance gets past the door.
PIECES = st.lists(
    st.sampled_from(
        [
            as_csv(ROWS),
            as_text(ROWS),
            as_csv(ROWS, "gb18030"),
            ",".join(HEAD).encode(),
            b"H|1|2\r\n",
            b"D|ZF25-000001|x|6217|1.00|ok\r\n",
            b"T|1|1.00\r\n",
            b'"',
            b"|",
            b"\r\n",
            "合计".encode(),
        ]
    )
    | st.binary(max_size=40),
    max_size=6,
).map(b"".join)
WORKBOOK = as_xlsx(ROWS)
SPOILT = st.tuples(st.integers(0, len(WORKBOOK)), st.binary(max_size=8)).map(
    lambda spot: WORKBOOK[: spot[0]] + spot[1] + WORKBOOK[spot[0] + len(spot[1]) :]
)
CUT = st.integers(0, 400).map(lambda n: as_csv(ROWS)[:n])


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300) | PIECES | SPOILT | CUT)
def test_no_bytes_raise_anything_but_a_sentence(content: bytes) -> None:
    try:
        found = read_lines(content, "回盘.csv")
    except DomainError:
        return
    assert all(len(line.number) <= 40 and len(line.account) <= 40 for line in found)


@pytest.mark.parametrize(
    "content",
    [
        as_csv(ROWS * 50) + b'"never closed',
        as_text(ROWS * 50)[:-12],
        as_csv(ROWS)[:-2] + b"," * 500,
    ],
    ids=["csv", "text", "cells"],
)
def test_nothing_is_looked_at_past_the_most_lines(content: bytes, monkeypatch) -> None:
    monkeypatch.setattr(lines, "MOST_LINES", 20)
    with pytest.raises(lines.ReturnTooLarge):
        read_lines(content, "回盘.csv")


@pytest.mark.parametrize("text", ["1e999999", "-1e999999"])
def test_an_amount_beyond_all_counting_is_none(text: str) -> None:
    assert fen_of(text) is None


@given(st.text(max_size=30))
def test_no_amount_and_no_day_raises(text: str) -> None:
    fen_of(text)
    day_of(text)


def test_reading_a_short_file_leaves_long_ones_readable_elsewhere() -> None:
    before = csv.field_size_limit()
    read_lines(as_csv(ROWS), "回盘.csv")
    assert csv.field_size_limit() >= before
