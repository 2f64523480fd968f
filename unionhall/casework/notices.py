"""公示: cases of one kind that stand in public notice, as a list with masked names to put on the board.

Who the person is and how much it is, the app that owns the kind says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from unionhall.casework.models import Case
from unionhall.kernel.identifiers import mask_name
from unionhall.kernel.scope import Scope
from unionhall.ui.panels import Panel

SHOWN = 500


@dataclass(frozen=True)
class NoticeLine:
    """What the board says of one case: the masked name, the unit, the amount, the last day."""

    number: str
    name: str
    unit: str
    amount_fen: int | None
    from_on: date
    until_on: date


# (name, amount in fen) of each case, by key; names come in clear and are masked here, so that no caller can forget it.
Subjects = Callable[[Sequence[Case]], Mapping[int, tuple[str, int | None]]]


def listed(kind: str, scope: Scope, *, on: date, subjects: Subjects) -> list[NoticeLine]:
    """Cases in notice within the scope, by unit; names masked."""
    rows = Case.objects.in_notice(on=on).visible_to(scope).filter(kind=kind).select_related("unit")
    cases = list(rows.order_by("unit__path", "number")[:SHOWN])
    told = subjects(cases)
    lines = []
    for case in cases:
        name, amount_fen = told[case.pk]
        assert case.notice_from is not None
        assert case.notice_until is not None
        lines.append(
            NoticeLine(case.number, mask_name(name), case.unit.name, amount_fen, case.notice_from, case.notice_until)
        )
    return lines


def notice_panel(kind: str, scope: Scope, *, on: date, subjects: Subjects) -> Panel:
    """The list as a section of a page; printed it is the sheet for the board."""
    lines = listed(kind, scope, on=on, subjects=subjects)
    total = sum(line.amount_fen or 0 for line in lines)
    context = {"lines": lines, "total_fen": total, "has_amounts": any(line.amount_fen is not None for line in lines)}
    note = gettext("{n} 件").format(n=len(lines))
    return Panel(gettext("公示名单"), "casework/notice_panel.html", context, note=note)
