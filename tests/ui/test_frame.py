"""Every page: strict about scripts and styles, one h1, says which data and day it works on, in two languages."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import TODAY, Cast
from unionhall.office.installation.models import Installation

PAGES = [
    "/trial/users/",
    "/trial/enter/",
    "/system/gallery/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/nowhere/",
]
OPEN_PAGES = ["/accounts/login/", "/accounts/password/forgotten/", "/accounts/signup/"]
INLINE = re.compile(r"""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+="|javascript:|https?://(?!www\.w3\.org)""")


def is_clean(text: str) -> bool:
    return not INLINE.search(text) and text.count("<h1") == 1 and "<main" in text and "None" not in text


@pytest.mark.parametrize("url", PAGES)
def test_pages_hold_no_inline_style_or_script_and_one_h1(wang: Client, url: str) -> None:
    assert is_clean(wang.get(url).content.decode())


@pytest.mark.parametrize("url", OPEN_PAGES)
def test_pages_before_log_in_are_as_strict(cast: Cast, client: Client, trial: None, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200
    assert is_clean(answer.content.decode())
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_head_says_which_data_and_day(wang: Client) -> None:
    assert "演示数据" not in wang.get("/trial/users/").content.decode()
    Installation.objects.create(name="晋中市总工会", size="sample", thinning=100, business_day=TODAY, year=2025)
    text = wang.get("/trial/users/").content.decode()
    assert "样本 1/100" in text
    assert "业务日 2025-12-31" in text


def test_the_crumbs_end_with_the_page_itself(wang: Client) -> None:
    text = wang.get("/trial/enter/").content.decode()
    crumbs = re.search(r'<ol class="uh-crumbs">(.*?)</ol>', text).group(1)
    assert re.findall(r">([^<>]+)</(?:a|li)>", crumbs) == ["互助与帮扶", "互助申领", "录入申领"]
    assert 'class="uh-back" href="/trial/users/"' in text


def test_the_year_is_chosen_and_kept(wang: Client) -> None:
    Installation.objects.create(name="晋中市总工会", size="full", business_day=TODAY, year=2025)
    assert wang.post("/ui/year/", {"year": "2024", "next": "/trial/users/"}).headers["Location"] == "/trial/users/"
    assert wang.get("/trial/users/").context["year"] == 2024
    assert wang.post("/ui/year/", {"year": "1"}).status_code == 400
    assert wang.post("/ui/year/", {"year": "2025", "next": "https://evil.example/"}).headers["Location"] == "/"


@pytest.mark.parametrize("cookie", ["", "fr"])
def test_a_page_is_chinese_until_it_is_switched_whatever_the_browser_prefers(cast: Cast, cookie: str) -> None:
    someone = Client(headers={"accept-language": "en-GB,en;q=0.9"})
    someone.cookies["django_language"] = cookie
    page = someone.get("/accounts/login/")
    assert '<html lang="zh-hans"' in page.content.decode()
    assert page.headers["Content-Language"] == "zh-hans"


def test_the_language_is_switched(wang: Client) -> None:
    wang.post("/i18n/setlang/", {"language": "en", "next": "/trial/users/"})
    text = wang.get("/trial/users/").content.decode()
    assert '<html lang="en"' in text
    assert ">中文</button>" in text


@pytest.mark.parametrize(
    ("url", "status", "sentence"),
    [("/nowhere/", 404, "网址可能写错了，也可能这条记录不在您管的范围内。"), ("/trial/boom/", 500, "错误已记下，编号")],
)
def test_errors_say_what_happened_and_what_to_do(wang: Client, url: str, status: int, sentence: str) -> None:
    wang.raise_request_exception = False
    answer = wang.get(url)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert is_clean(answer.content.decode())


def test_a_stale_form_is_told_so(cast: Cast, trial: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.wang)
    answer = client.post("/trial/enter/", {})
    assert answer.status_code == 403
    assert "您填的内容还在" in answer.content.decode()


def test_stylesheets_come_from_here_alone() -> None:
    css = [path.read_text() for path in (settings.BASE_DIR / "unionhall/ui/static/ui").glob("*.css")]
    assert len(css) == 5
    assert not any("@import" in text or "http" in text.replace("http://www.w3.org/2000/svg", "") for text in css)


def test_a_confirm_box_carries_the_token_and_asks_a_reason(wang: Client) -> None:
    text = wang.get("/system/gallery/").content.decode()
    box = re.search(r'<form class="uh-confirm".*?</form>', text, re.S).group(0)
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', box)
    assert 'name="reason" required' in box


def test_a_panel_asked_for_after_the_time_out_takes_the_page_to_the_log_in(
    client: Client, trial: None, db: None
) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/trial/users/?q=甲"}
    answer = client.get("/trial/enter/", headers=asked)
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Ftrial%2Fusers%2F"
    assert client.get("/trial/enter/").headers["Location"] == "/accounts/login/?next=/trial/enter/"
