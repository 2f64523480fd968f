"""How a claim reads on its pages: the calculation with its bands, what was given before, what may be done next.

Words and reads only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from unionhall.aid.claims import kind, queries, reference, rules, showing, valuation, wording
from unionhall.aid.claims.models import Claim, Edition, Lump
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Case, Step
from unionhall.casework.queries import waiting_for
from unionhall.casework.timeline import TimelineRow, when_of
from unionhall.funds.payments.models import BankReturn, Order, Verdict
from unionhall.funds.payments.queries import current
from unionhall.kernel.errors import DomainError
from unionhall.kernel.money import Fen, show_yuan
from unionhall.kernel.scope import Scope
from unionhall.office.journal.models import Entry
from unionhall.office.journal.verbs import word_of

SHOWN = 500


@dataclass(frozen=True)
class BandRow:
    """One slice of the cost: its bounds, what of the cost lies in it, its rate, what it gives. `share` of 100 is the
    bar's width."""

    bounds: str
    slice: str
    rate: str
    amount: str
    share: float


@dataclass(frozen=True)
class Item:
    """A numbered step of the calculation, or its bands as one table."""

    no: str
    title: str
    note: str = ""
    reason: str = ""
    amount: str = ""
    bands: tuple[BandRow, ...] = ()
    is_total: bool = False


@dataclass(frozen=True)
class Account:
    """Why it is this number: from the stored valuation, or as it would come to today; `problem` where it cannot."""

    items: tuple[Item, ...] = ()
    plain: tuple[str, ...] = ()
    amount_fen: Fen = 0
    edition: Edition | None = None
    is_stored: bool = False
    suggested: str = ""
    problem: str = ""


def account_of(claim: Claim) -> Account:
    """As it was decided; while a decision is awaited, also one after an appeal, what it would come to now."""
    if claim.edition_id and _is_decided(claim):
        return _account(claim.trace, claim.granted_fen, claim.reason, claim.edition, is_stored=True)
    try:
        edition, decision = queries.outlook(claim)
    except DomainError as refusal:
        return Account(problem=refusal.say(gettext))
    return _account(decision.steps, decision.amount_fen, decision.reason, edition, is_stored=False)


def _is_decided(claim: Claim) -> bool:
    if claim.case is None:
        return True
    return claim.case.state != kind.APPEALED and bool(claim.approved_on or claim.refused_on)


def _account(
    steps: Iterable[rules.Step], amount: Fen, reason: str, edition: Edition | None, *, is_stored: bool
) -> Account:
    steps = tuple(steps)
    suggested = "" if amount else reference.reason_for(reason)
    plain = tuple(showing.in_plain_words(steps))
    return Account(tuple(items_of(steps)), plain, amount, edition, is_stored, suggested)


def items_of(steps: tuple[rules.Step, ...]) -> list[Item]:
    """Steps renumbered for reading: the bands are one of them."""
    lines = showing.calculation(steps)
    items: list[Item] = []
    banded = tuple(step for step in steps if step.rule == "band")
    most = max((step.amount_fen or 0 for step in banded), default=0)
    for step, line in zip(steps, lines, strict=True):
        no = str(len(items) + 1)
        if step.rule in ("band", "sum"):
            if step is banded[0]:
                note = gettext("每一段只按本段比例，不是全部套用")
                total = show_yuan(sum(one.amount_fen or 0 for one in banded))
                rows = tuple(_band(one, most) for one in banded)
                items.append(Item(no, gettext("分段计算"), note, "", total, rows))
            continue
        note = " ".join(part for part in (line.papers, line.article) if part)
        items.append(Item("" if line.is_total else no, line.title, note, line.reason, line.amount, (), line.is_total))
    return items


def _band(step: rules.Step, most: Fen) -> BandRow:
    facts = step.facts
    bounds = wording.band_range(facts["from"], facts["until"], gettext)
    amount = step.amount_fen or 0
    share = 100 * amount / most if most else 0
    return BandRow(bounds, show_yuan(facts["slice"]), wording.rate(facts["rate"]), show_yuan(amount), share)


@dataclass(frozen=True)
class Before:
    """Another claim of the same person in the same period, and what became of its money."""

    claim: Claim
    order: Order | None


def before(claim: Claim) -> list[Before]:
    """What the period has given or refused this person already; only claims the terms count."""
    others = Claim.objects.valued().filter(person=claim.person_id, period=claim.period_id).exclude(pk=claim.pk)
    rows = list(others.filter(received_on__lte=claim.received_on).order_by("-received_on", "-pk")[:20])
    orders = current(row.source_key for row in rows)
    return [Before(row, orders.get((row.source_key, 1))) for row in rows]


def stays_before(claim: Claim) -> int:
    rows = Claim.objects.live().filter(person=claim.person_id, period=claim.period_id, pk__lt=claim.pk)
    return rows.count()


def benefit_label(claim: Claim) -> str:
    """住院互助, as the edition of its day calls it."""
    edition = claim.edition
    if edition is None:
        try:
            edition = valuation.edition_for(claim.period, claim.discharged_on)
        except DomainError:
            return claim.benefit
    found = edition.benefits.filter(code=claim.benefit).first()
    return found.label if found else claim.benefit


def diagnosis_label(claim: Claim) -> str:
    """The illness as its form names it; "" where none was typed."""
    if not claim.diagnosis:
        return ""
    rows = Lump.objects.filter(code=claim.diagnosis, benefit__code=claim.benefit).order_by("-benefit__edition")
    found = rows.filter(benefit__edition=claim.edition_id).first() or rows.first()
    return found.label if found else gettext("其他病种")


def besides(claim: Claim) -> list[tuple[datetime, TimelineRow]]:
    """What became of a claim beside its case's steps: corrections, and money that came back or was sent anew."""
    entries = Entry.objects.filter(object_type=Claim._meta.label_lower, object_id=str(claim.pk))
    rows = [
        (entry.at, TimelineRow("note", word_of(entry.verb), entry.actor_name, when_of(entry.on, entry.at)))
        for entry in entries.filter(verb="claims.claim.corrected")
    ]
    returns = BankReturn.objects.filter(order__case=claim.case_id, verdict=Verdict.RETURNED).select_related(
        "order", "file"
    )
    for row in returns:
        note = " · ".join(part for part in (row.order.number if row.order else "", row.said) if part)
        at = row.file.read_at
        rows.append(
            (at, TimelineRow("failed", gettext("付款退回"), gettext("银行回盘"), when_of(row.file.read_on, at), note))
        )
    anew = {str(order.pk): order for order in Order.objects.filter(case=claim.case_id, replaces__isnull=False)}
    if anew:
        made = Entry.objects.filter(object_type=Order._meta.label_lower, object_id__in=list(anew))
        for entry in made.filter(verb="payments.order.reissued"):
            told = TimelineRow(
                "done",
                word_of(entry.verb),
                entry.actor_name,
                when_of(entry.on, entry.at),
                anew[entry.object_id].number,
            )
            rows.append((entry.at, told))
    return rows


def returned_for(cases: Sequence[Case]) -> dict[int, Step]:
    """Of those cases that wait to be mended, the step that sent each back, by the case's key."""
    back = [case.pk for case in cases if case.state in (kind.BACK_FIRST, kind.BACK_SECOND)]
    if not back:
        return {}
    steps = Step.objects.filter(case__in=back, verb=Verb.RETURN).select_related("reason").order_by("number")
    return {step.case_id: step for step in steps}


@dataclass(frozen=True)
class Queue:
    """The officer's place among the claims that wait for her: 第 3 件 / 共 12 件, and the neighbours."""

    place: int
    count: int
    previous: int | None
    following: int | None


def queue_of(claim: Claim, scope: Scope) -> Queue | None:
    """None when it does not wait for her."""
    rows = waiting_for(scope).filter(kind=kind.CODE).values_list("claim__pk", flat=True)
    keys = list(rows[:SHOWN])
    if claim.pk not in keys:
        return None
    at = keys.index(claim.pk)
    following = keys[at + 1] if at + 1 < len(keys) else None
    return Queue(at + 1, len(keys), keys[at - 1] if at else None, following)


def may_order(claim: Claim, scope: Scope, on: date) -> bool:
    return queries.to_order_by(scope, on).filter(pk=claim.pk).exists()
