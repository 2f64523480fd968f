"""In Chromium: terms copied and amended, a failing example mended, put in force by a second person, a stay tried."""

import pytest

from tests.journeys.test_first_day import browser, logged_in, picture

__all__ = ["browser"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_edition_from_copy_to_force(live_server, settings, browser):
    page = logged_in(browser, live_server.url, "li", settings.DEMO_PASSWORD)
    page.goto(f"{live_server.url}/aid/schemes/")
    page.get_by_role("link", name="第十七、十八期演示条款").click()
    page.get_by_role("link", name="复制成新草案").click()
    page.locator("input[name=name]").fill("第十八期新条款")
    page.locator("input[name=valid_from]").fill("2025-12-01")
    page.get_by_label("第18期").check()
    page.get_by_role("button", name="起草新条款").click()
    page.get_by_text("全部相符，可以由另一人施行").wait_for()

    page.get_by_role("link", name="修改条款").click()
    page.locator("input[name='number--cap_period_fen']").fill("60,000")
    page.locator("input[name='number--cap_period_fen-source']").fill("草案第 9 条")
    page.get_by_role("button", name="保存条款").click()
    page.get_by_text("还不能施行：15 个例子里有 2 个不符（第 8、9 例）").wait_for()
    picture(page, "edition")
    for situation, amount in (("触封顶", "60000"), ("本期已补 49,000", "3750")):
        page.get_by_role("link", name=situation).click()
        page.locator("input[name=expected_fen]").fill(amount)
        if situation != "触封顶":
            page.locator("select[name=expected_reason]").select_option("")
        page.locator("input[name=reason]").fill("封顶提到六万")
        page.get_by_role("button", name="保存例子").click()
        page.locator("#cases").wait_for()
    page.get_by_text("全部相符，可以由另一人施行").wait_for()
    address = page.url

    other = logged_in(browser, live_server.url, "liu", settings.DEMO_PASSWORD)
    other.goto(address)
    other.get_by_role("link", name="施行这版条款").click()
    assert "60,000.00" in other.inner_text("main")
    other.get_by_role("button", name="施行这版条款").click()
    other.get_by_text("“第十八期新条款”已施行。").wait_for()
    other.locator("#try-cost").fill("8000")
    other.get_by_role("button", name="算一笔看看").click()
    other.get_by_text("头 5,000 元 补 45%，2,250.00 元").wait_for()
