"""What mutual aid shows on pages below it: a person's shares, a roster's due against the money, a column of the roll.

Reads only; amounts are reckoned by receipts.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.db.models import Case, CharField, Count, Exists, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.mutual_aid.figures import collected, participants
from unionhall.aid.mutual_aid.models import Enrolment, Roster
from unionhall.figures.figures import Figure
from unionhall.figures.times import Period as PeriodTime
from unionhall.funds.receipts import queries as receipts
from unionhall.kernel import paths
from unionhall.kernel.money import Fen, show_yuan
from unionhall.kernel.scope import Scope
from unionhall.members.models import Person
from unionhall.members.slots import RollColumn
from unionhall.office import counting
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.installation.models import Installation
from unionhall.office.registers.columns import Column
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period
from unionhall.programmes.queries import period_on
from unionhall.ui.panels import Panel

SCHEME = "mutual-aid"
ROSTER = "mutual_aid.roster"


def person_panel(person: Person, scope: Scope, on: date) -> Panel:
    """参保: a line a share, newest period first. A unit outside the scope is not named."""
    rows = Enrolment.objects.filter(person=person).select_related("period__scheme", "unit", "tier")
    shares = [
        {"share": row, "unit": row.unit.name if scope.covers(row.unit.path) else gettext("其他单位")}
        for row in rows.order_by("-period__number", "-pk")
    ]
    note = gettext("{n} 期").format(n=len(shares)) if shares else ""
    return Panel(_("参保"), "mutual_aid/person_panel.html", {"shares": shares}, note=note)


@dataclass(frozen=True)
class Line:
    """普通 1,030 人 × 40.00 | 41,200.00"""

    label: str
    amount_fen: Fen


def roster_panel(imported: Import, scope: Scope) -> Panel | None:
    """应缴与到款 beside a roster: tiers × people make what is due; what came in, and the difference."""
    if imported.kind != ROSTER or imported.state not in SHOWN:
        return None
    lines = _committed_lines(imported) if imported.state == ImportState.COMMITTED else _preview_lines(imported)
    due_fen = sum(line.amount_fen for line in lines)
    reckoning = _reckoning(imported)
    pointing = _pointing(imported)
    received_fen = reckoning.settled_fen + sum(pointing.values())
    context = {
        "lines": lines,
        "due_fen": due_fen,
        "received_fen": received_fen,
        "last_on": reckoning.last_on,
        "unclaimed_fen": sum(pointing.values()),
        "short_fen": max(due_fen - received_fen, 0),
        "over_fen": max(received_fen - due_fen, 0),
    }
    return Panel(_("应缴与到款"), "mutual_aid/roster_panel.html", context, note=_("元"), is_aside=True)


@dataclass(frozen=True)
class Changed:
    """A figure of the sender's subtree: what of it this import brought, and where it opens."""

    figure: Figure
    brought: int
    now: int
    time: str

    @property
    def without(self) -> int:
        return self.now - self.brought

    @property
    def texts(self) -> tuple[str, str, str]:
        return tuple(self.figure.unit.text(n) for n in (self.without, self.now, self.brought))  # type: ignore[return-value]


def changed_figures(imported: Import, scope: Scope) -> Panel | None:
    """数字随之变化: the figures a committed roster feeds, counted now, with and without it."""
    if imported.kind != ROSTER or imported.state != ImportState.COMMITTED:
        return None
    period = Roster.objects.filter(origin=imported.pk).select_related("period").values_list("period__number", flat=True)
    number = period.first()
    if number is None:
        return None
    time = PeriodTime(SCHEME, number)
    top = imported.organisation_path
    tally = counting.evaluate([participants, collected], [time], within="" if top == paths.key(1) else top)
    brought = {
        participants: Enrolment.objects.standing().filter(roster__origin=imported.pk).count(),
        collected: _reckoning(imported).settled_fen,
    }
    rows = [Changed(f, many, int(tally.value(f, time).all or 0), time.key) for f, many in brought.items()]
    return Panel(
        _("数字随之变化"),
        "mutual_aid/changed_panel.html",
        {"rows": rows},
        note=_("不含这次 → 现在"),
    )


SHOWN = {ImportState.PREVIEW, ImportState.COMMITTING, ImportState.COMMITTED}


def _line(label: str, people: int, fee_fen: Fen) -> Line:
    text = gettext("{tier}档 {people} 人 × {fee}").format(tier=label, people=f"{people:,}", fee=show_yuan(fee_fen))
    return Line(text, people * fee_fen)


def _preview_lines(imported: Import) -> list[Line]:
    tiers = imported.counts.get("facts", {}).get("tiers", [])
    return [_line(tier["label"], tier["people"], tier["fee_fen"]) for tier in tiers if tier["people"]]


def _committed_lines(imported: Import) -> list[Line]:
    """Of the shares that stand today: withdrawals since lessen what is owed."""
    standing = Enrolment.objects.standing().filter(roster__origin=imported.pk).order_by()
    tiers = standing.values_list("tier__label", "amount_fen").annotate(n=Count("pk")).order_by("-amount_fen")
    return [_line(label, people, fee) for label, fee, people in tiers]


def _reckoning(imported: Import) -> receipts.Reckoning:
    rosters = Roster.objects.filter(origin=imported.pk, undone_on=None)
    return receipts.reckoning_of([roster.due_key for roster in rosters])


def _pointing(imported: Import) -> dict[int, Fen]:
    """Receipts nobody claimed whose payer or remark names the unit that sent the roster; before it is committed there
    is no due to match them with.
    """
    if imported.state == ImportState.COMMITTED:
        return {}
    sender = imported.subject.rpartition(":")[2]  # scheme:period:unit
    unit = Unit.objects.select_related("employer").filter(pk=int(sender) if sender.isdecimal() else 0).first()
    return receipts.unclaimed_naming(unit) if unit else {}


def roll_column() -> RollColumn:
    """第N期 of the members' register: 续保, 新参 or 未参保 in the period being enrolled."""
    return RollColumn(
        column=Column("share", label=_period_label(), value=share_word, on_phone="line"),
        annotate=_with_share,
        filter_name="enrolled",
        filter=EnrolledFilter(
            label=_period_label(), choices=[("yes", _("已参保")), ("no", _("未参保"))], empty_label=_("全部")
        ),
    )


def share_word(membership: Any) -> str:
    """续保, 新参 or 未参保."""
    return {"renewal": gettext("续保"), "new": gettext("新参")}.get(membership.share, gettext("未参保"))


# The period being enrolled, looked up once a list: its rows are asked for before anything of it is shown.
_current: ContextVar[Period | None] = ContextVar("period being enrolled", default=None)


def _label() -> str:
    period = _current.get()
    return gettext("第{n}期").format(n=period.number) if period else gettext("参保")


_period_label = lazy(_label, str)


def _shares_of_person() -> Any:
    """Standing shares of the row's person in the period being enrolled."""
    return Enrolment.objects.standing().filter(person=OuterRef("person"), period=_current.get()).order_by()


def _with_share(rows: Any) -> Any:
    _current.set(period_on(SCHEME, Installation.current().today()))
    renewal = Subquery(_shares_of_person().values("is_renewal")[:1])
    return rows.annotate(is_renewal=renewal).annotate(
        share=Coalesce(
            Case(
                When(is_renewal=True, then=Value("renewal")),
                When(is_renewal=False, then=Value("new")),
                output_field=CharField(),
            ),
            Value(""),
        )
    )


class EnrolledFilter(django_filters.ChoiceFilter):
    """Whether the row's person has a standing share in the period being enrolled."""

    def filter(self, qs: Any, value: Any) -> Any:
        if value not in ("yes", "no"):
            return qs
        has_share = Exists(_shares_of_person())
        return qs.filter(has_share if value == "yes" else ~has_share)
