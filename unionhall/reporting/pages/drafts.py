"""检查文稿: a text or a file handed in, its numbers marked, what was found, a marked copy to take home.

A draft is its sender's alone; the checks stand in `drafts`.
"""

import json
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from unionhall.drafts import MarkingFailed
from unionhall.drafts.files import CHARACTERS
from unionhall.kernel.errors import DomainError
from unionhall.reporting import actions
from unionhall.reporting.checking import Checked, Noted, checked, forget, marked_copy
from unionhall.reporting.models import Draft
from unionhall.reporting.naming import named_figures
from unionhall.reporting.pages.figures import CRUMBS, ReportingPage
from unionhall.ui.downloads import file_answer, word_answer
from unionhall.ui.forms import ReasonField
from unionhall.ui.pages import DecisionPage


class DraftForm(forms.Form):
    text = forms.CharField(
        label=_("粘贴正文"),
        required=False,
        max_length=CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_("一行一段。也可以不粘贴，选一个文件。"),
    )
    file = forms.FileField(
        label=_("或者选文件"),
        required=False,
        help_text=_(".docx 或 .txt。修订里插入的算数，删去的不算。"),
        widget=forms.FileInput(attrs={"accept": ".docx,.txt"}),
    )
    wide = ("text",)


class DraftStart(DecisionPage, ReportingPage):
    """Takes a draft in."""

    form_class = DraftForm
    template_name = "reporting/drafts.html"
    title = _("检查文稿")
    verb = _("检查这份文稿")

    def context(self, **extra: Any) -> dict[str, Any]:
        mine = Draft.objects.visible_to(self.scope).filter(by_username=self.request.user.get_username())
        return super().context(mine=mine[:8], **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Draft:
        upload = cleaned.get("file")
        content = upload.read() if upload else cleaned["text"].encode()
        name = upload.name if upload else ""
        return actions.receive_draft(content=content, file_name=name, by=self.actor, on=self.today)  # type: ignore[arg-type]

    def after(self, subject: Any, outcome: Draft) -> str:
        return reverse("reporting:draft", args=[outcome.pk])


class OfDraft(ReportingPage):
    """What pages of one draft share: only the sender reaches it."""

    @cached_property
    def draft(self) -> Draft:
        mine = Draft.objects.filter(by_username=self.request.user.get_username())
        return self.row(mine, pk=self.kwargs["pk"])

    @cached_property
    def result(self) -> Checked:
        figures = named_figures(self.year, self.today, within=self.within)
        try:
            return checked(self.draft, figures, self.actor.organisation_path)
        except FileNotFoundError:
            raise Http404 from None

    @property
    def name(self) -> Any:
        return self.draft.file_name or _("粘贴的文字")

    def note(self) -> Noted:
        """:raises Http404: no finding of this number."""
        number = self.kwargs["number"]
        if not 1 <= number <= len(self.result.notes):
            raise Http404
        return self.result.notes[number - 1]


class DraftPage(OfDraft):
    """The draft with its numbers marked, findings beside it."""

    template_name = "reporting/draft.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = self.draft
        return self.answer(title=_("检查文稿"), draft=draft, name=self.name, result=self.result)


class DraftNumber(OfDraft):
    """How one number was read and what was found at it: the side panel, or a page of its own."""

    template_name = "reporting/draft_number.html"

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        draft, readings = self.draft, self.result.report.readings
        if not 1 <= number <= len(readings):
            raise Http404
        reading = readings[number - 1]
        whole = readings[number - 1 - (reading.order - reading.whole)] if reading.whole is not None else None
        if request.htmx:  # type: ignore[attr-defined]
            self.template_name = "reporting/draft_number_panel.html"  # type: ignore[misc]
        return self.answer(
            title=_("这个数字怎么读"),
            draft=draft,
            reading=reading,
            whole=whole,
            match=self.result.matched(reading),
            notes=self.result.notes_at(reading),
        )


class DraftWord(OfDraft):
    """The marked copy."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = self.draft
        try:
            content = marked_copy(draft, self.result)
        except MarkingFailed as refusal:
            return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
        return word_answer(content, f"{str(self.name).removesuffix('.docx').removesuffix('.txt')}（带批注）.docx")


class DraftJson(OfDraft):
    """The same JSON as `unionhall check --json`."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        assert self.draft
        text = json.dumps(self.result.report.as_json(), ensure_ascii=False)
        return file_answer(text.encode(), "findings.json", "application/json")


class DraftDiscard(OfDraft):
    """Deletes the draft now."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actions.discard_draft(draft=self.draft, by=self.actor, on=self.today)  # type: ignore[arg-type]
        forget()
        return HttpResponseRedirect(reverse("reporting:drafts"))


class DismissForm(forms.Form):
    reason = ReasonField(label=_("为什么不用改"))


class DismissFinding(DecisionPage, OfDraft):
    """Lets one finding stand, with a reason that is remembered for its sentence."""

    form_class = DismissForm
    title = _("这一处不用改")
    verb = _("记下原因，不再列出")

    def subject(self) -> Draft:  # type: ignore[override]
        return self.draft

    def context(self, **extra: Any) -> dict[str, Any]:
        finding = self.note().finding
        url = reverse("reporting:draft", args=[self.draft.pk])
        said = _("%(title)s：文中 %(stated)s，应为 %(expected)s。%(arithmetic)s") % {
            "title": finding.title,
            "stated": finding.stated,
            "expected": finding.expected,
            "arithmetic": finding.arithmetic,
        }
        crumbs = (*CRUMBS, (_("检查文稿"), url))
        return super().context(**extra) | {
            "explanation": said,
            "cancel_url": url,
            "cancel_verb": _("回到文稿"),
            "crumbs": crumbs,
        }

    def perform(self, subject: Draft, cleaned: dict[str, Any]) -> Any:
        note = self.note()
        return actions.dismiss_finding(
            rule=note.finding.rule,
            sentence_index=note.sentence_index,
            by=self.actor,  # type: ignore[arg-type]
            on=self.today,
            **cleaned,
        )

    def after(self, subject: Draft, outcome: Any) -> str:
        return reverse("reporting:draft", args=[subject.pk])


class RecallDismissal(OfDraft):
    """Lists a finding again that was let stand."""

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        assert self.draft
        note = self.note()
        try:
            actions.recall_dismissal(
                rule=note.finding.rule,
                sentence_index=note.sentence_index,
                by=self.actor,  # type: ignore[arg-type]
                on=self.today,
            )
        except DomainError as refusal:
            return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
        return HttpResponseRedirect(reverse("reporting:draft", args=[pk]))
