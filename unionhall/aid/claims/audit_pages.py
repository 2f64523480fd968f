"""The auditor's pages: what looks odd, and a seeded sample of whole chains to take away.

Read-only but for the journal.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import auditing
from unionhall.aid.claims.claim_pages import claims_crumb
from unionhall.aid.claims.pages import GROUP
from unionhall.kernel.errors import DomainError
from unionhall.kernel.scope import Duty
from unionhall.programmes.models import Period
from unionhall.ui.downloads import file_answer
from unionhall.ui.pages import Page


class SampleForm(forms.Form):
    period = forms.ModelChoiceField(queryset=Period.objects.none(), label=_("互助期"))
    many = forms.IntegerField(label=_("抽多少笔"), min_value=1, max_value=auditing.MOST, initial=20)
    seed = forms.IntegerField(
        label=_("种子"), min_value=0, max_value=10**9, initial=1, help_text=_("同一个种子抽到同样的一批")
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["period"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Period.objects.filter(claims__isnull=False).distinct().order_by("-number")


class AuditPage(Page):
    template_name = "claims/audit.html"
    title = _("互助申领疑点")
    duties = (Duty.AUDIT,)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._answer(SampleForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SampleForm(request.POST)
        if form.is_valid():
            try:
                content = auditing.take_sample(scope=self.scope, by=self.actor, on=self.today, **form.cleaned_data)
            except DomainError as refusal:
                form.add_error(None, refusal.say(gettext))
            else:
                period, seed = form.cleaned_data["period"].number, form.cleaned_data["seed"]
                name = gettext("第{period}期抽样_种子{seed}.zip").format(period=period, seed=seed)
                return file_answer(content, name, "application/zip")
        answer = self._answer(form)
        answer.status_code = 422
        return answer

    def _answer(self, form: SampleForm) -> HttpResponse:
        self.crumbs = (GROUP, claims_crumb())
        return self.answer(form=form, kinds=auditing.exceptions(self.scope))
