"""What the search box promises it finds: unions, employers, people, jobs and imports, within the reader's scope only."""

import pytest
from django.test import Client

from tests.aid.mutual_aid.test_roster import STRANGERS, book, upload
from tests.cast import Cast
from unionhall.accounts.models import User
from unionhall.office import jobs
from unionhall.organisations.models import Employer, Unit


def titles(user: User, terms: str) -> set[str]:
    client = Client()
    client.force_login(user)
    answer = client.post("/search/", {"q": terms}, follow=True)
    return {hit.title for hits in answer.context["groups"].values() for hit in hits}


@pytest.fixture
def named(cast: Cast) -> Cast:
    Unit.objects.filter(pk=cast.weavers.pk).update(pinyin="cyfzcgh")
    Employer.objects.filter(pk=cast.weavers.employer_id).update(pinyin="cyfzc")
    return cast


@pytest.mark.parametrize("terms", ["澄园", "cyfz", "CYFZ", "81140700mc0000001a", "澄园 工会"])
def test_a_union_is_found_as_its_register_finds_it(named: Cast, terms: str) -> None:
    assert "澄园纺织厂工会" in titles(named.wang, terms)
    assert titles(named.sun, terms) == set()


def test_an_employer_is_found_by_name_initials_and_code(named: Cast) -> None:
    works = named.weavers.employer
    assert works is not None
    for terms in ("纺织厂", "cyfzc", works.credit_code):
        assert works.name in titles(named.wang, terms)
        assert works.name not in titles(named.sun, terms)


def test_a_closed_union_is_found_and_said_to_be_closed(named: Cast) -> None:
    Unit.objects.filter(pk=named.spinners.pk).update(closed_on="2025-11-30")
    client = Client()
    client.force_login(named.wang)
    page = client.post("/search/", {"q": "锦源"}, follow=True).content.decode()
    assert "2025-11-30 注销" in page


def test_a_job_is_found_by_its_number_and_by_its_last_figures(cast: Cast) -> None:
    sent = upload(cast, book((1, "新来人", STRANGERS[0], None, "普通", 40, None)), unit=cast.weavers, by=cast.wang)
    job = jobs.start(kind="imports.read", title="读取花名册", by=cast.wang, arguments={"import_id": sent.pk}, url="/")
    for terms in (job.number, job.number.lower(), job.number[-13:], "读取"):
        assert "读取花名册" in titles(cast.wang, terms)
        assert "读取花名册" not in titles(cast.sun, terms)


def test_an_import_is_found_by_its_title(cast: Cast) -> None:
    sent = upload(cast, book((1, "新来人", STRANGERS[0], None, "普通", 40, None)), unit=cast.weavers, by=cast.wang)
    assert sent.title in titles(cast.wang, sent.title[:4])
    assert titles(cast.sun, sent.title[:4]) == set()


def test_a_person_is_still_found(cast: Cast) -> None:
    assert "张秀兰" in titles(cast.wang, cast.zhang.id_number[-4:])
