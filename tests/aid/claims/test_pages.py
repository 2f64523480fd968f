"""Editions on pages: read, copied, amended, a failing example mended, signed by a second person, tried out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.aid.claims.setting import STAY, claim, draft, enrol, load
from tests.cast import TODAY
from unionhall.aid.claims.models import Claim, Edition, EditionStatus, Trial
from unionhall.aid.claims.terms import run_cases, terms_of
from unionhall.kernel.money import fen
from unionhall.office import jobs
from unionhall.office.installation.models import Installation
from unionhall.office.jobs.models import Job
from unionhall.office.journal.models import Entry


@pytest.fixture
def edition(cast):
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)
    return load(cast)


def client(someone) -> Client:
    made = Client()
    made.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


def at(name: str, edition: Edition, **rest) -> str:
    return reverse(f"claims:{name}", kwargs={"pk": edition.pk, **rest})


def read(someone, url: str) -> str:
    answer = client(someone).get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def filled(someone, url: str, **changed) -> dict[str, str]:
    """What the form at an address would send as it stands, with some fields changed."""
    form = client(someone).get(url).context["form"]
    sent = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False):
            shown = bound.field.widget.format_value(value)
            sent[bound.html_name] = "on" if value is True else str(value if isinstance(shown, list) else shown)
    return {**sent, **changed}


def test_the_list_shows_what_is_in_force_and_what_to_copy(cast, edition):
    page = read(cast.wang, reverse("claims:editions"))
    for told in ("第十七、十八期演示条款", "施行中", "张家界 第一期", "参照", "第17、18期"):
        assert told in page


def test_an_edition_shows_terms_sources_and_examples(cast, edition):
    page = read(cast.sun, at("edition", edition))
    for told in ("演示条款，不是任何城市的真实规定", "30,000 以上", "演示条款第 7 条", "15 个，15 个相符", "触封顶"):
        assert told in page
    assert "修改条款" not in page
    reference = Edition.objects.get(code="beijing-allowance")
    assert "未核实出处" in read(cast.sun, at("edition", reference))


def test_from_copy_to_force(cast, edition):
    wang, li, liu = client(cast.wang), client(cast.li), client(cast.liu)
    form = {"name": "第十八期新条款", "periods": [cast.p18.pk], "valid_from": "2025-11-01"}
    assert wang.post(at("draft", edition), form).status_code == 403, "a county does not write the city's terms"
    copied = li.post(at("draft", edition), form)
    made = Edition.objects.get(name="第十八期新条款")
    assert copied.url == made.get_absolute_url()
    assert "复制自第十七、十八期演示条款" in read(cast.li, at("edition", made))

    sent = filled(
        cast.li,
        at("amend", made),
        **{"number--cap_period_fen": "60,000", "number--cap_period_fen-source": "草案第 9 条"},
    )
    amended = li.post(at("amend", made), sent)
    assert amended.status_code == 302, amended.context["form"].errors
    page = read(cast.li, at("edition", made))
    assert "不同的 1 处" in page
    assert "还不能施行：15 个例子里有 2 个不符（第 8、9 例）" in page
    assert "草案第 9 条" in page
    refused = liu.post(at("sign", made), {"seen": f"{cast.p18.pk}:{edition.pk}"})
    assert refused.status_code == 422
    assert "15 个例子里有 2 个不符" in refused.content.decode()

    for code, amount, reason in (("capped", "60,000.00", "capped-by-period"), ("paid-before", "3,750.00", "")):
        url = at("mend-case", made, case=made.cases.get(code=code).pk)
        answer = li.post(url, filled(cast.li, url, expected_fen=amount, expected_reason=reason, reason="封顶改了"))
        assert answer.status_code == 302, answer.context["form"].errors
    assert all(run.is_passed for run in run_cases(made))

    page = read(cast.liu, at("sign", made))
    for told in ("本期封顶", "50,000.00", "60,000.00", "全部相符", "第十七、十八期演示条款"):
        assert told in page
    signed = liu.post(at("sign", made), filled(cast.liu, at("sign", made)))
    assert signed.status_code == 302, signed.context["form"].errors
    made.refresh_from_db()
    assert made.status == EditionStatus.IN_FORCE
    assert "已施行" in liu.get(signed.url).content.decode()
    assert "施行条款" in read(cast.wang, at("history", made))


def test_bands_are_amended_row_by_row(cast, edition):
    made = draft(cast, edition)
    url = at("amend", made)
    top = {
        "band-medical-5-until": "40,000",
        "band-medical-6-rate": "75.5",
        "bands-medical-source": "草案第 7 条",
    }
    sent = filled(
        cast.li,
        url,
        **top,
    )
    answer = client(cast.li).post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    bands = terms_of(made).benefits["medical"].bands
    assert [(band.until_fen, band.rate_bp) for band in bands][-2:] == [(fen(40_000), 7000), (None, 7550)]
    assert [band.article for band in bands][-3:] == ["演示条款第 7 条", "草案第 7 条", "草案第 7 条"]
    wrong = client(cast.li).post(url, filled(cast.li, url, **{"band-medical-2-until": "1"}))
    assert wrong.status_code == 422
    assert "首尾相接" in wrong.content.decode()
    same = client(cast.li).post(url, filled(cast.li, url))
    assert "没有可存的改动" in same.content.decode()


def test_an_example_is_added(cast, edition):
    made = draft(cast, edition)
    sent = {
        "situation": "两万",
        "benefit": "medical",
        "own_cost_fen": "20000",
        "is_renewal": "on",
        "expected_fen": "10250",
    }
    assert client(cast.li).post(at("add-case", made), sent).status_code == 302
    assert [run.is_passed for run in run_cases(made) if run.case.situation == "两万"] == [True]
    wrong = client(cast.li).post(at("add-case", made), {**sent, "total_cost_fen": "1"})
    assert wrong.status_code == 422


def test_the_drafter_does_not_sign(cast, edition):
    made = draft(cast, edition)
    cast.liu.posts.update(duties=["enter", "approve"])
    Edition.objects.filter(pk=made.pk).update(drafted_by="liu")
    answer = client(cast.liu).post(at("sign", made), {"seen": f"{cast.p18.pk}:{edition.pk}"})
    assert answer.status_code == 422
    assert "要由另一人施行" in answer.content.decode()
    stale = client(cast.liu).post(at("sign", made), {"seen": "x:y,"})
    assert stale.status_code == 422


def test_a_stay_is_tried(cast, edition):
    page = read(
        cast.wang, at("try", edition) + "?benefit=medical&own_cost_fen=8000&is_renewal=on&days_since_joining=60"
    )
    for told in ("3,750.00", "头 5,000 元 补 45%，2,250.00 元", "①", "出院发票和结算单", "演示条款第 7 条"):
        assert told in page
    assert "请写成金额" in read(cast.wang, at("try", edition) + "?benefit=medical&own_cost_fen=many")
    assert Claim.objects.count() == 0


def test_a_period_is_tried_from_the_page(cast, edition):
    share = enrol(cast, cast.zhang, cast.p17)
    claim(cast, share, "8000")
    claim(cast, share, "9000", admitted=STAY + timedelta(days=30))
    made = draft(cast, edition)
    assert client(cast.li).get(at("trial", made)).status_code == 404
    answer = client(cast.li).post(at("start-trial", made), {"period": cast.p17.pk})
    assert answer.url == at("trial", made)
    assert Trial.objects.get().totals["claims"] == 2
    page = read(cast.li, answer.url)
    assert "补助变多最多的人" in page
    assert client(cast.wang).get(at("trial", made)).status_code == 404, "totals of the city are the city's"
    book = client(cast.li).get(at("trial-workbook", made))
    assert book["Content-Type"].endswith("sheet")
    assert Entry.objects.filter(verb="claims.edition.workbook_taken").count() == 1
    assert "逐人差额" in read(cast.li, at("edition", made))


def test_a_periods_claims_are_valued_from_the_page_by_the_citys_reviewer(cast, edition):
    made = claim(cast, enrol(cast, cast.zhang, cast.p17), "8000", valued=False)
    assert "计算一期申领" not in read(cast.wang, at("edition", edition))
    assert client(cast.wang).get(at("value-period", edition)).status_code == 403
    assert at("value-period", edition) in read(cast.li, at("edition", edition))
    answer = client(cast.li).post(at("value-period", edition), {"period": cast.p17.pk})
    job = jobs.run(Job.objects.get(kind="claims.value"))
    assert job.state == "done", job.sentence
    made.refresh_from_db()
    assert made.granted_fen == fen("3750")
    assert "3,750.00" in read(cast.li, answer.url)


def test_the_table_of_examples_opens_in_excel(cast, edition):
    answer = client(cast.wang).get(at("cases", edition))
    assert answer.content.decode().startswith("\ufeffcase,situation,benefit")


def test_asking_little_of_the_database(cast, edition, django_assert_max_num_queries):
    someone = client(cast.li)
    with django_assert_max_num_queries(45):
        someone.get(at("edition", edition))
