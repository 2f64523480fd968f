"""In Chromium: a claim from entry to paid, returned and mended on the way; a worker reads her slip on a phone."""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.aid.claims import flow
from tests.aid.claims.flow import Office
from tests.cast import PASSWORD, build
from tests.funds.payments.setting import answer, as_csv
from tests.journeys.test_first_day import FLAGS, logged_in, picture
from unionhall.aid.claims import slips
from unionhall.aid.claims.models import Claim
from unionhall.funds.payments.models import Order
from unionhall.office.installation.models import Installation

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    made = flow.office(build())
    Installation.objects.create(name="晋中市总工会", business_day=flow.ENTERED_ON, year=2025)
    for user in (made.cast.wang, made.wu, made.he, made.tian, made.ma):
        user.set_password(PASSWORD)
        user.save()
    return made


@pytest.fixture
def chromium(office: Office) -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def on_day(day: str) -> None:
    Installation.objects.update(business_day=date.fromisoformat(day))


def on_phone(browser: Browser) -> Page:
    return browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}).new_page()


def with_papers(page: Page, folder: Path) -> None:
    for code in ("invoice", "summary", "identity", "card", "account"):
        file = folder / f"{code}.jpg"
        file.write_bytes(flow.JPG)
        page.get_by_role("link", name="上传").click()
        page.locator("select[name=code]").select_option(code)
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="上传这份材料").click()
        page.locator("#trace").wait_for()


def test_a_claim_from_entry_to_paid_with_return_and_correction(live_server, office, chromium, tmp_path):
    at = live_server.url
    wang, wu, he = (logged_in(chromium, at, name, PASSWORD) for name in ("wang", "wu", "he"))
    tian, ma = (logged_in(chromium, at, name, PASSWORD) for name in ("tian", "ma"))

    wang.goto(f"{at}/aid/claims/enter/")
    typed = {
        "id_number": office.cast.zhang.id_number,
        "admitted_on": "2025-03-01",
        "discharged_on": "2025-02-10",
        "hospital": "第一人民医院",
        "total_cost_fen": "68,215.40",
        "insured_fen": "38,954.60",
        "extra_fen": "6,800.00",
        "payee_name": "张秀兰",
        "payee_bank": "工商银行",
        "payee_account": flow.ACCOUNT,
    }
    for name, value in typed.items():
        wang.locator(f"[name={name}]").fill(value)
    wang.locator("select[name=period]").select_option(str(office.cast.p17.pk))
    wang.get_by_role("button", name="录入这件申领").click()
    wang.get_by_text("有 1 处要改").wait_for()
    picture(wang, "claim-form")
    wang.locator("[name=discharged_on]").fill("2025-03-10")
    wang.get_by_role("button", name="录入这件申领").click()
    wang.locator("#trace").wait_for()
    address = wang.url
    with_papers(wang, tmp_path)
    wang.get_by_role("link", name="提交初审").click()
    wang.get_by_role("button", name="提交这件申领").click()
    wang.locator("#trace").wait_for()

    on_day("2025-03-14")
    wu.goto(address)
    wu.locator("input[value=return]").check()
    wu.locator("select[name=back_for]").select_option("T04")
    wu.get_by_role("button", name="保存这个决定").click()
    wu.get_by_text("已退回补正。").wait_for()
    wang.goto(address)
    wang.get_by_text("停表，等补正").wait_for()
    wang.get_by_role("link", name="改正申领").click()
    wang.locator("[name=hospital]").fill("第二人民医院")
    wang.get_by_role("button", name="保存改正").click()
    wang.get_by_role("link", name="补正后再提交").click()
    wang.get_by_role("button", name="提交这件申领").click()
    wang.locator("#trace").wait_for()

    on_day("2025-03-17")
    wu.goto(address)
    picture(wu, "claim-first")
    wu.locator("input[name=choice][value=agree]").check()
    wu.get_by_role("button", name="保存这个决定").click()
    wu.get_by_text("已同意。").wait_for()
    on_day("2025-03-20")
    he.goto(f"{at}/")
    he.get_by_text("HZ17-25-0001").first.wait_for()
    he.goto(address)
    picture(he, "claim-second")
    he.get_by_text("同意补助 11,726.48 元").wait_for()
    he.locator("input[name=choice][value=agree]").check()
    he.get_by_role("button", name="保存这个决定").click()
    he.get_by_text("已同意。").wait_for()
    on_day("2025-03-28")
    he.goto(address)
    he.get_by_role("button", name="开一张支付单").click()
    he.get_by_text("已开支付单。").wait_for()

    paid_by(tian, ma, at, tmp_path)
    wang.goto(address)
    wang.get_by_text("已付款").first.wait_for()
    assert "已到账" in wang.inner_text("main")
    picture(wang, "claim-paid")
    phone = on_phone(chromium)
    phone.context.add_cookies(wang.context.cookies())
    phone.goto(address)
    picture(phone, "claim-phone")
    wide = "document.documentElement.scrollWidth <= innerWidth"
    assert phone.evaluate(wide)


def paid_by(tian: Page, ma: Page, at: str, folder: Path) -> None:
    """Batched by one, checked by another, sent, and answered by the bank."""
    tian.goto(f"{at}/payments/batches/make/")
    tian.get_by_role("button", name="建批次").click()
    tian.get_by_text("待复核").first.wait_for()
    batch = tian.url
    ma.goto(batch)
    ma.get_by_role("link", name=re.compile("去复核")).click()
    ma.locator("button[form=decision]").click()
    ma.wait_for_url(batch)
    tian.goto(batch)
    with tian.expect_download():
        tian.get_by_role("button", name=re.compile("出银行文件")).click()
    returned = folder / "回盘.csv"
    returned.write_bytes(as_csv([answer(Order.objects.get(), day="2025-03-28")]))
    tian.goto(f"{batch}return/")
    tian.locator("input[type=file]").set_input_files(returned)
    tian.locator("button[form=decision]").click()
    tian.get_by_text("已到账").first.wait_for()


def test_a_worker_reads_her_slip(live_server, office, chromium):
    at = live_server.url
    order = flow.ordered(office)
    claim: Claim = order.case.claim
    on_day("2025-03-31")
    pytest.importorskip("segno")
    wang = logged_in(chromium, at, "wang", PASSWORD)
    gone = flow.submitted(office, "9000", admitted=date(2025, 2, 1))
    wang.goto(f"{at}/aid/claims/{gone.pk}/slip/")
    wang.get_by_role("button", name="出一张受理单").click()
    wang.locator("article svg").wait_for()
    picture(wang, "slip-print")
    code = wang.locator("article b.uh-value").inner_text()

    phone = on_phone(chromium)
    phone.goto(f"{at}/slip/")
    picture(phone, "slip-phone-form")
    phone.locator("[name=code]").fill(code)
    phone.locator("[name=tail]").fill("0000")
    phone.get_by_role("button", name="看我的申领").click()
    phone.get_by_text("对不上").first.wait_for()
    phone.locator("[name=code]").fill(code)
    phone.locator("[name=tail]").fill(office.cast.zhang.id_number[-4:])
    phone.get_by_role("button", name="看我的申领").click()
    phone.get_by_text("正在县里审").wait_for()

    made = slips.issue_slip(claim=claim, by=office.cast.wang, on=date(2025, 3, 31))
    phone = on_phone(chromium)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{at}/slip/#{made.token}")
    assert not phone.locator("[name=code]").is_visible()
    phone.locator("[name=tail]").fill(office.cast.zhang.id_number[-4:])
    phone.get_by_role("button", name="看我的申领").click()
    phone.get_by_text("正在打款").first.wait_for()
    text = phone.inner_text("main")
    assert "11,726.48" in text
    assert "头 5,000 元 补 45%" in text
    assert office.cast.zhang.name not in text
    assert not any(made.token in url for url in asked), "the token is in no address that is sent"
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("UNIONHALL_PICTURES"):
        phone.screenshot(path=Path(folder) / "slip-phone.png", full_page=True)
