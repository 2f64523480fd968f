"""A leader opens a figure down to a person's enrolment, in Chromium, on a tiny reference year."""

import os

import pytest
from playwright.sync_api import sync_playwright

from unionhall.reference_year.building import build

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_leader_opens_a_figure_down_to_its_records(live_server, settings, monkeypatch):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    build(size="tiny")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("input[name=login]", "liu")
        page.fill("input[type=password]", settings.DEMO_PASSWORD)
        page.locator("form:has(input[type=password]) [type=submit]").first.click()
        page.wait_for_load_state()
        page.goto(f"{live_server.url}/figures/mutual_aid.participants/")
        assert "300" in page.inner_text("h1 ~ *, main")
        page.goto(f"{live_server.url}/review/")
        assert page.locator("a.uh-num").count() >= 5
        page.locator("a.uh-num").first.click()
        page.locator("#side-panel h2").wait_for()
        assert "大病医疗互助参加职工" in page.inner_text("#side-panel")
        page.get_by_role("link", name="打开数字页").click()
        page.wait_for_load_state()
        page.locator("#records table a").first.click()
        page.wait_for_load_state()
        assert "参保" in page.inner_text("main")
        browser.close()
