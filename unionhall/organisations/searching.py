"""Unions and employers the search box finds: by part of the name, pinyin initials or credit code, within the scope.

The registers have filters beside it; this has none.
"""

from datetime import date

from django.utils.translation import gettext

from unionhall.kernel.hits import Hit
from unionhall.kernel.scope import Scope
from unionhall.organisations.models import Employer, Unit
from unionhall.organisations.queries import found_by

SHOWN = 20


def units(terms: str, scope: Scope, on: date) -> list[Hit]:
    """At most `SHOWN` unions, those that stand before those that are closed, upper levels first."""
    rows = found_by(Unit.objects.visible_to(scope), terms).select_related("parent")
    found = [*rows.filter(closed_on=None).order_by("path")[:SHOWN], *rows.exclude(closed_on=None)[:SHOWN]]
    return [Hit(gettext("工会组织"), unit.name, unit.get_absolute_url(), _detail(unit)) for unit in found[:SHOWN]]


def employers(terms: str, scope: Scope, on: date) -> list[Hit]:
    """At most `SHOWN` employers."""
    rows = found_by(Employer.objects.visible_to(scope), terms).order_by("pinyin", "pk")
    return [
        Hit(gettext("用人单位"), row.name, row.get_absolute_url(), f"{row.get_ownership_display()} · {row.credit_code}")
        for row in rows[:SHOWN]
    ]


def _detail(unit: Unit) -> str:
    """What tells namesakes apart: kind, upper level, code; and that it is closed."""
    parts = [unit.get_kind_display(), unit.parent.name if unit.parent else "", unit.credit_code or ""]
    if unit.closed_on:
        parts.append(gettext("{day} 注销").format(day=unit.closed_on.isoformat()))
    return " · ".join(filter(None, parts))
