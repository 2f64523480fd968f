"""What is typed to draft and amend an edition, to add an example, to try a stay; validates, writes nothing.

Fields of the amending form follow the edition's own lines.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import models
from unionhall.aid.claims.amendments import Amendment, NewBand, NewNumber
from unionhall.aid.claims.models import Benefit, Edition, EditionCase
from unionhall.aid.claims.terms import BANDED, OF_BENEFIT, OF_EDITION, UNITS, Kind
from unionhall.aid.claims.wording import REASONS
from unionhall.programmes.models import Period
from unionhall.ui.forms import DateField, MoneyFormField, ReasonField

LONGEST_SOURCE = 120


class PercentField(forms.DecimalField):
    """Percent typed, basis points returned."""

    unit = "%"

    def __init__(self, **rest: Any) -> None:
        rest.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(min_value=0, max_value=100, decimal_places=2, **rest)

    def clean(self, value: Any) -> int | None:
        percent = super().clean(str(value).rstrip("%％") if value is not None else value)
        return None if percent is None else int(percent * 100)

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value).scaleb(-2).normalize():f}" if isinstance(value, int) else value


class PeriodsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return gettext("第{n}期").format(n=obj.number)


class DraftForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)
    valid_from = DateField(label=_("施行日期"), required=False, help_text=_("不填就从保障开始之日起"))
    periods = PeriodsField(queryset=Period.objects.none(), label=_("适用于"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, edition: Edition, **rest: Any) -> None:
        super().__init__(*args, **rest)
        periods = self.fields["periods"]
        assert isinstance(periods, PeriodsField)
        periods.queryset = Period.objects.filter(scheme=edition.scheme).order_by("-number")


class AmendForm(forms.Form):
    """One field a number and one for where it stands; bands with a blank row at their end."""

    def __init__(self, *args: Any, edition: Edition, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.edition = edition
        self.benefits = list(edition.benefits.prefetch_related("bands", "lumps", "numbers", "papers"))
        self.sections: list[tuple[str, tuple[str, ...]]] = []
        self.wide = [f"bands-{benefit.code}-source" for benefit in self.benefits]
        for benefit in self.benefits:
            self._section(benefit.label, self._benefit_fields(benefit))
        given = {number.name: number for number in edition.numbers.filter(benefit=None)}
        self._section(gettext("其他"), self._number_fields("", OF_EDITION, given))
        rounding = forms.ChoiceField(label=_("取整"), choices=models.Rounding.choices, initial=edition.rounding)
        day = DateField(label=_("施行日期"), required=False, initial=edition.valid_from)
        self._section(gettext("施行"), iter((("rounding", rounding), ("valid_from", day))))

    def _section(self, head: str, fields: Iterator[tuple[str, forms.Field]]) -> None:
        made = dict(fields)
        self.fields.update(made)
        self.sections.append((head, tuple(made)))

    def _benefit_fields(self, benefit: Benefit) -> Iterator[tuple[str, forms.Field]]:
        code = benefit.code
        if benefit.way == models.Way.BANDS:
            yield from self._band_fields(benefit)
        for lump in benefit.lumps.all():
            name = f"lump-{code}-{lump.code}"
            yield name, MoneyFormField(label=lump.label, initial=lump.amount_fen, required=False)
            yield f"{name}-source", _source(lump.source)
        if benefit.way == models.Way.LUMP:
            yield f"new-{code}-label", forms.CharField(label=_("再添一个病种"), required=False, max_length=60)
            yield f"new-{code}", MoneyFormField(label=_("它的定额"), required=False)
        kinds = {name: kind for name, kind in OF_BENEFIT.items() if benefit.way in kind.ways}
        yield from self._number_fields(code, kinds, {number.name: number for number in benefit.numbers.all()})
        if benefit.way in BANDED:
            choices = models.Counting.choices
            yield f"counting-{code}", forms.ChoiceField(label=_("计算方式"), choices=choices, initial=benefit.counting)
        papers = "\n".join(paper.label for paper in benefit.papers.all())
        area = forms.Textarea(attrs={"rows": 6})
        told = _("每行一份，次序就是记号 ①②③")
        field = forms.CharField(label=_("所需材料"), initial=papers, required=False, widget=area, help_text=told)
        yield f"papers-{code}", field

    def _band_fields(self, benefit: Benefit) -> Iterator[tuple[str, forms.Field]]:
        bands: list[Any] = [*benefit.bands.all(), None]
        for place, band in enumerate(bands, start=1):
            name = f"band-{benefit.code}-{place}"
            ends, rate = (band.until_fen, band.rate_bp) if band else (None, None)
            top = MoneyFormField(label=gettext("第 {n} 段到").format(n=place), initial=ends, required=False)
            top.help_text = gettext("留空为“以上”") if place == len(bands) - 1 else ""
            yield f"{name}-until", top
            percent = gettext("第 {n} 段比例").format(n=place)
            yield f"{name}-rate", PercentField(label=percent, initial=rate, required=False)
        changed = _source("")
        changed.label = gettext("改动的分段出处")
        yield f"bands-{benefit.code}-source", changed

    def _number_fields(self, code: str, kinds: Any, given: Any) -> Iterator[tuple[str, forms.Field]]:
        for name, kind in kinds.items():
            number = given.get(name)
            key = f"number-{code}-{name}"
            yield key, _number_field(kind, number.value if number else None)
            yield f"{key}-source", _source(number.source if number else "")

    def clean(self) -> dict[str, Any]:
        """With `amendment`, as the action takes it."""
        cleaned = super().clean() or {}
        return cleaned if self.errors else {**cleaned, "amendment": self._amendment()}

    def _amendment(self) -> Amendment:
        cleaned = self.cleaned_data
        own = list(self._new_numbers("", OF_EDITION))
        for benefit in self.benefits:
            kinds = {name: kind for name, kind in OF_BENEFIT.items() if benefit.way in kind.ways}
            own += self._new_numbers(benefit.code, kinds)
        banded = [benefit for benefit in self.benefits if benefit.way == models.Way.BANDS]
        lumps = {
            (benefit.code, lump.code): self._new(f"lump-{benefit.code}-{lump.code}")
            for benefit in self.benefits
            for lump in benefit.lumps.all()
        }
        return Amendment(
            numbers=dict(own),
            bands={benefit.code: list(self._new_bands(benefit)) for benefit in banded},
            lumps=lumps,
            new_lumps={benefit.code: list(self._added(benefit)) for benefit in self.benefits},
            papers={benefit.code: self._new_papers(benefit) for benefit in self.benefits},
            countings={b.code: cleaned[f"counting-{b.code}"] for b in self.benefits if b.way in BANDED},
            rounding=cleaned["rounding"],
            valid_from=cleaned["valid_from"],
        )

    def _added(self, benefit: Benefit) -> Iterator[tuple[str, int]]:
        label, amount = self.cleaned_data.get(f"new-{benefit.code}-label"), self.cleaned_data.get(f"new-{benefit.code}")
        if label and amount is not None:
            yield label.strip(), amount

    def _new_numbers(self, code: str, kinds: Any) -> Iterator[tuple[tuple[str, str], NewNumber]]:
        for name in kinds:
            yield (code, name), self._new(f"number-{code}-{name}")

    def _new(self, key: str) -> NewNumber:
        value, source = self.cleaned_data[key], self.cleaned_data[f"{key}-source"]
        number = None if value in (None, False, "") else int(value)
        return NewNumber(number, source, _state(source))

    def _new_bands(self, benefit: Benefit) -> Iterator[NewBand]:
        """A band that stays as it was keeps where it stands; what changed stands where the form says."""
        changed = self.cleaned_data[f"bands-{benefit.code}-source"]
        old = list(benefit.bands.all())
        for place in range(1, len(old) + 2):
            name = f"band-{benefit.code}-{place}"
            until, rate = self.cleaned_data[f"{name}-until"], self.cleaned_data[f"{name}-rate"]
            if rate is None:
                continue
            before = old[place - 1] if place <= len(old) else None
            if before is not None and (before.until_fen, before.rate_bp) == (until, rate):
                yield NewBand(until, rate, before.source, before.state)
            else:
                yield NewBand(until, rate, changed, _state(changed))

    def _new_papers(self, benefit: Benefit) -> list[str]:
        lines = self.cleaned_data[f"papers-{benefit.code}"].splitlines()
        return [line.strip()[:60] for line in lines if line.strip()]


def _state(source: str) -> str:
    """A number that says where it stands counts as verified by whoever wrote that."""
    return models.Verification.VERIFIED if source else models.Verification.UNVERIFIED


def _source(initial: str) -> forms.Field:
    field = forms.CharField(label=_("出处"), initial=initial, required=False, max_length=LONGEST_SOURCE)
    field.widget.attrs["placeholder"] = gettext("例如 草案第 7 条")
    return field


def _number_field(kind: Kind, value: int | None) -> forms.Field:
    label = str(kind.label)
    if kind.unit == "yuan":
        return MoneyFormField(label=label, initial=value, required=False)
    if kind.unit == "percent":
        return PercentField(label=label, initial=value, required=False)
    if kind.unit == "yes":
        return forms.BooleanField(label=label, initial=bool(value), required=False)
    field = forms.IntegerField(label=label, initial=value, required=False, min_value=0, max_value=36_500)
    field.unit = UNITS["days"]  # type: ignore[attr-defined]
    return field


_STAY = (
    "benefit", "own_cost_fen", "total_cost_fen", "days", "diagnosis", "is_renewal", "days_since_joining",
    "days_to_claim", "paid_period_fen", "counted_before_fen",
)  # fmt: skip


class StayForm(forms.Form):
    """A stay told in days apart, to try the terms on."""

    columns: tuple[str, ...] = _STAY

    benefit = forms.ChoiceField(label=_("补助类别"))
    own_cost_fen = MoneyFormField(label=_("自己花的钱"), required=False)
    total_cost_fen = MoneyFormField(label=_("总费用"), required=False, help_text=_("不填就和自己花的钱一样"))
    days = forms.IntegerField(label=_("住院天数"), required=False, min_value=0, max_value=3_650)
    diagnosis = forms.ChoiceField(label=_("病种"), required=False)
    is_renewal = forms.BooleanField(label=_("续保"), required=False, initial=True)
    days_since_joining = forms.IntegerField(
        label=_("参加后多少天住院"), required=False, min_value=0, max_value=3_650, initial=60
    )
    days_to_claim = forms.IntegerField(
        label=_("出院后多少天申领"), required=False, min_value=0, max_value=3_650, initial=10
    )
    paid_period_fen = MoneyFormField(label=_("本期已补"), required=False, initial=0)
    counted_before_fen = MoneyFormField(label=_("本期以前计入的费用"), required=False, initial=0)

    def __init__(self, *args: Any, edition: Edition, **rest: Any) -> None:
        super().__init__(*args, **rest)
        benefits = list(edition.benefits.prefetch_related("lumps"))
        self._of("benefit").choices = [(benefit.code, benefit.label) for benefit in benefits]
        lumps = {lump.code: lump.label for benefit in benefits for lump in benefit.lumps.all()}
        other = [("other", _("不在范围的病"))] if lumps else []
        self._of("diagnosis").choices = [("", "—"), *lumps.items(), *other]

    def _of(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean(self) -> dict[str, Any]:
        """With `values`, the columns of an example; empty numbers are zero."""
        cleaned = super().clean() or {}
        own, total = cleaned.get("own_cost_fen") or 0, cleaned.get("total_cost_fen")
        if total and own > total:
            self.add_error("total_cost_fen", _("总费用不能少于自己花的钱。"))
        if self.errors:
            return cleaned
        values = {name: 0 if cleaned[name] is None else cleaned[name] for name in self.columns}
        return {**cleaned, "values": {**values, "total_cost_fen": total or own}}


class CaseForm(StayForm):
    columns = (*_STAY, "situation", "expected_fen", "expected_reason")
    situation = forms.CharField(label=_("情形"), max_length=80, help_text=_("一句话，例如：跨两段"))
    expected_fen = MoneyFormField(label=_("应得"))
    expected_reason = forms.ChoiceField(
        label=_("应得理由"), required=False, choices=[("", "—"), *((code, _(word)) for code, word in REASONS.items())]
    )
    sections: tuple[Any, ...] = (
        (_("情形"), ("situation", "benefit", "own_cost_fen", "total_cost_fen", "days", "diagnosis")),
        (
            _("参保和已补"),
            ("is_renewal", "days_since_joining", "days_to_claim", "paid_period_fen", "counted_before_fen"),
        ),
        (_("应得"), ("expected_fen", "expected_reason")),
    )


class MendForm(CaseForm):
    reason = ReasonField(label=_("为什么改"))
    sections = (*CaseForm.sections, (_("理由"), ("reason",)))

    def __init__(self, *args: Any, case: EditionCase, **rest: Any) -> None:
        super().__init__(*args, initial={name: getattr(case, name) for name in self.columns}, **rest)


class SignForm(forms.Form):
    """`seen` is what the signer had before her: period:edition pairs, 0 for none; cleaned into `replacing`."""

    seen = forms.RegexField(
        r"\A(\d{1,18}:\d{1,18},?)*\Z",
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": _("页面已过期，请刷新后再办。")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pairs = [pair.split(":") for pair in cleaned.get("seen", "").split(",") if pair]
        return {**cleaned, "replacing": {int(period): int(edition) or None for period, edition in pairs}}


class ValueForm(forms.Form):
    period = forms.ModelChoiceField(queryset=Period.objects.none(), label=_("计算哪一期"))

    def __init__(self, *args: Any, edition: Edition, **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["period"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Period.objects.filter(editions__edition=edition, editions__is_in_force=True)
        field.queryset = rows.select_related("scheme").order_by("-number")
        field.initial = rows.order_by("-number").first()


class TrialForm(forms.Form):
    period = forms.ModelChoiceField(queryset=Period.objects.none(), label=_("用哪一期的申领"))

    def __init__(self, *args: Any, edition: Edition, **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["period"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Period.objects.filter(scheme=edition.scheme).select_related("scheme").order_by("-number")
