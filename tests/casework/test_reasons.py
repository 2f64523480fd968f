"""原因代码 on pages: read by the city, worded from a day on and ended by its administrator, nobody else."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from tests.casework.kind import KIND, known, with_reasons
from tests.cast import TODAY, Cast, user
from unionhall.casework import actions, queries, refusals
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Reason
from unionhall.kernel.scope import Duty
from unionhall.office.installation.models import Installation
from unionhall.office.journal.models import Entry

LIST = "/reasons/"
GIVEN = {
    "kind": KIND.code,
    "verb": "return",
    "code": "T04",
    "label": "结算单不全",
    "sentence": "结算单缺页，请补齐后交来。",
    "from_on": "2026-01-01",
}


@pytest.fixture
def house(cast: Cast) -> Iterator[Cast]:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)
    with known():
        with_reasons(cast.admin)
        yield cast


def browsing(someone) -> Client:
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def worded(on: date) -> str:
    return queries.reasons(KIND.code, verb="return", on=on).get(code="T04").label


def test_the_administrator_words_a_code_anew_from_a_day_on(house: Cast) -> None:
    client = browsing(house.admin)
    page = client.get(LIST).content.decode()
    assert "结算单缺页，请看说明。" in page
    assert "新写一条" in page
    done = client.post(f"{LIST}add/", GIVEN)
    assert done.status_code == 302, done.content.decode()
    assert (worded(TODAY), worded(date(2026, 1, 1))) == ("结算单缺页", "结算单不全")
    again = client.post(f"{LIST}add/", GIVEN)
    assert again.status_code == 422
    assert "在这一天已有写法" in again.content.decode()
    wrong = client.post(f"{LIST}add/", {**GIVEN, "code": "x", "verb": "refuse"})
    assert "一个大写字母加两三位数字" in wrong.content.decode()
    assert Entry.objects.filter(verb="casework.reason.set", actor="admin", facts__code="T04").count() == 2


def test_a_code_is_ended_once_and_not_before_it_began(house: Cast) -> None:
    client, reason = browsing(house.admin), Reason.objects.get(code="R01")
    early = client.post(f"{LIST}{reason.pk}/edit/", {"until_on": "2024-12-31"})
    assert "止期不能更早" in early.content.decode()
    assert client.post(f"{LIST}{reason.pk}/edit/", {"until_on": "2025-12-31"}).status_code == 302
    assert not queries.reasons(KIND.code, verb="refuse", on=date(2026, 1, 1)).exists()
    with pytest.raises(refusals.ReasonEnded):
        actions.end_reason(reason=reason, until_on=TODAY, by=house.admin, on=TODAY)
    wording = {"kind": KIND.code, "verb": Verb.REFUSE, "code": "R01", "label": "x", "sentence": "x"}
    with pytest.raises(refusals.ReasonTaken):
        actions.set_reason(**wording, from_on=date(2025, 6, 1), by=house.admin, on=TODAY)
    assert Reason.objects.get(code="R01").until_on == TODAY


def test_a_county_and_a_clerk_change_nothing(house: Cast) -> None:
    county = browsing(user("wei", "魏某", house.yuci, "管理", Duty.ADMINISTER))
    refused = county.post(f"{LIST}add/", GIVEN)
    assert refused.status_code == 422
    assert "由市总工会的管理员设定" in refused.content.decode()
    reason = Reason.objects.get(code="T04")
    assert county.post(f"{LIST}{reason.pk}/edit/", {"until_on": "2025-12-31"}).status_code == 404
    assert "结算单缺页" not in county.get(LIST).content.decode()
    li = browsing(house.li)
    assert "结算单缺页" in li.get(LIST).content.decode()
    assert "新写一条" not in li.get(LIST).content.decode()
    assert li.post(f"{LIST}add/", GIVEN).status_code == 403
    assert Reason.objects.count() == 3
