"""Papers: opened as a download, added, removed; nothing is served by any other way.

Whose record it is decides, see owners.py.
"""

from typing import Any, cast
from urllib.parse import quote

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.actors import Actor
from unionhall.kernel.scope import Duty
from unionhall.office.documents import actions, owners, sniffing
from unionhall.office.documents.models import Document
from unionhall.ui.forms import FileField, ReasonField
from unionhall.ui.pages import DecisionPage, Page


class AttachForm(forms.Form):
    label = forms.CharField(label=_("材料名称"), max_length=80, help_text=_("写是什么材料，不写姓名和号码"))
    upload = FileField(label=_("文件"), endings=("pdf", "jpg", "jpeg", "png", "docx", "xlsx"), largest=sniffing.LARGEST)


class RemoveForm(forms.Form):
    reason = ReasonField()


class Open(Page):
    """The paper itself, always as a download."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = Document.objects.filter(pk=pk).first()
        if document is None or not owners.may_open(document.object_type, document.object_id, self.scope):
            raise Http404
        try:
            content = actions.read(document=document, by=cast(Actor, request.user), on=self.today)
        except actions.PaperGone:
            raise Http404 from None
        answer = HttpResponse(content, content_type=document.media_type)
        name = f"{document.label}.{sniffing.ENDINGS[document.media_type]}"
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer


class Attach(DecisionPage):
    title, verb = _("上传材料"), _("上传这份材料")
    form_class = AttachForm
    duties = (Duty.ENTER,)

    def subject(self) -> Any:
        kind, pk = self.kwargs["kind"], self.kwargs["pk"]
        if not owners.is_added_here(kind) or not owners.may_open(kind, str(pk), self.scope):
            raise Http404
        if not owners.may_add(kind, str(pk), self.scope):
            raise PermissionDenied
        return owners.record(kind, str(pk))

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Document:
        return actions.attach(obj=subject, by=cast(Actor, self.request.user), on=self.today, **cleaned)

    def context(self, **extra: Any) -> dict[str, Any]:
        explanation = _("只收 PDF、JPG、PNG、Word 和 Excel，每份不超过 20 MB。文件加密保存，每次打开都记入日志。")
        return super().context(**{"explanation": explanation, "cancel_url": _back(extra.get("subject")), **extra})

    def after(self, subject: Any, outcome: Document) -> str:
        return _back(subject)


class Remove(DecisionPage):
    title, verb, is_dangerous = _("移除材料"), _("移除这份材料"), True
    form_class = RemoveForm
    duties = (Duty.ENTER,)

    def subject(self) -> Document:
        document = Document.objects.filter(pk=self.kwargs["pk"]).first()
        if document is None or not owners.may_open(document.object_type, document.object_id, self.scope):
            raise Http404
        if not owners.may_add(document.object_type, document.object_id, self.scope):
            raise PermissionDenied
        return document

    def perform(self, subject: Document, cleaned: dict[str, Any]) -> None:
        self._record = owners.record(subject.object_type, subject.object_id)
        actions.remove(document=subject, by=cast(Actor, self.request.user), on=self.today, **cleaned)

    def context(self, **extra: Any) -> dict[str, Any]:
        document = extra.get("subject")
        record = owners.record(document.object_type, document.object_id) if document else None
        return super().context(**{"subtitle": document.label if document else "", "cancel_url": _back(record), **extra})

    def after(self, subject: Document, outcome: None) -> str:
        return _back(self._record)


def _back(record: Any) -> str:
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else "/"
