"""A plain register, declared in one class: list, filters, search, detail, history, edit, export and their addresses.

Not for records that need an `if`: those get their own actions and pages. Never bend this class for one register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.forms import Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.journal import verbs
from unionhall.office.registers.columns import Column, Line
from unionhall.office.registers.filtering import filterset_class, searched
from unionhall.office.registers.panels import History
from unionhall.office.registers.table import RegisterTable, table_class

Text = str | Promise


@dataclass(frozen=True)
class Link:
    """A button at a page's head: one of them may be the main one."""

    label: Text
    url: str
    is_main: bool = False
    icon: str = ""


@dataclass(frozen=True)
class Write:
    """How a record is added or changed: a form that validates, an action that writes.

    `action(by=…, on=…, **cleaned)` when adding; when changing, the row comes too, under the model's name.
    """

    verb: Text
    form: type[Form]
    action: Callable[..., Any]
    duty: Duty = Duty.ENTER


@dataclass(frozen=True)
class Empty:
    """What an empty list says: why, what to do, and the first step (label, url name)."""

    why: Text
    then: Text = ""
    verb: Text = ""
    url_name: str = ""


class Register:
    """Declares a register. Only `model`, `name`, `title`, `columns` are needed.

    :cvar name: the register's word in addresses and url names.
    :cvar columns: fields, ways to one (``unit__name``) or Columns; the first opens the row.
    :cvar order: lookups of the list's order, the last unique; one index should hold them all on big tables.
    :cvar filters: fields, ``field__year``, or names found in `filter_with`.
    :cvar search: lookups of which one must hold for each word; plain names mean contains.
    :cvar is_personal: the search is for persons: its terms are posted and kept in the session, never in an address.
    :cvar sections: heads of the detail page with their lines.
    :cvar panels: what follows them: `History()`, `Documents()`, `Related(…)`, `Slotted(slot)`, or functions
        (row, scope, on) → Panel | None.
    :cvar workbook: columns of the export; default: those of the list.
    """

    name: ClassVar[str]
    model: ClassVar[type[models.Model]]
    title: ClassVar[Text]
    group: ClassVar[Text] = ""
    intro: ClassVar[Text] = ""
    counted_in: ClassVar[Text] = _("条")
    columns: ClassVar[tuple[Column | str, ...]]
    order: ClassVar[tuple[str, ...]] = ("pk",)
    filters: ClassVar[tuple[str, ...]] = ()
    filter_with: ClassVar[Mapping[str, django_filters.Filter]] = {}
    search: ClassVar[tuple[str, ...]] = ()
    search_hint: ClassVar[Text] = ""
    is_personal: ClassVar[bool] = False
    sections: ClassVar[Mapping[Any, tuple[Column | str, ...]]] = {}
    panels: ClassVar[tuple[Any, ...]] = (History(),)
    add: ClassVar[Write | None] = None
    edit: ClassVar[Write | None] = None
    empty: ClassVar[Empty] = Empty(_("这里还没有记录"))
    workbook: ClassVar[tuple[Column | str, ...]] = ()
    page_size: ClassVar[int] = 50
    duties: ClassVar[tuple[Duty, ...]] = ()

    def __init_subclass__(cls, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        if hasattr(cls, "name") and hasattr(cls, "title"):
            verbs.declare_values("register", {cls.name: cls.title})  # an export is journalled under the name

    # -- what a register may say otherwise

    def rows(self) -> ScopedQuerySet[Any]:
        """The rows this register is about; `visible_to` is applied to them, always."""
        return self.model._default_manager.all()  # type: ignore[return-value]

    def find(self, rows: Any, terms: str) -> Any:
        """Rows that meet the words of a search."""
        return searched(rows, terms, self.search)

    def row_title(self, row: Any) -> str:
        return str(row)

    def row_summary(self, row: Any) -> str:
        """The line under a record's title."""
        return ""

    def row_url(self, row: Any) -> str | None:
        """The page a row opens; None when it does not."""
        return reverse(f"{self.namespace}:{self.name}-row", args=[row.pk]) if self.sections else None

    def links(self, scope: Scope) -> list[Link]:
        """Buttons at the list's head."""
        if self.add is None or not scope.has(self.add.duty):
            return []
        return [Link(self.add.verb, self.url("add"), is_main=True, icon="plus")]

    def row_links(self, row: Any, scope: Scope) -> list[Link]:
        """Buttons at a record's head."""
        if self.edit is None or not self.visible(scope, self.edit.duty).filter(pk=row.pk).exists():
            return []
        return [Link(self.edit.verb, self.url("edit", row.pk), is_main=True, icon="edit")]

    # -- what follows from the declaration

    def visible(self, scope: Scope, duty: Duty | None = None) -> Any:
        """The only way to rows."""
        return self.rows().visible_to(scope, duty)

    @property
    def namespace(self) -> str:
        return self.model._meta.app_label

    def url(self, what: str = "", *args: Any) -> str:
        """Address of the list (""), or of add, export, search, row, edit, history."""
        return reverse(f"{self.namespace}:{self.name}{what and f'-{what}'}", args=args)

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(column, self.model) for column in self.columns]

    @cached_property
    def workbook_lines(self) -> list[Line]:
        return [Line(column, self.model) for column in self.workbook] or self.lines

    @cached_property
    def section_lines(self) -> dict[Any, list[Line]]:
        return {head: [Line(column, self.model) for column in columns] for head, columns in self.sections.items()}

    @cached_property
    def filterset_class(self) -> type[django_filters.FilterSet]:
        return filterset_class(self.model, self.filters, self.filter_with)

    @cached_property
    def table_class(self) -> type[RegisterTable]:
        return table_class(
            type(self).__name__, self.lines, {"noun": self.counted_in, "row_url": lambda table, row: self.row_url(row)}
        )
