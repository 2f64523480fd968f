"""The steps of a case as pages show them, newest first, and instants in the words of the day.

Shows; decides nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from unionhall.casework.kinds import Verb
from unionhall.casework.models import Case
from unionhall.ui.templatetags.ui import moment

MARKS = {
    Verb.RETURN: "back",
    Verb.REFUSE: "failed",
    Verb.OBJECT: "note",
    Verb.APPEAL: "note",
    Verb.WITHDRAW: "ended",
}


@dataclass(frozen=True)
class TimelineRow:
    """One row of <c-timeline>."""

    kind: str
    act: str
    who: str
    when: str
    note: str = ""


def when_words(at: datetime) -> str:
    """今天 10:21, or 11月05日 15:10."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return gettext("今天 {time}").format(time=f"{local:%H:%M}")
    return moment(at)


def rows_of(case: Case) -> list[TimelineRow]:
    """Every step, newest first; above them what the case waits for."""
    kind = case.declared
    words = {(t.source, t.verb): t.word for t in kind.table}
    steps = case.steps.select_related("reason").order_by("-number")
    rows = [
        TimelineRow(
            kind=MARKS.get(Verb(row.verb), "done"),
            act=words.get((row.source, Verb(row.verb)), row.verb),
            who=row.by_name,
            when=moment(row.at),
            note=" · ".join(part for part in (row.post, str(row.reason or ""), row.note) if part),
        )
        for row in steps
    ]
    awaited = None if case.closed_on else kind.awaited(case.state)
    if awaited is not None:
        rows.insert(
            0, TimelineRow("doing", str(kind.states[case.state].label), case.turn.name if case.turn else "", "")
        )
    return rows
