"""支付批次 and 退票处理 on pages: from drafted orders to money that arrived, by the people who may."""

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import TODAY, Cast
from tests.funds.payments.setting import ACCOUNTS, SENT_ON, answer, as_csv, as_xlsx, ordered, read, sent
from unionhall.funds.payments import actions, queries
from unionhall.funds.payments.models import BankReturn, Batch, Order, ReturnFile
from unionhall.office.installation.models import Installation

BATCHES = "/payments/batches/"


@pytest.fixture
def browse(cast: Cast):
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)

    def as_(user) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_


def hidden(answer) -> str:
    """What the page says it showed."""
    [value] = re.findall(r'name="seen" value="([^"]*)"', answer.content.decode())
    return unescape(value)


def body(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_from_orders_to_money(cast: Cast, browse) -> None:
    chen, liu = browse(cast.chen), browse(cast.liu)
    for n in (1, 2):
        ordered(cast, n)
    page = body(chen.get(f"{BATCHES}make/"))
    assert "晋中市总工会 · 职工大病医疗互助 · 第18期：2 笔，2,000.03 元" in page
    assert "建批次，2 笔" in page
    group = f"{cast.city.pk}:{cast.scheme.pk}:{cast.p18.pk}:"
    stale = chen.post(f"{BATCHES}make/", {"group": group, "seen": json.dumps({group: [1, 100_001]})})
    assert "现在是 2 笔、2,000.03 元，没有办" in stale.content.decode()
    assert Batch.objects.count() == 0
    done = chen.post(f"{BATCHES}make/", {"group": group, "seen": hidden(stale)})
    batch = Batch.objects.get()
    assert done.url == f"{BATCHES}{batch.pk}/"
    page = body(chen.get(done.url))
    assert "第18期第 1 批" in page
    assert "去复核" not in page
    assert "拆回" in page
    assert ACCOUNTS[1] not in page
    refused = chen.post(f"{done.url}check/", {"seen": hidden(chen.get(f"{done.url}check/"))})
    assert refused.status_code == 422
    assert "不能是同一个人" in refused.content.decode()
    assert "待您复核的支付批次" in body(liu.get("/"))
    page = body(liu.get(f"{done.url}check/"))
    assert "贰仟元零叁分" in page
    assert "复核通过 2 笔，2,000.03 元" in page
    assert liu.post(f"{done.url}check/", {"seen": hidden(liu.get(f"{done.url}check/"))}).status_code == 302
    assert liu.post(f"{done.url}file/", {"template": "csv"}).status_code == 403
    file = chen.post(f"{done.url}file/", {"template": "csv"})
    assert file["Content-Disposition"] == 'attachment; filename="PC18-140700-01.csv"'
    assert "1000.01" in file.content.decode("utf-8-sig")
    other = chen.post(f"{done.url}file/", {"template": "gbk"}, follow=True)
    assert "不能再出另一种格式" in other.content.decode()
    one, two = batch.orders.order_by("place")
    upload = SimpleUploadedFile(
        "回盘.csv", as_csv([answer(one, day="2025-12-31"), answer(two, "失败", "户名不符", "2025-12-31")])
    )
    done_file = chen.post(f"{done.url}return/", {"file": upload})
    page = body(chen.get(done_file.url))
    assert "已退票" in page
    page = body(chen.get(done.url))
    assert "回盘有 1 笔待处理" in page
    assert "改账户后重付" in page
    done_order = chen.post(
        f"/payments/batches/orders/{two.pk}/reissue/", {"payee_name": "左云三", "account": ACCOUNTS[0]}
    )
    assert "重付自" in body(chen.get(done_order.url))
    assert Batch.objects.get().state == "closed"


def test_a_checker_signs_what_the_page_showed(cast: Cast, browse) -> None:
    """An order left the batch while the checker looked at it."""
    liu = browse(cast.liu)
    batch = actions.make_batch(orders=[ordered(cast, 1), ordered(cast, 2)], by=cast.chen, on=TODAY)
    address = f"{BATCHES}{batch.pk}/check/"
    shown_before = hidden(liu.get(address))
    actions.take_out(order=batch.orders.get(place=2), reason="不对", by=cast.chen, on=TODAY)
    for sent_along in ({"seen": shown_before}, {}, {"seen": "[]"}, {"seen": '{"batch": 7}'}):
        refused = liu.post(address, sent_along)
        assert refused.status_code == 422
        assert "现在是 1 笔、1,000.01 元，没有办" in refused.content.decode()
        assert Batch.objects.get().state == "made"
    assert liu.post(address, {"seen": hidden(refused)}).status_code == 302
    assert Batch.objects.get().checked_fen == 100_001


def test_the_same_file_again_says_so(cast: Cast, browse) -> None:
    batch = sent(cast, 1)
    content = as_csv([answer(batch.orders.get())])
    chen = browse(cast.chen)
    for _ in range(2):
        done = chen.post(f"{BATCHES}{batch.pk}/return/", {"file": SimpleUploadedFile("a.csv", content)}, follow=True)
    assert "已登记过，什么也没有改动" in done.content.decode()
    assert ReturnFile.objects.count() == 1


def test_a_broken_file_is_told_on_the_form(cast: Cast, browse) -> None:
    batch = sent(cast, 1)
    content = as_csv([answer(batch.orders.get())], tail="合计,9笔,,,,,\r\n")
    done = browse(cast.chen).post(
        f"{BATCHES}{batch.pk}/return/", {"file": SimpleUploadedFile("a.csv", content)}, follow=True
    )
    assert done.status_code == 422
    assert "文件说有 9 笔，实际只有 1 笔" in done.content.decode()


def test_the_queue(cast: Cast, browse) -> None:
    batch = sent(cast, 2)
    one, two = batch.orders.order_by("place")
    read(cast, as_csv([answer(one, account="6217000000009999"), answer(two, "失败")]))
    page = body(browse(cast.chen).get("/payments/returns/"))
    assert "账号不符" in page
    assert "尾号 9999" in page
    assert "6217000000009999" not in page
    row = BankReturn.objects.queued().get()
    address = f"/payments/returns/row/{row.pk}/"
    assert "制单以外的人" in body(browse(cast.liu).get(address))
    refused = browse(cast.chen).post(address, {"how": "taken", "reason": "电话"})
    assert "不能是同一个人" in refused.content.decode()
    assert browse(cast.liu).post(address, {"how": "taken", "reason": "电话查证"}).status_code == 302
    assert Order.objects.get(pk=one.pk).state == "arrived"
    assert "没有待查证的行" in body(browse(cast.liu).get("/payments/returns/"))


def test_a_row_dated_before_its_order_was_sent_says_so(cast: Cast, browse) -> None:
    batch = sent(cast, 1)
    read(cast, as_csv([answer(batch.orders.get(), day="2024-12-30")]))
    row = BankReturn.objects.queued().get()
    assert "早于送银行的日期" in body(browse(cast.liu).get(f"/payments/returns/row/{row.pk}/"))


def test_a_row_of_no_order_opens_and_is_registered(cast: Cast, browse) -> None:
    sent(cast, 1)
    read(cast, as_xlsx([["ZF25-999999", "王某", "6217000000009999", "100.00", "成功", "", "2025-12-30"]]), "回盘.xlsx")
    row = BankReturn.objects.queued().get()
    address = f"/payments/returns/row/{row.pk}/"
    page = body(browse(cast.liu).get(address))
    assert "王某" in page
    assert "100.00" in page
    assert browse(cast.liu).post(address, {"how": "set", "reason": "电话查证，不是本单位的"}).status_code == 302
    assert not BankReturn.objects.queued().exists()


def test_a_reissue_stays_with_its_payee_and_the_checker_sees_both_accounts(cast: Cast, browse) -> None:
    old = sent(cast, 1).orders.get()
    read(cast, as_csv([answer(old, "失败")]))
    chen = browse(cast.chen)
    address = f"/payments/batches/orders/{old.pk}/reissue/"
    refused = chen.post(address, {"payee_name": "贾某某", "account": ACCOUNTS[0], "bank": "演示银行"})
    assert refused.status_code == 422
    assert "须是本人名下的账户" in refused.content.decode()
    assert not Order.objects.filter(replaces=old).exists()
    assert chen.post(address, {"payee_name": "左云 二", "account": ACCOUNTS[0]}).status_code == 302
    fresh = Order.objects.get(replaces=old)
    batch = actions.make_batch(orders=[fresh, ordered(cast, 2)], by=cast.chen, on=TODAY)
    page = body(browse(cast.liu).get(f"{BATCHES}{batch.pk}/check/"))
    assert "其中 1 笔是退票后重付，1 笔换了账户" in page
    assert f"尾号 {ACCOUNTS[1][-4:]}" in page
    assert f"尾号 {ACCOUNTS[0][-4:]}" in page
    assert "左云三" in page
    assert ACCOUNTS[0] not in page


def test_the_page_learns_that_its_file_came_and_counts_only_what_the_bank_answered(cast: Cast, browse) -> None:
    batch = actions.make_batch(orders=[ordered(cast, 1), ordered(cast, 2)], by=cast.chen, on=SENT_ON)
    actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=SENT_ON)
    chen, address = browse(cast.chen), f"{BATCHES}{batch.pk}/"
    mark = re.search(r'data-download="([^"]+)"', body(chen.get(address))).group(1)
    assert chen.post(f"{address}file/", {"template": "csv"}).cookies[mark].value == "1"
    page = body(chen.get(address))
    assert "上传回盘文件" in page
    assert "回盘合计" not in page
    one = batch.orders.get(place=1)
    read(cast, as_csv([answer(one)]))
    page = body(chen.get(address))
    total = page[page.index("回盘合计") :]
    assert "1,000.01" in total[: total.index("</tr>")]


def test_double_benefits_are_shown_before_anybody_signs(cast: Cast, browse) -> None:
    event = {"person": cast.zhang, "event_key": "stay:1"}
    mine, other = ordered(cast, 1, **event), ordered(cast, 2, payer=cast.yuci, **event)
    batch = actions.make_batch(orders=[mine], by=cast.chen, on=TODAY)
    page = body(browse(cast.chen).get(f"{BATCHES}{batch.pk}/"))
    assert "重复享受检查没有通过" in page
    assert other.number in page
    chen = browse(cast.chen)
    chen.post(f"/payments/batches/orders/{mine.pk}/take-out/", {"reason": "另一方案已补"})
    assert chen.post(f"/payments/batches/orders/{mine.pk}/cancel/", {"reason": "另一方案已补"}).status_code == 302
    assert Order.objects.get(pk=mine.pk).state == "cancelled"
    assert chen.post(f"{BATCHES}{batch.pk}/dissolve/", {"reason": "没有支付单了"}).status_code == 302


def test_the_sheet_has_capitals_and_places_to_sign(cast: Cast, browse) -> None:
    batch = sent(cast, 2)
    page = body(browse(cast.zhao).get(f"{BATCHES}{batch.pk}/sheet/"))
    for words in ("人民币贰仟元零叁分", "制单：陈立新", "复核：刘志远", "财务负责人", "2,000.03", "PC18-140700-01"):
        assert words in page
    assert ACCOUNTS[1] not in page


def test_a_county_does_not_see_the_citys_batches(cast: Cast, browse) -> None:
    batch = sent(cast, 1)
    wang = browse(cast.wang)
    assert wang.get(f"{BATCHES}{batch.pk}/").status_code == 404
    assert "第18期第 1 批" not in body(wang.get(BATCHES))


def test_lists_do_not_ask_more_for_more_rows(cast: Cast, browse) -> None:
    chen = browse(cast.chen)
    batch = sent(cast, 3)
    addresses = (BATCHES, "/payments/batches/orders/", f"{BATCHES}{batch.pk}/", "/payments/returns/")

    def counted(address: str) -> int:
        chen.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            body(chen.get(address))
        return len(queries)

    before = [counted(address) for address in addresses]
    orders = [ordered(cast, n) for n in range(11, 19)]
    Order.objects.filter(pk__in=[row.pk for row in orders]).update(batch=batch, state="sent")
    read(cast, as_csv([answer(row, account="6217000000009999") for row in Order.objects.filter(state="sent")]))
    read(cast, as_csv([answer(row, "失败") for row in Order.objects.filter(pk__lt=orders[0].pk)]))
    assert [counted(address) for address in addresses] == before
    assert max(before) < 25
