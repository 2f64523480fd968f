"""Imports the search box finds by a part of their title; file names are not searched, they may hold a person's name.

Within the organisations of the reader.
"""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from unionhall.kernel.hits import Hit
from unionhall.kernel.scope import Scope
from unionhall.office.imports.models import Import

SHOWN = 20


def imports(terms: str, scope: Scope, on: date) -> list[Hit]:
    """At most `SHOWN` imports, newest first."""
    rows = Import.objects.visible_to(scope).order_by("-pk")
    for word in terms.split():
        rows = rows.filter(title__contains=word)
    return [
        Hit(
            gettext("导入"),
            row.title,
            reverse("imports:import", args=[row.pk]),
            f"{row.get_state_display()} · {row.by_name} · {row.on.isoformat()}",
        )
        for row in rows[:SHOWN]
    ]
