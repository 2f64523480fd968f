"""A draft beside the ledger: differs, agrees, is not ours; scope and period decide.

Named values are given here; where they come from is reporting's.
"""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.drafts.sample_figures import FIGURES as SAMPLE
from tests.drafts.sample_figures import RIGHT
from unionhall.drafts import Named, Severity, check
from unionhall.drafts.checking import passages_of
from unionhall.drafts.ledger import match

FIGURES = (
    Named(
        "mutual_aid.participants",
        "大病医疗互助参加职工",
        Fraction(265463),
        "人",
        period="第18期",
        synonyms=("参保职工",),
    ),
    Named("mutual_aid.participants", "大病医疗互助参加职工", Fraction(41200), "人", scope="市本级", period="第18期"),
    Named("mutual_aid.collected", "互助金收缴", Fraction(9613100), "元", period="第18期"),
    Named("mutual_aid.participation_rate_gain", "互助参互率提高", Fraction(119, 10), "百分点", period="第18期"),
    Named("unions.village", "村（社区）工会", Fraction(2058), "个"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第十八期大病医疗互助参加职工265,463人。", []),
        ("第十八期大病医疗互助参加职工265,436人。", ["265,463人"]),
        ("参加大病医疗互助职工26.55万人。", []),
        ("第十七期大病医疗互助参加职工251,200人。", []),
        ("上年大病医疗互助参加职工251,200人。", []),
        ("市本级大病医疗互助参加职工42,100人。", ["41,200人"]),
        ("平遥县大病医疗互助参加职工12,000人。", []),
        ("互助金收缴961.31万元。", []),
        ("互助金收缴916.31万元。", ["961.31万元"]),
        ("全市村（社区）工会2,085个。", ["2,058个"]),
        ("全市乡镇工会129个。", []),
        ("互助参互率提高11.9个百分点。", []),
        ("大病医疗互助参加职工突破26万人。", []),
    ],
)
def test_a_number_beside_its_figure(text, expected):
    findings = check(text, FIGURES).findings
    assert [f.expected for f in findings] == expected
    assert all(f.severity is Severity.LEDGER and "相似" in f.note for f in findings)


def test_points_written_as_percent_are_worth_a_look():
    [finding] = check("第十八期互助参互率提高11.9%。", FIGURES).findings
    assert (finding.rule, finding.expected, finding.severity) == ("points", "11.9个百分点", Severity.LOOK)


def test_what_is_not_among_our_figures_is_told_apart():
    beside = match(passages_of("全市村（社区）工会2,058个。职工满意度98.6%。"), FIGURES)
    assert [m.figure.id for m in beside.matches] == ["unions.village"]
    assert [r.quantity.text for r in beside.not_ours] == ["98.6%"]


def test_a_draft_that_differs_from_the_ledger_does_not_contradict_itself():
    assert check("全市村（社区）工会2,085个。", FIGURES).contradictions == ()


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_is_right_is_left_alone(sentence):
    findings = check(sentence, SAMPLE).findings
    assert [f.stated for f in findings if f.rule in ("ledger", "points")] == []


def test_most_numbers_of_a_right_text_are_found_in_the_ledger():
    beside = match(passages_of("\n".join(RIGHT)), SAMPLE)
    assert len(beside.matches) >= 60
    assert all(one.agrees for one in beside.matches)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全市乡镇（街道）工会129个、村（社区）工会2,100个。", [("2,100个", "2,058个")]),
        ("第十八期互助金收缴9.613万元，其中市本级1.73万元，榆次1.86万元。", [("1.86万元", "1.68万元")]),
        ("榆次区有村（社区）工会298个。", [("298个", "289个")]),
        ("第十七期大病医疗互助发放补助金6,969,900元。", [("6,969,900元", "6,996,900元")]),
        ("第十七期互助惠及职工1,673人。", [("1,673人", "1,637人")]),
        ("第十七期收到互助申领1,720件。", [("1,720件", "1,702件")]),
        ("较上期增加537人，第十八期互助参加职工2,565人。", [("2,565人", "2,655人")]),
        # Not to be told: another place, another time, another thing, or either of two.
        ("市本级互助金收缴1.68万元。", []),
        ("第一季度互助金收缴8.613万元。", []),
        ("第十七期互助启动较早。大病医疗互助参加职工2,181人。", []),
        ("标准化村（社区）工会2,085个。", []),
        ("榆次、太谷参保职工分别为476人、281人。", []),
        ("平遥县工会工作扎实。村（社区）工会242个。", []),
        ("开展技能培训，惠及职工1,673人。", []),
        ("第十七期互助3个工作日内到账1,075笔。", []),
    ],
)
def test_a_difference_is_told_only_where_one_figure_can_be_meant(text, expected):
    findings = check(text, SAMPLE).findings
    assert [(f.stated, f.expected) for f in findings if f.rule == "ledger"] == expected


def test_of_two_statements_the_one_the_ledger_has_is_kept():
    text = "第十七期互助惠及职工1,700人。\n第十七期互助惠及职工1,637人。"
    told = [(f.rule, f.stated, f.expected) for f in check(text, SAMPLE).findings if f.rule == "restated"]
    assert told == [("restated", "1,700人", "1,637人")]
    assert [f.stated for f in check(text).findings] == ["1,637人"]


def test_a_heading_of_a_county_is_not_the_whole():
    assert check(["灵石县", "村（社区）工会2,085个。"], SAMPLE).findings == ()
    assert check(["全市情况", "村（社区）工会2,085个。"], SAMPLE).findings != ()


def test_a_number_far_from_the_record_is_told_where_its_name_is_clear():
    assert [found.expected for found in check("全市村（社区）工会3,900个。", SAMPLE).findings] == ["2,058个"]


@pytest.mark.parametrize("times", [Fraction(1, 3), Fraction(6, 5), Fraction(17, 10), Fraction(5, 2), 9, 10_000])
def test_no_distance_from_the_record_raises(times):
    for named in SAMPLE:
        check(f"{named.period}{named.scope}{named.label}{int(named.value * times)}{named.unit}。", SAMPLE)


def test_a_countys_ledger_says_nothing_of_the_whole_city():
    own = [named for named in SAMPLE if named.scope == "榆次区"]
    own = [replace(named, scope="") for named in own]
    assert check("全市村（社区）工会2,100个。", own).findings == ()
    assert [found.expected for found in check("村（社区）工会298个。", own).findings] == ["289个"]
