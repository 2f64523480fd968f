"""How a review is written: blocks, citations, charts, and what is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.kernel.errors import DomainError
from unionhall.reporting.prose import (
    Chart,
    Form,
    Heading,
    Paragraph,
    Quoted,
    UnknownForm,
    UnreadableText,
    chinese,
    parse,
    quoted_ids,
)


def test_blocks_in_order():
    body = "# 一、维权\n## （一）互助\n参加 {{ a.b }} 人。收 {{a.c|万}} 万元。\n\n[[图 a.b]]"
    heading, second, paragraph, chart = parse(body)
    assert (heading, second, chart) == (Heading(1, "一、维权"), Heading(2, "（一）互助"), Chart("a.b"))
    assert isinstance(paragraph, Paragraph)
    assert paragraph.pieces[0] == "参加 "
    assert paragraph.pieces[1] == Quoted("a.b", Form.PLAIN, "参加 {{ a.b }} 人。")
    assert paragraph.pieces[3] == Quoted("a.c", Form.WAN, "收 {{a.c|万}} 万元。")


def test_ids_stand_once_in_order():
    assert quoted_ids(parse("{{b.x}} 和 {{a.x}}\n[[图 b.x]]\n[[图 c.x]]")) == ["b.x", "a.x", "c.x"]


@pytest.mark.parametrize("body", ["收 {{a.b 元", "收 a.b}} 元", "[[图 a.b", "甲\n{{}}", "{{A.B}}"])
def test_an_unfinished_citation_is_refused_with_its_line(body):
    with pytest.raises(UnreadableText) as refused:
        parse(body)
    assert refused.value.facts["line"] == len(body.splitlines())
    assert "没有保存" in str(refused.value)


def test_an_unknown_form_is_named():
    with pytest.raises(UnknownForm, match="亿"):
        parse("{{a.b|亿}}")


@given(st.text(alphabet="甲乙{}[]|图 a.b\n#", max_size=60))
def test_any_text_is_read_or_refused(body):
    with suppress(DomainError):
        parse(body)


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")]
)
def test_numbers_of_headings(number, word):
    assert chinese(number) == word
