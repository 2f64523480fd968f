"""A paper is added to a case on its page, opened by whoever may, removed with its row; others find nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.casework.kind import known, opened
from tests.cast import TODAY, Cast, user
from unionhall.accounts.models import User
from unionhall.casework import actions
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Paper
from unionhall.kernel.scope import Duty
from unionhall.office.installation.models import Installation
from unionhall.office.journal.models import Entry

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _house(cast: Cast, settings, tmp_path):
    settings.PAPERS_DIR = tmp_path
    Installation.objects.create(name="晋中市总工会", business_day=TODAY)
    with known():
        yield


def logged_in(someone: User) -> Client:
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def upload(content: bytes = PDF, name: str = "发票.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_paper_is_added_opened_and_removed(cast: Cast) -> None:
    case = opened(cast.weavers, cast.wang)
    address = reverse("casework:paper", args=[case.pk])
    wang = logged_in(cast.wang)
    page = wang.get(address).content.decode()
    assert "出院发票" in page
    assert f'name="seen" value="{case.version}"' in page
    assert case.number in page
    assert wang.post(address, {"code": "invoice", "upload": upload(), "seen": case.version}).url == f"/test/{case.pk}/"
    paper = Paper.objects.get()
    assert paper.document.label == "出院发票"
    stranger = user("song", "宋", cast.yuci, "初审", Duty.REVIEW)
    opened_by = {
        someone.username: logged_in(someone).get(paper.document.get_absolute_url()).status_code
        for someone in (cast.wang, stranger, cast.zhao, cast.liu, cast.chen, cast.sun)
    }
    assert opened_by == {"wang": 200, "song": 200, "zhao": 200, "liu": 404, "chen": 404, "sun": 404}
    assert Entry.objects.filter(verb="documents.document.opened").count() == 3
    removal = reverse("documents:remove", args=[paper.document_id])
    assert wang.post(removal, {"reason": "传错了"}).status_code == 302
    assert Paper.objects.count() == 0


def test_a_paper_of_a_case_is_added_on_its_own_page_only(cast: Cast) -> None:
    case = opened(cast.weavers, cast.wang)
    address = reverse("documents:add", args=["casework.case", case.pk])
    assert logged_in(cast.wang).post(address, {"label": "发票", "upload": upload()}).status_code == 404
    assert not Paper.objects.exists()


def test_papers_that_lie_are_told_on_the_form(cast: Cast) -> None:
    case = opened(cast.weavers, cast.wang)
    address = reverse("casework:paper", args=[case.pk])
    for content, words in ((b"MZ\x90\x00", "以内容为准"), (PDF[:20], "不完整"), (b"", "空")):
        answer = logged_in(cast.wang).post(
            address, {"code": "invoice", "upload": upload(content), "seen": case.version}
        )
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert Paper.objects.count() == 0


def test_only_in_the_enterers_turn_and_place(cast: Cast) -> None:
    case = opened(cast.weavers, cast.wang)
    address = reverse("casework:paper", args=[case.pk])
    assert logged_in(cast.sun).get(address).status_code == 404
    assert logged_in(cast.zhao).get(address).status_code == 403
    actions.step(case=case, verb=Verb.SUBMIT, by=cast.wang, on=TODAY, papers=())
    assert logged_in(cast.wang).get(address).status_code == 403
    assert logged_in(cast.wang).get("/cases/999999/paper/").status_code == 404
