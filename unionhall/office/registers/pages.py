"""The pages every register has: list, search, export, record, history, add, change.

They read only through `register.visible(scope)` and write only through the declared actions.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.office import journal
from unionhall.office.registers import exporting
from unionhall.office.registers.acts import acts_of, entries_of
from unionhall.office.registers.filtering import Chip, chips, without
from unionhall.office.registers.panels import History, panels_of
from unionhall.office.registers.table import Rows
from unionhall.ui.pages import Crumb, DecisionPage, Page
from unionhall.ui.tables import PAGE_SIZES

if TYPE_CHECKING:
    from unionhall.office.registers.register import Register

SESSION_KEY = "register_searches"


class RegisterPage(Page):
    """A page of one register; its duties are the register's, given by `addresses`."""

    register: Register = None  # type: ignore[assignment]  # given by as_view

    def trail(self, *more: Crumb) -> tuple[Crumb, ...]:
        """Group, register, and what follows; the last one is the page itself."""
        group: tuple[Crumb, ...] = ((self.register.group, ""),) if self.register.group else ()
        here: Crumb = (self.register.title, self.register.url() if more else "")
        return (*group, here, *more)

    @cached_property
    def terms(self) -> str:
        """The words searched for: in the address, or in the session where they name persons."""
        if self.register.is_personal:
            return self.request.session.get(SESSION_KEY, {}).get(self.register.name, "")
        return self.request.GET.get("q", "").strip()

    @cached_property
    def filterset(self) -> Any:
        return self.register.filterset_class(
            self.request.GET, queryset=self.register.visible(self.scope), request=self.request
        )

    def listed(self) -> Any:
        """The rows of this list: scope, filters, search."""
        rows = self.filterset.qs
        return self.register.find(rows, self.terms) if self.terms else rows


class ListPage(RegisterPage):
    template_name = "registers/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.title, self.crumbs = self.register.title, self.trail()
        register = self.register
        order = register.order
        rows = Rows(self.listed(), order, (line.follows for line in register.lines))
        table = register.table_class(rows)
        table.scope, table.request = self.scope, request
        table.order_by = request.GET.getlist(table.prefixed_order_by_field)
        table.paginator = Paginator(table.rows, self._page_size())
        table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
        context = {
            "register": register,
            "terms": self.terms,
            "chips": self._chips(),
            "search_url": self._search_url(),
            "clear_url": register.url("search") if register.is_personal and self.terms else "",
            "without_terms": without(request.GET, "q"),
        }
        # A table is rendered without the page's context, so what stands in its head is given to it.
        table.in_force = SafeString(render_to_string("registers/in_force.html", context, request))
        return self.answer(
            table=table,
            total=len(rows),
            filterset=self.filterset,
            links=register.links(self.scope),
            subtitle=register.intro,
            sort=request.GET.get("sort", ""),
            export_url=f"{register.url('export')}?{request.GET.urlencode()}",
            is_narrowed=bool(self.terms or request.GET),
            **context,
        )

    def _page_size(self) -> int:
        asked = self.request.GET.get("per_page", "")
        return (
            int(asked) if asked.isascii() and asked.isdigit() and int(asked) in PAGE_SIZES else self.register.page_size
        )

    def _search_url(self) -> str:
        """Where a search for persons is posted; it keeps the filters in force."""
        if not self.register.is_personal:
            return ""
        return f"{self.register.url('search')}{without(self.request.GET)}"

    def _chips(self) -> list[Chip]:
        return chips(self.filterset, self.request.GET)


class SearchPage(RegisterPage):
    """Takes the words of a search for persons into the session; no name stands in an address."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        searches = dict(request.session.get(SESSION_KEY, {}))
        searches[self.register.name] = request.POST.get("q", "").strip()[:60]
        request.session[SESSION_KEY] = searches
        query = request.GET.copy()
        query.pop("page", None)
        # Filters are no persons: those chosen together with the words go on in the address.
        for name in request.POST.keys() - {"q", "csrfmiddlewaretoken"}:
            query.pop(name, None)
            if request.POST[name]:
                query[name] = request.POST[name]
        return HttpResponseRedirect(f"{self.register.url()}?{query.urlencode()}".rstrip("?"))


class ExportPage(RegisterPage):
    """The list as a workbook. It is a POST because it is journalled: who took how many rows of what."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> FileResponse:
        register = self.register
        rows = self.listed().order_by(*register.order)
        follows = sorted({line.follows for line in register.workbook_lines} - {""})
        rows = rows.select_related(*follows) if follows else rows
        title = str(register.title)
        file, count = exporting.write(rows, register.workbook_lines, title=title)
        journal.record(
            verb=f"{register.namespace}.register.exported",
            by=request.user,  # type: ignore[arg-type]
            on=self.today,
            register=register.name,
            rows=count,
        )
        return FileResponse(file, as_attachment=True, filename=f"{title}-{self.today.isoformat()}.xlsx")


class RowPage(RegisterPage):
    template_name = "registers/row.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        register, row = self.register, self.row(self.register.rows(), pk=pk)
        self.title = register.row_title(row)
        self.crumbs = self.trail((self.title, ""))
        sections = [
            (head, [(line, line.html(row, self.scope)) for line in lines])
            for head, lines in register.section_lines.items()
        ]
        panels = panels_of(register.panels, row, self.scope, self.today)
        return self.answer(
            register=register,
            row=row,
            subtitle=register.row_summary(row),
            sections=sections,
            panels=[panel for panel in panels if not panel.is_aside],
            asides=[panel for panel in panels if panel.is_aside],
            links=register.row_links(row, self.scope),
        )


class HistoryPage(RegisterPage):
    template_name = "registers/history.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(self.register.rows(), pk=pk)
        name = self.register.row_title(row)
        self.title = gettext("{name}：经过").format(name=name)
        self.crumbs = self.trail((name, self.register.row_url(row) or ""), (_("经过"), ""))
        history = next((panel for panel in self.register.panels if isinstance(panel, History)), History())
        entries = Paginator(entries_of(row, history.besides(row)), self.register.page_size).get_page(
            request.GET.get("page")
        )
        return self.answer(row=row, entries=entries, acts=acts_of(entries, of=row))


class WritePage(DecisionPage):
    """Adding and changing have in common: a form of the register and one action."""

    register: Register = None  # type: ignore[assignment]  # given by as_view
    is_new: bool

    @property
    def write(self) -> Any:
        return self.register.add if self.is_new else self.register.edit

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.form_class = self.write.form  # type: ignore[misc]
        self.verb = self.title = self.write.verb
        return super().dispatch(request, *args, **kwargs)

    def form_arguments(self, subject: Model | None) -> dict[str, Any]:
        """Forms that choose among rows take `scope`; a changed row fills what it has."""
        takes_scope = getattr(self.form_class, "takes_scope", False)
        scope = {"scope": self.scope} if takes_scope else {}
        if subject is None:
            return scope
        names = self.form_class.base_fields  # type: ignore[attr-defined]
        return {**scope, "initial": {name: getattr(subject, name, None) for name in names}}

    def after(self, subject: Any, outcome: Any) -> str:
        row = outcome if isinstance(outcome, self.register.model) else subject
        return (self.register.row_url(row) if row is not None else None) or self.register.url()


class AddPage(WritePage):
    is_new = True

    def perform(self, subject: None, cleaned: dict[str, Any]) -> Any:
        self.crumbs = ((self.register.title, self.register.url()), (self.title, ""))
        return self.write.action(by=self.request.user, on=self.today, **cleaned)

    def subject(self) -> None:
        self.crumbs = ((self.register.title, self.register.url()), (self.title, ""))
        if not self.scope.has(self.write.duty):
            raise PermissionDenied


class EditPage(WritePage):
    is_new = False

    def subject(self) -> Any:
        row = self.row(self.register.rows(), pk=self.kwargs["pk"])
        name = self.register.row_title(row)
        self.crumbs = (
            (self.register.title, self.register.url()),
            (name, self.register.row_url(row) or ""),
            (self.title, ""),
        )
        return row

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        named = {self.register.model._meta.model_name or "row": subject}
        return self.write.action(**named, by=self.request.user, on=self.today, **cleaned)
