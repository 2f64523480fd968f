"""The first page of a clerk: money that is short waits, as the panel beside it says."""

import pytest
from django.test import Client

from tests.aid.mutual_aid.test_roster import STRANGERS, book, upload
from tests.cast import TODAY, Cast
from unionhall.funds.receipts.models import Due
from unionhall.office import journal
from unionhall.office.imports import actions as imports
from unionhall.office.installation.models import Installation
from unionhall.office.jobs.models import Job
from unionhall.office.registers.acts import acts_of, entries_of

pytestmark = pytest.mark.django_db


def test_money_that_never_came_waits_for_the_countys_clerk(cast: Cast) -> None:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)
    rows = [(1, "新来人", STRANGERS[0], None, "普通", 40, None)]
    imports.commit(imports.read(upload(cast, book(*rows), unit=cast.weavers, by=cast.wang)), by=cast.wang, on=TODAY)
    assert Due.objects.filter(unit=cast.weavers).exists()
    client = Client()
    client.force_login(cast.wang)
    page = client.get("/").content.decode()
    assert "少到" in page
    assert "没有等您办的事" not in page
    assert "1 家单位还没有到款" in page
    client.force_login(cast.sun)
    assert "还没有到款" not in client.get("/").content.decode()


def test_who_may_open_the_loading_job_is_led_there_and_nobody_else(cast: Cast) -> None:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025, is_loading=True)
    job = Job.objects.create(number="1", kind="reference_year.build", title="装入样本年", by_username="system")
    client = Client()
    client.force_login(cast.wang)
    page = client.get("/").content.decode()
    assert "看进度" not in page
    assert "几分钟后刷新本页" in page
    client.force_login(cast.zhao)
    job.organisation_path = cast.city.path
    job.save()
    assert f"/system/jobs/{job.number}/" in client.get("/").content.decode()


def test_paper_and_histories_have_the_business_day(cast: Cast) -> None:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)
    client = Client()
    client.force_login(cast.wang)
    assert f"{TODAY.isoformat()} 打印" in client.get("/").content.decode()
    journal.record(verb="mutual_aid.enrolment.withdrawn", by=cast.wang, on=TODAY, obj=cast.weavers)
    assert acts_of(entries_of(cast.weavers))[0]["when"] == TODAY.isoformat()
