"""What is typed to change the tree: a day, a paper, and what the act needs; validates, writes nothing.

Which unit may go where is decided in rules.py and told by the action.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.scope import Scope
from unionhall.organisations import rules
from unionhall.organisations.choosing import ScopedForm, UnionField
from unionhall.organisations.models import Ownership, Unit, UnitKind
from unionhall.ui.forms import DateField, FileField, ReasonField

# A county federation comes with the installation: its region code is no clerk's to choose.
PAPER_ENDINGS = ("pdf", "jpg", "jpeg", "png", "docx", "xlsx")
FOUNDED_ON_A_PAGE = [kind for kind in rules.KIND_ORDER if kind not in ("city", "county")]


class ActForm(ScopedForm):
    """A dated act on a paper; the day is not ahead."""

    on = DateField(label=_("生效日期"))
    paper_number = forms.CharField(label=_("批准文号"), max_length=60)
    paper = FileField(label=_("批准文件"), endings=PAPER_ENDINGS, largest=20 * 2**20, required=False)

    def __init__(self, *args: Any, unit: Unit, scope: Scope, today: date, **rest: Any) -> None:
        rest.setdefault("initial", {"on": today})
        super().__init__(*args, scope=scope, **rest)
        self.unit, self.scope, self.today = unit, scope, today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("生效日期不能晚于今天；到那天再办，日期照填。"), "ahead")
        return on


class FoundForm(ActForm):
    kind = forms.ChoiceField(label=_("类别"))
    name = forms.CharField(label=_("名称"), max_length=120, help_text=_("批准文件上的全称"))
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    staff = forms.IntegerField(label=_("职工人数"), min_value=0, required=False)
    sections = (
        (_("工会"), ("kind", "name", "credit_code", "staff")),
        (_("依据"), ("on", "paper_number", "paper")),
    )

    def __init__(self, *args: Any, unit: Unit, **rest: Any) -> None:
        super().__init__(*args, unit=unit, **rest)
        fitting = [kind for kind in FOUNDED_ON_A_PAGE if rules.may_stand_under(kind, unit.kind)]
        self.fields["kind"].choices = [(kind, UnitKind(kind).label) for kind in fitting]  # type: ignore[attr-defined]


class MoveForm(ActForm):
    to = UnionField(label=_("划转到哪家工会之下"), duty=None)
    field_order = ("to", "on", "paper_number", "paper")

    def clean_to(self) -> Unit:
        to: Unit = self.cleaned_data["to"]
        if not rules.may_receive(self.scope, to.path):
            raise ValidationError(_("这家工会不在您能变动的范围里。跨县的划转请市总工会办理。"), "out-of-reach")
        return to


class RenameForm(ActForm):
    name = forms.CharField(label=_("新名称"), max_length=120, help_text=_("批准文件上的全称"))
    field_order = ("name", "on", "paper_number", "paper")


class SplitForm(ActForm):
    name = forms.CharField(label=_("分出的工会的名称"), max_length=120, help_text=_("批准文件上的全称"))
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    staff = forms.IntegerField(label=_("分出的职工人数"), min_value=0, required=False)
    children = forms.ModelMultipleChoiceField(
        label=_("一起分出的下级工会"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("name", "credit_code", "staff", "children", "on", "paper_number", "paper")
    wide = ("children",)

    def __init__(self, *args: Any, unit: Unit, **rest: Any) -> None:
        super().__init__(*args, unit=unit, **rest)
        children = unit.children.open().order_by("pinyin")
        if children.exists():
            self.fields["children"].queryset = children  # type: ignore[attr-defined]
        else:
            del self.fields["children"]


class CloseForm(ActForm):
    pass


class UndoForm(forms.Form):
    reason = ReasonField()


class StaffForm(ActForm):
    staff = forms.IntegerField(label=_("职工人数"), min_value=0)
    paper_number = forms.CharField(label=_("来源"), max_length=60, help_text=_("例如：2025年工会统计年报"))
    paper = None  # type: ignore[assignment]
    field_order = ("staff", "on", "paper_number")


class EmployerCorrectionForm(ScopedForm):
    """The credit code stays: another code is another employer."""

    name = forms.CharField(label=_("名称"), max_length=120)
    ownership = forms.ChoiceField(label=_("性质"), choices=Ownership.choices)
    industry = forms.CharField(label=_("行业"), max_length=40, required=False)
    home = UnionField(label=_("所属地工会"))


class EmployerForm(EmployerCorrectionForm):
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18)
    field_order = ("name", "credit_code", "ownership", "industry", "home")
