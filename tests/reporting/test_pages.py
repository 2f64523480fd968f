"""Figures and the review on pages: counted for the reader's own organisation, by whoever reads; taken away only journalled."""

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
from unionhall.reporting.models import Citation

FIGURE = "/figures/mutual_aid.participants/"
BODY = "# 一、\n参加互助 {{mutual_aid.participants}} 人。"


@pytest.fixture
def year(cast: Cast) -> Cast:
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
