"""What holds for every request: bodies have a limit, the browser keeps nothing, knocking is counted without keeping names."""

import io

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client

from tests.cast import TODAY, Cast
from unionhall.accounts.queries import posts_in_force, scope_from
from unionhall.members.models import Membership, MembershipEnd, Person
from unionhall.office.installation.models import Installation
from unionhall.site import middleware


@pytest.fixture
def house(cast: Cast) -> Cast:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)
    return cast


def browsing(someone) -> Client:
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_stranger_cannot_fill_the_disk(db) -> None:
    large = io.BytesIO(b"x" * (middleware.STRANGERS_BYTES + 1))
    answer = Client().post("/accounts/login/", {"login": "x", "password": "y", "f": large})
    assert answer.status_code == 413
    assert "什么也没有保存" in answer.content.decode()
    assert Client().post("/accounts/login/", {"login": "x", "password": "y"}).status_code == 200


def test_pages_of_a_log_in_are_not_kept(house: Cast) -> None:
    client = browsing(house.wang)
    for address in ("/", "/members/", f"/members/people/{house.zhang.pk}/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


def test_a_name_that_no_account_has_is_not_kept(house: Cast) -> None:
    Client().post("/accounts/login/", {"login": "Mima-ShenMi-2025", "password": "falsch"})
    [attempt] = AccessAttempt.objects.all()
    kept = f"{attempt.username} {attempt.post_data} {attempt.get_data}"
    assert "ShenMi" not in kept
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = Client().post("/accounts/login/", {"login": "Mima-ShenMi-2025", "password": "falsch"})
    assert answer.status_code == 429


def test_nobody_believes_a_forwarded_address_without_a_proxy(house: Cast) -> None:
    for n in range(settings.AXES_FAILURE_LIMIT + 1):
        forged = {"X-Forwarded-For": f"10.0.0.{n}"}
        answer = Client().post("/accounts/login/", {"login": "wang", "password": "falsch"}, headers=forged)
    assert answer.status_code == 429


@pytest.mark.parametrize("year", ["²025", "9" * 5000, "", "202"])
def test_a_year_that_is_none_is_refused(house: Cast, year: str) -> None:
    assert browsing(house.wang).post("/ui/year/", {"year": year}).status_code == 400


def test_a_former_county_does_not_follow_who_left_another_since(house: Cast) -> None:
    Membership.objects.filter(person=house.guo).delete()
    old = {"person": house.guo, "reason": "joined", "end_reason": MembershipEnd.LEAVE}
    for unit, since, until in (
        (house.brewers, "2020-01-01", "2022-01-01"),
        (house.weavers, "2022-02-01", "2024-01-01"),
    ):
        Membership.objects.create(**old, unit=unit, path=unit.path, county=unit.county, from_on=since, until_on=until)
    assert Person.objects.visible_to(scope_of(house.wang)).filter(pk=house.guo.pk).exists()
    assert not Person.objects.visible_to(scope_of(house.sun)).filter(pk=house.guo.pk).exists()


def scope_of(someone):
    return scope_from(someone.username, posts_in_force(someone, TODAY))


def test_what_nobody_types_is_not_written(house: Cast) -> None:
    client = browsing(house.li)
    client.post("/review/new/", {"title": "响\x07铃\u202e综述"})
    assert (
        "响铃综述"
        in client.get("/review/edit/", follow=True).content.decode() + client.get("/review/").content.decode()
    )
