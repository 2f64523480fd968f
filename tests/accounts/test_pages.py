"""Pages of accounts: who reaches them, what they show once, how sessions end.

Acts themselves are tested in test_actions.py.
"""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, TODAY, Cast
from unionhall.accounts import actions
from unionhall.accounts.models import Post, User
from unionhall.accounts.panels import handler
from unionhall.accounts.queries import scope_of
from unionhall.kernel.scope import Duty
from unionhall.office.installation.models import Installation
from unionhall.office.journal.models import Entry


@pytest.fixture
def house(cast: Cast) -> Cast:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY)
    return cast


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def log_in(username: str, password: str = PASSWORD) -> tuple[Client, int]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": username, "password": password}).status_code


def test_only_administrators_see_accounts(house: Cast) -> None:
    for user, status in ((house.admin, 200), (house.wang, 403), (house.liu, 403), (house.zhao, 403)):
        client = logged_in(user)
        assert client.get(reverse("accounts:list")).status_code == status, user
        assert client.get(reverse("accounts:account", args=[house.wang.pk])).status_code == status
        assert client.get(reverse("accounts:appoint", args=[house.wang.pk])).status_code == status


def test_a_county_administrator_sees_the_county_only(house: Cast) -> None:
    county = actions.open_account(
        username="yc",
        name="榆次管理员",
        unit=house.yuci,
        password="x",
        by=house.admin,
        on=TODAY,
        must_change_password=False,
    )
    actions.appoint(unit=house.yuci, user=county, title="管理员", duties=[Duty.ADMINISTER], by=house.admin, on=TODAY)
    client = logged_in(county)
    text = client.get(reverse("accounts:list")).content.decode()
    assert "王丽萍" in text
    assert "孙海燕" not in text
    assert client.get(reverse("accounts:account", args=[house.sun.pk])).status_code == 404
    assert client.post(reverse("accounts:reset", args=[house.sun.pk])).status_code == 404
    assert client.get(reverse("accounts:end", args=[house.sun.posts.get().pk])).status_code == 404
    answer = client.post(
        reverse("accounts:appoint", args=[house.wang.pk]),
        {"unit": "平遥县总工会", "title": "经办", "duties": ["enter"], "on": "2026-01-01"},
    )
    assert answer.status_code == 422
    assert "没有叫" in answer.content.decode()


def test_accounts_are_found_without_a_name_in_the_address(house: Cast) -> None:
    client = logged_in(house.admin)
    assert client.post(reverse("accounts:list"), {"q": "王"}).headers["Location"] == reverse("accounts:list")
    assert [row.username for row in client.get(reverse("accounts:list")).context["table"].data] == ["wang"]
    client.post(reverse("accounts:list"), {"state": "closed"})
    assert client.get(reverse("accounts:list")).context["table"].total == 0


def test_the_list_needs_the_same_queries_whatever_its_length(house: Cast, django_assert_max_num_queries) -> None:
    client = logged_in(house.admin)
    client.get(reverse("accounts:list"))
    for n in range(30):
        user = User.objects.create(username=f"u{n}", name="某", home=house.yuci)
        Post.objects.create(unit=house.yuci, user=user, holder_name="某", title="经办", duties=["enter"], from_on=TODAY)
    with django_assert_max_num_queries(9):
        assert client.get(reverse("accounts:list")).context["table"].total == 37


def test_an_opened_account_shows_its_password_once_and_must_change_it(house: Cast) -> None:
    admin = logged_in(house.admin)
    answer = admin.post(
        reverse("accounts:open"), {"username": "zhou", "name": "周敏", "unit": "榆次区总工会"}, follow=True
    )
    password = re.search(r'<code class="uh-strong">([^<]+)</code>', answer.content.decode()).group(1)
    assert "no-store" in answer.headers["Cache-Control"]
    assert password not in admin.get(answer.request["PATH_INFO"]).content.decode()
    assert password not in str(list(Entry.objects.values_list("before", "after", "facts")))
    client, status = log_in("zhou", password)
    assert status == 302
    assert client.get("/").headers["Location"] == reverse("account_change_password")
    changed = client.post(
        reverse("account_change_password"),
        {"oldpassword": password, "password1": "a-new-pass-phrase", "password2": "a-new-pass-phrase"},
    )
    assert changed.status_code == 302
    assert not User.objects.get(username="zhou").must_change_password
    assert client.get(reverse("account_change_password")).status_code == 200
    assert Entry.objects.filter(verb="accounts.password.changed", actor="zhou").count() == 1


@pytest.mark.parametrize("act", ["close", "reset"])
def test_sessions_of_a_closed_or_reset_account_end_at_once(house: Cast, act: str) -> None:
    house.wang.set_password(PASSWORD)
    house.wang.save()
    client, _ = log_in("wang")
    assert client.get(reverse("accounts:mine")).status_code == 200
    admin = logged_in(house.admin)
    assert admin.post(reverse(f"accounts:{act}", args=[house.wang.pk]), {"reason": "退休"}).status_code == 302
    answer = client.get(reverse("accounts:mine"))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_log_in_log_out_and_misses_are_journalled_without_passwords(house: Cast) -> None:
    house.wang.set_password(PASSWORD)
    house.wang.save()
    client, _ = log_in("wang")
    client.post("/accounts/logout/")
    for _ in range(7):
        log_in("wang", "not-the-password")
    log_in("my-password-typed-here", "x")
    told = list(Entry.objects.order_by("pk").values_list("verb", "actor", "organisation_path"))
    place = house.yuci.path
    assert told == [
        ("accounts.session.opened", "wang", place),
        ("accounts.session.closed", "wang", place),
        *[("accounts.session.refused", "wang", place)] * 4,
        ("accounts.session.locked", "wang", place),
    ]
    assert "password" not in str(list(Entry.objects.values_list("before", "after", "facts")))


def test_five_tries_are_five_in_whatever_case(house: Cast) -> None:
    house.wang.set_password(PASSWORD)
    house.wang.save()
    for name in ("wang", "WANG", "Wang", "wAng", "waNg"):
        log_in(name, "wrong")
    assert log_in("wang")[1] == 429


def test_the_session_is_written_at_most_once_a_minute_and_not_for_polls(house: Cast, monkeypatch) -> None:
    from unionhall.accounts import middleware

    clock = [1000]
    monkeypatch.setattr(middleware.time, "time", lambda: clock[0])
    client = logged_in(house.wang)
    client.get(reverse("accounts:mine"))
    assert client.session["seen"] == 1000
    clock[0] = 1030
    client.get(reverse("accounts:mine"))
    assert client.session["seen"] == 1000
    clock[0] = 1100
    client.get("/system/jobs/1/live/")
    assert client.session["seen"] == 1000
    client.get(reverse("accounts:mine"))
    assert client.session["seen"] == 1100


def test_choosing_a_post_changes_what_is_first_and_nothing_else(house: Cast) -> None:
    Post.objects.create(
        unit=house.pingyao,
        user=house.wang,
        holder_name="王丽萍",
        title="借调",
        duties=["enter"],
        from_on=date(2025, 1, 1),
    )
    client = logged_in(house.wang)
    before = scope_of(house.wang, TODAY)
    second = house.wang.posts.get(unit=house.pingyao)
    answer = client.post(reverse("accounts:post"), {"post": second.pk, "next": "/accounts/posts/"})
    assert answer.headers["Location"] == "/accounts/posts/"
    shown = client.get("/accounts/posts/")
    request = shown.wsgi_request
    assert (request.posts[0].pk, request.user.organisation_name) == (second.pk, "平遥县总工会")
    assert request.scope == before
    foreign = house.sun.posts.get().pk
    assert client.post(reverse("accounts:post"), {"post": foreign}).status_code == 404
    away = client.post(reverse("accounts:post"), {"post": second.pk, "next": "https://evil.example/"})
    assert away.headers["Location"] == "/"


def test_one_lends_the_own_post_but_nobody_elses(house: Cast) -> None:
    post = house.li.posts.get()
    form = {"to_user": "wang", "duties": ["review"], "from_on": "2026-01-01", "until_on": "2026-01-07"}
    assert logged_in(house.chen).post(reverse("accounts:lend", args=[post.pk]), form).status_code == 403
    assert logged_in(house.sun).post(reverse("accounts:lend", args=[post.pk]), form).status_code == 404
    assert logged_in(house.li).post(reverse("accounts:lend", args=[post.pk]), form).status_code == 302
    assert scope_of(house.wang, date(2026, 1, 2)).has(Duty.REVIEW)


def test_a_clerk_learns_of_no_log_in_by_lending(house: Cast) -> None:
    address = reverse("accounts:lend", args=[house.wang.posts.get().pk])
    actions.close_account(user=house.li, reason="离岗", by=house.admin, on=TODAY)
    clerk = logged_in(house.wang)
    told = set()
    for name in ("nobody", "sun", "li"):
        form = {"to_user": name, "duties": ["enter"], "from_on": "2026-01-01", "until_on": "2026-01-07"}
        answer = clerk.post(address, form)
        assert answer.status_code == 422, name
        told.add(tuple(answer.context["form"].errors["to_user"]))
    assert len(told) == 1


def test_a_clerk_learns_of_no_log_in_by_a_handler(house: Cast) -> None:
    address = reverse("accounts:handler", args=[house.weavers.pk])
    answers = [
        logged_in(house.wang).post(address, {"name": "赵梅", "on": "2025-12-01", "user": name}).status_code
        for name in ("sun", "nobody")
    ]
    assert answers == [403, 403]


def test_a_clerk_changes_the_handler_without_giving_log_ins(house: Cast) -> None:
    address = reverse("accounts:handler", args=[house.weavers.pk])
    clerk = logged_in(house.wang)
    assert logged_in(house.sun).get(address).status_code == 404
    assert logged_in(house.zhao).get(address).status_code == 403
    assert clerk.post(address, {"name": "赵梅", "on": "2025-12-01", "user": "sun"}).status_code == 403
    assert clerk.get(address).status_code == 200
    actions.change_handler(unit=house.weavers, name="赵梅", by=house.wang, on=date(2025, 12, 1))
    panel = handler(house.weavers, scope_of(house.wang, TODAY), TODAY)
    assert (panel.context["present"].holder_name, panel.links[0][1]) == ("赵梅", address)
    assert handler(house.weavers, scope_of(house.zhao, TODAY), TODAY).links == ()


def test_two_step_log_in_is_offered_and_speaks_chinese(house: Cast) -> None:
    house.wang.set_password(PASSWORD)
    house.wang.save()
    client, _ = log_in("wang")
    assert client.get(reverse("mfa_index")).status_code == 200
    asked_again = client.get(reverse("mfa_activate_totp"), follow=True)
    assert asked_again.status_code == 200


def test_a_change_of_the_handler_stands_in_the_units_history(house: Cast) -> None:
    client = logged_in(house.wang)
    actions.change_handler(unit=house.weavers, name="吴敏", by=house.wang, on=date(2025, 3, 1))
    actions.change_handler(unit=house.weavers, name="钱芳", by=house.wang, on=date(2025, 6, 1))
    for address in (house.weavers.get_absolute_url(), f"{house.weavers.get_absolute_url()}history/"):
        acts = client.get(address).content.decode().partition("经过")[2]
        assert acts.count("更换代办员") == 2, address
        assert "姓名 钱芳" in acts
    assert "更换代办员" not in client.get(house.spinners.get_absolute_url()).content.decode().partition("经过")[2]
