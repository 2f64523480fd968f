"""Two-step log-in: codes cannot be guessed without end, and who changed the second factor stands in the journal."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import PASSWORD, TODAY, Cast
from unionhall.accounts import second_factor
from unionhall.office.installation.models import Installation
from unionhall.office.journal.models import Entry

SECRET = generate_totp_secret()
ASKED = reverse("mfa_authenticate")
LIMIT = 5


@pytest.fixture
def house(cast: Cast) -> Cast:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY)
    for user in (cast.wang, cast.sun):
        user.set_password(PASSWORD)
        user.save()
    TOTP.activate(cast.wang, SECRET)
    cache.clear()  # where used codes are remembered
    return cast


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def wrong() -> str:
    return f"{(int(code()) + 500_000) % 1_000_000:06d}"


def half_way(client: Client | None = None) -> Client:
    """The password is right, the code is asked for."""
    client = client or Client()
    answer = client.post("/accounts/login/", {"login": "wang", "password": PASSWORD})
    assert answer.headers["Location"].startswith(ASKED)
    return client


def verbs() -> list[str]:
    rows = Entry.objects.filter(verb__contains="second_factor").order_by("pk")
    return [verb.rpartition(".")[2] for verb in rows.values_list("verb", flat=True)]


def test_five_wrong_codes_and_the_right_one_does_not_open_either(house: Cast) -> None:
    for _ in range(LIMIT):
        assert half_way().post(ASKED, {"code": wrong()}).status_code == 200
    client = half_way()
    answer = client.post(ASKED, {"code": code()})
    assert answer.status_code == 200
    assert "30 分钟" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert verbs() == ["refused"] * 4 + ["locked"]
    last = Entry.objects.get(verb=second_factor.LOCKED)
    assert (last.actor, last.object_id, last.facts["misses"]) == ("wang", str(house.wang.pk), LIMIT)


def test_after_half_an_hour_or_a_log_in_the_count_begins_anew(house: Cast, settings) -> None:
    client = half_way()
    for _ in range(LIMIT - 1):
        client.post(ASKED, {"code": wrong()})
    assert second_factor.misses(house.wang, timezone.now()) == LIMIT - 1
    assert client.post(ASKED, {"code": code()}).status_code == 302
    assert second_factor.misses(house.wang, timezone.now()) == 0
    half_way().post(ASKED, {"code": wrong()})
    assert second_factor.misses(house.wang, timezone.now()) == 1
    later = timezone.now() + timedelta(hours=settings.AXES_COOLOFF_TIME)
    assert second_factor.misses(house.wang, later) == 0
    assert second_factor.misses(house.sun, timezone.now()) == 0


def test_wrong_codes_do_not_lock_the_password_nor_the_other_way(house: Cast) -> None:
    for _ in range(LIMIT):
        half_way().post(ASKED, {"code": wrong()})
    half_way()
    for _ in range(LIMIT - 1):
        Client().post("/accounts/login/", {"login": "sun", "password": "wrong-password"})
    assert Client().post("/accounts/login/", {"login": "sun", "password": PASSWORD}).status_code == 302


def test_codes_asked_again_are_counted_too(house: Cast) -> None:
    client = half_way()
    client.post(ASKED, {"code": code()})
    address = reverse("mfa_reauthenticate")
    for _ in range(LIMIT):
        client.post(address, {"code": wrong()})
    assert second_factor.misses(house.wang, timezone.now()) == LIMIT


def test_every_change_of_the_second_factor_is_journalled(house: Cast, django_capture_on_commit_callbacks) -> None:
    Authenticator.objects.all().delete()
    client = Client()
    client.post("/accounts/login/", {"login": "wang", "password": PASSWORD})
    asked = client.get(reverse("mfa_activate_totp"), follow=True).redirect_chain[-1][0]
    client.post(asked, {"password": PASSWORD}, follow=True)
    given = format_hotp_value(hotp_value(client.session["mfa.totp.secret"], int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": given})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    assert verbs() == ["added", "added", "renewed", "removed", "removed"]
    rows = Entry.objects.filter(verb__contains="second_factor")
    assert {(row.actor, row.object_id) for row in rows} == {("wang", str(house.wang.pk))}
