"""What is typed to enter a claim and to decide one; validates everything at once, writes nothing.

Forms of editions are forms.py.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import kind, valuation
from unionhall.aid.claims.entering import is_own_account
from unionhall.aid.claims.models import Benefit, Claim, EditionStatus, Lump
from unionhall.aid.claims.valuation import Payee, StayPapers
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.casework import queries as cases
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Case
from unionhall.funds.payments.rules import payee_fault
from unionhall.kernel.errors import DomainError
from unionhall.kernel.scope import Duty, Scope
from unionhall.members.identity import id_index
from unionhall.members.models import Person
from unionhall.programmes.models import Period
from unionhall.ui.forms import DateField, MoneyFormField, ReasonField

SIGNED = (EditionStatus.IN_FORCE, EditionStatus.SUPERSEDED)


class StayPapersForm(forms.Form):
    """One stay from its papers, and the account; `papers` and `payee` of the cleaned values are what actions take."""

    benefit = forms.ChoiceField(label=_("补助类别"))
    diagnosis = forms.ChoiceField(label=_("病种"), required=False, help_text=_("定额补助按病种，请照诊断证明选"))
    admitted_on = DateField(label=_("入院日期"))
    discharged_on = DateField(label=_("出院日期"))
    hospital = forms.CharField(label=_("医院"), max_length=60, required=False)
    total_cost_fen = MoneyFormField(label=_("医疗总费用"))
    insured_fen = MoneyFormField(label=_("基本医保支付"), help_text=_("自付由总费用减去两项支付算出，不用填"))
    extra_fen = MoneyFormField(label=_("大病保险支付"), required=False)
    other_aid_fen = MoneyFormField(label=_("已领其他互助金"), required=False)
    payee_name = forms.CharField(label=_("收款户名"), max_length=60, help_text=_("须是本人名下的卡"))
    payee_bank = forms.CharField(label=_("开户行"), max_length=80)
    payee_account = forms.CharField(
        label=_("收款账号"), max_length=40, widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    )

    kept_account = ""  # what an empty field stands for

    sections: tuple[Any, ...] = (
        (_("这次住院"), ("benefit", "diagnosis", "admitted_on", "discharged_on", "hospital")),
        (_("费用"), ("total_cost_fen", "insured_fen", "extra_fen", "other_aid_fen")),
        (_("收款账户"), ("payee_name", "payee_bank", "payee_account")),
    )

    def __init__(self, *args: Any, on: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.on = on
        rows = Benefit.objects.filter(edition__status__in=SIGNED).order_by("pk")
        lumps = Lump.objects.filter(benefit__edition__status__in=SIGNED).order_by("pk")
        self._choices("benefit", dict(rows.values_list("code", "label")))
        self._choices("diagnosis", {"": "—", **dict(lumps.values_list("code", "label")), "other": _("其他病种")})

    def _choices(self, name: str, choices: dict[Any, Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices.items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_days(cleaned)
        own = self._own_cost(cleaned)
        account = cleaned.get("payee_account", "0" * 12).replace(" ", "") or self.kept_account
        fault = payee_fault(name=cleaned.get("payee_name", "x"), account=account)
        if fault:
            self.add_error("payee_account", gettext(fault))
        if self.errors:
            return cleaned
        return {
            **cleaned,
            "papers": StayPapers(
                benefit=cleaned["benefit"],
                admitted_on=cleaned["admitted_on"],
                discharged_on=cleaned["discharged_on"],
                own_cost_fen=own,
                total_cost_fen=cleaned["total_cost_fen"],
                hospital=cleaned["hospital"],
                diagnosis=cleaned["diagnosis"],
                other_aid_fen=cleaned["other_aid_fen"] or 0,
                extra_fen=cleaned["extra_fen"] or 0,
            ),
            "payee": Payee(cleaned["payee_name"], cleaned["payee_bank"], account),
        }

    def demand_own(self, person: Person) -> None:
        """An error at the payee's name if it is not the claimant's."""
        if not is_own_account(person, self.cleaned_data.get("payee_name", "")):
            self.add_error("payee_name", gettext("与申领人姓名不一样。须是本人名下的卡。"))

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        admitted, discharged = cleaned.get("admitted_on"), cleaned.get("discharged_on")
        if admitted and discharged and discharged < admitted:
            told = gettext("早于入院日期 {admitted}，请对照出院记录").format(admitted=admitted)
            self.add_error("discharged_on", told)
        elif discharged and discharged > self.on:
            self.add_error("discharged_on", gettext("还没有到这一天。出院以后才能申领。"))

    def _own_cost(self, cleaned: dict[str, Any]) -> int:
        total = cleaned.get("total_cost_fen") or 0
        own = int(total) - (cleaned.get("insured_fen") or 0) - (cleaned.get("extra_fen") or 0)
        if own < 0 and "total_cost_fen" in cleaned:
            self.add_error("total_cost_fen", gettext("少于医保和大病保险支付之和，请照结算单核对。"))
        return own


class EnterForm(StayPapersForm):
    """A claim of a person known by her ID number; the person must have a share in the period, within the scope."""

    id_number = forms.CharField(
        label=_("职工的证件号码"), max_length=18, widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"})
    )
    period = forms.ModelChoiceField(queryset=Period.objects.none(), label=_("互助期"))

    sections = ((_("申领人"), ("id_number", "period")), *StayPapersForm.sections)

    def __init__(self, *args: Any, scope: Scope, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.scope = scope
        field = self.fields["period"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Period.objects.filter(editions__edition__status__in=SIGNED, cover_from__lte=self.on)
            .select_related("scheme")
            .distinct()
            .order_by("-number")
        )

    def clean(self) -> dict[str, Any]:
        """With `enrolment`."""
        cleaned = super().clean()
        number, period = cleaned.get("id_number", ""), cleaned.get("period")
        if not number or period is None:
            return cleaned
        rows = (
            Enrolment.objects.standing().visible_to(self.scope, Duty.ENTER).select_related("person", "period__scheme")
        )
        found = rows.filter(person__id_index=id_index(number.strip().upper()), period=period).first()
        if found is None:
            self.add_error("id_number", gettext("您管的范围里，这个号码没有参加这一期。请核对号码和期次。"))
            return cleaned
        self.demand_own(found.person)
        if cleaned.get("admitted_on") and cleaned.get("discharged_on") and cleaned.get("benefit"):
            stay = StayPapers(cleaned["benefit"], cleaned["admitted_on"], cleaned["discharged_on"], 0, 0)
            try:
                valuation.demand_unclaimed(found.person, stay)
            except DomainError as refusal:
                self.add_error("admitted_on", refusal.say(gettext))
        return {**cleaned, "enrolment": found}


class CorrectForm(StayPapersForm):
    """The same for a claim that was returned; the account is never shown, and typed again only if it changes."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, claim: Claim, **rest: Any) -> None:
        names = ("benefit", "diagnosis", "admitted_on", "discharged_on", "hospital", "total_cost_fen", "other_aid_fen")
        initial = {name: getattr(claim, name) for name in (*names, "payee_name", "payee_bank")}
        super().__init__(
            *args, initial={**initial, "insured_fen": claim.insured_fen, "extra_fen": claim.extra_fen or 0}, **rest
        )
        self.claim, self.kept_account = claim, claim.payee_account
        if claim.payee_account:
            account = self.fields["payee_account"]
            account.required = False
            account.help_text = gettext("不改就留空，现在尾号 {tail}").format(tail=claim.payee_account[-4:])
        assert claim.case is not None
        self.fields["seen"].initial = claim.case.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand_own(self.claim.person)
        return cleaned


class DecideForm(forms.Form):
    """What the awaited officer says: one of what the state allows, with the reason its verb needs."""

    choice = forms.ChoiceField(label=_("决定"), widget=forms.RadioSelect)
    back_for = forms.ChoiceField(label=_("退回原因"), required=False)
    refused_for = forms.ChoiceField(label=_("不予补助原因"), required=False)
    note = forms.CharField(
        label=_("意见"), max_length=400, required=False, widget=forms.Textarea({"rows": 2}), help_text=_("本人能看到")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    amount_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)  # written by the page: what it shows

    def __init__(self, *args: Any, claim: Claim, case: Case, on: date, suggested: str = "", **rest: Any) -> None:
        initial = {"seen": case.version, "refused_for": suggested}
        super().__init__(*args, **{**rest, "initial": initial})
        self.choices = choices_of(claim, case)
        for name, verb, empty in (
            ("back_for", Verb.RETURN, _("选择退回原因")),
            ("refused_for", Verb.REFUSE, _("选择不予补助原因")),
        ):
            rows = cases.reasons(kind.CODE, verb=verb, on=on)
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", empty), *((row.code, str(row)) for row in rows)]
            field.widget.attrs |= {"class": "form-select", "aria-label": field.label}
        chosen = self.fields["choice"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(code, code) for code in self.choices]
        chosen.error_messages["required"] = gettext("请选一个决定，没有保存。")
        # A decision is the officer's own: only where there is nothing to choose does it stand chosen.
        if len(self.choices) == 1:
            chosen.initial = self.choices[0]

    def clean(self) -> dict[str, Any]:
        """With `reason_code`."""
        cleaned = super().clean() or {}
        reason = {"return": cleaned.get("back_for"), "refuse": cleaned.get("refused_for")}.get(
            cleaned.get("choice", "")
        )
        if reason == "":
            name = "back_for" if cleaned.get("choice") == "return" else "refused_for"
            self.add_error(name, gettext("请选一个原因，本人会看到它的说明。"))
        return {**cleaned, "reason_code": reason or ""}


def choices_of(claim: Claim, case: Case) -> list[str]:
    """What its awaited officer may decide: agree, return, refuse; of an appeal against an amount keep it; or order."""
    allowed = {
        kind.FIRST: ["agree", "return", "refuse"],
        kind.SECOND: ["agree", "return", "refuse"],
        kind.OBJECTED: ["agree", "return", "refuse"],
        kind.APPEALED: ["agree", "keep" if claim.approved_on else "refuse"],
        kind.NOTICE: ["order"],
        kind.APPROVED: ["order"],
        kind.ORDERED: ["order"],
        kind.PAID: ["order"],
    }
    return allowed.get(case.state, [])


class GroundsForm(forms.Form):
    grounds = forms.CharField(
        label=_("为什么要复核"),
        max_length=400,
        min_length=2,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("照本人的话写"),
    )


class TakeBackForm(forms.Form):
    reason = ReasonField(label=_("为什么撤回"))


class SubmitForm(forms.Form):
    note = forms.CharField(label=_("说明"), max_length=200, required=False, help_text=_("例如：补传结算单第 2 页"))


class ObjectForm(forms.Form):
    reason_code = forms.ChoiceField(label=_("反映什么"))
    note = forms.CharField(label=_("经过"), max_length=400, required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, on: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["reason_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.code, str(row)) for row in cases.reasons(kind.CODE, verb=Verb.OBJECT, on=on)]
