"""Figures and the review on pages: counted for the reader's own organisation, by whoever reads; taken away only journalled."""

import re
from datetime import date
from io import BytesIO

import docx
import openpyxl
import pytest
from django.test import Client

from tests.aid.mutual_aid.test_roster import STRANGERS, book, upload
from tests.cast import TODAY, Cast, user
from unionhall.accounts.models import Post
from unionhall.kernel.scope import Duty
from unionhall.office.imports import actions as imports
from unionhall.office.installation.models import Installation
from unionhall.office.journal.models import Entry
from unionhall.reporting import actions
from unionhall.reporting.models import Citation, Review

FIGURE = "/figures/mutual_aid.participants/"
BODY = "# 一、\n参加互助 {{mutual_aid.participants}} 人。"


@pytest.fixture
def year(cast: Cast) -> Cast:
    """The cast with a year of its own."""
    return written_year(cast)


def written_year(cast: Cast) -> Cast:
    """Two people enrolled in Yuci, one in Pingyao; a review of the city and one of Pingyao, with one number each."""
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)
    for unit, by, many in ((cast.weavers, cast.wang, 2), (cast.brewers, cast.sun, 1)):
        first = 0 if unit == cast.weavers else 2
        rows = [(n, "新来人", STRANGERS[first + n], None, "普通", 40, None) for n in range(many)]
        imports.commit(imports.read(upload(cast, book(*rows), unit=unit, by=by)), by=by, on=TODAY)
    figure = {"figure": "mutual_aid.participants", "scope": "all", "scheme": "mutual-aid", "period": 18}
    actions.set_citations(
        citations=[Citation(year=2025, published_id="mutual_aid.participants", **figure)], by=cast.li, on=TODAY
    )
    for unit in (cast.city, cast.pingyao):
        actions.start_review(year=2025, organisation=unit, title=unit.name, body=BODY, by=cast.li, on=TODAY)
    return cast


def browsing(someone) -> Client:
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def words(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)


def test_a_review_counts_its_own_organisation_on_the_page_and_in_word(year: Cast) -> None:
    assert "参加互助 3 人" in words(browsing(year.li).get("/review/word/").content)
    assert "参加互助 1 人" in words(browsing(year.sun).get("/review/word/").content)
    # Yuci has written none: the city's is not theirs to take.
    assert browsing(year.wang).get("/review/word/").status_code == 404


def test_the_number_and_its_name_are_of_the_post_worked_in(year: Cast) -> None:
    both = user("both", "两处", year.yuci, "岗位", Duty.ENTER)
    Post.objects.create(user=both, unit=year.pingyao, title="兼任", duties=["enter"], from_on=date(2025, 1, 1))
    client = browsing(both)
    shown = set()
    for post in both.posts.all():
        session = client.session
        session["post"] = post.pk
        session.save()
        page = client.get("/figures/")
        opened = next(
            row for row in page.context["groups"] for row in row if row.definition.id.endswith("participants")
        )
        assert post.unit.name in page.content.decode()
        shown.add((post.unit.name, opened.value.all))
    assert shown == {(year.yuci.name, 2), (year.pingyao.name, 1)}


def test_records_are_taken_by_post_and_journalled(year: Cast) -> None:
    client = browsing(year.sun)
    at = client.get(FIGURE).context["opened"].time.key
    book_back = openpyxl.load_workbook(BytesIO(client.post(f"{FIGURE}records/?at={at}").content))
    assert book_back.active.max_row == 2
    entry = Entry.objects.get(verb="reporting.records.taken")
    assert entry.actor == "sun"


def test_the_year_chosen_is_the_year_counted(year: Cast) -> None:
    client = browsing(year.li)
    assert "参加互助" in client.get("/review/").content.decode()
    client.post("/ui/year/", {"year": "2024", "next": "/review/"})
    assert "参加互助" not in client.get("/review/").content.decode()
    client.post("/ui/year/", {"year": "2025", "next": "/review/"})
    assert "参加互助" in client.get("/review/").content.decode()


def edited(year: Cast, body: str) -> str:
    client = browsing(year.li)
    answer = client.post("/review/edit/", {"body": body, "based_on": "1"}, follow=True)
    assert answer.redirect_chain == [("/review/", 302)], answer.content.decode()
    return str(answer.content.decode())


def test_a_typed_count_is_told_on_the_review_and_in_the_editor(year: Cast) -> None:
    page = edited(year, "# 一、\n今年参保 576 人，活动 12 场；参加互助 {{mutual_aid.participants}} 人。")
    assert "正文里有 2 处手打的数" in page
    assert "576 人" in page
    assert "12 场" in page
    assert "正文里有 2 处手打的数" in browsing(year.li).get("/review/edit/").content.decode()
    assert "手打的数" not in browsing(year.liu).get("/review/").content.decode()


def test_numbers_are_offered_as_they_will_read(year: Cast) -> None:
    page = browsing(year.li).get("/review/edit/").content.decode()
    assert (
        'data-insert="{{mutual_aid.participants}} 人" data-insert-unit="人" data-insert-into="id_body">3 人</button>'
        in page
    )
    assert 'data-insert="{{mutual_aid.collected|万}} 万元"' in page


def test_an_offer_says_its_scope_and_none_without_a_number(year: Cast) -> None:
    own = {"figure": "mutual_aid.participants", "scope": "own", "scheme": "mutual-aid", "period": 18}
    actions.set_citations(citations=[Citation(year=2025, published_id="own.participants", **own)], by=year.li, on=TODAY)
    groups = browsing(year.li).get("/review/edit/").context["offers"]
    offers = {offer.published_id: offer for group in groups for offer in group.offers}
    assert offers["mutual_aid.participants"].scope == "全市"
    assert offers["own.participants"].scope == "市本级"
    assert offers["mutual_aid.approval_rate"].ways == ()
    assert not any("—" in way.shown for offer in offers.values() for way in offer.ways)


def test_a_unit_that_stands_twice_is_kept_once(year: Cast) -> None:
    edited(year, "# 一\n收缴 {{mutual_aid.collected|万}} 万元 万元，参加 {{mutual_aid.participants}} 人 人。")
    body = Review.objects.order_by("organisation_path").first().texts.first().body
    assert body.endswith("收缴 {{mutual_aid.collected|万}} 万元，参加 {{mutual_aid.participants}} 人。")


def test_a_figure_nobody_quoted_becomes_a_citation_when_it_is(year: Cast) -> None:
    assert not Citation.objects.filter(published_id="mutual_aid.staff").exists()
    page = edited(year, "# 一\n职工 {{mutual_aid.staff}} 人，参互率 {{mutual_aid.participation_rate}}%。")
    assert "职工 <a" in page
    assert ">300</a> 人" in page
    rate = Citation.objects.get(published_id="mutual_aid.participation_rate")
    assert (rate.scope, rate.scheme, rate.period) == ("all", "mutual-aid", 18)
    entry = Entry.objects.get(verb="reporting.text.saved")
    assert entry.facts["cited"] == ["mutual_aid.participation_rate", "mutual_aid.staff"]


def test_an_id_of_no_figure_is_still_refused(year: Cast) -> None:
    answer = browsing(year.li).post("/review/edit/", {"body": "{{no.such}}", "based_on": "1"})
    assert answer.status_code == 422
    assert "no.such" in answer.content.decode()


def test_headings_number_themselves_on_the_page_and_in_word(year: Cast) -> None:
    page = edited(year, "# 维权\n## 互助\n# 三、基层\n## 小三级\n## （五）建会\n")
    wanted = ["一、维权", "（一）互助", "二、基层", "（一）小三级", "（二）建会"]
    assert [page.find(f">{heading}</h") > 0 for heading in wanted] == [True] * 5
    word = words(browsing(year.li).get("/review/word/").content)
    assert all(heading in word for heading in wanted)


def test_who_may_not_write_is_told_why(year: Cast) -> None:
    for reader in (year.liu, year.admin):
        page = browsing(reader).get("/review/").content.decode()
        assert "修改正文要有晋中市总工会的经办或复核职责" in page
        assert "/review/edit/" not in page
    assert "/review/edit/" in browsing(year.li).get("/review/").content.decode()


RATE, GAIN = "/figures/mutual_aid.participation_rate/", "/figures/mutual_aid.participation_rate_gain/"


def test_a_rate_shows_numerator_and_denominator_and_no_empty_chart(year: Cast) -> None:
    page = browsing(year.li).get(RATE)
    [quotient] = page.context["reckoned"].quotients
    assert (quotient.of.text(), quotient.to.text(), quotient.text) == ("3", "300", "1.0")
    assert page.context["chart"] == ""
    assert "按月" not in page.content.decode()
    for part in (quotient.of, quotient.to):
        assert f"/figures/{part.definition.id}/?at=" in page.content.decode()


def test_a_change_shows_both_rates_with_their_parts(year: Cast) -> None:
    reckoned = browsing(year.li).get(GAIN).context["reckoned"]
    assert [(q.of.text(), q.to.text()) for q in reckoned.quotients] == [("3", "300"), ("0", "300")]
    assert (reckoned.difference, reckoned.is_subtracted_exactly) == ("1.0", False)


def test_below_the_city_nothing_is_of_the_city_or_said_twice(year: Cast) -> None:
    for reader, is_city in ((year.li, True), (year.wang, False)):
        for address in ("/figures/", FIGURE):
            page = browsing(reader).get(address).content.decode()
            assert ("其中市本级" in page) is is_city, (reader, address)
        book_back = openpyxl.load_workbook(BytesIO(browsing(reader).get("/figures/?export=xlsx").content))
        head = [cell.value for cell in book_back.active[1]]
        assert ("其中市本级" in head) is is_city
        assert ("榆次" in head) is is_city
    assert 'scope="col" class="is-number is-tight">榆次' not in browsing(year.wang).get(FIGURE).content.decode()


def test_an_id_stands_only_in_its_own_small_line(year: Cast) -> None:
    page = browsing(year.li).get(FIGURE).content.decode()
    text = re.sub(r"<[^>]+>", "\n", page)
    assert [line.strip() for line in text.splitlines() if "mutual_aid.participants" in line] == [
        "编号 mutual_aid.participants"
    ]


def test_the_total_under_a_page_of_records_says_what_it_is_of(year: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "本页" not in browsing(year.li).get(FIGURE).content.decode()
    monkeypatch.setattr("unionhall.reporting.opening.PAGE_LENGTH", 2)
    for number, here in ((1, 2), (2, 1)):
        page = browsing(year.li).get(f"{FIGURE}?page={number}").content.decode()
        assert f"本页 {here} / 共 3 人" in page
        assert "全部 3 人" in page


def test_a_review_is_opened_for_the_post_that_writes(cast: Cast) -> None:
    """Working in a post that only audits, she writes for the other."""
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)
    both = user("both", "两处", cast.yuci, "审计", Duty.AUDIT)
    Post.objects.create(user=both, unit=cast.pingyao, title="经办", duties=["enter"], from_on=date(2025, 1, 1))
    client = browsing(both)
    session = client.session
    session["post"] = both.posts.get(unit=cast.yuci).pk
    session.save()
    assert client.post("/review/new/", {"title": "综述"}).status_code == 302
    assert Review.objects.get().organisation_path == cast.pingyao.path
    again = client.post("/review/new/", {"title": "综述"})
    assert again.status_code == 422
    assert "已经建好，没有再建一份" in again.content.decode()
    with pytest.raises(actions.NotYourReview):
        actions.start_review(year=2025, organisation=cast.yuci, title="综述", body=BODY, by=both, on=TODAY)
    assert Review.objects.count() == 1
