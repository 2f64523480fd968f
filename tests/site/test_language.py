"""Chinese first: the browser's own wish is not asked, the switch is."""

from django.conf import settings
from django.test import Client


def test_a_browser_in_english_still_gets_chinese(db) -> None:
    page = Client().get("/accounts/login/", headers={"Accept-Language": "en-US,en;q=0.9"}).content.decode()
    assert '<html lang="zh-hans"' in page


def test_the_switch_is_kept(db) -> None:
    client = Client()
    client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert '<html lang="en"' in client.get("/accounts/login/").content.decode()
