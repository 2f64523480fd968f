"""Log-in: the tries that are left are told, then the account rests; no way in by mail."""

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast
from unionhall.accounts.models import User


@pytest.fixture
def door(cast: Cast, client: Client, trial: None) -> Client:
    user = User.objects.get(username="wang")
    user.set_password(PASSWORD)
    user.save()
    return client


def knock(door: Client, password: str) -> tuple[int, str]:
    answer = door.post("/accounts/login/", {"login": "wang", "password": password})
    return answer.status_code, answer.content.decode()


def test_tries_left_are_counted_down_to_the_lock(door: Client) -> None:
    told = [knock(door, "wrong") for _ in range(5)]
    assert [f"再错 {5 - n} 次" in text for n, (_status, text) in enumerate(told[:4], start=1)] == [True] * 4
    assert told[4][0] == 429
    assert "账号锁 30 分钟" in told[4][1]
    assert knock(door, PASSWORD)[0] == 429


def test_an_unknown_account_is_told_the_same(door: Client) -> None:
    answer = door.post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    assert "账号或密码不对。再错 4 次，账号锁 30 分钟。" in answer.content.decode()


def test_the_right_password_opens_and_leads_back(door: Client) -> None:
    answer = door.post(
        "/accounts/login/?next=/trial/users/", {"login": "wang", "password": PASSWORD, "next": "/trial/users/"}
    )
    assert answer.headers["Location"] == "/trial/users/"
    assert door.get("/trial/users/").status_code == 200


def test_no_mail_opens_the_door(door: Client) -> None:
    assert "系统管理员" in door.get("/accounts/password/forgotten/").content.decode()
    assert door.post("/accounts/password/forgotten/", {"email": "a@b.cn"}).status_code == 405
    assert door.get("/accounts/signup/").status_code == 200
    assert door.get("/accounts/email/").status_code == 404


def test_a_password_is_changed_with_chinese_labels(door: Client) -> None:
    knock(door, PASSWORD)
    text = door.get("/accounts/password/change/").content.decode()
    assert "现在的密码" in text
    answer = door.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "a-new-pass-phrase", "password2": "a-new-pass-phrase"},
    )
    assert answer.status_code == 302
    assert User.objects.get(username="wang").check_password("a-new-pass-phrase")
