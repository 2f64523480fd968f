"""原因代码 as a register: the sentences a worker reads when a case is returned, refused or objected to, each from a day on.

Which step asks for one stands in the kind's table; a reason once used stays with its step whatever is worded later.
"""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.casework import actions
from unionhall.casework.kinds import VERB_WORDS, Verb, kind_of, kinds
from unionhall.casework.models import Reason
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.registers.columns import Column
from unionhall.office.registers.panels import History
from unionhall.office.registers.register import Empty, Link, Register, Write
from unionhall.ui.forms import DateField
from unionhall.ui.templatetags.ui import chip_of


def verbs_with_reasons(code: str = "") -> list[Verb]:
    """The steps that ask for a reason: of one kind, or of any."""
    found = [kind_of(code)] if code else kinds()
    asked = {way.verb for kind in found for way in kind.table if way.needs_reason}
    return [verb for verb in Verb if verb in asked]


def kind_words() -> list[tuple[str, Any]]:
    return [(kind.code, kind.label) for kind in kinds() if verbs_with_reasons(kind.code)]


class CityForm(forms.Form):
    """What is the city's to change: its administrator's, no county's."""

    takes_scope = True

    def __init__(self, *args: Any, scope: Scope, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.scope = scope

    def clean(self) -> dict[str, Any]:
        if not self.scope.is_everywhere(Duty.ADMINISTER):
            raise ValidationError(_("原因代码由市总工会的管理员设定，没有保存。"), "not-the-city")
        return super().clean() or {}


class ReasonForm(CityForm):
    """A new code, or a new wording of one from a day on: the older one ends the day before."""

    kind = forms.ChoiceField(label=_("类别"))
    verb = forms.ChoiceField(label=_("用于"))
    code = forms.RegexField(
        r"^[A-Z][0-9]{2,3}$",
        label=_("代码"),
        error_messages={"invalid": _("代码是一个大写字母加两三位数字，如 R10。")},
        help_text=_("填已有的代码，就是从那一天起改写它；以前办的件仍是以前的话。"),
    )
    label = forms.CharField(label=_("原因"), max_length=40)
    sentence = forms.CharField(
        label=_("给本人看的话"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清缺什么、怎么补、找谁。"),
    )
    from_on = DateField(label=_("起"))

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["kind"].choices = kind_words()  # type: ignore[attr-defined]
        self.fields["verb"].choices = [(str(v), VERB_WORDS[v]) for v in verbs_with_reasons()]  # type: ignore[attr-defined]

    def clean_verb(self) -> Verb:
        verb = Verb(self.cleaned_data["verb"])
        if "kind" in self.cleaned_data and verb not in verbs_with_reasons(self.cleaned_data["kind"]):
            raise ValidationError(_("这类办件的这一步不用原因代码。"), "no-reason-asked")
        return verb


class EndForm(CityForm):
    until_on: Any = DateField(label=_("用到哪一天（含当天）"))


def _state(row: Reason) -> str:
    return chip_of(("plain", gettext("停用")) if row.until_on else ("doing", gettext("在用")))


class ReasonRegister(Register):
    name = "reasons"
    model = Reason
    title, group, counted_in = _("原因代码"), _("互助与帮扶"), _("条")
    intro = _("退回、不予补助、异议时选的原因，和本人看到的话；每条有起止日期")
    columns = (
        Column("code", sort=("code", "from_on")),
        Column("label", on_phone="second"),
        Column("sentence", on_phone="line"),
        Column("kind", value=lambda row: str(dict(kind_words()).get(row.kind, row.kind))),
        "verb",
        "from_on",
        "until_on",
        Column("state", label=_("状态"), value=lambda row: "", show=_state, on_phone="state"),
    )
    order = ("kind", "code", "-from_on", "pk")
    filters = ("verb", "in_use")
    filter_with = {
        "in_use": django_filters.ChoiceFilter(
            field_name="until_on",
            lookup_expr="isnull",
            label=_("状态"),
            choices=[("True", _("没有止期")), ("False", _("有止期"))],
            empty_label=_("全部"),
        )
    }
    search = ("code__startswith", "label", "sentence")
    search_hint = _("代码、原因、话里的词")
    sections = {
        _("原因"): (
            "code",
            "label",
            "sentence",
            Column("kind", value=lambda row: str(dict(kind_words()).get(row.kind, row.kind))),
            "verb",
        ),
        _("何时用"): ("from_on", "until_on"),
    }
    panels = (History(),)
    add = Write(_("新写一条"), ReasonForm, actions.set_reason, Duty.ADMINISTER)
    edit = Write(_("停用"), EndForm, actions.end_reason, Duty.ADMINISTER)
    empty = Empty(_("还没有原因代码。装入参照条款时会带来一套"))

    def links(self, scope: Scope) -> list[Link]:
        return super().links(scope) if scope.is_everywhere(Duty.ADMINISTER) else []

    def row_links(self, row: Reason, scope: Scope) -> list[Link]:
        return [] if row.until_on else super().row_links(row, scope)
