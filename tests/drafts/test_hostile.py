"""Whatever text comes in: nothing raises, offsets are true, work grows with the length and no faster.

Work is counted (numbers laid against each other), never timed.
"""

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.drafts.mutations import drafts
from unionhall.drafts import check, tolerance
from unionhall.drafts.checks import shares
from unionhall.drafts.glyphs import fold
from unionhall.drafts.numerals import chinese

WORDS = st.sampled_from(
    [
        "其中",
        "占",
        "合计",
        "共计",
        "分别",
        "同比",
        "增长",
        "由",
        "提高到",
        "每人",
        "人均",
        "率",
        "其余",
        "上年",
        "两项合计",
        "这",
        "、",
        "，",
        "。",
        "；",
        "：",
        "（",
        "）",
        "%",
        "个百分点",
        "万元",
        "亿",
        "万",
        "人",
        "人次",
        "家",
        "件",
        "场",
        "倍",
        "翻一番",
        "职工",
        "全市",
        "市本级",
        "1",
        "25",
        "3.5",
        "100",
        "2,400",
        "十二",
        "两万",
        "〔2025〕18号",
        "第十七期",
        "“559”",
        "《工会法》",
        "\t",
        "|",
        "\n",
        "-",
        "~",
        "近",
        "余",
        "约",
        "不少于",
        "0",
        "00",
        "1:",
        "/人",
    ]
)
SOUP = st.lists(WORDS, max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        SOUP,
        st.text(max_size=300),
        st.text(alphabet=string.digits + "一二三十百千万亿.,，%元人 占共其中", max_size=120),
    )
)
@example("0人，其中0人，占0%")
@example("由0增加到0，增长0%")
@example("每人0元，0人，共0元")
@example("9" * 400 + "人")
@example("零零零零人，" * 5)
@example("1" + ",111" * 50 + "元")
def test_no_text_raises_and_offsets_are_true(text):
    report = check(text)
    paragraphs = [line for line in text.splitlines() if line.strip()]
    for finding in report.findings:
        assert 0 <= finding.start < finding.end
        assert finding.expected
        assert finding.arithmetic
        if "\t" not in text and "|" not in text:
            assert finding.stated == paragraphs[finding.paragraph][finding.start : finding.end].strip()
    for reading in report.readings:
        assert str(reading)


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


@given(st.integers(min_value=1, max_value=99_999_999))
def test_chinese_numerals_are_read_back(number):
    assert chinese(_written(number)) == number


def _written(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number >= 10_000:
        low = number % 10_000
        return _written(number // 10_000) + "万" + (("零" if low < 1000 else "") + _written(low) if low else "")
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if gap and out else "") + digits[digit] + name
            gap = False
        else:
            gap = True
    return out


@pytest.mark.parametrize("joint", ["\n", "", "，"], ids=["paragraphs", "one paragraph", "one sentence"])
def test_work_grows_with_the_length(monkeypatch, joint):
    """Four times the text is at most some four times the comparisons."""
    steps = 0
    real = tolerance.can_be

    def counted(*arguments, **more):
        nonlocal steps
        steps += 1
        return real(*arguments, **more)

    monkeypatch.setattr(shares, "can_be", counted)
    for module in ("rates", "growth", "adding", "rests", "each", "tables"):
        monkeypatch.setattr(f"unionhall.drafts.checks.{module}.can_be", counted)
    text = "".join(draft.text for draft in drafts()[:2]).replace("\n", joint)
    if joint == "，":
        text = text.replace("。", "，").replace("；", "，")
    check(joint.join([text] * 4))
    small, steps = steps, 0
    check(joint.join([text] * 16))
    assert small > 100
    assert steps <= small * 4 * 1.1 + 50


@pytest.mark.parametrize(
    "line",
    [
        "其中" * 50_000,
        "1" * 100_000,
        "1," * 50_000,
        "（" * 100_000,
        "占" * 100_000,
        "第" * 100_000,
        "一二三" * 30_000,
        "“1" * 50_000,
        "1人" * 50_000,
    ],
    ids=lambda line: line[:3],
)
def test_long_nonsense_is_read_to_its_end(line):
    assert check(line).contradictions == ()


def test_traditional_and_simplified_mixed_and_noise():
    report = check("參賽職工 8OO 人，其中女职工２８０人，占 ３５．０％。建會 l20 家，覆盖职工 5.6 萬人。")
    assert report.findings == ()
    assert [reading.quantity.text for reading in report.readings] == ["２８０人", "３５．０％", "5.6 萬人"]


def test_a_rest_after_a_rest_adds_each_number_up_once(monkeypatch):
    """What the numbers before come to is summed as it grows, not from the start for each of them."""
    added = 0
    real = tolerance.Interval.__init__

    def counted(*arguments, **more):
        nonlocal added
        added += 1
        real(*arguments, **more)

    check("")
    monkeypatch.setattr(tolerance.Interval, "__init__", counted)
    check("1人，其余1人" * 100)
    before, added = added, 0
    check("1人，其余1人" * 400)
    assert before < 100 * 160
    assert added < before * 4.4
