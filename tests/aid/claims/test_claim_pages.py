"""Pages of claims: entered with all errors at once, decided, returned and mended, reviewed by the hundred, printed."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.aid.claims import flow
from tests.aid.claims.flow import ON_PAGES, Office, logged_in, state
from tests.cast import Cast
from unionhall.accounts.models import Post
from unionhall.accounts.queries import scope_of
from unionhall.aid.claims import judging, slips
from unionhall.aid.claims.models import Claim, Lump, Slip
from unionhall.casework.models import Case
from unionhall.funds.payments import actions as payments
from unionhall.funds.payments.models import Order
from unionhall.reporting.actions import set_citations
from unionhall.reporting.models import Citation

TYPED = {
    "benefit": "medical",
    "admitted_on": "2025-03-01",
    "discharged_on": "2025-03-10",
    "hospital": "第一人民医院",
    "total_cost_fen": "68,215.40",
    "insured_fen": "38,954.60",
    "extra_fen": "6,800.00",
    "payee_name": "张秀兰",
    "payee_bank": "工商银行",
    "payee_account": "6222 0200 0000 0001 234",
}


@pytest.fixture
def office(cast: Cast) -> Office:
    return flow.office_on_pages(cast)


def entry(office: Office, **changed: str) -> dict[str, str]:
    return {"id_number": office.cast.zhang.id_number, "period": str(office.cast.p17.pk), **TYPED, **changed}


def test_a_claim_is_entered_and_its_page_explains_the_number(office: Office) -> None:
    wang = logged_in(office.cast.wang)
    answer = wang.post(reverse("claims:enter"), entry(office))
    claim = Claim.objects.get()
    assert answer.url == claim.get_absolute_url()
    assert (claim.own_cost_fen, claim.payee_account) == (2_246_080, flow.ACCOUNT)
    text = wang.get(answer.url).content.decode()
    assert "11,726.48" in text
    assert "2,460.80" in text
    assert "20,000—30,000" in text
    assert "缺" in text
    assert "提交初审" in text
    assert office.cast.zhang.id_number not in text
    assert flow.ACCOUNT not in text


def test_all_errors_are_told_at_once_and_the_draft_outlives_a_time_out(office: Office) -> None:
    wang = logged_in(office.cast.wang)
    wrong = entry(
        office, id_number="140702198506150020", discharged_on="2025-02-01", insured_fen="99,999", payee_account="12"
    )
    answer = wang.post(reverse("claims:enter"), wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "有 4 处要改" in text
    assert "早于入院日期 2025-03-01" in text
    assert 'data-draft="/aid/claims/enter/"' in text
    assert Claim.objects.count() == 0
    wang.post(reverse("ui:draft"), {**TYPED, "draft_key": "/aid/claims/enter/"})
    assert 'value="68,215.40"' in wang.get(reverse("claims:enter")).content.decode()


def test_anothers_account_and_a_stay_claimed_before_are_told_at_their_fields(office: Office) -> None:
    flow.entered(office)
    answer = logged_in(office.cast.wang).post(reverse("claims:enter"), entry(office, payee_name="李四"))
    text = answer.content.decode()
    assert "与申领人姓名不一样" in text
    assert "已经有一件申领 HZ17-25-0001" in text


def test_a_stay_with_days_of_another_is_told_at_entry_and_to_the_reviewer(office: Office) -> None:
    first = flow.submitted(office)
    answer = logged_in(office.cast.wang).post(
        reverse("claims:enter"), entry(office, admitted_on="2025-03-05", discharged_on="2025-03-12")
    )
    assert answer.status_code == 422
    assert f"和申领 {first.number} 的 2025-03-01 — 2025-03-10 重叠" in answer.content.decode()
    other = flow.submitted(office, "5000", admitted=date(2025, 1, 5))
    wu = logged_in(office.wu)
    assert "住院日期和另一件申领重叠" not in wu.get(other.get_absolute_url()).content.decode()
    Claim.objects.filter(pk=other.pk).update(admitted_on=date(2025, 3, 2), discharged_on=date(2025, 3, 4))
    text = wu.get(other.get_absolute_url()).content.decode()
    assert "住院日期和另一件申领重叠" in text
    assert first.number in text


def test_what_was_typed_of_the_costs_is_shown_and_corrected(office: Office) -> None:
    wang = logged_in(office.cast.wang)
    code, label = Lump.objects.filter(benefit__edition=office.edition).values_list("code", "label").first()
    wang.post(reverse("claims:enter"), entry(office, benefit="illness", diagnosis=code))
    claim = Claim.objects.get()
    pages = (claim.get_absolute_url(), reverse("claims:claim-sheet", args=[claim.pk]))
    for text in (wang.get(page).content.decode() for page in pages):
        for words in ("基本医保支付", "38,954.60", "大病保险支付", "6,800.00", label):
            assert words in text
    form = wang.get(reverse("claims:claim-correct", args=[claim.pk])).context["form"]
    assert (form["insured_fen"].value(), form["extra_fen"].value()) == (3_895_460, 680_000)


def test_money_that_came_back_is_the_state_and_stands_in_the_history(office: Office) -> None:
    order = flow.ordered(office)
    flow.paid(office, [order], day="2025-03-31", result="失败")
    claim, he = order.case.claim, logged_in(office.he)
    text = he.get(claim.get_absolute_url()).content.decode()
    assert "付款退回，待重开" in text
    assert "付款中" not in text
    assert re.search(f"付款退回</b>.*{order.number} · 失败", text, re.S)
    assert "付款退回，待重开" in he.get(reverse("claims:claims")).content.decode()
    order.refresh_from_db()
    assert f'href="{claim.get_absolute_url()}"' in he.get(order.get_absolute_url()).content.decode()
    payments.reissue(order=order, account=flow.ACCOUNT, by=office.tian, on=ON_PAGES)
    text = he.get(claim.get_absolute_url()).content.decode()
    assert "付款退回，待重开" not in text
    assert "付款中" in text
    assert "重付" in text


def test_a_return_says_why_at_its_head_and_on_the_first_page_and_a_correction_is_told(office: Office) -> None:
    claim = flow.submitted(office)
    judging.return_claim(claim=claim, reason_code="T04", note="第 2 页", by=office.wu, on=ON_PAGES)
    wang = logged_in(office.cast.wang)
    text = wang.get(claim.get_absolute_url()).content.decode()
    assert text.index("第 2 页") < text.index('id="trace"')
    assert "更正互助申领" not in text
    assert "T04 结算单缺页或看不清" in wang.get("/").content.decode()
    version = str(Case.objects.get(claim=claim).version)
    wang.post(reverse("claims:claim-correct", args=[claim.pk]), {**TYPED, "seen": version})
    assert "更正互助申领" in wang.get(claim.get_absolute_url()).content.decode()


def test_missing_papers_are_told_before_handing_in_and_on_the_slip(office: Office) -> None:
    claim, wang = flow.entered(office), logged_in(office.cast.wang)
    submit, slip = (reverse(f"claims:claim-{name}", args=[claim.pk]) for name in ("submit", "slip"))
    text = wang.get(submit).content.decode()
    assert "还缺 5 种材料，现在不能提交" in text
    assert 'form="decision" class="btn' not in text
    assert "还缺材料" in wang.post(slip).content.decode()
    flow.with_papers(claim, office.cast.wang, ON_PAGES)
    assert "现在不能提交" not in wang.get(submit).content.decode()
    text = wang.post(slip).content.decode()
    for words in ("张秀兰", "已收材料", "经办人", office.cast.wang.name):
        assert words in text
    assert "还缺材料" not in text


def test_no_decision_stands_chosen(office: Office) -> None:
    claim = flow.submitted(office)
    wu, page = logged_in(office.wu), claim.get_absolute_url()
    text = wu.get(page).content.decode()
    assert "退回补正" in text
    assert " checked" not in text
    answer = wu.post(page, {"seen": str(Case.objects.get(claim=claim).version)})
    assert answer.status_code == 422
    assert "请选一个决定" in answer.content.decode()
    assert state(claim) == "first"


def test_return_correction_and_approval_on_pages(office: Office) -> None:
    claim = flow.submitted(office)
    page = claim.get_absolute_url()
    wu, he, wang = (logged_in(someone) for someone in (office.wu, office.he, office.cast.wang))
    seen = str(Case.objects.get(claim=claim).version)
    answer = wu.post(page, {"choice": "return", "back_for": "", "seen": seen})
    assert answer.status_code == 422
    assert "请选一个原因" in answer.content.decode()
    wu.post(page, {"choice": "return", "back_for": "T04", "note": "第 2 页", "seen": seen})
    assert state(claim) == "back-first"
    text = wang.get(page).content.decode()
    assert "T04 结算单缺页或看不清" in text
    assert "停表，等补正" in text
    correct = reverse("claims:claim-correct", args=[claim.pk])
    text = wang.get(correct).content.decode()
    assert "不改就留空，现在尾号 1234" in text
    assert flow.ACCOUNT not in text
    mended = {**TYPED, "payee_account": "", "seen": str(Case.objects.get(claim=claim).version)}
    assert "与申领人姓名不一样" in wang.post(correct, {**mended, "payee_name": "李四"}).content.decode()
    assert wang.post(correct, mended).status_code == 302
    claim.refresh_from_db()
    assert claim.payee_account == flow.ACCOUNT
    late = wang.post(correct, {**TYPED, "total_cost_fen": "68,215.40", "seen": seen})
    assert "已经有人办过了" in late.content.decode(), "what was returned meanwhile is looked at first"
    seen_now = str(Case.objects.get(claim=claim).version)
    assert wang.post(correct, {**TYPED, "total_cost_fen": "68,215.40", "seen": seen_now}).status_code == 302
    wang.post(reverse("claims:claim-submit", args=[claim.pk]), {"note": "补传第 2 页"})
    assert state(claim) == "first"
    wu.post(page, {"choice": "agree", "seen": str(Case.objects.get(claim=claim).version)})
    assert state(claim) == "second"
    text = he.get(page).content.decode()
    assert "同意补助 11,726.48 元" in text
    answer = he.post(page, {"choice": "agree", "seen": seen})
    assert answer.status_code == 422
    assert "已经有人办过了" in answer.content.decode()
    agreed = {"choice": "agree", "note": "材料与计算一致", "seen": str(Case.objects.get(claim=claim).version)}
    for seen_fen in ("1172647", ""):
        answer = he.post(page, {**agreed, "amount_seen": seen_fen})
        assert answer.status_code == 422
        assert "现在算得 11,726.48 元，没有批准" in answer.content.decode()
    assert 'name="amount_seen" value="1172648"' in answer.content.decode(), "what the page shows now"
    assert state(claim) == "second"
    he.post(page, {**agreed, "amount_seen": "1172648"})
    claim.refresh_from_db()
    assert (state(claim), claim.approved_on) == ("notice", ON_PAGES)


def test_what_the_terms_do_not_give_is_offered_as_a_refusal(office: Office) -> None:
    claim = flow.reviewed(office, admitted=date(2024, 9, 10))
    text = logged_in(office.he).get(claim.get_absolute_url()).content.decode()
    assert 'name="choice" value="refuse">' in text, "offered, not chosen"
    assert 'value="R01" selected' in text


def test_the_sheet_has_signatures_bands_and_capitals(office: Office) -> None:
    claim = flow.approved(office)
    text = logged_in(office.he).get(reverse("claims:claim-sheet", args=[claim.pk])).content.decode()
    for words in (
        "壹万壹仟柒佰贰拾陆元肆角捌分",
        "武衡之",
        "何静",
        "本人签收",
        "2,460.80 × 60%",
        "1234",
    ):
        assert words in text


def test_appeal_objection_and_withdrawal_have_their_pages(office: Office) -> None:
    wang = logged_in(office.cast.wang)
    refused = judging.refuse_claim(claim=flow.submitted(office), reason_code="R08", by=office.wu, on=ON_PAGES)
    assert "材料不真实" in wang.get(refused.get_absolute_url()).content.decode()
    wang.post(reverse("claims:claim-appeal", args=[refused.pk]), {"grounds": "医院重新出了证明"})
    assert state(refused) == "appealed"
    gone = flow.entered(office, admitted=date(2025, 2, 1))
    wang.post(reverse("claims:claim-withdraw", args=[gone.pk]), {"reason": "重复录入"})
    assert state(gone) == "withdrawn"
    noticed = flow.reviewed(office, admitted=date(2025, 1, 4))
    judging.approve_claim(claim=noticed, by=office.he, on=ON_PAGES)
    wang.post(reverse("claims:claim-object", args=[noticed.pk]), {"reason_code": "Y02", "note": "金额不对"})
    assert state(noticed) == "objected"


def test_an_appeal_against_an_amount_offers_to_keep_it(office: Office) -> None:
    claim = judging.approve_claim(claim=flow.reviewed(office), by=office.he, on=ON_PAGES)
    page = claim.get_absolute_url()
    logged_in(office.cast.wang).post(reverse("claims:claim-appeal", args=[claim.pk]), {"grounds": "少算一段"})
    hu = logged_in(office.hu)
    text = hu.get(page).content.decode()
    assert "维持原额 11,726.48 元" in text
    assert 'value="refuse"' not in text
    answer = hu.post(page, {"choice": "keep", "seen": str(Case.objects.get(claim=claim).version)}, follow=True)
    assert "已维持原额" in answer.content.decode()
    assert state(claim) == "notice"


def test_a_post_of_other_schemes_sees_no_claim(office: Office) -> None:
    claim = flow.submitted(office)
    office.wu.posts.update(schemes=["study-aid"])
    wu = logged_in(office.wu)
    assert wu.get(claim.get_absolute_url()).status_code == 404
    assert claim.number not in wu.get(reverse("claims:claims")).content.decode()


def test_an_unlimited_post_elsewhere_opens_no_claim_of_another_scheme(office: Office) -> None:
    order = flow.ordered(office)
    slips.issue_slip(claim=order.case.claim, by=office.cast.wang, on=ON_PAGES)
    cast, wu = office.cast, office.wu
    wu.posts.update(schemes=["study-aid"])
    scope_before = scope_of(wu, ON_PAGES)
    Post.objects.create(
        unit=cast.pingyao, user=wu, holder_name=wu.name, title="查阅", duties=["review"], from_on=ON_PAGES
    )
    scope = scope_of(wu, ON_PAGES)
    assert (scope_before.schemes, scope.schemes) == ({"study-aid"}, None)
    for model in (Claim, Slip, Order):
        assert model.objects.exists()
        assert not model.objects.all().visible_to(scope).exists(), model
    wu.posts.filter(unit=cast.yuci).update(schemes=["study-aid", "mutual-aid"])
    assert Claim.objects.all().visible_to(scope_of(wu, ON_PAGES)).count() == 1


def test_a_claim_says_which_citations_it_feeds(office: Office) -> None:
    for own, day in (("3000", date(2025, 2, 1)), ("4000", date(2025, 2, 15))):
        order = flow.ordered(office, own, admitted=day)
    claim, page = order.case.claim, order.case.claim.get_absolute_url()
    cited = [
        Citation(year=2025, published_id=f, figure=f, scope="all", scheme="mutual-aid", period=17)
        for f in ("mutual_aid.claims_approved", "mutual_aid.approval_rate")
    ]
    set_citations(citations=cited, by=office.cast.li, on=ON_PAGES)
    he = logged_in(office.he)
    fed = reverse("reporting:fed", args=["claims.claim", claim.pk])
    text = he.get(page).content.decode()
    assert "这条记录用在哪些引用里" in text
    assert f'hx-get="{fed}" hx-trigger="load"' in text
    text = he.get(fed, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert "mutual_aid.claims_approved" in text
    assert "去掉这条：1 件" in text
    assert "<html" in he.get(fed).content.decode()
    assert logged_in(office.cast.sun).get(fed).status_code == 404
    orders = reverse("reporting:fed", args=["payments.order", order.pk])
    assert orders in logged_in(office.tian).get(order.get_absolute_url()).content.decode()
    assert "没有引用用到这条记录" in he.get(orders).content.decode()
    assert he.get(reverse("reporting:fed", args=["accounts.user", office.he.pk])).status_code == 404
