"""The one page casework has of its own: a paper is added to a case, of a kind its checklist names.

Everything else of a case is shown by the app that owns its kind.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from unionhall.casework import actions, papers
from unionhall.casework.models import Case, Paper
from unionhall.kernel.scope import Duty
from unionhall.office.documents import sniffing
from unionhall.ui.forms import FileField
from unionhall.ui.pages import DecisionPage


class PaperForm(forms.Form):
    code = forms.ChoiceField(label=_("是什么材料"))
    upload = FileField(label=_("文件"), endings=("pdf", "jpg", "jpeg", "png", "docx", "xlsx"), largest=sniffing.LARGEST)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **rest: Any) -> None:
        super().__init__(*args, **{**rest, "initial": {"seen": case.version}})
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        lines = papers.checklist(case)
        missing_first = sorted(lines, key=lambda line: not line.is_required or bool(line.papers))
        field.choices = [(line.code, line.label) for line in missing_first]


class AttachPaper(DecisionPage):
    title, verb = _("上传材料"), _("上传这份材料")
    form_class = PaperForm
    duties = (Duty.ENTER,)

    def subject(self) -> Case:
        case: Case | None = Case.objects.visible_to(self.scope).filter(pk=self.kwargs["pk"]).first()
        if case is None:
            raise Http404
        if not papers.may_add(self.scope, str(case.pk)):
            raise PermissionDenied
        return case

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"case": subject}

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Paper:
        return actions.attach_paper(case=subject, by=self.actor, on=self.today, **cleaned)

    def context(self, **extra: Any) -> dict[str, Any]:
        case = extra["subject"]
        self.crumbs = ((case.declared.label, ""), (case.number, case.get_absolute_url()))
        explanation = _(
            "只收 PDF、JPG、PNG、Word 和 Excel，每份不超过 20 MB，以内容为准。文件加密保存，每次打开都记入日志。"
        )
        return super().context(explanation=explanation, cancel_url=case.get_absolute_url(), **extra)

    def after(self, subject: Any, outcome: Paper) -> str:
        return subject.get_absolute_url()  # type: ignore[no-any-return]
