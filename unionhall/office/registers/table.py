"""The list of a register as a django-tables2 table whose pages stay fast at a quarter of a million rows.

A page is read in two steps: its keys along the order (an index can do that alone), then the full rows of these keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.data import TableData

from unionhall.kernel.fields import walked
from unionhall.kernel.scope import Scope
from unionhall.office.registers.columns import Line
from unionhall.ui import tables as ui_tables

# Above, a page is found faster along the order than by sorting all rows of the scope.
SORTED_UP_TO = 5_000


class Rows(TableData):
    """Rows of a queryset, counted exactly and sliced by key.

    :param rows: what is listed, without order.
    :param order: lookups that end in a unique one, so that no row is shown twice or never.
    """

    def __init__(self, rows: models.QuerySet[Any], order: tuple[str, ...], follows: Iterable[str]) -> None:
        super().__init__(rows.order_by())
        self._order = order
        self._follows = sorted(set(follows) - {""})

    @property
    def model(self) -> type[models.Model]:
        return self.data.model

    @cached_property
    def _count(self) -> int:
        return self.data.count()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        return iter(self[0 : len(self)])

    def __getitem__(self, window: Any) -> list[Any]:
        """The rows of a slice in order; far pages are read from the nearer end."""
        first, last = window.start or 0, min(window.stop, len(self))
        if first > len(self) // 2:
            keys = self._keys(reverse_order(self._order), len(self) - last, len(self) - first)[::-1]
        else:
            keys = self._keys(self._order, first, last)
        found = self.data.select_related(*self._follows) if self._follows else self.data
        rows = {row.pk: row for row in found.filter(pk__in=keys)}
        return [rows[key] for key in keys if key in rows]

    def _keys(self, order: tuple[str, ...], first: int, last: int) -> list[Any]:
        if last <= first:
            return []
        rows = walked(self.data) if len(self) > SORTED_UP_TO else self.data
        return list(rows.order_by(*order).values_list("pk", flat=True)[first:last])

    def order_by(self, aliases: Iterable[str]) -> None:
        """Sort as django-tables2 asks by the heads clicked; the register's own order breaks ties."""
        chosen: list[str] = []
        for alias in aliases:
            sort = self.table.lines[str(alias).lstrip("-")].sort  # type: ignore[attr-defined]
            chosen += reverse_order(sort) if str(alias).startswith("-") else sort
        if chosen:
            named = {lookup.lstrip("-") for lookup in chosen}
            ties = tuple(lookup for lookup in self._order if lookup.lstrip("-") not in named)
            self._order = (*chosen, *(reverse_order(ties) if chosen[0].startswith("-") else ties))


def reverse_order(order: Iterable[str]) -> tuple[str, ...]:
    return tuple(lookup[1:] if lookup.startswith("-") else f"-{lookup}" for lookup in order)


class LineColumn(ui_tables.Column):
    """A register's Line as a column of the product's tables."""

    def __init__(self, line: Line, *, is_first: bool) -> None:
        self.line, self.is_first = line, is_first
        super().__init__(
            verbose_name=line.label,
            accessor="pk",
            order_by=line.sort or None,
            orderable=bool(line.sort),
            empty_values=(),
            unit=line.unit,
            phone=line.on_phone or ("name" if is_first else ""),
            attrs={"th": {"class": "is-number"}, "td": {"class": "is-number"}} if line.is_end else {},
        )

    def render(self, record: Any, table: Any) -> str:
        url = table.row_url(record) if self.is_first else None
        if url:
            return format_html('<a class="uh-main-link" href="{}">{}</a>', url, self.line.text(record))
        return self.line.html(record, table.scope)


class RegisterTable(ui_tables.Table):
    """The table of one page view: `table_class` gives it its columns, the page its rows, scope and addresses."""

    class Meta(ui_tables.Table.Meta):
        template_name = "registers/table.html"

    lines: dict[str, Line]
    scope: Scope
    row_url: Callable[[Any], str | None]
    in_force: SafeString = SafeString("")  # the conditions in force, for the table's head

    @property
    def rows_html(self) -> SafeString:
        """The rows of the page. Written here: django-tables2 looks up every cell's signature, which costs as much again
        as all the rest of the page."""
        cells = [(column.column, _opening(column.column)) for column in self.columns]
        rows = (
            "".join(f"{opening}{conditional_escape(cell.render(record, self))}</td>" for cell, opening in cells)
            for record in self.page.object_list.data
        )
        return mark_safe("".join(f"<tr>{row}</tr>\n" for row in rows))  # noqa: S308 - each cell is escaped above


def _opening(column: LineColumn) -> str:
    """The cell's tag with its classes and, where a phone shows the label before the value, the label."""
    label = format_html(' data-label="{}"', column.line.label) if column.phone == "line" else ""
    return format_html('<td class="{}"{}>', column.attrs["td"].get("class", ""), label)


def table_class(name: str, lines: Iterable[Line], attributes: dict[str, Any]) -> type[RegisterTable]:
    """A table with these lines as columns, the first of which opens the row."""
    lines = list(lines)
    columns = {line.name: LineColumn(line, is_first=line is lines[0]) for line in lines}
    # django-tables2 does not inherit Meta: without it the table would fall back to the plain template.
    own = {"lines": {line.name: line for line in lines}, "Meta": RegisterTable.Meta}
    return type(f"{name}Table", (RegisterTable,), {**own, **attributes, **columns})
