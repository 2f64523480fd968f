"""The steps of a case as pages show them, newest first, and instants in the words of the day.

Shows; decides nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from unionhall.casework.kinds import Verb
from unionhall.casework.models import Case
from unionhall.ui.templatetags.ui import moment, month_day

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


def when_of(on: date, at: datetime) -> str:
    """The business day of an act; with the time of day where it was written down on that very day."""
    return moment(at) if timezone.localtime(at).date() == on else month_day(on)


def rows_of(
    case: Case, besides: Iterable[tuple[datetime, TimelineRow]] = (), state: tuple[str, str] | None = None
) -> list[TimelineRow]:
    """Every step, newest first; above them what the case waits for.

    :param besides: what else became of its matter, with its instant: stands among the steps where it falls.
    :param state: where its matter stands otherwise than the case.
    """
    kind = case.declared
    words = {(t.source, t.verb): t.word for t in kind.table}
    steps = case.steps.select_related("reason").order_by("-number")
    told = [
        (
            row.at,
            TimelineRow(
                kind=MARKS.get(Verb(row.verb), "done"),
                act=words.get((row.source, Verb(row.verb)), row.verb),
                who=row.by_name,
                when=when_of(row.on, row.at),
                note=" · ".join(part for part in (row.post, str(row.reason or ""), row.note) if part),
            ),
        )
        for row in steps
    ]
    # Steps stay in their own order: several of one transaction may have one instant.
    rows = [row for _at, row in sorted([*told, *besides], key=lambda pair: pair[0], reverse=True)]
    awaited = None if case.closed_on else kind.awaited(case.state)
    if awaited is not None:
        chip, word = state or case.state_pair
        mark = "failed" if chip == "failed" else "doing"
        rows.insert(0, TimelineRow(mark, word, case.turn.name if case.turn else "", ""))
    return rows
