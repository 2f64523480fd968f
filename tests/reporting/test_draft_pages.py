"""检查文稿 on pages: handed in, marked, opened, dismissed and remembered, taken home, gone after its days.

A draft is its sender's alone.
"""

import io
import json
from datetime import timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import TODAY
from tests.drafts.test_files import WRONG, draft
from unionhall.drafts.checking import laid_beside
from unionhall.office.documents import storage
from unionhall.office.installation.models import Installation
from unionhall.office.journal.models import Entry
from unionhall.reporting import actions, checking
from unionhall.reporting.models import Dismissal, Draft

TEXT = f"全市工作综述\n{WRONG}\n推动工会事业发展发展。"


def logged_in(someone) -> Client:
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sent(client: Client, **given) -> str:
    answer = client.post(reverse("reporting:drafts"), given)
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


@pytest.mark.django_db
def test_pasted_text_comes_back_marked(cast):
    client = logged_in(cast.li)
    page = client.get(sent(client, text=TEXT)).content.decode()
    assert "1 处不符" in page
    assert "1 处存疑" in page
    assert "62.5%" in page
    assert "25 ÷ 40" in page
    assert page.count("uh-checked is-bad") == 2  # the number and the key above it


@pytest.mark.django_db
def test_a_number_tells_how_it_was_read(cast):
    client = logged_in(cast.li)
    url = sent(client, text=TEXT)
    answer = client.get(f"{url}numbers/3/", headers={"HX-Request": "true"})
    panel = answer.content.decode()
    assert "<html" not in panel
    assert "调解成功" in client.get(f"{url}numbers/2/").content.decode()
    assert "25 ÷ 40" in panel
    assert client.get(f"{url}numbers/99/").status_code == 404


@pytest.mark.django_db
def test_the_word_file_comes_back_with_comments(cast):
    client = logged_in(cast.li)
    upload = SimpleUploadedFile("总结.docx", draft("全市工作综述", WRONG))
    url = sent(client, file=upload)
    answer = client.get(f"{url}word/")
    comments = [comment.text for comment in docx.Document(io.BytesIO(answer.content)).comments]
    assert len(comments) == 1
    assert "62.5%" in comments[0]
    told = json.loads(client.get(f"{url}json/").content)
    assert told["findings"][0]["paragraph"] == 1
    assert told["figures"] == 3


@pytest.mark.django_db
def test_pasted_text_becomes_a_marked_word_file(cast):
    client = logged_in(cast.li)
    answer = client.get(f"{sent(client, text=TEXT)}word/")
    marked = docx.Document(io.BytesIO(answer.content))
    assert [p.text for p in marked.paragraphs] == TEXT.splitlines()
    assert len(list(marked.comments)) == 2


@pytest.mark.django_db
def test_a_dismissal_is_remembered_for_its_sentence_and_can_be_recalled(cast):
    client = logged_in(cast.li)
    url = sent(client, text=TEXT)
    answer = client.post(f"{url}findings/1/", {"reason": "按立案口径计算"})
    assert answer.status_code == 302
    assert "没有查出矛盾" in client.get(url).content.decode()
    again = sent(client, text=f"换了开头。\n另一段。{WRONG}")
    page = client.get(again).content.decode()
    assert "按立案口径计算" in page
    assert "没有查出矛盾" in page
    changed = sent(client, text=WRONG.replace("40件", "50件"))
    assert "1 处不符" in client.get(changed).content.decode()
    assert client.post(f"{again}findings/1/recall/").status_code == 302
    assert "1 处不符" in client.get(again).content.decode()
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"reporting.draft.received", "reporting.finding.dismissed", "reporting.finding.recalled"} <= verbs


@pytest.mark.django_db
def test_what_a_union_below_let_stand_is_still_found_in_ours(cast):
    """And nobody takes back what his own organisation did not say."""
    below = logged_in(cast.wang)
    url = sent(below, text=TEXT)
    assert below.post(f"{url}findings/1/", {"reason": "按立案口径计算"}).status_code == 302
    client = logged_in(cast.li)
    url = sent(client, text=TEXT)
    assert "1 处不符" in client.get(url).content.decode()
    refused = client.post(f"{url}findings/1/recall/")
    assert refused.status_code == 422
    assert "没有把这一处记为不用改" in refused.content.decode()
    assert Dismissal.objects.count() == 1


@pytest.mark.django_db
def test_a_dismissal_needs_a_reason_and_keeps_no_words_of_the_draft(cast):
    client = logged_in(cast.li)
    url = sent(client, text=TEXT)
    assert client.post(f"{url}findings/1/", {"reason": ""}).status_code == 422
    assert not Dismissal.objects.exists()
    client.post(f"{url}findings/1/", {"reason": "按立案口径计算"})
    kept = " ".join(str(v) for v in Dismissal.objects.values().get().values())
    assert "调解" not in kept


@pytest.mark.django_db
def test_a_draft_is_its_senders_alone(cast):
    url = sent(logged_in(cast.li), text=TEXT)
    other = logged_in(cast.zhao)
    for end in ("", "word/", "json/", "numbers/1/", "findings/1/"):
        assert other.get(f"{url}{end}").status_code == 404
    assert other.post(f"{url}discard/").status_code == 404
    assert Draft.objects.count() == 1


@pytest.mark.django_db
def test_nothing_and_nonsense_are_refused_in_words(cast):
    client = logged_in(cast.li)
    empty = client.post(reverse("reporting:drafts"), {"text": "  "})
    assert empty.status_code == 422
    assert "draft-empty" in empty.content.decode() or "没有收到文字" in empty.content.decode()
    bad = client.post(reverse("reporting:drafts"), {"file": SimpleUploadedFile("a.docx", b"nonsense")})
    assert bad.status_code == 422
    assert "不是 Word 文档" in bad.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_drafts_rest_encrypted_and_go_after_their_days(cast, django_capture_on_commit_callbacks):
    client = logged_in(cast.li)
    url = sent(client, text=TEXT)
    row = Draft.objects.get()
    assert storage.load(row.stored_name).decode().splitlines() == TEXT.splitlines()
    assert actions.delete_expired_drafts(on=row.delete_after) == 0
    assert actions.delete_expired_drafts(on=row.delete_after + timedelta(days=1)) == 1
    assert client.get(url).status_code == 404
    with pytest.raises(FileNotFoundError):
        storage.load(row.stored_name)
    url = sent(client, text=TEXT)
    stored = Draft.objects.get().stored_name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{url}discard/")
    assert not Draft.objects.exists()
    with pytest.raises(FileNotFoundError):
        storage.load(stored)


@pytest.mark.django_db
def test_the_review_is_checked_as_it_is_printed(cast):
    year = Installation.current().today().year
    actions.start_review(
        year=year, organisation=cast.city, title="综述", body=f"# 一、\n{WRONG}\n", by=cast.li, on=TODAY
    )
    page = logged_in(cast.li).get(reverse("reporting:review")).content.decode()
    assert "本稿检查" in page
    assert "25 ÷ 40" in page


@pytest.mark.django_db
def test_a_draft_is_checked_once_for_its_page_panel_word_file_and_json(cast, monkeypatch):
    checks = []

    def counted(*given):
        checks.append(given)
        return laid_beside(*given)

    monkeypatch.setattr(checking, "laid_beside", counted)
    checking.forget()
    client = logged_in(cast.li)
    url = sent(client, text=TEXT)
    for end in ("", "numbers/1/", "word/", "json/", ""):
        assert client.get(f"{url}{end}").status_code == 200
    assert len(checks) == 1
    client.post(f"{url}discard/")
    client.get(sent(client, text=TEXT))
    assert len(checks) == 2


@pytest.mark.django_db
def test_the_page_says_how_many_numbers_were_looked_at_and_folds_the_untold_away(cast):
    client = logged_in(cast.li)
    url = sent(client, text=TEXT)
    page = client.get(url).content.decode()
    assert "查了 3 个数字：1 处矛盾，0 处与台账不同，其余没有问题或无从判断。" in page
    folded = page[page.index("没有与台账对上的 3 个数字") :]
    folded = folded[: folded.index("</details>")]
    assert f"{url}numbers/3/" in folded
    client.post(f"{url}findings/1/", {"reason": "按立案口径计算"})
    assert "0 处矛盾" in client.get(url).content.decode()
