"""First days in Chromium: a leader opens a figure down to a person's enrolment; a clerk sends a messy roster; a report.

With UNIONHALL_PICTURES=folder the pages are kept as pictures for the documentation.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.aid.mutual_aid.test_roster import MESSY, STRANGERS, book
from unionhall.reference_year.building import build

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
TRIAL = "81140700MC0000001A"

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    build(size="tiny")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


def logged_in(browser: Browser, address: str, username: str, password: str) -> Page:
    page = browser.new_context(locale="zh-CN", viewport={"width": 1360, "height": 900}).new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[type=password]", password)
    page.locator("form:has(input[type=password]) [type=submit]").first.click()
    page.wait_for_url(f"{address}/")
    return page


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("UNIONHALL_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_leader_opens_a_figure_down_to_an_enrolment(live_server, settings, browser):
    page = logged_in(browser, live_server.url, "liu", settings.DEMO_PASSWORD)
    page.goto(f"{live_server.url}/figures/mutual_aid.participants/")
    picture(page, "figure")
    assert "300" in page.inner_text("main")
    page.goto(f"{live_server.url}/review/")
    page.locator("a.uh-num").first.click()
    page.locator("#side-panel h2").wait_for()
    picture(page, "review")
    assert "大病医疗互助参加职工" in page.inner_text("#side-panel")
    page.get_by_role("link", name="打开数字页").click()
    page.locator("#records table a").first.click()
    page.wait_for_url("**/members/people/**")
    assert "参保" in page.inner_text("main")


def test_a_clerk_sends_a_messy_roster_takes_it_back_and_sends_it_again(live_server, settings, browser):
    page = logged_in(browser, live_server.url, "wang", settings.DEMO_PASSWORD)
    sent(page, live_server.url, book(*MESSY))
    picture(page, "roster")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载标注后的表格").click()
    marked = openpyxl.load_workbook(BytesIO(Path(taken.value.path()).read_bytes()))
    assert any(cell.value == "原因" for sheet in marked for row in sheet.iter_rows() for cell in row)
    page.get_by_role("button", name="确认导入 2 行").click()
    page.get_by_text("已导入").first.wait_for()
    page.locator("input[name=reason]").fill("传错文件")
    page.get_by_role("button", name="撤销 2 条").click()
    page.get_by_text("已撤销").first.wait_for()
    mended = (*MESSY, (9, "新来人", STRANGERS[5], None, "普通", 40, None))
    sent(page, live_server.url, book(*mended))
    page.get_by_role("button", name="确认导入 3 行").click()
    page.get_by_text("已导入").first.wait_for()


def sent(page: Page, address: str, content: bytes) -> None:
    page.goto(f"{address}/aid/rosters/upload/")
    period = page.locator("select[name=period] option", has_text="18").get_attribute("value")
    page.locator("select[name=period]").select_option(value=period)
    page.locator("input[name=unit]").fill(TRIAL)
    page.set_input_files("input[type=file]", {"name": "名单.xlsx", "mimeType": "", "buffer": content})
    page.get_by_role("button", name="上传并读取").click()
    page.get_by_text("预览，尚未写入").first.wait_for()


def test_a_report_is_written_and_opened(live_server, settings, browser):
    page = logged_in(browser, live_server.url, "li", settings.DEMO_PASSWORD)
    page.goto(f"{live_server.url}/review/edit/")
    page.locator("textarea").fill(
        "# 一、\n参加互助的职工 {{mutual_aid.participants}} 人。\n[[图 mutual_aid.participants]]"
    )
    page.get_by_role("button", name="保存为新的一版").click()
    page.wait_for_url("**/review/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word 公文版").click()
    report = docx.Document(BytesIO(Path(taken.value.path()).read_bytes()))
    assert any("参加互助的职工 300 人" in paragraph.text for paragraph in report.paragraphs)
    assert len(report.inline_shapes) == 1
    assert round(report.sections[0].top_margin.mm) == 37
