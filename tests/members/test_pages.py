"""The members' register and the pages of a file: what is seen by whom, and what a form does."""

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.cast import TODAY, Cast, id_number, person, unit, user
from unionhall.kernel.identifiers import mask_id
from unionhall.kernel.scope import Duty
from unionhall.members import actions, corrections
from unionhall.members.models import Membership, MembershipEnd, Person, PersonCorrection
from unionhall.members.unions import merge_unions
from unionhall.office.installation.models import Installation
from unionhall.office.journal.models import Entry
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import UnitKind

NUMBER = id_number(140702, date(1990, 4, 12), 3)


@pytest.fixture
def browse(cast: Cast):
    """A browser logged in as one of the cast, on the cast's day."""
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)

    def as_(user) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_


ROLL = "/members/"


def test_the_register(cast: Cast, browse) -> None:
    page = browse(cast.wang).get(ROLL).content.decode()
    assert "张秀兰" in page
    assert "郭永福" not in page
    assert cast.zhang.id_number not in page
    assert f"{cast.zhang.id_number[:6]}********{cast.zhang.id_number[-4:]}" in page
    assert "共" in page


def test_the_register_takes_the_same_queries_whatever_its_length(cast: Cast, browse, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = browse(cast.li)
    client.get(ROLL)
    with CaptureQueriesContext(connection) as few:
        client.get(ROLL)
    for serial in range(1, 60, 2):
        person("李" + "甲乙丙丁"[serial % 4], id_number(140702, date(1970, 1, 1), serial), unit=cast.spinners)
    with CaptureQueriesContext(connection) as many:
        client.get(ROLL)
    assert len(many) == len(few)
    assert len(many) <= 14


def search(client: Client, words: str) -> str:
    return client.post(reverse("members:members-search"), {"q": words}, follow=True).content.decode()


def test_search_by_name_initials_and_last_four(cast: Cast, browse) -> None:
    Person.objects.filter(pk=cast.zhang.pk).update(pinyin="zxl")
    client = browse(cast.li)
    for words in ("秀兰", "zx", cast.zhang.id_number[-4:], cast.zhang.id_number):
        page = search(client, words)
        assert "张秀兰" in page, words
        assert "郭永福" not in page, words
    assert "张秀兰" not in search(browse(cast.sun), cast.zhang.id_number[-4:])


def test_filters(cast: Cast, browse) -> None:
    client = browse(cast.li)

    def names(query: str) -> list[str]:
        page = client.get(f"{ROLL}?{query}").content.decode()
        return [name for name in ("张秀兰", "郭永福") if name in page]

    assert names("unit=榆次区总工会") == ["张秀兰"]
    assert names("unit=没有的") == []
    assert names("person__sex=m") == ["郭永福"]
    assert names("from_on__year=2020") == ["张秀兰", "郭永福"]
    assert names("from_on__year=2019") == []
    actions.leave(person=cast.guo, until_on=date(2025, 6, 1), why=MembershipEnd.LEAVE, by=cast.li, on=TODAY)
    assert names("") == ["张秀兰"]
    assert names("standing=left") == ["郭永福"]
    assert names("standing=all") == ["张秀兰", "郭永福"]


def test_the_export_is_masked_and_within_scope(cast: Cast, browse) -> None:
    answer = browse(cast.wang).post(reverse("members:members-export"))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.values)
    assert [row[0] for row in rows[1:]] == ["张秀兰"]
    assert cast.zhang.id_number not in str(rows)
    assert Entry.objects.filter(verb="members.register.exported").count() == 1


def test_changes(cast: Cast, browse) -> None:
    actions.transfer(person=cast.zhang, unit=cast.spinners, from_on=date(2025, 7, 2), by=cast.li, on=TODAY)
    page = browse(cast.wang).get("/members/changes/").content.decode()
    assert "转会" in page
    assert "转出" in page
    assert "张秀兰" not in browse(cast.sun).get("/members/changes/").content.decode()


def test_a_file(cast: Cast, browse) -> None:
    url = cast.zhang.get_absolute_url()
    page = browse(cast.wang).get(url).content.decode()
    assert "张秀兰" in page
    assert cast.zhang.id_number not in page
    assert "<title>" in page
    assert "张秀兰" not in page.partition("<title>")[2].partition("</title>")[0]
    assert "查看完整号码" in page
    assert "查看完整号码" not in browse(cast.liu).get(url).content.decode()
    assert browse(cast.sun).get(url).status_code == 404


@pytest.mark.parametrize("act", ["join", "transfer", "leave", "reveal", "correct", "merge"])
def test_acts_are_for_posts_with_the_duty_within_scope(cast: Cast, browse, act: str) -> None:
    url = reverse(f"members:{act}", args=[cast.zhang.pk])
    assert browse(cast.sun).get(url).status_code == 404
    assert browse(cast.zhao).get(url).status_code == 403
    assert browse(cast.wang).get(url).status_code == 200


def test_admitted_on_a_page(cast: Cast, browse) -> None:
    form = {"name": "单晓明", "id_number": NUMBER.lower(), "unit": "澄园纺织厂工会", "from_on": "2025-03-01"}
    client = browse(cast.wang)
    answer = client.post(reverse("members:admit"), form)
    created = Person.objects.get(name="单晓明")
    assert answer.url == created.get_absolute_url()
    assert created.memberships.get().unit == cast.weavers
    assert client.post(reverse("members:admit"), {**form, "unit": "古陶酿酒厂工会"}).status_code == 422
    assert "有好几家" in client.post(reverse("members:admit"), {**form, "unit": "厂工会"}).content.decode()


def test_a_known_number_is_offered_only_within_scope(cast: Cast, browse) -> None:
    form = {"name": "某人", "unit": "澄园纺织厂工会", "from_on": "2025-03-01"}
    here = browse(cast.wang).post(reverse("members:admit"), {**form, "id_number": cast.zhang.id_number})
    assert cast.zhang.get_absolute_url() in here.content.decode()
    elsewhere = browse(cast.wang).post(reverse("members:admit"), {**form, "id_number": cast.guo.id_number})
    text = elsewhere.content.decode()
    assert elsewhere.status_code == 422
    assert "不能新建档案" in text
    assert "郭永福" not in text
    assert cast.guo.get_absolute_url() not in text


def test_revealed_once(cast: Cast, browse) -> None:
    client, url = browse(cast.wang), reverse("members:reveal", args=[cast.zhang.pk])
    assert client.post(url, {"field": "id_number", "purpose": ""}).status_code == 422
    answer = client.post(url, {"field": "id_number", "purpose": "核对社保"})
    assert cast.zhang.id_number in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert cast.zhang.id_number not in client.get(url).content.decode()
    assert Entry.objects.get(verb="members.person.revealed").facts["purpose"] == "核对社保"


def test_transferred_left_and_back_on_pages(cast: Cast, browse) -> None:
    client, pk = browse(cast.wang), cast.zhang.pk
    client.post(reverse("members:transfer", args=[pk]), {"unit": "锦源纺纱厂工会", "from_on": "2025年7月2日"})
    client.post(reverse("members:leave", args=[pk]), {"why": "leave", "until_on": "2025-08-01"})
    client.post(reverse("members:join", args=[pk]), {"unit": "澄园纺织厂工会", "from_on": "2025-09-01"})
    reasons = list(Membership.objects.filter(person=pk).order_by("from_on").values_list("reason", "end_reason"))
    assert reasons == [("join", "transfer"), ("transfer", "leave"), ("join", "")]
    late = client.post(reverse("members:join", args=[pk]), {"unit": "澄园纺织厂工会", "from_on": "2025-09-01"})
    assert late.status_code == 422
    assert "已有在会会籍" in late.content.decode()


def test_corrected_merged_and_taken_back_on_pages(cast: Cast, browse) -> None:
    client, pk = browse(cast.wang), cast.zhang.pk
    client.post(reverse("members:correct", args=[pk]), {"id_number": NUMBER, "reason": "花名册填错"})
    assert Person.objects.get(pk=pk).id_number == NUMBER
    correction = PersonCorrection.objects.get()
    undo = reverse("members:undo-correction", args=[pk, correction.pk])
    assert undo in client.get(cast.zhang.get_absolute_url()).content.decode()
    client.post(undo, {"reason": "没有错"})
    assert Person.objects.get(pk=pk).id_number == cast.zhang.id_number

    double = person("张秀蓝", NUMBER, unit=cast.weavers, joined_on=date(2024, 1, 1))
    merge = reverse("members:merge", args=[pk])
    away = client.post(merge, {"id_number": cast.guo.id_number, "reason": "同一人"})
    assert "没有这个证件号码的档案" in away.content.decode()
    client.post(merge, {"id_number": NUMBER, "reason": "同一人"})
    assert Person.objects.get(pk=double.pk).merged_into_id == pk
    assert client.get(double.get_absolute_url()).status_code == 404
    file = client.get(cast.zhang.get_absolute_url()).content.decode()
    assert NUMBER not in file
    assert "撤销这次更正" in file


def test_history(cast: Cast, browse) -> None:
    corrections.correct_number(person=cast.zhang, id_number=NUMBER, reason="填错", by=cast.wang, on=TODAY)
    url = reverse("members:person-history", args=[cast.zhang.pk])
    page = browse(cast.wang).get(url).content.decode()
    assert "更正证件号码" in page
    assert "性别 女 → 男；出生日期、证件号码 已更正（内容加密）；原因 填错" in page
    assert page.count("内容加密") == 1
    assert "已加密" not in page
    assert NUMBER not in page
    assert browse(cast.sun).get(url).status_code == 404


def test_unions_merged_with_their_people(cast: Cast, browse) -> None:
    latecomer = person("新人", NUMBER, unit=cast.weavers, joined_on=date(2025, 12, 1))
    client, url = browse(cast.wang), reverse("members:merge-unions", args=[cast.weavers.pk])
    assert browse(cast.sun).get(url).status_code == 404
    form = {"kept": "锦源纺纱厂工会", "on": "2025-12-01", "paper_number": "晋工发〔2025〕9号"}
    answer = client.post(url, form)
    assert answer.status_code == 302
    assert {m.person for m in Membership.objects.open().filter(unit=cast.spinners)} == {cast.zhang, latecomer}
    ended = Membership.objects.get(unit=cast.weavers)
    assert (ended.until_on, ended.end_reason) == (date(2025, 12, 1), "merge")
    assert Entry.objects.get(verb="members.memberships.moved").facts["count"] == 2


def test_who_merges_unions_is_who_may_change_the_tree(cast: Cast, browse) -> None:
    def page(user, unit) -> int:
        return browse(user).get(reverse("members:merge-unions", args=[unit.pk])).status_code

    assert page(cast.wang, cast.yuci) == 403, "her own county is not the clerk's to close"
    assert (page(cast.wang, cast.weavers), page(cast.admin, cast.weavers)) == (200, 200)
    assert page(cast.zhao, cast.weavers) == 403
    town = unit("东阳镇工会", UnitKind.TOWNSHIP, cast.yuci)
    assert page(user("shi", "史", town, "经办", Duty.ENTER), town) == 403
    form = {"kept": "古陶酿酒厂工会", "on": "2025-12-01", "paper_number": "晋工发〔2025〕9号"}
    url = reverse("members:merge-unions", args=[cast.weavers.pk])
    assert "没有这家工会" in browse(cast.wang).post(url, form).content.decode()
    assert browse(cast.admin).post(url, form).status_code == 302
    assert Membership.objects.open().filter(unit=cast.brewers).count() == 2


def test_who_joins_after_a_merge_gets_the_place_of_that_day(cast: Cast) -> None:
    latecomer = person("新人", NUMBER, unit=cast.weavers, joined_on=date(2025, 11, 1))
    act = {"by": cast.admin, "paper_number": "晋工发〔2025〕9号"}
    organisations.move_unit(unit=cast.spinners, to=cast.jiexiu, on=date(2025, 10, 1), **act)
    merge_unions(kept=cast.spinners, gone=cast.weavers, effective_on=date(2025, 9, 1), on=TODAY, **act)
    counties = dict(Membership.objects.open().filter(unit=cast.spinners).values_list("person__name", "county"))
    assert counties == {cast.zhang.name: 140702, latecomer.name: 140781}
    first = Membership.objects.get(person=latecomer)
    assert first.path.startswith(cast.jiexiu.path)


def test_an_act_on_a_file_says_whose_it_is_with_the_number_masked(cast: Cast, browse) -> None:
    client, pk = browse(cast.wang), cast.zhang.pk
    for name in ("correct", "details", "merge", "leave", "transfer"):
        page = client.get(reverse(f"members:{name}", args=[pk])).content.decode()
        assert "张秀兰" in page.partition("<main")[2], name
        assert mask_id(cast.zhang.id_number) in page
        assert cast.zhang.id_number not in page
        assert "张秀兰" not in page.partition("</title>")[0]


def test_the_record_of_a_correction_shows_old_and_new_masked(cast: Cast, browse) -> None:
    client, pk, old = browse(cast.wang), cast.zhang.pk, cast.zhang.id_number
    client.post(reverse("members:correct", args=[pk]), {"id_number": NUMBER, "reason": "花名册填错"})
    told = f"{mask_id(old)} → {mask_id(NUMBER)}"
    assert told in client.get(cast.zhang.get_absolute_url()).content.decode()
    undo = reverse("members:undo-correction", args=[pk, PersonCorrection.objects.get().pk])
    client.post(undo, {"reason": "没有错"})
    file = client.get(cast.zhang.get_absolute_url()).content.decode()
    assert told not in file
    assert mask_id(old) in file


def test_name_and_phone_are_corrected_and_stand_in_no_journal(cast: Cast, browse) -> None:
    client, address = browse(cast.wang), reverse("members:details", args=[cast.zhang.pk])
    assert address in client.get(cast.zhang.get_absolute_url()).content.decode()
    client.post(address, {"name": "张秀蓝", "phone": "13812345678", "reason": "户口簿为蓝"})
    person_now = Person.objects.get(pk=cast.zhang.pk)
    assert (person_now.name, person_now.pinyin, person_now.phone) == ("张秀蓝", "zxl", "13812345678")
    client.post(address, {"name": "张秀兰", "phone": "", "reason": "又改回"})
    assert Person.objects.get(pk=cast.zhang.pk).phone == "13812345678"
    entry = Entry.objects.filter(verb="members.person.details_corrected").first()
    assert entry is not None
    assert "张秀" not in str((entry.before, entry.after, entry.facts))
    assert "138" not in str((entry.before, entry.after, entry.facts))
    same = client.post(address, {"name": "张秀兰", "phone": "", "reason": "再办"})
    assert "什么也没有改动" in same.content.decode()
    assert browse(cast.sun).get(address).status_code == 404
    assert browse(cast.liu).get(address).status_code == 403
