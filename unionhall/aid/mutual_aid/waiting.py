"""What of rosters waits for a clerk: previews to confirm, files that could not be read.

Money that does not match waits in receipts.
"""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from unionhall.aid.mutual_aid.panels import ROSTER, SCHEME
from unionhall.kernel.scope import Duty, Scope
from unionhall.kernel.waiting import Waiting
from unionhall.office.imports.models import Import, ImportState
from unionhall.programmes.queries import period_on


def rosters(scope: Scope, on: date) -> list[Waiting]:
    """For whoever enters rosters; due when the period's enrolment closes."""
    if not scope.has(Duty.ENTER):
        return []
    period = period_on(SCHEME, on)
    due_on = period.enrol_until if period and period.enrol_until >= on else None
    states = (ImportState.PREVIEW, ImportState.REFUSED)
    open_files = Import.objects.visible_to(scope, Duty.ENTER).filter(kind=ROSTER, state__in=states)
    return [_line(imported, due_on) for imported in open_files[:50]]


def _line(imported: Import, due_on: date | None) -> Waiting:
    is_read = imported.state == ImportState.PREVIEW
    counts = imported.counts
    told = gettext("预览完成，{rows} 行，其中 {rejected} 行不予导入")
    detail = told.format(rows=counts.get("rows", 0), rejected=counts.get("rejected", 0))
    return Waiting(
        group=gettext("参保花名册"),
        title=imported.title,
        url=reverse("imports:import", args=[imported.pk]),
        verb=gettext("看预览") if is_read else gettext("看原因"),
        detail=detail if is_read else imported.sentence,
        due_on=due_on,
        amount_fen=counts.get("facts", {}).get("amount_fen") if is_read else None,
        state=("doing", gettext("待确认导入")) if is_read else ("failed", gettext("没有读成")),
    )
