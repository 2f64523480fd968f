"""What any page of a case shows beside its matter: state, deadline and timeline; the checklist of papers.

The page belongs to the app that owns the kind.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.casework import papers
from unionhall.casework.models import Case
from unionhall.casework.timeline import TimelineRow, rows_of
from unionhall.kernel.scope import Scope
from unionhall.organisations.models import Unit
from unionhall.ui.panels import Panel


def case_panel(
    case: Case,
    scope: Scope,
    on: date,
    *,
    state: tuple[str, str] | None = None,
    besides: Iterable[tuple[datetime, TimelineRow]] = (),
) -> Panel:
    """经过: where the case stands, till when, and how it came there.

    :param state: where its matter stands otherwise than the case. :param besides: see `timeline.rows_of`.
    """
    context: dict[str, Any] = {"case": case, "today": on}
    context |= {"rows": rows_of(case, besides, state), "state": state or case.state_pair}
    return Panel(_("经过"), "casework/case_panel.html", context, note=case.number, is_aside=True)


def papers_panel(case: Case, scope: Scope, on: date, required: tuple[str, ...] | None = None) -> Panel | None:
    """材料: the checklist; files open only for whoever may open them, others see what is there and what is missing."""
    lines = papers.checklist(case, required)
    if not lines:
        return None
    key = str(case.pk)
    there = sum(bool(line.papers) for line in lines)
    links = ((_("上传"), reverse("casework:paper", args=[case.pk])),) if papers.may_add(scope, key) else ()
    context = {"lines": lines, "may_open": papers.may_open(scope, key)}
    note = gettext("已有 {there} 种").format(there=there)
    return Panel(_("材料"), "casework/papers_panel.html", context, note=note, links=links, is_aside=True)


def unit_dependents(unit: Unit, on: date) -> list[str]:
    """What hinders closing a unit: cases that are not decided."""
    count = Case.objects.open().filter(unit=unit).count()
    return [gettext("还有 {n} 件没有办结的办件").format(n=count)] if count else []
