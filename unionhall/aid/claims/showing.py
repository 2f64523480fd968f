"""How editions read on pages: terms beside those they were copied from, examples, versions, a trial's account.

Reads and words only; nothing is decided here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from unionhall.aid.claims import wording
from unionhall.aid.claims.models import Edition, EditionPeriod, EditionStatus, Trial, Verification
from unionhall.aid.claims.rules import Step, mark
from unionhall.aid.claims.terms import Line, lines_of
from unionhall.kernel.scope import Scope
from unionhall.office.journal.models import Entry
from unionhall.office.registers.acts import acts_of, entries_of
from unionhall.ui.panels import Panel

ACTS = 5

CHIPS = {
    EditionStatus.DRAFT: "todo",
    EditionStatus.IN_FORCE: "done",
    EditionStatus.SUPERSEDED: "plain",
    EditionStatus.REFERENCE: "plain",
}
_MARKS = {"draft": "todo", "in-force": "done", "superseded": "ended", "reference": "note"}


def status_chip(edition: Edition) -> tuple[str, str]:
    status = EditionStatus(edition.status)
    return (CHIPS[status], str(status.label))


def periods_of(edition: Edition) -> str:
    """第17、18期, or "" for one that is for none."""
    numbers = [str(row.period.number) for row in edition.for_periods.all()]
    return gettext("第{numbers}期").format(numbers=gettext("、").join(numbers)) if numbers else ""


@dataclass(frozen=True)
class Row:
    """A line of terms beside the same line of the edition it was copied from; "" where one has none."""

    label: str
    unit: str
    before: str
    value: str
    source: str
    is_changed: bool
    is_unsourced: bool


@dataclass(frozen=True)
class Group:
    head: str
    rows: tuple[Row, ...]


def groups(edition: Edition) -> tuple[list[Group], int]:
    """The edition's terms under their heads, and how many lines differ from the edition it was copied from."""
    now = lines_of(edition)
    old = {line.key: line for line in lines_of(edition.copied_from)} if edition.copied_from else {}
    known = {line.key for line in now}
    gone = [line for key, line in old.items() if key not in known]
    made: dict[str, list[Row]] = {}
    for line in now:
        before = old.get(line.key)
        is_changed = bool(old) and (before is None or before.value != line.value)
        made.setdefault(line.section, []).append(_row(line, before.value if before else "", is_changed, edition))
    for line in gone:
        row = Row(line.label, line.unit, line.value, "", "", True, False)
        made.setdefault(line.section, []).append(row)
    changed = sum(row.is_changed for rows in made.values() for row in rows)
    return [Group(head, tuple(rows)) for head, rows in made.items()], changed


def _row(line: Line, before: str, is_changed: bool, edition: Edition) -> Row:
    is_marked = line.state == Verification.UNVERIFIED and not edition.is_demonstration
    return Row(line.label, line.unit, before, line.value, line.source, is_changed, is_marked)


def versions(edition: Edition) -> list[dict[str, str]]:
    """The scheme's editions as a timeline, newest first; references are not versions of it."""
    rows = Edition.objects.filter(scheme=edition.scheme, organisation=edition.organisation)
    rows = rows.exclude(status=EditionStatus.REFERENCE).prefetch_related("for_periods__period")
    return [
        {
            "kind": _MARKS[row.status],
            "act": row.name,
            "who": str(EditionStatus(row.status).label),
            "when": _since(row),
            "note": gettext("{name} 签").format(name=row.put_in_force_by_name) if row.put_in_force_by_name else "",
        }
        for row in rows.order_by("-valid_from", "-pk")[:12]
    ]


def _since(edition: Edition) -> str:
    if edition.is_draft:
        return gettext("拟 {day} 施行，须另一人施行").format(day=edition.valid_from or "—")
    return gettext("{day} 起").format(day=edition.valid_from)


def replaced(edition: Edition) -> list[EditionPeriod]:
    """What is in force now for the periods of a draft."""
    periods = edition.for_periods.values("period")
    rows = EditionPeriod.objects.filter(period__in=periods, is_in_force=True)
    return list(rows.select_related("edition", "period__scheme"))


def checklists(edition: Edition) -> list[tuple[str, str]]:
    """Each benefit's papers with their marks: ① 出院结算单，② 出院小结."""
    return [
        (
            benefit.label,
            gettext("，").join(f"{mark(place)} {paper.label}" for place, paper in enumerate(benefit.papers.all())),
        )
        for benefit in edition.benefits.prefetch_related("papers")
        if benefit.papers.all()
    ]


def acts(entries: Iterable[Entry]) -> list[dict[str, str]]:
    """Journal entries of an edition as a timeline; of an amendment, the lines that changed."""
    rows = list(entries)
    told = acts_of(rows)
    for row, entry in zip(told, rows, strict=True):
        if entry.verb == "claims.edition.amended":
            row["note"] = gettext("；").join(entry.facts.get("lines", ()))
    return told


def acts_panel(edition: Edition, scope: Scope, on: date) -> Panel:
    """经过: the latest acts, with a way to all of them."""
    entries = entries_of(edition)
    total = entries.count()
    links = ((gettext("全部 {n} 条").format(n=total), "history/"),) if total > ACTS else ()
    context = {"acts": acts(entries[:ACTS])}
    return Panel(gettext("经过"), "registers/history_panel.html", context, links=links, is_aside=True)


def seen(edition: Edition) -> str:
    """What a signer sees in force, as the form keeps it: period:edition, 0 for none."""
    current = {row.period_id: row.edition_id for row in replaced(edition)}
    periods = edition.for_periods.values_list("period_id", flat=True)
    return ",".join(f"{period}:{current.get(period, 0)}" for period in periods)


def calculation(steps: tuple[Step, ...]) -> list[wording.Line]:
    return wording.for_clerk(steps, gettext)


def in_plain_words(steps: tuple[Step, ...]) -> list[str]:
    return wording.for_worker(steps, gettext)


def _percent(basis_points: int) -> str:
    return f"{basis_points / 100:,.1f}"


@dataclass(frozen=True)
class TrialLine:
    label: str
    unit: str
    was: Any
    would: Any
    kind: str


def is_outdated(trial: Trial) -> bool:
    """Whether the edition's terms were amended after the trial."""
    return entries_of(trial.edition).filter(verb="claims.edition.amended", at__gt=trial.tried_at).exists()


def trial_account(trial: Trial) -> Iterator[TrialLine]:
    """The comparison line by line; amounts in fen, heads as numbers."""
    told = trial.totals
    was, would, yuan, people = told["was"], told["would"], gettext("元"), gettext("人")
    yield TrialLine(gettext("补助金"), yuan, was["amount_fen"], would["amount_fen"], "money")
    yield TrialLine(gettext("增减"), yuan, None, told["change_fen"], "change")
    yield TrialLine(gettext("受益职工"), people, was["people"], would["people"], "count")
    yield TrialLine(gettext("补助变多的人"), people, None, told["gaining"], "count")
    yield TrialLine(gettext("补助变少的人"), people, None, told["losing"], "count")
    yield TrialLine(gettext("触封顶"), people, was["capped"], would["capped"], "count")
    yield TrialLine(gettext("不补的申领"), gettext("件"), was["refused"], would["refused"], "count")
    yield TrialLine(gettext("收缴"), yuan, told["collected_fen"], told["collected_fen"], "money")
    balance = told["collected_fen"] - was["amount_fen"]
    yield TrialLine(gettext("结余"), yuan, balance, told["balance_fen"], "total")
    if told["collected_fen"]:
        before = was["amount_fen"] * 10_000 // told["collected_fen"]
        yield TrialLine(gettext("支出占收缴"), "%", _percent(before), _percent(told["payout_bp"]), "text")
