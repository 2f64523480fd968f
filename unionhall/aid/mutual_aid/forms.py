"""What is asked when a roster is sent: the period, the unit, the file.

Whether the file can be read is the import engine's to say.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionhall.aid.mutual_aid.panels import SCHEME
from unionhall.organisations.choosing import ScopedForm, UnionField
from unionhall.programmes.models import Period
from unionhall.programmes.queries import period_on
from unionhall.ui.forms import FileField

LARGEST_BYTES = 50 * 2**20


class RosterForm(ScopedForm):
    """`on` chooses the period being enrolled."""

    period = forms.ModelChoiceField(
        queryset=Period.objects.filter(scheme__code=SCHEME).select_related("scheme").order_by("-enrol_from"),
        label=_("期次"),
        empty_label=None,
    )
    unit = UnionField(
        label=_("报送单位"), help_text=_("表里写明各行单位的，按表里的单位记；没有写的，都记到这家单位。")
    )
    file = FileField(label=_("花名册文件"), endings=("xlsx", "xls", "csv"), largest=LARGEST_BYTES)

    def __init__(self, *args: Any, on: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["period"].initial = period_on(SCHEME, on)
