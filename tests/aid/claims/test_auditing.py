"""The auditor: whole chains drawn by a seed, and what looks odd."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.aid.claims import flow
from tests.aid.claims.flow import Office, logged_in
from tests.cast import TODAY, Cast
from unionhall.accounts.queries import scope_of
from unionhall.aid.claims import auditing, judging
from unionhall.casework.models import Step
from unionhall.funds.payments.models import Order
from unionhall.members.models import Membership
from unionhall.office.documents import sniffing
from unionhall.office.documents.models import Document
from unionhall.office.journal.models import Entry


@pytest.fixture
def office(cast: Cast) -> Office:
    return flow.office(cast)


def odd(office: Office) -> dict[str, int]:
    return {kind.code: kind.count for kind in auditing.exceptions(scope_of(office.cast.zhao, TODAY))}


def daytime(minutes: int = 60) -> None:
    """Steps so many minutes apart, from ten on a Wednesday."""
    start = timezone.make_aware(timezone.datetime(2025, 3, 19, 10))
    for step in Step.objects.all():
        Step.objects.filter(pk=step.pk).update(at=start + timedelta(minutes=minutes * (step.number - 1)))


def test_a_sample_is_whole_and_the_same_for_a_seed(office: Office) -> None:
    orders = [
        flow.ordered(office, own, admitted=date(2025, 3, 1) - timedelta(days=20 * n))
        for n, own in enumerate(("5000", "6000", "7000"))
    ]
    flow.paid(office, orders)
    Document.objects.update(media_type=sniffing.DOCX)
    zhao = logged_in(office.cast.zhao)
    asked = {"period": office.cast.p17.pk, "many": 2, "seed": 7}
    answer = zhao.post(reverse("claims:audit"), asked)
    bundle = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content))
    listed = list(csv.reader(io.StringIO(bundle.read("清单.csv").decode("utf-8-sig"))))
    assert len(listed) == 3
    number = listed[1][0]
    papers = {name.rpartition(".")[2] for name in bundle.namelist() if not name.endswith(".csv")}
    assert papers == {"docx"}
    chain = bundle.read(f"{number}/全链.csv").decode("utf-8-sig")
    for words in ("花名册", "张秀兰", "申领", "计算", "材料", "武衡之", "支付单", "银行回盘", "成功"):
        assert words in chain
    assert office.cast.zhang.id_number not in chain
    step = Order.objects.get(number=number).case.steps.earliest("pk")
    assert f"{timezone.localtime(step.at):%Y-%m-%d %H:%M}+0800" in chain
    papers = [name for name in bundle.namelist() if name.startswith(f"{number}/0")]
    assert len(papers) == 5
    assert bundle.read(papers[0]) == flow.JPG
    entry = Entry.objects.get(verb="claims.sample.taken")
    assert (entry.facts["seed"], entry.facts["count"], entry.facts["population"]) == (7, 2, 3)
    assert Entry.objects.filter(verb="documents.document.opened").count() == 10
    again = zhao.post(reverse("claims:audit"), asked)
    content = b"".join(again.streaming_content) if again.streaming else again.content
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == bundle.namelist()


def test_nothing_to_sample_is_said(office: Office) -> None:
    flow.entered(office)
    answer = logged_in(office.cast.zhao).post(
        reverse("claims:audit"), {"period": office.cast.p17.pk, "many": 2, "seed": 7}
    )
    assert answer.status_code == 422
    assert "没有已到账的支付" in answer.content.decode()


def test_each_oddity_is_found_and_nothing_else(office: Office) -> None:
    order = flow.ordered(office, "5000")
    flow.paid(office, [order])
    daytime()
    assert odd(office) == {"account": 0, "minute": 0, "left": 0, "cap": 0, "night": 0}
    flow.ordered(office, "6000", is_own=True)
    daytime()
    assert odd(office)["account"] == 1, "one account for two people"
    submitted = Step.objects.get(case__orders=order, verb="submit")
    reviews = Step.objects.filter(case__orders=order, verb="review")
    reviews.update(at=submitted.at + timedelta(seconds=30))
    assert odd(office)["minute"] == 0, "written down together, done on different days"
    reviews.update(on=submitted.on)
    assert odd(office)["minute"] == 1
    Membership.objects.filter(person=office.cast.zhang).update(until_on=date(2025, 3, 30), end_reason="death")
    assert odd(office)["left"] == 1
    claim = flow.reviewed(office, "79000", admitted=date(2025, 1, 4))
    judging.approve_claim(claim=claim, by=office.he, on=date(2025, 3, 20))
    claim.refresh_from_db()
    daytime()
    assert odd(office)["cap"] == 0
    late = timezone.make_aware(timezone.datetime(2025, 3, 19, 23))
    Step.objects.filter(case__claim=claim, verb="review").update(at=late, on=late.date())
    assert odd(office)["night"] == 1
    text = logged_in(office.cast.zhao).get(reverse("claims:audit")).content.decode()
    assert "23:00" in text


def test_just_under_a_cap(office: Office) -> None:
    claim = flow.reviewed(office, "74500")
    judging.approve_claim(claim=claim, by=office.he, on=date(2025, 3, 20))
    claim.refresh_from_db()
    assert claim.granted_fen < 5_000_000
    found = odd(office)["cap"]
    assert found == (1 if claim.granted_fen >= 4_900_000 else 0)


def test_what_is_cut_off_is_said_with_the_true_count(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "SHOWN", 1)
    flow.approved(office)
    daytime(minutes=0)
    Step.objects.update(on=date(2025, 3, 17))
    [quick] = [kind for kind in auditing.exceptions(scope_of(office.cast.zhao, TODAY)) if kind.code == "minute"]
    assert (quick.count, len(quick.rows), quick.is_cut) == (2, 1, True)
    zhao = logged_in(office.cast.zhao)
    text = zhao.get(reverse("claims:audit")).content.decode()
    assert "2 处，只列出前 1 行" in text
    assert "疑点与抽样" in zhao.get("/").content.decode()
