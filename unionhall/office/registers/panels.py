"""Panels any register can show under or beside a record: its history, its papers, related rows, what other apps add.

Each is a function (row, scope, on) -> Panel or None, made from a declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.scope import Scope
from unionhall.office.documents.models import Document
from unionhall.office.documents.owners import may_add
from unionhall.office.registers.acts import acts_of, entries_of
from unionhall.office.registers.columns import Column, Line
from unionhall.ui.panels import Panel
from unionhall.ui.slots import Slot

Provider = Callable[[Any, Scope, date], Panel | None]


@dataclass(frozen=True)
class History:
    """经过: the latest acts on the record, with a way to all of them. `also` names rows whose acts belong to it."""

    shown: int = 5
    also: Iterable[Callable[[Any], Iterable[Model]]] | None = None

    def besides(self, row: Model) -> list[Model]:
        return [one for source in self.also or () for one in source(row)]

    def __call__(self, row: Model, scope: Scope, on: date) -> Panel:
        entries = entries_of(row, self.besides(row))
        total = entries.count()
        links = ((gettext("全部 {n} 条").format(n=total), "history/"),) if total > self.shown else ()
        context = {"acts": acts_of(entries[: self.shown], of=row)}
        return Panel(_("经过"), "registers/history_panel.html", context, links=links, is_aside=True)


@dataclass(frozen=True)
class Documents:
    """材料: the papers attached to the record."""

    def __call__(self, row: Model, scope: Scope, on: date) -> Panel:
        papers = Document.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk))
        shown = list(papers)
        note = ngettext("{n} 份", "{n} 份", len(shown)).format(n=len(shown))
        kind, pk = row._meta.label_lower, str(row.pk)
        links = ((_("上传"), reverse("documents:add", args=[kind, row.pk])),) if may_add(kind, pk, scope) else ()
        context = {"papers": shown}
        return Panel(_("材料"), "registers/documents_panel.html", context, note=note, links=links, is_aside=True)


@dataclass(frozen=True)
class Related:
    """A table of rows that belong to the record.

    :param rows: queryset of a record's rows, joined with what the columns need.
    :param shown: how many at most; the rest is for the list that `more` (label, address of a record) leads to.
    """

    title: str | Promise
    rows: Callable[[Any], Any]
    columns: tuple[Column | str, ...]
    shown: int = 20
    more: Callable[[Any], tuple[str, str]] | None = None
    is_shown_empty: bool = True

    def __call__(self, row: Model, scope: Scope, on: date) -> Panel | None:
        found = self.rows(row)
        lines = [Line(column, found.model) for column in self.columns]
        records = list(found[: self.shown + 1])
        if not records and not self.is_shown_empty:
            return None
        is_cut = len(records) > self.shown
        cells = [[(line, line.html(record, scope)) for line in lines] for record in records[: self.shown]]
        links = (self.more(row),) if is_cut and self.more else ()
        note = gettext("前 {n} 条").format(n=self.shown) if is_cut else ""
        return Panel(
            self.title, "registers/related_panel.html", {"lines": lines, "rows": cells}, note=note, links=links
        )


@dataclass(frozen=True)
class Slotted:
    """Whatever higher apps have put into a slot."""

    slot: Slot

    def all(self) -> Iterator[Provider]:
        return iter(self.slot)


def panels_of(declared: tuple[Any, ...], row: Model, scope: Scope, on: date) -> list[Panel]:
    """The panels of a record, slots opened, without those that have nothing to say."""
    providers: list[Provider] = []
    for entry in declared:
        providers += list(entry.all()) if isinstance(entry, Slotted) else [entry]
    made = (provider(row, scope, on) for provider in providers)
    return [panel for panel in made if panel is not None]
