"""A draft beside the ledger: differs, agrees, is not ours; scope and period decide.

Named values are given here; where they come from is reporting's.
"""

from fractions import Fraction

import pytest

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
