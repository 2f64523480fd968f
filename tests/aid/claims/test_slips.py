"""A worker reads her slip: by token or code and four figures; five misses lock it; nothing else of her is shown."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.aid.claims import flow
from tests.aid.claims.flow import Office
from tests.cast import TODAY, Cast
from unionhall.aid.claims import judging, reading, refusals, slips
from unionhall.aid.claims.models import Slip
from unionhall.office.journal.models import Entry

SLIP = "/slip/"


@pytest.fixture
def office(cast: Cast) -> Office:
    return flow.office(cast)


def tail(office: Office) -> str:
    return office.cast.zhang.id_number[-4:]


def test_only_hashes_are_kept(office: Office) -> None:
    claim = flow.submitted(office)
    made = slips.issue_slip(claim=claim, by=office.cast.wang, on=TODAY)
    assert re.fullmatch("[0-9a-f]{32}", made.token)
    assert re.fullmatch(f"[{slips.LETTERS}]{{16}}", made.code)
    kept = " ".join(str(value) for value in Slip.objects.values().get().values())
    told = str(list(Entry.objects.filter(verb="claims.slip.issued").values("before", "after", "facts")))
    for secret in (made.token, made.code):
        assert secret not in kept
        assert secret not in told


def test_by_token_or_by_code_and_not_by_the_old_slip(office: Office) -> None:
    claim = flow.submitted(office)
    old = slips.issue_slip(claim=claim, by=office.cast.wang, on=TODAY)
    made = slips.issue_slip(claim=claim, by=office.cast.wang, on=TODAY)
    assert slips.open_slip(token=made.token, code="", tail=tail(office), on=TODAY) == claim
    assert slips.open_slip(token="", code=made.grouped.lower(), tail=tail(office).lower(), on=TODAY) == claim
    with pytest.raises(refusals.SlipUnknown):
        slips.open_slip(token=old.token, code="", tail=tail(office), on=TODAY)


def test_five_misses_lock_it_until_it_is_issued_again(office: Office) -> None:
    claim = flow.submitted(office)
    made = slips.issue_slip(claim=claim, by=office.cast.wang, on=TODAY)
    client = Client()
    for _ in range(5):
        answer = client.post(SLIP, {"token": made.token, "tail": "0000"})
        assert answer.status_code == 422
        assert "对不上" in answer.content.decode()
    answer = client.post(SLIP, {"token": made.token, "tail": tail(office)})
    assert "已经锁上" in answer.content.decode()
    again = slips.issue_slip(claim=claim, by=office.cast.wang, on=TODAY)
    assert client.post(SLIP, {"token": again.token, "tail": tail(office)}).status_code == 200
    assert Slip.objects.get().misses == 0


def test_it_expires_ninety_days_after_the_case_is_closed(office: Office) -> None:
    claim = flow.submitted(office)
    made = slips.issue_slip(claim=claim, by=office.cast.wang, on=date(2025, 3, 14))
    judging.refuse_claim(claim=claim, reason_code="R08", by=office.wu, on=date(2025, 3, 17))
    last = date(2025, 3, 17) + timedelta(days=90)
    assert slips.open_slip(token=made.token, code="", tail=tail(office), on=last) == claim
    with pytest.raises(refusals.SlipExpired):
        slips.open_slip(token=made.token, code="", tail=tail(office), on=last + timedelta(days=1))


def test_the_page_tells_the_claim_and_nothing_else_of_the_person(office: Office) -> None:
    order = flow.ordered(office)
    claim = order.case.claim
    made = slips.issue_slip(claim=claim, by=office.cast.wang, on=TODAY)
    answer = Client().post(SLIP, {"code": made.grouped, "tail": tail(office)})
    text = answer.content.decode()
    for words in ("11,726.48", "头 5,000 元 补 45%", "正在打款", "县里审", "03月20日"):
        assert words in text
    person = office.cast.zhang
    for hidden in (person.name, person.id_number, tail(office), flow.ACCOUNT, claim.unit.name, "第一人民医院"):
        assert hidden not in text
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_is_missing_and_how_long_is_left(office: Office) -> None:
    claim = flow.submitted(office)
    judging.return_claim(claim=claim, reason_code="T03", note="第 2 页", by=office.wu, on=date(2025, 3, 14))
    claim.case.papers.filter(code="invoice").delete()
    claim.refresh_from_db()
    told = reading.reading_of(claim, date(2025, 3, 17))
    assert told.headline == "退回来了，请补材料"
    assert told.sentence == "请补交医院出具的住院费用结算单，每一页都要。 第 2 页"
    assert (told.missing, told.days_left, told.amount_fen) == (("出院发票和结算单",), None, None)
    waiting = flow.submitted(office, admitted=date(2025, 2, 1))
    waiting.refresh_from_db()
    assert reading.reading_of(waiting, date(2025, 3, 17)).days_left == 3


def test_a_refusal_says_how_to_appeal_and_until_when(office: Office) -> None:
    claim = flow.submitted(office)
    judging.refuse_claim(claim=claim, reason_code="R02", by=office.wu, on=date(2025, 3, 17))
    claim.refresh_from_db()
    told = reading.reading_of(claim, date(2025, 3, 18))
    assert told.headline == "这次不能补助"
    assert "等待期" in told.sentence
    assert "04月01日 以前" in told.appeal


def test_the_slip_is_printed_once_with_its_code(office: Office) -> None:
    pytest.importorskip("segno")
    claim = flow.submitted(office)
    client = Client()
    client.force_login(office.cast.wang, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("claims:claim-slip", args=[claim.pk])
    assert Slip.objects.count() == 0
    client.get(address)
    assert Slip.objects.count() == 0
    text = client.post(address).content.decode()
    code = re.search(r"([2-9A-Z]{4}-){3}[2-9A-Z]{4}", text)
    assert code
    assert "<svg" in text
    assert slips.open_slip(token="", code=code.group(), tail=tail(office), on=TODAY) == claim


def test_the_log_in_leads_workers_to_their_slip(cast: Cast) -> None:
    assert f'href="{reverse("claims:slip")}"' in Client().get(reverse("account_login")).content.decode()
