"""A count typed by hand is found; what only looks like one is not."""

import pytest

from unionhall.reporting.typed import typed_counts


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("参保 576 人，活动 12 场。", ["576 人", "12 场"]),
        ("参保{{mutual_aid.participants}}人，另有５７６人。", ["５７６人"]),
        ("发放 1,234.50 万元、3 亿元，惠及1.2万余人次。", ["1,234.50 万元", "3 亿元", "1.2万余人次"]),
        ("参互率 53.6%，提高 8.7 个百分点。", ["53.6%", "8.7 个百分点"]),
        ("慰问五十人，建会一百二十三家。", ["五十人", "一百二十三家"]),
        ("## （一）新建 3 家", ["3 家"]),
    ],
)
def test_found(body: str, found: list[str]) -> None:
    assert [typed.text for typed in typed_counts(body)] == found


@pytest.mark.parametrize(
    "body",
    [
        "2025年1—12月，截至12月31日，历时 9 个月、5个工作日。",
        "第 18 期、第三个五年、第12次全会，前 10 名。",
        "晋工发〔2025〕18号，12351 热线，“十百千”工程，十大工程。",
        "印发《关于做好 30 件实事的通知》，落实“三十条”。",
        "[[图 mutual_aid.participants]]",
        "{{mutual_aid.p18.collected|万}}元，{{unions.all}} 个。",
        "一家人、千家万户、一个目标、两项工作。",
    ],
)
def test_no_count(body: str) -> None:
    assert typed_counts(body) == []


def test_its_place_is_told() -> None:
    [typed] = typed_counts("# 一\n\n今年参保 576 人，比上年多。")
    assert (typed.line, typed.around) == (3, "今年参保 576 人，比上年多。")
