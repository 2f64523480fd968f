"""The journal as it is read: within one's organisations, in words, without personal fields.

Writing and sealing have their own files.
"""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import TODAY, Cast
from unionhall.accounts import actions as accounts
from unionhall.accounts.models import User
from unionhall.kernel.scope import Duty
from unionhall.office import journal
from unionhall.office.installation.models import Installation
from unionhall.office.journal import sealing, verbs, words
from unionhall.office.journal.models import Entry
from unionhall.organisations import actions as organisations

LIST = "/system/journal/"


@pytest.fixture
def house(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(verbs, "_words", dict(verbs._words))
    verbs.declare({"tests.unit.renamed": "更名", "tests.unit.seen": "查看"})
    Installation.objects.create(name="晋中市总工会", business_day=TODAY)
    with journal.change(cast.weavers, verb="tests.unit.renamed", by=cast.wang, on=TODAY, paper="榆工发〔2025〕8号"):
        cast.weavers.name = "澄园毛纺厂工会"
    journal.record(verb="tests.unit.seen", by=cast.li, on=TODAY, obj=cast.brewers, reason="核对")
    return cast


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def told(client: Client, **filters: str) -> str:
    if filters:
        assert client.post(LIST, filters).status_code == 302
    return re.sub(r"\s+", " ", client.get(LIST).content.decode().split('id="main"')[1])


def test_acts_are_told_in_words(house: Cast) -> None:
    text = told(logged_in(house.li))
    for part in (
        "王丽萍",
        "榆次区总工会",
        "更名",
        "名称 澄园纺织厂工会 → 澄园毛纺厂工会",
        "查看",
        "原因 核对",
    ):
        assert part in text
    assert "tests.unit" not in text.split("<tbody>")[1]


def test_each_reads_the_own_organisations_only(house: Cast) -> None:
    assert "更名" in told(logged_in(house.zhao)).split("<tbody>")[1]
    assert "原因 核对" not in told(logged_in(house.wang))
    assert "uh-main-link" not in told(logged_in(house.sun))
    entry = Entry.objects.get(verb="tests.unit.renamed")
    for user, status in ((house.sun, 404), (house.wang, 200), (house.li, 200)):
        assert logged_in(user).get(reverse("journal:entry", args=[entry.pk])).status_code == status


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"who": "wang"}, ["更名"]),
        ({"who": "李砚"}, ["查看"]),
        ({"verb": "tests.unit.seen"}, ["查看"]),
        ({"organisation": "榆次"}, ["更名"]),
        ({"from_on": "2020-01-01", "until_on": "2020-01-31"}, []),
        ({"from_on": "2020-01-01"}, ["查看", "更名"]),
        ({"who": "wang", "verb": "tests.unit.seen"}, []),
    ],
)
def test_filters_narrow_and_stay_out_of_the_address(house: Cast, filters: dict[str, str], found: list[str]) -> None:
    client = logged_in(house.li)
    table = told(client, **filters).partition("<tbody>")[2]
    assert re.findall(r'uh-main-link" href="/system/journal/\d+/">([^<]+)<', table) == found
    assert client.post(LIST, {}).headers["Location"] == LIST
    assert told(client).count("uh-main-link") == 2


def test_one_records_acts_are_found_by_the_record(house: Cast) -> None:
    client = logged_in(house.li)
    text = client.get(f"{LIST}?object=organisations.unit:{house.brewers.pk}").content.decode()
    assert text.count("uh-main-link") == 1


def test_an_entry_shows_before_and_after_and_its_seal(house: Cast, own_folder) -> None:
    entry = Entry.objects.get(verb="tests.unit.renamed")
    client = logged_in(house.li)
    address = reverse("journal:entry", args=[entry.pk])
    assert "10 秒内封存" in client.get(address).content.decode()
    sealing.seal_waiting()
    text = client.get(address).content.decode()
    for part in (
        "澄园纺织厂工会",
        "澄园毛纺厂工会",
        "榆工发〔2025〕8号",
        "文号",
        sealing.Seal.objects.get(number=1).seal[:16],
    ):
        assert part in text


def test_keys_are_named_and_duties_spelled_out(house: Cast) -> None:
    post = accounts.appoint(
        unit=house.yuci, user=house.chen, title="出纳", duties=[Duty.PAY, Duty.ENTER], by=house.admin, on=TODAY
    )
    entry = Entry.objects.get(verb="accounts.post.given")
    text = logged_in(house.li).get(reverse("journal:entry", args=[entry.pk])).content.decode()
    assert "榆次区总工会" in text.split("改动")[1]
    assert "经办、支付" in text
    assert f">{post.pk}<" not in text.split("改动")[1]


def test_personal_fields_are_told_as_changed_and_no_more(house: Cast) -> None:
    with journal.change(house.zhang, verb="tests.person.corrected", by=house.li, on=TODAY):
        house.zhang.name, house.zhang.phone, house.zhang.id_index = "张秀蓝", "15900007741", "y" * 22
    entry = Entry.objects.get(verb="tests.person.corrected")
    assert words.summary(entry) == "姓名、联系电话 已更正（内容加密）"
    text = logged_in(house.li).get(reverse("journal:entry", args=[entry.pk])).content.decode()
    for secret in ("张秀", "15900007741", "y" * 22):
        assert secret not in text


def test_a_move_tells_from_where_and_to_where(house: Cast) -> None:
    organisations.move_unit(unit=house.weavers, to=house.pingyao, paper_number="7号", by=house.admin, on=TODAY)
    entry = Entry.objects.get(verb="organisations.unit.moved")
    text = logged_in(house.li).get(reverse("journal:entry", args=[entry.pk])).content.decode()
    for label, value in (("原上级工会", "榆次区总工会"), ("划入", "平遥县总工会"), ("文号", "7号")):
        assert f"<dt>{label}</dt><dd>{value}</dd>" in text


def test_counts_within_counts_are_told_one_by_one(house: Cast) -> None:
    facts = {"file_sm3": "ab", "counts": {"enrolments": 3, "by_code": {"x": 1}}, "kind": "village", "amount_fen": 4000}
    entry = journal.record(verb="tests.unit.seen", by=house.li, on=TODAY, **facts)
    assert words.facts(entry) == [
        ("参保人数", "3"),
        ("类别", "村（社区）工会"),
        ("金额（元）", "40.00"),
        ("文件指纹", "ab"),
    ]


def test_an_entry_of_an_app_that_is_gone_still_reads(house: Cast) -> None:
    entry = Entry(verb="gone.thing.done", object_type="gone.thing", object_id="3", after={"a": 1}, at=None)
    assert (words.record_name(entry), words.changes(entry), words.facts(entry)) == ("—", [], [])


def test_the_list_needs_the_same_queries_whatever_its_length(house: Cast, django_assert_max_num_queries) -> None:
    client = logged_in(house.li)
    client.get(LIST)
    for n in range(60):
        journal.record(verb="tests.unit.seen", by=house.wang, on=date(2025, 12, 1), obj=house.weavers, rows=n)
    with django_assert_max_num_queries(9):
        assert client.get(LIST).context["table"].total == 62
