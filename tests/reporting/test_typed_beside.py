"""Counts typed by hand beside the record: a wrong one is never signed, one without a figure is seen by a person."""

import pytest

from tests.cast import TODAY, Cast
from tests.reporting.test_pages import browsing, year
from unionhall.office.journal.models import Entry
from unionhall.reporting import actions, freezing
from unionhall.reporting.models import Publication, Review
from unionhall.reporting.readiness import readiness

__all__ = ["year"]

CITED = "{{mutual_aid.participants}}"


def written(year: Cast, body: str) -> Review:
    review = Review.objects.order_by("organisation_path").first()
    actions.save_text(review=review, body=f"# 一、\n{body}", based_on=1, by=year.li, on=TODAY)
    return review


@pytest.mark.parametrize(
    ("body", "differs"),
    [
        ("第十八期大病医疗互助参加职工 2,000 人。", True),
        ("第十八期大病医疗互助参加职工 3 人。", False),
        ("大病医疗互助参加职工 3 人。", False),
        (f"参加互助 {CITED} 人；大病医疗互助参加职工 5 人。", True),
        ("2020 年，大病医疗互助参加职工 500 人。", False),
        ("读书会办了 12 场。", False),
        ("大病医疗互助参加职工 {{mutual_aid.participants}} 人，基层工会职工人数 300 人。", False),
    ],
)
def test_beside_the_record(year: Cast, body: str, differs: bool) -> None:
    review = written(year, body)
    ready = readiness(review=review, text=review.texts.first(), on=TODAY)
    [one] = ready.typed
    assert one.differs is differs
    assert ready.is_whole is not differs
    if differs:
        assert one.recorded == "3人"


def test_a_wrong_total_is_not_signed(year: Cast) -> None:
    review = written(year, "第十八期大病医疗互助参加职工 2,000 人。")
    page = browsing(year.li).get("/review/publishing/").content.decode()
    assert "和记录不一致" in page
    assert "记录是 3人" in page
    freezing.mark_reviewed(review=review, number=2, by=year.li, on=TODAY)
    with pytest.raises(freezing.TypedDiffers) as refused:
        freezing.publish(review=review, by=year.liu, on=TODAY)
    assert "3人" in refused.value.say()
    assert not Publication.objects.filter(state="published").exists()


def test_one_without_a_figure_is_ticked_by_the_reviewer(year: Cast) -> None:
    review = written(year, f"参加互助 {CITED} 人，读书会办了 12 场。")
    client = browsing(year.li)
    shown = client.get("/review/publishing/reviewed/")
    [(key, label)] = shown.context["form"].fields["seen"].choices
    assert "12 场" in label
    refused = client.post("/review/publishing/reviewed/", {"number": "2"})
    assert "读书会" in refused.content.decode()
    assert not Publication.objects.exists()
    client.post("/review/publishing/reviewed/", {"number": "2", "seen": key})
    assert Entry.objects.get(verb="reporting.review.reviewed").facts["typed_seen"] == 1
    freezing.publish(review=review, by=year.liu, on=TODAY)
