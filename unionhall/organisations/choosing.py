"""A union chosen by typing: part of its name, pinyin initials or credit code, within the chooser's reach.

Six thousand unions do not fit a drop-down list.
"""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel import paths
from unionhall.kernel.scope import Duty, Scope
from unionhall.organisations.models import Unit, UnitName
from unionhall.organisations.queries import found_by

# As many candidates as a sentence can name.
NAMED_AT_MOST = 5


class UnionInput(forms.TextInput):
    """A text field that suggests what the typed letters find; it works as well without."""

    template_name = "organisations/widgets/union.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        placeholder = _("全称、拼音首字母或信用代码")
        super().__init__({"autocomplete": "off", "placeholder": placeholder, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        found = f"{context['widget']['attrs'].get('id', name)}_found"
        context["widget"]["attrs"] |= {
            "list": found,
            "hx-get": reverse("organisations:options"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{found}",
        }
        return context


class UnionField(forms.CharField):
    """One open union; `scope` (and the duty needed there) are given by the form before it validates."""

    default_error_messages = {
        "none": _("您管的范围里没有这家工会。请写全称、拼音首字母或统一社会信用代码。"),
        "several": _("有好几家都符合：%(names)s。请写得更全一些。"),
    }

    def __init__(self, *, duty: Duty | None = Duty.ENTER, **rest: Any) -> None:
        self.duty = duty
        self.scope = Scope()
        rest.setdefault("widget", UnionInput())
        rest.setdefault("max_length", 120)
        super().__init__(**rest)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        units = Unit.objects.open().visible_to(self.scope, self.duty)
        whole = list(named_exactly(units, text)[:NAMED_AT_MOST])
        found = whole or list(once_named(units, text)[:NAMED_AT_MOST]) or list(found_by(units, text)[:NAMED_AT_MOST])
        if not found:
            raise ValidationError(self.error_messages["none"], "none")
        if len(found) > 1:
            names = gettext("、").join(unit.name for unit in found)
            raise ValidationError(self.error_messages["several"], "several", {"names": names})
        return found[0]


def suggestion(unit: Unit) -> str:
    """What is offered for a unit and read back: 城关镇工会（平遥县总工会）, since many counties have a 城关镇."""
    return f"{unit.name}（{unit.parent.name}）" if unit.parent else unit.name


def named_exactly(units: Any, text: str) -> Any:
    """The units of this name, credit code or suggestion."""
    name, _sep, upper = text.removesuffix("）").rpartition("（")
    suggested = Q(name=name, parent__name=upper) if name else Q(pk__in=())
    return units.filter(Q(name=text) | Q(credit_code=text.upper()) | suggested)


def once_named(units: Any, text: str) -> Any:
    """The units whose employer bears this name or that bore it before."""
    former = UnitName.objects.filter(name=text).values("unit")
    return units.filter(Q(employer__name=text) | Q(pk__in=former))


class ScopedForm(forms.Form):
    """A form whose union fields look within the page's scope."""

    takes_scope = True

    def __init__(self, *args: Any, scope: Scope, **rest: Any) -> None:
        super().__init__(*args, **rest)
        for field in self.fields.values():
            if isinstance(field, UnionField):
                field.scope = scope


class UnionFilter(django_filters.CharFilter):
    """Rows of the unions a word finds, and of all below them; `field_name` leads to a unit's present path."""

    def filter(self, qs: Any, value: Any) -> Any:
        if not value:
            return qs
        found = found_by(Unit.objects.visible_to(self.parent.request.scope), value)
        return qs.filter(**{f"{self.field_name}__in": with_below(found).values("path")})


def with_below(units: Any) -> Any:
    """These units and all below them, as one query however many they are: a unit is, if one on its way up is."""
    longest = Unit._meta.get_field("path").max_length or 0
    way_up = [Substr(OuterRef("path"), 1, end) for end in range(paths.WIDTH, longest + 1, paths.WIDTH)]
    return Unit.objects.filter(Exists(units.order_by().filter(path__in=way_up))).order_by()
