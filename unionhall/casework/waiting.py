"""What of every kind of case waits for this user: one line a case, the most urgent first.

The rest of a long list is the kind's own page.
"""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext

from unionhall.casework.kinds import Kind, Told, kind_of, kinds
from unionhall.casework.models import Case
from unionhall.casework.queries import waiting_for
from unionhall.kernel.scope import Scope
from unionhall.kernel.waiting import Waiting

SHOWN = 50


def waiting(scope: Scope, on: date) -> list[Waiting]:
    """At most fifty lines, with what each kind tells of its cases."""
    declared = [kind.code for kind in kinds()]
    if not declared or not scope.reads:
        return []
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for case in waiting_for(scope).filter(kind__in=declared)[:SHOWN]:
        by_kind[case.kind].append(case)
    return [line for code, cases in by_kind.items() for line in _lines(kind_of(code), cases)]


def _lines(kind: Kind, cases: list[Case]) -> list[Waiting]:
    told = kind.tell(cases) if kind.tell else {}
    lines = []
    for case in cases:
        words = told.get(case.pk, Told(case.number))
        way = kind.awaited(case.state)
        lines.append(
            Waiting(
                group=str(kind.label),
                title=words.title,
                url=words.url or case.get_absolute_url(),
                verb=gettext("去{act}").format(act=way.word if way else ""),
                detail=words.detail,
                due_on=case.due_on,
                amount_fen=words.amount_fen,
                state=case.state_pair,
            )
        )
    return lines
