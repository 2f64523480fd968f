"""Addresses and texts of numbers that open, for the templates of figures and reviews.

No queries: everything was counted before.
"""

from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext

from unionhall.figures.values import OWN, Scope
from unionhall.reporting.opening import Opened, measure_word

register = template.Library()


register.filter("measure_word", measure_word)


@register.filter
def scoped_text(opened: Opened, scope: Scope) -> str:
    return opened.text(scope)


@register.filter
def scoped_before(opened: Opened, scope: Scope) -> str:
    return opened.before_text(scope)


@register.filter
def scoped_rise(opened: Opened, scope: Scope) -> str:
    return opened.rise(scope)


@register.filter
def figure_url(opened: Opened, scope: Scope = "") -> str:
    """The figure's page at this time; of one scope, its records."""
    query = {"at": opened.time.key} | ({"scope": str(scope)} if scope else {})
    return f"{reverse('reporting:figure', args=[opened.definition.id])}?{urlencode(query)}{'#records' if scope else ''}"


@register.filter
def month_values(opened: Opened) -> list[int]:
    """Values of the months in order, for the small bars."""
    return [int(number or 0) for _month, number in sorted(opened.value.months.items())]


@register.filter
def share_percent(share: Any) -> str:
    """A fraction as whole percent, half up."""
    return f"{int(share * 100 + Fraction(1, 2))}%"


@register.filter
def cell(column: Any, record: Any) -> Any:
    """What a record shows in a column of the record list."""
    return column.value(record)


@register.filter
def record_url(view: Any, record: Any) -> str:
    return view.url(record) if view.url else ""


@register.filter
def figure_text(definition: Any, number: int) -> str:
    """A stored number in the figure's unit."""
    return definition.unit.text(number)


@register.filter
def month_name(month: int | str) -> str:
    """202509 -> 2025 年 9 月."""
    number = int(month)
    return gettext("{year} 年 {month} 月").format(year=number // 100, month=number % 100)


@register.filter
def month_url(opened: Opened, month: int) -> str:
    """The records behind one month's number."""
    query = {"at": opened.time.key, "month": month}
    return f"{reverse('reporting:figure', args=[opened.definition.id])}?{urlencode(query)}#records"


@register.filter
def scope_name(key: str, counties: Any) -> str:
    """市本级, or the county's name."""
    if key == OWN:
        return gettext("市本级")
    return next((county.name for county in counties or () if str(county.code) == str(key)), str(key))
