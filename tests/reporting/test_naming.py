"""The house's figures for a draft: the year's and those of the time before, at every scope, known apart.

Counted from records written here.
"""

from tests.aid.claims.setting import enrol
from tests.cast import TODAY, Cast
from tests.reporting.test_pages import written_year
from unionhall.drafts import check
from unionhall.reporting.naming import named_figures


def test_values_of_each_scope_and_of_the_period_before_are_named(cast: Cast) -> None:
    written_year(cast)
    enrol(cast, cast.zhang, cast.p17)
    figures = named_figures(2025, TODAY)
    people = {(f.scope, f.period, f.is_earlier): int(f.value) for f in figures if f.id == "mutual_aid.participants"}
    assert people[("全市", "第18期", False)] == 3
    assert people[("榆次区", "第18期", False)] == 2
    assert {f.theme for f in figures if f.id == "mutual_aid.participants"} != {""}
    assert all(f.year == 2025 for f in figures)
    assert people[("全市", "第17期", True)] == 1
    told = check("第十七期大病医疗互助参加职工1人。第十八期互助参加职工5人，榆次2人。", figures).findings
    assert [(f.stated, f.expected) for f in told] == [("5人", "3人")]
