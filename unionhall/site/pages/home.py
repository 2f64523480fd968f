"""The first page: what waits for a clerk today, the year so far for whoever leads or audits.

Shows; decides nothing. What waits comes from the slot that apps fill.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.figures.figures import Definition
from unionhall.figures.times import Time
from unionhall.figures.units import YUAN
from unionhall.kernel import workdays
from unionhall.kernel.scope import Duty
from unionhall.kernel.waiting import Waiting
from unionhall.reporting.charts import months_chart
from unionhall.reporting.frozen import published
from unionhall.reporting.models import Citation, Review
from unionhall.reporting.opening import open_figures
from unionhall.reporting.pages.figures import ReportingPage
from unionhall.reporting.queries import year_pairs
from unionhall.reporting.restating import restated
from unionhall.ui.slots import HOME_PANELS, WAITING

AT_WORK = (Duty.ENTER, Duty.REVIEW, Duty.PAY, Duty.ADMINISTER)
SOON = 3
SHOWN_A_GROUP = 5


@dataclass(frozen=True)
class Group:
    """A section of what waits: the first lines, and how many more there are."""

    label: str
    lines: list[Waiting]
    total: int

    @property
    def rest(self) -> int:
        return self.total - len(self.lines)

    @property
    def has_amounts(self) -> bool:
        return any(line.amount_fen is not None for line in self.lines)


@dataclass(frozen=True)
class Tab:
    key: str
    label: str | Promise
    count: int


class Home(ReportingPage):
    """A clerk's or a leader's, by duties."""

    crumbs = ((_("首页"), ""),)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._clerk() if any(self.scope.has(duty) for duty in AT_WORK) else self._leader()

    def _clerk(self) -> HttpResponse:
        self.template_name = "site/home_clerk.html"  # type: ignore[misc]
        waiting = [line for source in WAITING for line in source(self.scope, self.today)]
        tab = self.request.GET.get("due", "")
        chosen = [line for line in waiting if not tab or due_kind(line, self.today) == tab]
        return self.answer(
            title=_("今天要办的事"),
            groups=grouped(chosen, everything=self.request.GET.get("all", "")),
            elsewhere=len(waiting),
            tabs=self._tabs(waiting),
            tab=tab,
            panels=self._panels(),
            may_enter=self.scope.has(Duty.ENTER),
            is_calendar_known=workdays.is_known(self.today),
        )

    def _leader(self) -> HttpResponse:
        self.template_name = "site/home_leader.html"  # type: ignore[misc]
        opened = open_figures(leading_pairs(self.year, self.today), within=self.within, months=True)
        told = [row for row in opened if row.has_months and row.definition.unit is YUAN]
        drawn = max(told, key=lambda row: len(row.value.months), default=None)
        broken = {finding for row in opened for finding in row.findings if not finding.holds}
        day = gettext("{month}月{day}日").format(month=self.today.month, day=self.today.day)
        title = _("%(year)s 年，截至 %(day)s") % {"year": self.year, "day": day}
        review = Review.objects.visible_to(self.scope).filter(year=self.year).order_by("organisation_path").first()
        publication = published(review) if review else None
        moved = [row for row in restated(publication).values() if row.has_moved] if publication else []
        return self.answer(
            title=title,
            opened=opened,
            broken=sorted(broken, key=str),
            restated=moved,
            minding=len(broken) + len(moved),
            has_brief=review is not None and review.texts.exists(),
            drawn=drawn,
            chart=months_chart(drawn, with_own=not self.within) if drawn else "",
            panels=self._panels(),
        )

    def _panels(self) -> list[object]:
        found = (provider(self.scope, self.request.posts, self.today) for provider in HOME_PANELS)  # type: ignore[attr-defined]
        return [panel for panel in found if panel]

    def _tabs(self, waiting: list[Waiting]) -> list[Tab]:
        kinds = [due_kind(line, self.today) for line in waiting]
        return [
            Tab("", _("全部"), len(waiting)),
            Tab("overdue", _("已超期"), kinds.count("overdue")),
            Tab("today", _("今天到期"), kinds.count("today")),
            Tab("soon", _("三个工作日内"), kinds.count("soon")),
        ]


def leading_pairs(year: int, on: date) -> list[tuple[Definition, Time]]:
    """What the year's review cites; all figures where it cites none."""
    pairs = year_pairs(year, on)
    cited = set(Citation.objects.filter(year=year).values_list("figure", flat=True))
    return [pair for pair in pairs if pair[0].id in cited] or pairs


def due_kind(line: Waiting, on: date) -> str:
    """overdue, today, soon (within three working days) or later."""
    if line.due_on is None:
        return "later"
    if line.due_on < on:
        return "overdue"
    if line.due_on == on:
        return "today"
    return "soon" if line.due_on <= workdays.after(on, SOON) else "later"


def grouped(lines: Iterable[Waiting], everything: str = "") -> list[Group]:
    """Sections in the order they come, the most urgent lines first; `everything` names the one shown whole."""
    sections: dict[str, list[Waiting]] = {}
    for line in lines:
        sections.setdefault(line.group, []).append(line)
    out = []
    for label, rows in sections.items():
        rows.sort(key=lambda line: (line.due_on is None, line.due_on or date.max))
        shown = rows if label == everything else rows[:SHOWN_A_GROUP]
        out.append(Group(label, shown, len(rows)))
    return out


home = Home.as_view()
