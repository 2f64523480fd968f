"""数字总表 and a page per figure: scopes side by side, months, the time before, 口径, relations, records.

Counts nothing itself.
"""

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.reach import Reach, reach_of
from unionhall.figures.figures import Definition, Figure
from unionhall.figures.times import Time
from unionhall.figures.values import ALL, OWN, Scope
from unionhall.reporting import actions, charts
from unionhall.reporting.export import figures_workbook, records_workbook
from unionhall.reporting.feeding import facts_of, fed_panel
from unionhall.reporting.opening import asked_time, counties, definition_of, open_figures, reckoned, record_page
from unionhall.reporting.queries import year_pairs
from unionhall.reporting.times import NoPeriod
from unionhall.ui.downloads import workbook_answer
from unionhall.ui.pages import Crumb, Page

CRUMBS: tuple[Crumb, ...] = ((_("数字与综述"), ""),)


class ReportingPage(Page):
    """The year and the subtree a reader's figures are counted in: 全市 at the root, else the reader's own."""

    crumbs = CRUMBS

    @property
    def year(self) -> int:
        """The year chosen in the top bar; the installation's own until one is."""
        return int(self.request.session.get("year", 0)) or self.request.installation.year or self.today.year  # type: ignore[attr-defined]

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.scope, self.request.posts)  # type: ignore[attr-defined]

    @property
    def within(self) -> str:
        return self.reach.path

    @property
    def whole_label(self) -> str:
        """What "all" is called for this reader."""
        return self.reach.name


class FigureList(ReportingPage):
    """Every figure of the year."""

    template_name = "reporting/figures.html"
    title = _("数字总表")

    def get(self, request: HttpRequest) -> HttpResponse:
        opened = open_figures(year_pairs(self.year, self.today), within=self.within)
        if request.GET.get("export") == "xlsx":
            columns = counties(self.scope, self.within)
            book = figures_workbook(opened, columns, self.whole_label, with_own=not self.within)
            return workbook_answer(book, _("%(year)s年数字总表.xlsx") % {"year": self.year})
        groups: dict[str, list[Any]] = {}
        for row in opened:
            groups.setdefault(row.definition.id.partition(".")[0], []).append(row)
        broken = sorted({finding for row in opened for finding in row.findings if not finding.holds}, key=str)
        return self.answer(groups=groups.values(), total=len(opened), broken=broken, year=self.year)


class FigurePage(ReportingPage):
    """One figure opened."""

    template_name = "reporting/figure.html"

    @cached_property
    def definition(self) -> Definition:
        definition = definition_of(self.kwargs["figure_id"])
        if definition is None:
            raise Http404
        return definition

    @cached_property
    def time(self) -> Time:
        try:
            return asked_time(self.definition, self.request.GET.get("at", ""), self.year, self.today)
        except (NoPeriod, ValueError):
            raise Http404 from None

    @property
    def crumbs(self) -> Any:  # type: ignore[override]
        return (*CRUMBS, (_("数字总表"), "/figures/"), (self.definition.label, ""))

    def get(self, request: HttpRequest, figure_id: str) -> HttpResponse:
        pairs: list[tuple[Definition, Time]] = [(self.definition, self.time)]
        [opened] = open_figures(pairs, within=self.within, months=True)
        records = self.records(request) if isinstance(self.definition, Figure) else None
        return self.answer(
            title=self.definition.label,
            opened=opened,
            reckoned=reckoned(opened, within=self.within),
            counties=counties(self.scope, self.within),
            chart=charts.months_chart(opened, with_own=not self.within),
            chart_unit=charts.unit_word(self.definition),
            records=records,
            scope_key=request.GET.get("scope", ALL),
            month=request.GET.get("month", ""),
        )

    def records(self, request: HttpRequest) -> Any:
        assert isinstance(self.definition, Figure)
        return record_page(
            self.definition,
            self.time,
            scope=asked_scope(request.GET.get("scope", "")),
            month=asked_number(request.GET.get("month", "")),
            reach=self.scope,
            number=asked_number(request.GET.get("page", "")) or 1,
            within=self.within,
        )


class FigureRecords(FigurePage):
    """The records alone, a page at a time (htmx); all of them as a workbook by POST, because it is journalled."""

    template_name = "reporting/records.html"

    def get(self, request: HttpRequest, figure_id: str) -> HttpResponse:
        if not isinstance(self.definition, Figure):
            raise Http404
        return self.answer(
            title=self.definition.label,
            records=self.records(request),
            counties=counties(self.scope, self.within),
            definition=self.definition,
            time=self.time,
            scope_key=request.GET.get("scope", ALL),
            month=request.GET.get("month", ""),
        )

    def post(self, request: HttpRequest, figure_id: str) -> HttpResponse:
        if not isinstance(self.definition, Figure):
            raise Http404
        scope, month = asked_scope(request.GET.get("scope", "")), asked_number(request.GET.get("month", ""))
        content, many = records_workbook(
            self.definition, self.time, scope=scope, month=month, reach=self.scope, within=self.within
        )
        actions.note_records_taken(
            figure=self.definition.id,
            time=self.time.key,
            rows=many,
            by=request.user,  # type: ignore[arg-type]
            on=self.today,
        )
        return workbook_answer(content, f"{self.definition.label}.xlsx")


def asked_scope(text: str) -> Scope:
    """:raises Http404: neither all, own nor a county's code."""
    if text in ("", ALL):
        return ALL
    if text == OWN:
        return OWN
    if text.isdecimal() and len(text) == 6:
        return int(text)
    raise Http404


def asked_number(text: str) -> int | None:
    """:raises Http404: not a number."""
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)


class FedPage(ReportingPage):
    """Which citations of the year a record is counted in; as a section of the record's page, or alone."""

    template_name = "reporting/fed.html"
    title = _("这条记录用在哪些引用里")

    def get(self, request: HttpRequest, model: str, pk: int) -> HttpResponse:
        found = next((kind for kind in apps.get_models() if kind._meta.label_lower == model), None)
        facts = facts_of(found) if found is not None else ()
        if found is None or not facts:
            raise Http404
        record = self.row(found._default_manager.all(), pk=pk)
        panel = fed_panel(facts, pk, year=self.year, on=self.today, within=self.within)
        if request.headers.get("HX-Request"):
            self.template_name = "reporting/fed_body.html"  # type: ignore[misc]
        return self.answer(panel=panel, record=record, year=self.year)
