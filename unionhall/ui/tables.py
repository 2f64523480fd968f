"""Tables: right-aligned numbers, units in the head, exact counts, pages, ticked rows, list rows on a phone.

One count and one page of rows: two queries whatever the length. Sorting and paging come from the address.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import django_tables2 as tables
from django.core.paginator import EmptyPage
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from unionhall.kernel import money
from unionhall.ui.templatetags.ui import chip_of

PER_PAGE = 50
PAGE_SIZES = (20, 50, 100, 200)


@dataclass(frozen=True)
class Empty:
    """Why nothing is here, then the first step: links are (verb, url); the first is solid when `first_is_solid`."""

    title: str | Promise
    text: str | Promise = ""
    links: tuple[tuple[str | Promise, str], ...] = ()
    first_is_solid: bool = True


@dataclass(frozen=True)
class Bulk:
    """A verb of the bar pinned below when rows are ticked; POSTs `selected` (pks) or `select_all=1` to `url`."""

    verb: str | Promise
    url: str
    icon: str = ""
    is_dangerous: bool = False


class _Shown(tables.Column):
    """What all our columns share: a unit in the head, css kinds, and the place in a phone's list row.

    `phone`: name, state, second, number, note, line (label and value), action; "" is left out on a phone.
    """

    kind: ClassVar[str] = ""

    def __init__(self, *args: Any, unit: str | Promise = "", phone: str = "", quiet: bool = False, **rest: Any) -> None:
        self.unit, self.phone = unit, phone
        classes = " ".join(filter(None, (self.kind, f"on-{phone}" if phone else "", "is-quiet" if quiet else "")))
        attrs = dict(rest.pop("attrs", {}))
        for part, fixed in (("th", self.kind), ("td", classes), ("tf", classes)):
            given = dict(attrs.get(part, {}))
            given["class"] = " ".join(filter(None, (str(given.get("class", "")), fixed)))
            attrs[part] = {name: value for name, value in given.items() if value != ""}
        rest.setdefault("default", "—")
        super().__init__(*args, attrs=attrs, **rest)


class Column(_Shown):
    """Text."""


class NumberColumn(_Shown):
    """A count: 265,463."""

    kind = "is-number"

    def render(self, value: Any) -> str:
        return f"{value:,}"


class MoneyColumn(_Shown):
    """Fen shown in yuan, 元 in the head; `in_wan` shows 万元."""

    kind = "is-number"

    def __init__(self, *args: Any, in_wan: bool = False, **rest: Any) -> None:
        self.in_wan = in_wan
        rest.setdefault("unit", _("万元") if in_wan else _("元"))
        super().__init__(*args, **rest)

    def render(self, value: int) -> str:
        return money.show_wan(value) if self.in_wan else money.show_yuan(value)


class DateColumn(_Shown):
    """A day: 2025-11-18."""

    kind = "is-date"

    def render(self, value: date) -> str:
        return value.isoformat()[:10]


class ChipColumn(_Shown):
    """A state: the value is a word (plain), or (kind, word) from the accessor or `states` {value: (kind, word)}."""

    def __init__(self, *args: Any, states: dict[Any, tuple[str, Any]] | None = None, **rest: Any) -> None:
        self.states = states or {}
        rest.setdefault("phone", "state")
        super().__init__(*args, **rest)

    def render(self, value: Any) -> SafeString | str:
        state = self.states.get(value, value)
        return chip_of(state) if isinstance(state, tuple) else str(state)


class LinkColumn(_Shown):
    """The row's own page: `url` is a function of the record."""

    def __init__(self, *args: Any, url: Callable[[Any], str], strong: bool = True, **rest: Any) -> None:
        self.url, self.strong = url, strong
        rest.setdefault("phone", "name")
        super().__init__(*args, **rest)

    def render(self, value: Any, record: Any) -> SafeString:
        return format_html(
            '<a class="{}" href="{}">{}</a>', "uh-main-link" if self.strong else "", self.url(record), value
        )


class StackedColumn(_Shown):
    """Two lines: the value (told by `first`), beneath it `second(record)`; with `url` the first line is a link."""

    def __init__(
        self,
        *args: Any,
        second: Callable[[Any], Any],
        url: Callable[[Any], str] | None = None,
        first: Callable[[Any], Any] = str,
        **rest: Any,
    ) -> None:
        self.first, self.second, self.url = first, second, url
        rest.setdefault("phone", "name")
        super().__init__(*args, **rest)

    def render(self, value: Any, record: Any) -> SafeString:
        told = self.first(value)
        line = format_html('<a class="uh-main-link" href="{}">{}</a>', self.url(record), told) if self.url else told
        return format_html('<span class="uh-line-1">{}</span><small>{}</small>', line, self.second(record))


class SelectColumn(_Shown):
    """A box per row, named `selected`, its value the pk; the head ticks the page. The table needs `bulk`."""

    kind = "is-select"

    def __init__(self, *args: Any, **rest: Any) -> None:
        rest.setdefault("accessor", "pk")
        rest.setdefault("orderable", False)
        rest.setdefault("verbose_name", "")
        super().__init__(*args, **rest)

    @property
    def header(self) -> SafeString:
        return format_html('<input type="checkbox" data-select-page aria-label="{}">', _("选中本页"))

    def render(self, value: Any) -> SafeString:
        return format_html('<input type="checkbox" name="selected" value="{}" aria-label="{}">', value, _("选中这一行"))


class Table(tables.Table):
    """Base of every table. Class attributes say the rest.

    `noun` is the counted word (人, 件, 份 …); `empty` is shown when there is nothing, `nothing_found` when filters
    leave nothing; `bulk` are the verbs for ticked rows; `per_page` rows a page.
    """

    noun: ClassVar[str | Promise] = _("条")
    empty: ClassVar[Empty] = Empty(_("这里还没有记录"))
    nothing_found: ClassVar[Empty | None] = None
    per_page: ClassVar[int] = PER_PAGE
    shows_count: ClassVar[bool] = True
    scrolls: ClassVar[bool] = False  # True for wide tables that scroll sideways by themselves
    page_sizes: ClassVar[tuple[int, ...]] = PAGE_SIZES

    def __init__(self, rows: Any = None, *, bulk: Iterable[Bulk] = (), **rest: Any) -> None:
        super().__init__(rows if rows is not None else [], **rest)
        self.bulk = list(bulk)
        self.is_filtered = False

    class Meta:
        template_name = "ui/table.html"
        attrs: ClassVar[dict[str, Any]] = {"class": "uh-table"}

    @property
    def is_list(self) -> bool:
        """Whether rows know how to stand on a phone: a column says `phone`."""
        return any(getattr(column.column, "phone", "") for column in self.columns)

    @property
    def shown_empty(self) -> Empty:
        return self.nothing_found or Empty(_("没有符合条件的记录")) if self.is_filtered else self.empty

    @property
    def total(self) -> int:
        return self.paginator.count if hasattr(self, "paginator") else len(self.rows)


def paged(request: HttpRequest, table: Table, *, is_filtered: bool = False) -> Table:
    """Sorts and pages the table by the address (?sort= ?page= ?per_page=); says whether filters are on.

    A page beyond the end is the last one; only the sizes offered are served, or an address could ask for a million.
    """
    order = request.GET.getlist(table.prefixed_order_by_field)
    if order:
        table.order_by = order
    asked = request.GET.get(table.prefixed_per_page_field, "")
    size = int(asked) if asked.isdigit() and int(asked) in table.page_sizes else table.per_page
    page = request.GET.get(table.prefixed_page_field, "1")
    try:
        table.paginate(page=int(page) if page.isdigit() else 1, per_page=size)
    except EmptyPage:
        table.page = table.paginator.page(table.paginator.num_pages)
    table.is_filtered = is_filtered
    return table
