"""Orders, batches, bank files, returns: each act, each refusal, and that nothing is payable twice."""

import csv
import io
from datetime import date

import polars as pl
import pytest
from django.db import IntegrityError, transaction
from django.db.models import CharField, F
from django.db.models.functions import Cast as AsText
from django.utils import translation

from tests.cast import TODAY, Cast
from tests.funds.payments.setting import (
    ACCOUNTS,
    SENT_ON,
    answer,
    as_csv,
    ordered,
    read,
    sent,
    states,
)
from unionhall.accounts.queries import scope_of
from unionhall.figures.figures import Figure
from unionhall.figures.measures import distinct, total
from unionhall.figures.times import SCHEME_PERIOD, Period
from unionhall.figures.units import PEOPLE, YUAN
from unionhall.funds.payments import actions, facts, files, queries, refusals
from unionhall.funds.payments.models import Batch, BatchState, Order
from unionhall.funds.payments.waiting import waiting
from unionhall.kernel.errors import DomainError
from unionhall.members.actions import leave
from unionhall.members.corrections import merge_persons, undo
from unionhall.members.models import MembershipEnd
from unionhall.office import counting
from unionhall.office.journal.models import Entry
from unionhall.organisations.actions import move_unit


def test_an_order_is_asked_for_once(cast: Cast) -> None:
    first = ordered(cast)
    assert (first.number, first.state, first.path, first.county) == ("ZF25-000001", "drafted", cast.city.path, 0)
    with pytest.raises(refusals.OrderedBefore, match="ZF25-000001"):
        ordered(cast)
    assert ordered(cast, instalment=2).number == "ZF25-000002"
    actions.cancel(order=first, reason="重算", by=cast.chen, on=TODAY)
    assert ordered(cast).number == "ZF25-000003"
    entry = Entry.objects.filter(verb="payments.order.ordered").first()
    assert entry is not None
    assert ACCOUNTS[1] not in str(entry.after)
    assert "左云" not in str(entry.after)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=first.pk).update(state="drafted")


def test_what_happened_to_a_person_is_not_told_in_clear(cast: Cast) -> None:
    """The journal keeps her key; the day and kind of her stay beside it would be her illness."""
    event = {"person": cast.zhang, "event_key": "stay:2025-09-02", "event_on": date(2025, 9, 2), "purpose": "住院互助"}
    actions.cancel(order=ordered(cast, 1, **event), reason="重算", by=cast.chen, on=TODAY)
    told = str(list(Entry.objects.filter(app="payments").values_list("before", "after")))
    assert f"'person_id': {cast.zhang.pk}" in told
    assert not [words for words in ("stay", "2025-09-02", "住院互助", "重算") if words in told]
    assert not {"event", "event_day", "purpose"} & set(facts.payments.columns)


def test_accounts_rest_encrypted(cast: Cast) -> None:
    order = ordered(cast)
    raw = (
        Order.objects.filter(pk=order.pk)
        .annotate(raw=AsText(F("account"), CharField()))
        .values_list("raw", flat=True)
        .get()
    )
    assert order.account not in raw
    assert order.account_index == actions.account_index(order.account)


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ({"amount_fen": 0}, "wrong-amount"),
        ({"account": "622x"}, "bad-payee"),
        ({"payee_name": "=cmd"}, "bad-payee"),
    ],
)
def test_orders_nobody_could_pay(cast: Cast, rest: dict, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        ordered(cast, **rest)
    assert refusal.value.code == code
    assert Order.objects.count() == 0


def test_batches_are_numbered_by_payer_scheme_and_period(cast: Cast) -> None:
    def made(*orders: Order) -> Batch:
        return actions.make_batch(orders=orders, by=cast.chen, on=TODAY)

    first, second = made(ordered(cast, 1)), made(ordered(cast, 2))
    other = made(ordered(cast, 3, period=cast.p17))
    yearly = made(ordered(cast, 4, period=None))
    assert [str(b) for b in (first, second, other, yearly)] == [
        "第18期第 1 批",
        "第18期第 2 批",
        "第17期第 1 批",
        "2025年第 1 批",
    ]
    assert first.code == "PC18-140700-01"
    with pytest.raises(refusals.MixedBatch):
        made(ordered(cast, 5), ordered(cast, 6, period=cast.p17))
    with pytest.raises(refusals.MixedBatch):
        made(ordered(cast, 7), ordered(cast, 8, payer=cast.yuci))
    with pytest.raises(refusals.NothingToPay):
        made()
    with pytest.raises(refusals.OrderTaken) as refusal:
        made(ordered(cast, 9), first.orders.get())
    assert "在第18期第 1 批里" in refusal.value.say()
    assert Order.objects.get(source_key="claim:9").state == "drafted"


def test_two_people(cast: Cast) -> None:
    batch = actions.make_batch(orders=[ordered(cast)], by=cast.chen, on=TODAY)
    with pytest.raises(refusals.SamePerson):
        actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.chen, on=TODAY)
    with pytest.raises(refusals.WrongState):
        actions.bank_file(batch=batch, template="csv", by=cast.chen, on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(checked_by=cast.chen, state="checked")
    checked = actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=TODAY)
    assert (checked.checked_by, checked.checked_count, checked.checked_fen) == (cast.liu, 1, 100_001)
    with pytest.raises(refusals.WrongState) as refusal:
        actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=TODAY)
    assert "现在是“待出银行文件”" in refusal.value.say()


def test_one_person_one_event_one_purpose_across_schemes(cast: Cast) -> None:
    event = {"person": cast.zhang, "event_key": "stay:2025-09-02", "event_on": date(2025, 9, 2)}
    here = ordered(cast, 1, **event)
    there = ordered(cast, 2, payer=cast.yuci, period=None, **event)
    plain = ordered(cast, 3, person=cast.zhang)
    batch = actions.make_batch(orders=[here, plain], by=cast.chen, on=TODAY)
    assert queries.double_benefits(batch.orders.all()) == [(here, there)]
    with pytest.raises(refusals.DoubleBenefit) as refusal:
        actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=TODAY)
    assert here.number in refusal.value.say()
    here.refresh_from_db()
    actions.take_out(order=here, reason="另一方案已补", by=cast.chen, on=TODAY)
    assert actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=TODAY).checked_count == 1
    actions.cancel(order=there, reason="以本方案为准", by=cast.chen, on=TODAY)
    again = actions.make_batch(orders=[here], by=cast.chen, on=TODAY)
    assert (
        actions.check_batch(batch=again, seen=queries.shown(again), by=cast.liu, on=TODAY).state == BatchState.CHECKED
    )


def test_a_checked_batch_is_not_changed_but_taken_apart(cast: Cast) -> None:
    batch = actions.make_batch(orders=[ordered(cast, 1), ordered(cast, 2)], by=cast.chen, on=TODAY)
    actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=TODAY)
    order = batch.orders.first()
    with pytest.raises(refusals.WrongState):
        actions.take_out(order=order, reason="不对", by=cast.chen, on=TODAY)
    with pytest.raises(refusals.OrderTaken):
        actions.cancel(order=order, reason="不对", by=cast.chen, on=TODAY)
    with pytest.raises(refusals.NoReason):
        actions.dissolve_batch(batch=batch, reason=" ", by=cast.chen, on=TODAY)
    actions.dissolve_batch(batch=batch, reason="漏了一笔", by=cast.chen, on=TODAY)
    assert Order.objects.drafted().count() == 2
    assert str(actions.make_batch(orders=Order.objects.all(), by=cast.chen, on=TODAY)) == "第18期第 2 批"


def test_bank_files_hold_every_order_and_their_total(cast: Cast) -> None:
    orders = [ordered(cast, n) for n in (1, 2, 3)]
    batch = actions.make_batch(orders=orders, by=cast.chen, on=TODAY)
    actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=TODAY)
    content = {code: files.written(batch, orders, code) for code in files.TEMPLATES}
    rows = list(csv.reader(io.StringIO(content["csv"].decode("utf-8-sig"))))
    assert rows[1][1:6] == [orders[0].number, "左云二", ACCOUNTS[1], "演示银行", "1000.01"]
    assert rows[-1][:6] == ["合计", "3笔", "", "", "", "3000.06"]
    table = pl.read_excel(io.BytesIO(content["xlsx"]))
    assert table["收款账号"].to_list()[:3] == [order.account for order in orders]
    assert table["金额"].to_list() == [1000.01, 1000.02, 1000.03, 3000.06]
    lines = content["gbk"].decode("gbk").splitlines()
    assert lines[0] == "H|PC18-140700-01|3|3000.06"
    assert lines[1].startswith(f"D|{orders[0].number}|左云二|{ACCOUNTS[1]}|演示银行|1000.01|")
    assert lines[-1] == "T|3|3000.06"


@pytest.mark.parametrize("template", list(files.TEMPLATES))
def test_the_file_is_the_same_each_time_and_sends_the_batch(cast: Cast, template: str) -> None:
    batch = sent(cast, 2, template)
    assert (batch.state, batch.file_count, batch.file_fen) == ("sent", 2, 200_003)
    first = actions.bank_file(batch=batch, template=template, by=cast.chen, on=TODAY)
    assert actions.bank_file(batch=batch, template=template, by=cast.chen, on=TODAY) == first
    other = next(code for code in files.TEMPLATES if code != template)
    with pytest.raises(refusals.FileGiven):
        actions.bank_file(batch=batch, template=other, by=cast.chen, on=TODAY)
    assert set(states(*batch.orders.all())) == {"sent"}
    with pytest.raises(refusals.WrongState):
        actions.dissolve_batch(batch=batch, reason="不发了", by=cast.chen, on=TODAY)


def test_the_file_does_not_depend_on_the_language_of_who_takes_it(cast: Cast) -> None:
    batch = sent(cast, 2)
    ours = actions.bank_file(batch=batch, template="csv", by=cast.chen, on=TODAY)
    assert "第18期第 1 批" in ours.decode()
    with translation.override("en"):
        assert actions.bank_file(batch=batch, template="csv", by=cast.chen, on=TODAY) == ours
    Order.objects.filter(batch=batch, place=1).update(bank="另一家银行")
    with pytest.raises(refusals.FileDiffers):
        actions.bank_file(batch=batch, template="csv", by=cast.chen, on=TODAY)


def test_a_name_gbk_does_not_know_is_told(cast: Cast) -> None:
    order = ordered(cast, 1, payee_name="左𬱖")
    batch = actions.make_batch(orders=[order], by=cast.chen, on=TODAY)
    actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=TODAY)
    with pytest.raises(refusals.NameNotInCode, match=order.number):
        actions.bank_file(batch=batch, template="gbk", by=cast.chen, on=TODAY)
    assert "左𬱖" in actions.bank_file(batch=batch, template="csv", by=cast.chen, on=TODAY).decode()


def test_orders_changed_behind_the_signature_are_not_sent(cast: Cast) -> None:
    batch = actions.make_batch(orders=[ordered(cast)], by=cast.chen, on=TODAY)
    actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=TODAY)
    Order.objects.update(amount_fen=999_999)
    with pytest.raises(refusals.TotalsDiffer):
        actions.bank_file(batch=batch, template="csv", by=cast.chen, on=TODAY)


PAID = Figure(
    "test.paid",
    "付款",
    unit=YUAN,
    time=SCHEME_PERIOD,
    fact=facts.payments,
    where=lambda f: (f.scheme == "mutual-aid") & (f.state == "arrived"),
    measure=total("amount_fen"),
    definition="到账。",
)
HELPED = Figure(
    "test.helped",
    "人数",
    unit=PEOPLE,
    time=SCHEME_PERIOD,
    fact=facts.payments,
    where=lambda f: f.state == "arrived",
    measure=distinct("person_id"),
    definition="到账的人。",
)


def test_only_what_arrived_counts_and_a_late_return_moves_exactly_itself(cast: Cast) -> None:
    yuci = ordered(cast, 8, on=SENT_ON, payer=cast.yuci, person=cast.guo, amount_fen=7)
    batch = actions.make_batch(orders=[yuci], by=cast.chen, on=SENT_ON)
    actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=SENT_ON)
    actions.bank_file(batch=batch, template="csv", by=cast.chen, on=SENT_ON)
    own = sent(cast, 2, on=date(2025, 11, 28))
    one, two = own.orders.order_by("place")
    Order.objects.filter(pk__in=[one.pk, two.pk]).update(person=cast.zhang)
    time = Period("mutual-aid", 18)

    def counted() -> tuple:
        tally = counting.evaluate([PAID, HELPED], [time])
        paid, helped = tally.value(PAID, time), tally.value(HELPED, time)
        return paid.all, paid.own, dict(paid.counties), paid.months, helped.all

    assert counted()[0] == 0
    read(cast, as_csv([answer(one), answer(two, day="2025-11-30")]))
    read(cast, as_csv([answer(yuci)]), payer=cast.yuci)
    assert counted() == (200_010, 200_003, {140702: 7}, {202511: 100_002, 202512: 100_008}, 2)
    read(cast, as_csv([answer(one, "退票", day="2025-12-31")]))
    assert counted() == (100_009, 100_002, {140702: 7}, {202511: 100_002, 202512: 7}, 2)


def test_orders_follow_a_merged_person(cast: Cast) -> None:
    order = ordered(cast, 1, person=cast.guo)
    leave(person=cast.guo, until_on=TODAY, why=MembershipEnd.LEAVE, by=cast.sun, on=TODAY)
    correction = merge_persons(kept=cast.zhang, gone=cast.guo, reason="同一人", by=cast.admin, on=TODAY)
    assert Order.objects.get(pk=order.pk).person == cast.zhang
    undo(correction=correction, reason="不是同一人", by=cast.admin, on=TODAY)
    assert Order.objects.get(pk=order.pk).person == cast.guo


def test_what_waits(cast: Cast) -> None:
    def told(someone) -> list[tuple[str, str]]:
        return [(line.title, line.verb) for line in waiting(scope_of(someone, TODAY), TODAY)]

    ordered(cast, 9)
    assert told(cast.chen) == [("1 笔支付单待制单", "去制单")]
    assert told(cast.li) == told(cast.wang) == told(cast.liu) == []
    batch = actions.make_batch(orders=Order.objects.all(), by=cast.chen, on=TODAY)
    name = f"{batch} · 晋中市总工会"
    assert told(cast.chen) == []
    assert told(cast.liu) == [(name, "去复核")]
    actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=TODAY)
    assert told(cast.chen) == [(name, "出银行文件")]
    actions.bank_file(batch=batch, template="csv", by=cast.chen, on=TODAY)
    assert told(cast.chen) == [(name, "上传回盘文件")]
    order = batch.orders.get()
    read(cast, as_csv([answer(order, "失败", day="2025-12-31"), answer(order, number="ZF0")]))
    assert told(cast.chen) == [("1 笔退票待重付", "去处理"), ("1 行回盘待查证", "去处理")]


def test_many_orders_take_few_statements(cast: Cast, django_assert_max_num_queries) -> None:
    orders = [ordered(cast, n) for n in range(1, 121)]
    with django_assert_max_num_queries(30):
        batch = actions.make_batch(orders=orders, by=cast.chen, on=TODAY)
    with django_assert_max_num_queries(30):
        actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=TODAY)
    actions.bank_file(batch=batch, template="csv", by=cast.chen, on=TODAY)
    content = as_csv([answer(order, day="2025-12-31") for order in orders])
    with django_assert_max_num_queries(40):
        read(cast, content)
    assert Order.objects.arrived().count() == 120


def test_every_state_counts_where_its_payer_stood_on_its_day(cast: Cast) -> None:
    """An order cancelled or replaced after its payer moved is counted on that day, so at that day's place."""
    dropped, replaced = (ordered(cast, n, payer=cast.weavers, on=SENT_ON) for n in (1, 2))
    batch = actions.make_batch(orders=[replaced], by=cast.chen, on=SENT_ON)
    actions.check_batch(batch=batch, seen=queries.shown(batch), by=cast.liu, on=SENT_ON)
    actions.bank_file(batch=batch, template="csv", by=cast.chen, on=SENT_ON)
    read(cast, as_csv([answer(replaced, "失败", day="2025-12-29")]), payer=cast.weavers)
    move_unit(unit=cast.weavers, to=cast.jiexiu, paper_number="1", by=cast.admin, on=TODAY)
    actions.cancel(order=dropped, reason="不发了", by=cast.chen, on=TODAY)
    fresh = actions.reissue(order=replaced, account=ACCOUNTS[0], by=cast.chen, on=TODAY)
    found = {row.pk: (row.county, row.path) for row in Order.objects.all()}
    cast.weavers.refresh_from_db()
    assert {found[row.pk] for row in (dropped, replaced, fresh)} == {(cast.jiexiu.region_code, cast.weavers.path)}
