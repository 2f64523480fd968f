"""Lists of claims: filtered, reviewed and ordered by the hundred, in notice, on others' pages, in few queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.aid.claims import flow
from tests.aid.claims.flow import ON_PAGES, Office, logged_in, state
from tests.cast import Cast
from unionhall.aid.claims import claim_lists, judging, telling
from unionhall.aid.claims.models import Claim
from unionhall.casework.models import Case
from unionhall.funds.payments import actions as payments
from unionhall.funds.payments.models import Order
from unionhall.office import jobs
from unionhall.office.installation.models import Installation
from unionhall.office.jobs.models import Job


@pytest.fixture
def office(cast: Cast) -> Office:
    return flow.office_on_pages(cast)


def test_the_list_is_filtered_and_reviewed_in_one_step(office: Office) -> None:
    first = flow.submitted(office, "5000", admitted=date(2025, 2, 1))
    barred = flow.reviewed(office, "7000", admitted=date(2024, 9, 10))
    good = flow.reviewed(office, "6000")
    he = logged_in(office.he)
    listed = he.get(reverse("claims:claims"), {"state": "second"}).content.decode()
    assert good.number in listed
    assert first.number not in listed
    over = he.get(reverse("claims:claims"), {"due": "over", "union": "澄园"}).content.decode()
    assert "共 3 件" in over
    at = f"{reverse('claims:review-all')}?state=second"
    text = he.post(at, {"select_all": "1"}).content.decode()
    assert "审核通过 2 件" in text
    assert state(good) == "second"
    answer = he.post(at, {"select_all": "1", "confirmed": "1"}, follow=True)
    text = answer.content.decode()
    assert "办成 1 件，没有办成 1 件" in text
    assert "没有可补的金额" in text
    assert (state(good), state(barred), state(first)) == ("notice", "second", "first")


def test_two_hundred_are_a_job_whose_outcomes_are_its_officers_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_lists, "AT_ONCE", 1)
    flow.reviewed(office, "6000")
    flow.reviewed(office, "7000", admitted=date(2024, 9, 10))
    he = logged_in(office.he)
    answer = he.post(reverse("claims:review-all"), {"select_all": "1", "confirmed": "1"})
    job = jobs.run(Job.objects.get(kind="claims.review"))
    assert job.state == "done", job.sentence
    assert (job.result["claims"], job.result["refused"]) == (2, 1)
    assert "逐件看结果" in he.get(answer.url).content.decode()
    outcome = reverse("claims:outcome-of", args=[job.number])
    assert "办成 1 件" in he.get(outcome).content.decode()
    assert logged_in(office.hu).get(outcome).status_code == 404


def test_payments_are_ordered_when_the_notice_is_over(office: Office) -> None:
    claim = flow.approved(office)
    he = logged_in(office.he)
    assert "1 件待开支付单" in he.get("/").content.decode()
    assert "待开支付单" not in logged_in(office.wu).get("/").content.decode(), "the city orders"
    text = he.post(reverse("claims:order-all"), follow=True).content.decode()
    assert "办成 1 件" in text
    assert state(claim) == "ordered"
    page = claim.get_absolute_url()
    text = he.get(page).content.decode()
    assert "付款中" in text
    assert "开一张支付单" not in text
    payments.cancel(order=Order.objects.get(), reason="账户变了", by=office.tian, on=ON_PAGES)
    assert "开一张支付单" in he.get(page).content.decode()
    seen = str(Case.objects.get(claim=claim).version)
    assert he.post(page, {"choice": "order", "seen": seen}).status_code == 302
    assert Order.objects.live().count() == 1
    assert "开一张支付单" not in he.get(page).content.decode()


def test_hundreds_of_orders_are_a_job(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_lists, "AT_ONCE", 1)
    good, refused = flow.approved(office), flow.approved(office, "5000", admitted=date(2025, 2, 1))
    he = logged_in(office.he)
    answer = he.post(reverse("claims:order-all"))
    assert Order.objects.count() == 0
    Claim.objects.filter(pk=refused.pk).update(payee_account="")
    job = jobs.run(Job.objects.get(kind="claims.order"))
    assert (job.state, job.result["claims"], job.result["refused"]) == ("done", 2, 1), job.sentence
    assert [state(claim) for claim in (good, refused)] == ["ordered", "notice"]
    assert "逐件看结果" in he.get(answer.url).content.decode()
    assert "办成 1 件" in he.get(reverse("claims:outcome-of", args=[job.number])).content.decode()


def test_claims_show_on_the_persons_and_the_units_page_and_in_the_search(office: Office) -> None:
    claim = flow.submitted(office)
    wang = logged_in(office.cast.wang)
    assert claim.number in wang.get(office.cast.zhang.get_absolute_url()).content.decode()
    unit = wang.get(office.cast.weavers.get_absolute_url()).content.decode()
    assert "互助申领" in unit
    wang.post(reverse("search"), {"q": "HZ17-25"})
    assert claim.get_absolute_url() in wang.get(reverse("search")).content.decode()
    assert claim.number in logged_in(office.wu).get("/").content.decode(), "it waits for who reviews"
    assert claim.number not in logged_in(office.cast.sun).get("/").content.decode()


def test_the_notice_masks_names_and_the_list_says_how_a_period_stands(office: Office) -> None:
    order = flow.ordered(office, "5000", admitted=date(2025, 2, 1))
    flow.paid(office, [order], day="2025-03-31")
    noticed = flow.reviewed(office, "6000")
    judging.approve_claim(claim=noticed, by=office.he, on=ON_PAGES)
    he = logged_in(office.he)
    text = he.get(reverse("claims:notice")).content.decode()
    assert "张*" in text
    assert "张秀兰" not in text
    assert "2,750.00" in text
    listed = he.get(reverse("claims:claims"), {"period": "17"}).content.decode()
    assert "5,000.00" in listed, "2,250 and 2,750 were granted"
    assert "95,000.00" in listed
    assert "收到到账（中位数）" in listed


def test_lists_of_many_take_as_few_queries_as_lists_of_one(office: Office, django_assert_max_num_queries) -> None:
    """First page, notice, orders to make; and a benefit's label needs no valuation."""
    he, addresses = logged_in(office.he), ("/", reverse("claims:notice"), reverse("claims:order-all"))

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            Installation.objects.update(business_day=date(2025, 4, 14) if "order" in address else ON_PAGES)
            he.get(address)
            with CaptureQueriesContext(connection) as captured:
                text = he.get(address).content.decode()
            assert "HZ17-25-" in text, address
            counts.append(len(captured))
        return counts

    def three_more(first: date) -> Claim:
        for n in range(2):
            claim = flow.reviewed(office, "4000", admitted=first + timedelta(days=2 * n), days=1)
            judging.approve_claim(claim=claim, by=office.he, on=ON_PAGES)
        return flow.reviewed(office, "3000", admitted=first + timedelta(days=5), days=1)

    claim = three_more(date(2025, 1, 4))
    few = asked()
    for day in (date(2025, 1, 14), date(2025, 1, 24), date(2025, 2, 4)):
        three_more(day)
    assert asked() == few
    with django_assert_max_num_queries(5):
        assert telling.benefit_label(Claim.objects.get(pk=claim.pk)) == "住院互助"
