"""到款核对 on pages: who sees which due and receipt, and what each form does."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.cast import TODAY, Cast
from tests.funds.receipts.dues import declare_due
from tests.funds.receipts.test_statements import LINES, book
from unionhall.funds.receipts import actions
from unionhall.funds.receipts.models import Due, Receipt, Settlement, Statement
from unionhall.funds.receipts.waiting import waiting
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.installation.models import Installation

CAME = date(2025, 11, 14)
DUES, MONEY = "/receipts/dues/", "/receipts/money/"


@pytest.fixture
def browse(cast: Cast):
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)

    def as_(user) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_


@pytest.fixture
def due(cast: Cast) -> Due:
    return declare_due(
        source_key="t:1", unit=cast.weavers, period=cast.p18, amount_fen=4_771_000, by=cast.wang, on=TODAY
    )


@pytest.fixture
def money(cast: Cast) -> Receipt:
    statement = Statement.objects.create(
        holder=cast.city, account_tail="0417", first_on=CAME, last_on=CAME, lines=1, amount_fen=4_822_000
    )
    return Receipt.objects.create(
        statement=statement,
        account_key=f"{cast.city.pk}:0417",
        bank_reference="A1-77",
        received_on=CAME,
        amount_fen=4_822_000,
        payer_name="澄园纺织厂",
        payer_account="6217000123456789",
        remark="互助金",
    )


def test_lists_show_states_within_scope(cast: Cast, browse, due: Due, money: Receipt) -> None:
    page = browse(cast.wang).get(DUES).content.decode()
    assert "澄园纺织厂工会" in page
    assert "未到款" in page
    assert "47,710.00" in page
    assert "澄园纺织厂" not in browse(cast.wang).get(MONEY).content.decode(), "the city's account is not the county's"
    assert "澄园纺织厂" in browse(cast.li).get(MONEY).content.decode()
    assert "澄园纺织厂工会" not in browse(cast.sun).get(DUES).content.decode()


def test_an_empty_list_says_where_the_money_is(cast: Cast, browse, due: Due, money: Receipt) -> None:
    page = browse(cast.wang).get(MONEY).content.decode()
    assert "到款记在开户工会的账户上" in page
    assert 'href="/receipts/dues/"' in page.partition("到款记在开户工会的账户上")[2].partition("</div>")[0]


def test_nothing_is_wanting_on_a_cancelled_due(cast: Cast, browse, due: Due) -> None:
    assert "还差" in browse(cast.wang).get(due.get_absolute_url()).content.decode()
    actions.cancel_dues(source_keys=[due.source_key], by=cast.wang, on=TODAY)
    assert "还差" not in browse(cast.wang).get(due.get_absolute_url()).content.decode()
    assert Due.objects.reckoned().get().left_fen == 0
    rows = browse(cast.wang).get(DUES).content.decode()
    assert rows.count("47,710.00") == 1


def test_state_filters(cast: Cast, browse, due: Due, money: Receipt) -> None:
    client = browse(cast.li)
    assert "澄园纺织厂工会" in client.get(f"{DUES}?state=unpaid").content.decode()
    assert "澄园纺织厂工会" not in client.get(f"{DUES}?state=surplus").content.decode()
    assert "A1-77" in client.get(f"{MONEY}?state=unknown").content.decode()
    assert "A1-77" not in client.get(f"{MONEY}?state=matched").content.decode()
    assert "澄园纺织厂工会" in client.get(f"{DUES}?q=cyfzc").content.decode()
    assert "澄园纺织厂工会" not in client.get(f"{DUES}?q=jyfsc").content.decode()


def test_lists_take_the_same_queries_whatever_their_length(cast: Cast, browse, due: Due, money: Receipt) -> None:
    client = browse(cast.li)
    for url in (DUES, MONEY):
        client.get(url)
        with CaptureQueriesContext(connection) as few:
            client.get(url)
        rows = [actions.NewDue(f"m:{url}:{n}", cast.spinners.pk, 100) for n in range(40)]
        actions.declare_dues(rows=rows, period=cast.p18, by=cast.wang, on=TODAY)
        for n in range(40):
            Receipt.objects.create(
                statement=money.statement,
                account_key=money.account_key,
                bank_reference=f"{url}{n}",
                received_on=CAME,
                amount_fen=5,
            )
        with CaptureQueriesContext(connection) as many:
            client.get(url)
        assert len(many) == len(few) <= 14


def test_other_counties_find_nothing(cast: Cast, browse, due: Due, money: Receipt) -> None:
    sun = browse(cast.sun)
    urls = [due.get_absolute_url(), money.get_absolute_url()]
    urls += [reverse(f"receipts:{act}", args=[money.pk]) for act in ("match",)]
    assert [sun.get(url).status_code for url in urls] == [404, 404, 404]
    assert browse(cast.zhao).get(reverse("receipts:match", args=[money.pk])).status_code == 403
    assert browse(cast.wang).get(reverse("receipts:refund", args=[money.pk])).status_code == 403


def test_matched_refunded_and_taken_back_on_pages(cast: Cast, browse, due: Due, money: Receipt) -> None:
    li = browse(cast.li)
    match = reverse("receipts:match", args=[money.pk])
    page = li.get(match).content.decode()
    assert f'value="{due.pk}"' in page, "the payer's name points to the due"
    assert "48,220.00" in page
    assert li.post(match, {"due": due.pk, "amount_fen": "99,999"}).status_code == 422
    assert li.post(match, {"due": due.pk, "amount_fen": "48,220.00"}).status_code == 302
    shown = li.get(due.get_absolute_url()).content.decode()
    assert "多到" in shown
    assert "510.00" in shown
    assert "6217000123456789" not in li.get(money.get_absolute_url()).content.decode()

    refund = reverse("receipts:refund", args=[money.pk])
    li.post(refund, {"due": due.pk, "amount_fen": "510", "reason": "多缴退回"})
    assert Due.objects.reckoned().get(pk=due.pk).state == "equal"
    release = reverse("receipts:release", args=[money.pk, due.pk])
    assert release in li.get(money.get_absolute_url()).content.decode()
    li.post(release, {"reason": "认错了单位"})
    assert Due.objects.reckoned().get(pk=due.pk).state == "unpaid"
    assert Settlement.objects.count() == 3


def test_dues_are_found_by_a_word(cast: Cast, browse, due: Due, money: Receipt) -> None:
    other = declare_due(source_key="t:2", unit=cast.brewers, period=cast.p18, amount_fen=100, by=cast.li, on=TODAY)
    match = reverse("receipts:match", args=[money.pk])
    page = browse(cast.li).get(f"{match}?q=酿酒").content.decode()
    assert f'value="{other.pk}"' in page
    assert f'value="{due.pk}"' not in page
    assert "换一个词" in browse(cast.li).get(f"{match}?q=没有").content.decode()


def test_match_all_on_a_page(cast: Cast, browse, due: Due, money: Receipt) -> None:
    cast.scheme.payment_words = ["互助"]
    cast.scheme.save()
    url = reverse("receipts:match-all")
    page = browse(cast.li).post(url, {"period": cast.p18.pk}, follow=True).content.decode()
    assert "自动核对 1 笔，48,220.00 元" in page
    assert Due.objects.reckoned().get(pk=due.pk).state == "surplus"


def test_what_waits(cast: Cast, browse, due: Due, money: Receipt) -> None:
    city = (cast.city.path,)
    scope = Scope("li", city, {Duty.ENTER: city})
    told = [(line.title, line.amount_fen) for line in waiting(scope, TODAY)]
    assert told == [("1 笔到款没有认领", 4_822_000), ("1 家单位还没有到款", 4_771_000)]
    actions.match(receipt=money, due=due, amount_fen=4_822_000, by=cast.li, on=TODAY)
    assert [(line.title, line.amount_fen) for line in waiting(scope, TODAY)] == [("1 家单位多到", 51_000)]
    assert waiting(Scope("sun", (cast.pingyao.path,), {Duty.ENTER: (cast.pingyao.path,)}), TODAY) == []
    assert waiting(Scope("liu", city, {}), TODAY) == []


def test_export(cast: Cast, browse, due: Due) -> None:
    answer = browse(cast.wang).post(reverse("receipts:dues-export"))
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    head, row = list(sheet.iter_rows())
    cells = {title.value: cell for title, cell in zip(head, row, strict=True)}
    for title, value in (("应缴（元）", 47710), ("到款（元）", 0), ("还差（元）", 47710)):
        assert (cells[title].value, cells[title].number_format) == (value, "#,##0.00"), title


def test_a_statement_goes_from_upload_to_receipts_and_back_on_pages(cast: Cast, browse, due: Due) -> None:
    client = browse(cast.li)
    sent = {
        "holder": "晋中市总工会",
        "account_tail": "0417",
        "period": cast.p18.pk,
        "file": SimpleUploadedFile("流水.xlsx", book(*LINES)),
    }
    page = client.post("/receipts/upload/", sent, follow=True)
    text = page.content.decode()
    assert "没有户名" not in text
    assert "确认导入 3 行" in text
    assert "这一行是支出，不是到款，已略过" in text
    address = page.redirect_chain[-1][0]
    written = client.post(f"{address}commit/", follow=True).content.decode()
    assert "自动核对" in written
    assert Receipt.objects.count() == 3
    assert "流水.xlsx" in client.get("/receipts/statements/").content.decode()
    undone = client.post(f"{address}undo/", {"reason": "传错账户"}, follow=True).content.decode()
    assert "移去 3 笔到款" in undone
    assert not Receipt.objects.exists()
