"""A decision: errors with a linked summary, a refusal in one sentence, and what was typed outlives a time-out."""

import re
from datetime import timedelta

import pytest
from django import forms
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.ui.trial_pages import EnterStay
from unionhall.ui import kept_forms

TYPED = {"admitted_on": "2025年9月2日", "left_on": "20250916", "cost": "68,215.40", "reason": "住院补助"}
KEY = "/trial/enter/"


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    EnterStay.done.clear()


def test_errors_stand_at_their_fields_and_in_a_linked_summary(wang: Client) -> None:
    answer = wang.post(KEY, {"cost": "abc", "reason": "住"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "有 3 处要改" in text
    assert '<a href="#id_cost">' in text
    assert 'aria-invalid="true"' in text
    assert 'value="abc"' in text
    assert "可不填" in text


def test_a_refusal_is_one_sentence_and_keeps_what_was_typed(wang: Client) -> None:
    answer = wang.post(KEY, {**TYPED, "left_on": "2026-02-01"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "住院超过 90 天，没有保存。请核对出院日期。" in text
    assert "stay-too-long" in text
    assert "有 1 处要改" not in text
    assert 'value="2025年9月2日"' in text
    assert EnterStay.done == []


def test_done_leads_on_with_a_toast_that_undoes(wang: Client) -> None:
    answer = wang.post(KEY, TYPED, follow=True)
    assert EnterStay.done[0]["cost"] == 6821540
    assert answer.redirect_chain == [("/trial/users/", 302)]
    assert 'action="/trial/undo/"' in answer.content.decode()


def test_what_was_typed_is_given_back_after_the_next_log_in(wang: Client, cast: Cast) -> None:
    kept = wang.post("/ui/draft/", {**TYPED, "secret": "x", "draft_key": KEY})
    assert kept.status_code == 204
    wang.logout()
    assert wang.get(KEY).headers["Location"].startswith("/accounts/login/")
    wang.force_login(cast.wang)
    text = wang.get(KEY).content.decode()
    assert "没有办完的内容" in text
    assert 'value="68,215.40"' in text
    wang.post(KEY, TYPED)
    assert "没有办完的内容" not in wang.get(KEY).content.decode()


def test_another_user_gets_nothing_of_it(wang: Client, cast: Cast, client: Client) -> None:
    wang.post("/ui/draft/", {**TYPED, "draft_key": KEY})
    client.force_login(cast.sun)
    assert "68,215.40" not in client.get(KEY).content.decode()


def test_kept_values_rest_encrypted_without_passwords(wang: Client) -> None:
    wang.post("/ui/draft/", {**TYPED, "password1": "hunter2", "draft_key": KEY})
    stored = " ".join(Session.objects.values_list("session_data", flat=True))
    assert "68,215.40" not in stored
    assert "住院" not in stored
    found = kept_forms.kept(username="wang", key=KEY, at=timezone.now())
    assert found is not None
    assert found[1]["cost"] == "68,215.40"
    assert "password1" not in found[1]
    assert "csrfmiddlewaretoken" not in found[1]


def test_kept_values_end_after_a_day_and_survive_nonsense(cast: Cast) -> None:
    at = timezone.now()
    kept_forms.keep(username="wang", key=KEY, values=QueryDict("a=1"), at=at)
    assert kept_forms.kept(username="wang", key=KEY, at=at + timedelta(hours=22)) is not None
    assert kept_forms.kept(username="wang", key=KEY, at=at + timedelta(hours=24)) is None
    Session.objects.update(session_data="k1:tampered")
    assert kept_forms.kept(username="wang", key=KEY, at=at) is None


def test_of_many_forms_of_a_user_the_latest_twenty_are_kept(cast: Cast) -> None:
    at = timezone.now()
    kept_forms.keep(username="sun", key=KEY, values=QueryDict("a=1"), at=at)
    for n in range(25):
        values = QueryDict(f"a={n}")
        kept_forms.keep(username="wang", key=f"/{n}/", values=values, at=at + timedelta(seconds=n))
    found = [n for n in range(25) if kept_forms.kept(username="wang", key=f"/{n}/", at=at)]
    assert found == list(range(5, 25))
    assert kept_forms.kept(username="sun", key=KEY, at=at) is not None


def test_too_much_is_not_kept(wang: Client) -> None:
    assert wang.post("/ui/draft/", {"reason": "x" * 300_000, "draft_key": KEY}).status_code == 413
    assert wang.post("/ui/draft/", {"reason": "x"}).status_code == 400


def test_nobody_keeps_anything_without_log_in(client: Client, trial: None, db: None) -> None:
    assert client.post("/ui/draft/", {"draft_key": KEY}).status_code == 302
    assert not Session.objects.filter(session_data__startswith="k").exists()


def ticket_of(page: str) -> str:
    found = re.search(r'name="draft_ticket" value="([^"]+)"', page)
    assert found, "the form carries no ticket"
    return found[1]


def test_a_form_sent_after_the_time_out_is_given_back(wang: Client, cast: Cast) -> None:
    sent = {**TYPED, "draft_ticket": ticket_of(wang.get(KEY).content.decode())}
    wang.logout()
    answer = wang.post(KEY, sent)
    assert answer.headers["Location"] == f"/accounts/login/?next={KEY}"
    assert EnterStay.done == []
    wang.force_login(cast.wang)
    text = wang.get(KEY).content.decode()
    assert "没有办完的内容" in text
    assert 'value="68,215.40"' in text


def test_a_form_sent_without_session_is_given_to_nobody_else(wang: Client, cast: Cast) -> None:
    sent = {**TYPED, "draft_ticket": ticket_of(wang.get(KEY).content.decode())}
    wang.logout()
    wang.post(KEY, sent)
    wang.force_login(cast.sun)
    assert "68,215.40" not in wang.get(KEY).content.decode()


def test_without_a_ticket_of_ours_nothing_is_kept(client: Client, trial: None, db: None) -> None:
    theirs = kept_forms.ticket(username="wang", key="/another/page/")
    for forged in ("", "x.y.z", theirs):
        client.post(KEY, {**TYPED, "draft_ticket": forged})
    assert kept_forms.kept(username="wang", key=KEY, at=timezone.now()) is None
    assert kept_forms.kept(username="wang", key="/another/page/", at=timezone.now()) is None


def test_a_draft_can_be_dropped(wang: Client) -> None:
    wang.post("/ui/draft/", {**TYPED, "draft_key": KEY})
    assert "从头填" in wang.get(KEY).content.decode()
    wang.post("/ui/draft/drop/", {"draft_key": KEY})
    assert "没有办完的内容" not in wang.get(KEY).content.decode()


def test_forms_with_a_password_or_a_needed_file_keep_nothing() -> None:
    class Secret(forms.Form):
        name = forms.CharField()
        word = forms.CharField(widget=forms.PasswordInput)

    class Upload(forms.Form):
        paper = forms.FileField()
        note = forms.CharField()

    class Note(forms.Form):
        paper = forms.FileField(required=False)
        note = forms.CharField()

    assert [kept_forms.is_kept_for(form) for form in (Secret, Upload, Note, forms.Form)] == [False, False, True, False]


def test_a_form_of_another_log_in_is_kept_when_it_is_refused(cast: Cast, trial: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.wang)
    sent = {**TYPED, "draft_ticket": ticket_of(strict.get(KEY).content.decode())}
    answer = strict.post(KEY, sent)
    assert answer.status_code == 403
    assert kept_forms.kept(username="wang", key=KEY, at=timezone.now()) is not None
