"""What one line of a record says: label, plain value, text on the page, link, place in the sort order.

Declared once, used by the list, the detail page and the workbook; asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy

from unionhall.kernel.fields import MoneyField
from unionhall.kernel.money import show_yuan, yuan
from unionhall.kernel.scope import Scope

NONE = "—"


@dataclass(frozen=True)
class Column:
    """A column of a register or a line of its detail page.

    :param name: a field, or a way to one (``unit__name``); any word when `value` is given.
    :param label: default: the field's verbose name.
    :param value: plain value of a row, for page and workbook alike.
    :param show: text or safe HTML of a row where the page says it otherwise than the workbook (a chip).
    :param link: address of a row's value, or None.
    :param sort: lookups the list is ordered by under this head; on big tables only what an index holds.
    :param is_end: right-aligned; default: numbers and dates.
    :param on_phone: its place in a phone's list row (see `ui.tables`): name, state, second, number, note, line.
        The first column is the name; the rest stay away unless they say a place.
    """

    name: str
    label: str | Promise = ""
    value: Callable[[Any], Any] | None = None
    show: Callable[[Any], str] | None = None
    link: Callable[[Any], str | None] | None = None
    sort: tuple[str, ...] = ()
    is_end: bool | None = None
    on_phone: str = ""


class Line:
    """A Column bound to its model: what the templates and the workbook read."""

    def __init__(self, column: Column | str, model: type[models.Model]) -> None:
        self.column = column if isinstance(column, Column) else Column(column)
        self.name = self.column.name
        self.field = _field(model, self.name)
        self.label = self.column.label or (self.field.verbose_name if self.field is not None else self.name)
        self.sort = self.column.sort
        self.on_phone = self.column.on_phone

    @property
    def is_end(self) -> bool:
        if self.column.is_end is not None:
            return self.column.is_end
        if self.field is None or self.field.choices or self.field.is_relation:
            return False
        return isinstance(self.field, models.IntegerField | models.DateField | models.DecimalField)

    @property
    def unit(self) -> str | Promise:
        """The unit the head names, so that no cell repeats it; lazy, since a table is made once for every language."""
        return gettext_lazy("元") if isinstance(self.field, MoneyField) else ""

    @property
    def follows(self) -> str:
        """The foreign keys to join so that a page of rows needs no query of its own for this line; "" for none."""
        *way, _last = self.name.split("__")
        if self.field is not None and self.field.is_relation:
            way.append(self.name.split("__")[-1])
        return "__".join(way) if self.field is not None else ""

    def value(self, row: Any) -> Any:
        """The plain value: choices as their label, related records as objects."""
        if self.column.value is not None:
            return self.column.value(row)
        *way, last = self.name.split("__")
        for step in way:
            row = getattr(row, step, None)
        if row is None:
            return None
        if self.field is not None and self.field.choices:
            return getattr(row, f"get_{last}_display")()
        return getattr(row, last, None)

    def text(self, row: Any) -> str:
        """What the page says, as text or safe HTML; — for none."""
        if self.column.show is not None:
            return self.column.show(row)
        return self.say(self.value(row))

    def say(self, value: Any) -> str:
        """A plain value in the page's words."""
        if isinstance(self.field, MoneyField) and isinstance(value, int):
            return show_yuan(value)
        return say(value)

    def html(self, row: Any, scope: Scope) -> str:
        """The text with its link, if the row behind the link is the reader's to open."""
        text = self.text(row)
        url = self.url(row, scope)
        return format_html('<a href="{}">{}</a>', url, text) if url and text != NONE else text

    def url(self, row: Any, scope: Scope) -> str | None:
        if self.column.link is not None:
            return self.column.link(row)
        value = self.value(row) if self.field is not None and self.field.is_relation else None
        if isinstance(value, models.Model) and hasattr(value, "get_absolute_url") and is_visible(value, scope):
            return value.get_absolute_url()
        return None

    def cell(self, row: Any) -> Any:
        """The value as a workbook keeps it: numbers and dates stay what they are, a Decimal is yuan to two places."""
        value = self.value(row)
        if isinstance(self.field, MoneyField) and isinstance(value, int):
            return yuan(value)
        is_kept = isinstance(value, int | float | Decimal | date) and not isinstance(value, bool | datetime)
        if value is None or is_kept:
            return value
        return say(value, none="")


def say(value: Any, none: str = NONE) -> str:
    """Any plain value in the page's words: 是 / 否, 2025-12-31, 265,463; `none` for nothing."""
    if value is None or value == "":
        return none
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)


def is_visible(row: models.Model, scope: Scope) -> bool:
    """Whether a loaded related row lies within the scope; asks no database, so only for plain ways to a path."""
    path: Any = row
    for step in getattr(row, "scope_path", "").split("__"):
        path = getattr(path, step, None)
    return isinstance(path, str) and scope.covers(path)


def _field(model: type[models.Model], name: str) -> Any:
    """The field a name leads to, or None when it is not one."""
    field: Any = None
    for step in name.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return None
        if field.is_relation:
            if not (field.concrete or field.one_to_one):
                return None
            model = field.related_model
    return field if field.concrete else None
