"""A review on its way out in Chromium: reviewed by one, signed by another, an enrolment withdrawn, the restatement read."""

import pytest

from tests.journeys.test_first_day import browser, logged_in, picture
from unionhall.accounts.models import User
from unionhall.aid.mutual_aid import actions as mutual_aid
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.office import jobs
from unionhall.office.installation.models import Installation
from unionhall.office.jobs.models import Job

__all__ = ["browser"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_published_and_restated(live_server, settings, browser):
    li = logged_in(browser, live_server.url, "li", settings.DEMO_PASSWORD)
    li.goto(f"{live_server.url}/review/")
    li.get_by_role("link", name="复核与发布").click()
    li.get_by_role("link", name="去复核").click()
    li.get_by_role("button", name="复核通过").click()
    li.get_by_text("签发须是另一个人").wait_for()
    liu = logged_in(browser, live_server.url, "liu", settings.DEMO_PASSWORD)
    liu.goto(f"{live_server.url}/review/publishing/")
    liu.get_by_role("link", name="去签发").click()
    liu.get_by_role("button", name="签发并冻结").click()
    liu.wait_for_url("**/system/jobs/**")
    assert jobs.run(Job.objects.get(kind="reporting.publish")).state == "done"
    liu.reload()
    liu.get_by_role("link", name="去看结果").click()
    liu.get_by_text("没有更正").wait_for()
    gone = Enrolment.objects.standing().filter(period__number=18).earliest("pk")
    wang, on = User.objects.get(username="wang"), Installation.current().today()
    mutual_aid.withdraw(enrolment=gone, reason="重复参保", by=wang, on=on)
    li.goto(f"{live_server.url}/review/")
    first = li.locator("article a.uh-num").first
    assert first.inner_text() == "300"
    first.click()
    li.locator("#side-panel h2").wait_for()
    panel = li.inner_text("#side-panel")
    assert "冻结值" in panel
    assert "299 人（−1）" in panel
    picture(li, "restatement")
    li.locator("#side-panel").get_by_role("link", name="看是哪些记录").click()
    li.wait_for_url("**/review/publishing/")
    li.get_by_role("link", name=gone.person.name).first.click()
    li.wait_for_url("**/members/people/**")
    assert "已退保" in li.inner_text("main")
