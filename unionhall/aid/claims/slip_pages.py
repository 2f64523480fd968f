"""The slip's pages: printed by a clerk for the worker, opened by the worker without a log-in.

The worker's page shows one claim, and only after the code and the last four of the ID number.
"""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache

from unionhall.aid.claims import entering, slips
from unionhall.aid.claims.claim_pages import ClaimDecision
from unionhall.aid.claims.models import Claim
from unionhall.aid.claims.reading import reading_of
from unionhall.casework.papers import checklist
from unionhall.kernel.errors import DomainError
from unionhall.office.installation.models import Installation
from unionhall.ui.pages import written


class NothingForm(forms.Form):
    """A decision that asks for nothing but itself."""


class IssueSlipPage(ClaimDecision):
    """Issues a slip and shows it once, to be printed; what is on it is kept nowhere."""

    title, verb = _("出受理单"), _("出一张受理单")
    form_class = NothingForm

    def context(self, **extra: Any) -> dict[str, Any]:
        told = _("受理单交给本人，凭它和证件号码后四位在手机上看进度。重新出单以后，旧单作废。")
        return super().context(explanation=told, **extra)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        made = slips.issue_slip(claim=self.claim, by=self.actor, on=self.today)
        self.template_name = "claims/slip_print.html"  # type: ignore[misc]
        address = request.build_absolute_uri(reverse("claims:slip"))
        lines = checklist(entering.case_of(self.claim))
        return self.answer(
            subject=self.claim,
            papers=lines,
            missing=[line.label for line in lines if line.is_required and not line.papers],
            handler=self.actor.name,
            form=None,
            verb="",
            code=made.grouped,
            qr=qr_of(f"{address}#{made.token}"),
            address=address,
        )


def qr_of(text: str) -> SafeString:
    """The text as an inline SVG of black squares."""
    import segno  # 0.1 s: only where a slip is printed

    return mark_safe(segno.make(text, error="m").svg_inline(scale=4, border=2))  # noqa: S308 - made of squares only


class SlipForm(forms.Form):
    token = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("受理单上的 16 位码"),
        max_length=32,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    tail = forms.RegexField(
        r"\A\d{3}[\dXx]\Z",
        label=_("证件号码后四位"),
        max_length=4,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"}),
        error_messages={"invalid": _("请输四位，最后一位可能是 X。")},
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        # Either: who scanned the slip types no code.
        self.fields["code"].required = not self.data.get("token")


@method_decorator(never_cache, name="dispatch")
class SlipPage(View):
    """GET asks for the code; POST with the code and four figures shows the claim. Nothing of it stays in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "claims/slip.html", {"form": SlipForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form, today = SlipForm(written(request.POST)), Installation.current().today()
        if form.is_valid():
            try:
                claim = slips.open_slip(on=today, **form.cleaned_data)
            except DomainError as refusal:
                form.add_error(None, refusal.say(gettext))
            else:
                return self._shown(request, claim, today)
        return render(request, "claims/slip.html", {"form": form}, status=422)

    def _shown(self, request: HttpRequest, claim: Claim, today: date) -> HttpResponse:
        return render(request, "claims/slip_claim.html", {"reading": reading_of(claim, today), "today": today})
