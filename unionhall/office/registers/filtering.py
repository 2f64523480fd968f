"""Filters and search of a register, made of django-filter from the names it declares.

Which rows may be seen at all is not a filter: that is `visible_to`, before any of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unionhall.office.registers.columns import say

YEARS_BACK = 30
ALL = _("全部")


@dataclass(frozen=True)
class Chip:
    """One condition in force, in words, and the address of the list without it."""

    label: str | Promise
    text: str
    url: str


def filterset_class(
    model: type[models.Model], names: Iterable[str], given: Mapping[str, django_filters.Filter]
) -> type[django_filters.FilterSet]:
    """A FilterSet of the named filters, in order; `given` holds those that are not plain fields."""
    filters = {name: given[name] if name in given else _filter_for(model, name) for name in names}
    for place, one in enumerate(filters.values()):
        one.creation_counter = place  # django-filter sorts by it; ours stand as they are declared
        _dress(one)
    meta = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}Filters", (django_filters.FilterSet,), {"Meta": meta, **filters})


def _dress(one: django_filters.Filter) -> None:
    """Give a filter's widget the product's classes."""
    widget = one.extra.get("widget") or one.field_class.widget
    kind = widget if isinstance(widget, type) else type(widget)
    is_list = issubclass(kind, forms.Select)
    look = {"class": "form-select" if is_list else "form-control"}
    if isinstance(widget, type):
        one.extra["widget"] = widget(attrs=look)
    else:
        widget.attrs.update(look)


def _filter_for(model: type[models.Model], name: str) -> django_filters.Filter:
    """The filter a field asks for: choices and yes / no as a list, dates from … to …, `__year` as a list of years."""
    path, _sep, last = name.rpartition("__")
    if last == "year":
        return _YearFilter(field_name=path, lookup_expr="year", label=_field(model, path).verbose_name)
    field = _field(model, name)
    label = field.verbose_name
    if field.choices:
        return django_filters.ChoiceFilter(field_name=name, label=label, choices=field.choices, empty_label=ALL)
    if isinstance(field, models.BooleanField):
        yes_no = [("", ALL), ("true", _("是")), ("false", _("否"))]
        return django_filters.TypedChoiceFilter(field_name=name, label=label, choices=yes_no, coerce="true".__eq__)
    if isinstance(field, models.DateField):
        return django_filters.DateFromToRangeFilter(field_name=name, label=label)
    if field.is_relation:
        return django_filters.ModelChoiceFilter(
            field_name=name, label=label, empty_label=ALL, queryset=_related_rows(field.related_model)
        )
    raise TypeError(f"{model.__name__}.{name}: say in `filter_with` how to filter by it")


class _YearFilter(django_filters.TypedChoiceFilter):
    """Years up to the business day's, newest first."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(coerce=int, **rest)

    @property
    def field(self) -> Any:
        # A list, not a function of this filter: the form copies its fields, and would copy the request with it.
        last = self.parent.request.today.year
        self.extra["choices"] = [("", ALL), *((year, str(year)) for year in range(last, last - YEARS_BACK, -1))]
        return super().field


def _related_rows(model: type[models.Model]) -> Any:
    def rows(request: Any) -> models.QuerySet[Any]:
        manager: Any = model._default_manager
        return manager.visible_to(request.scope) if hasattr(manager, "visible_to") else manager.all()

    return rows


def _field(model: type[models.Model], name: str) -> Any:
    *way, last = name.split("__")
    for step in way:
        related = model._meta.get_field(step).related_model
        assert isinstance(related, type)
        model = related
    return model._meta.get_field(last)


def searched(rows: models.QuerySet[Any], terms: str, lookups: Iterable[str]) -> models.QuerySet[Any]:
    """Rows in which every word of the search is found by one of the lookups (default lookup: contains)."""
    for word in terms.split():
        found = Q()
        for lookup in lookups:
            has_kind = lookup.rpartition("__")[2] in ("contains", "startswith", "istartswith", "icontains", "exact")
            found |= Q(**{lookup if has_kind else f"{lookup}__contains": word})
        rows = rows.filter(found)
    return rows


def chips(filterset: django_filters.FilterSet, query: QueryDict) -> list[Chip]:
    """The conditions in force, each with the address that lifts it."""
    shown = []
    for name, bound in filterset.filters.items():
        parts = [key for key in query if key in (name, f"{name}_min", f"{name}_max", f"{name}_after", f"{name}_before")]
        value = filterset.form.cleaned_data.get(name) if filterset.form.is_valid() else None
        if value in (None, "", []) or not any(query.get(part) for part in parts):
            continue
        shown.append(Chip(bound.label, _in_words(bound, value), without(query, *parts)))
    return shown


def without(query: QueryDict, *names: str) -> str:
    """The list's address without these parameters, at its first page."""
    rest = query.copy()
    for name in (*names, "page"):
        rest.pop(name, None)
    return f"?{rest.urlencode()}"


def _in_words(bound: django_filters.Filter, value: Any) -> str:
    if isinstance(value, slice):
        return f"{say(_day(value.start), '…')} — {say(_day(value.stop), '…')}"
    choices = getattr(bound.field, "choices", None)
    if choices is not None and not isinstance(value, models.Model):
        labels = {str(key): str(label) for key, label in choices}
        return labels.get(str(value), labels.get(str(value).lower(), str(value)))
    return str(value)


def _day(moment: Any) -> Any:
    return moment.date() if moment is not None and hasattr(moment, "date") else moment
