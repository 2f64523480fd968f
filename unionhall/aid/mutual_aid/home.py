"""第N期参保 beside the first page's list: who takes part of those who may, what is owed and what came in.

People and money received are the figures' own numbers for the reader's subtree.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext

from unionhall.accounts.reach import reach_of
from unionhall.aid.mutual_aid.figures import collected, participants, participation_rate, staff
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.aid.mutual_aid.panels import SCHEME, Line
from unionhall.figures.times import Period as PeriodTime
from unionhall.funds.receipts.models import Due
from unionhall.kernel import paths
from unionhall.kernel.money import show_yuan
from unionhall.kernel.scope import Scope
from unionhall.office import counting
from unionhall.programmes.models import Period
from unionhall.programmes.queries import period_on
from unionhall.ui.panels import Panel


def enrolling_panel(scope: Scope, posts: Any, on: date) -> Panel | None:
    """None before the first period, or for a reader without organisations."""
    period = period_on(SCHEME, on)
    if period is None or not scope.reads:
        return None
    within = reach_of(scope, posts).path
    time = PeriodTime(SCHEME, period.number, on=min(period.enrol_until, on))
    tally = counting.evaluate([participation_rate, collected], [time], within=within)
    rate = tally.value(participation_rate, time).all
    lines, due_fen = _owed(within, period)
    received_fen = int(tally.value(collected, time).all or 0)
    context = {
        "people": tally.value(participants, time).all,
        "staff": tally.value(staff, time).all,
        "percent": float(Fraction(rate) * 100) if rate is not None else 0,
        "rate": participation_rate.unit.text(rate),
        "until": period.enrol_until,
        "figure_time": time.key,
        "lines": lines,
        "due_fen": due_fen,
        "received_fen": received_fen,
        "short_fen": max(due_fen - received_fen, 0),
        "over_fen": max(received_fen - due_fen, 0),
    }
    state = gettext("登记中") if period.enrol_from <= on <= period.enrol_until else gettext("登记已截止")
    title = gettext("第{n}期参保").format(n=period.number)
    return Panel(title, "mutual_aid/enrolling_panel.html", context, note=state)


def _owed(within: str, period: Period) -> tuple[list[Line], int]:
    """Tiers × people of the standing shares, and what is owed; by the places of their days, as the figures are."""
    place: dict[str, Any] = {"path__gte": within, "path__lt": paths.successor(within)} if within else {}
    standing = Enrolment.objects.standing().filter(period=period, **place).order_by()
    tiers = standing.values_list("tier__label", "amount_fen").annotate(n=Count("pk")).order_by("-amount_fen")
    lines = [
        Line(gettext("{tier}档 {n} 人 × {fee}").format(tier=label, n=f"{n:,}", fee=show_yuan(fee)), n * fee)
        for label, fee, n in tiers
    ]
    dues = Due.objects.standing().filter(period=period, **place)
    return lines, dues.aggregate(s=Sum("amount_fen"))["s"] or 0
