"""What a claim is worth under an edition's terms: a pure decision with its calculation, step by step.

Knows no database and no clock. Terms hold numbers, names and articles; every condition stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from unionhall.kernel.money import Fen

WHOLE_BP = 10_000  # 100% in basis points


class Way(StrEnum):
    """How a benefit is reckoned."""

    BANDS = "bands"  # each slice of the cost has its own rate
    DAILY = "daily"  # so much a day after the free days
    LUMP = "lump"  # one sum by category of illness
    FLAT = "flat"  # one rate of the cost


class Base(StrEnum):
    """Which cost bands and flat rates are laid on."""

    OWN = "own-cost"
    TOTAL = "total-cost"


class Counting(StrEnum):
    """Whether a stay stands alone, or joins the period's earlier ones before deductible, bands and ceiling."""

    PER_STAY = "per-stay"
    CUMULATIVE = "cumulative"


class Rounding(StrEnum):
    """How each slice becomes whole fen."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    DOWN = "down"


class Reason(StrEnum):
    """Why a claim was refused, or got less than the bands gave."""

    UNKNOWN_BENEFIT = "unknown-benefit"
    BEFORE_COVER = "before-cover"
    AFTER_COVER = "after-cover"
    WAITING = "waiting-period"
    TOO_LATE = "claimed-too-late"
    NOT_LISTED = "diagnosis-not-listed"
    BELOW_DEDUCTIBLE = "below-deductible"
    FREE_DAYS = "within-free-days"
    NOTHING = "nothing-payable"
    OTHER_AID = "covered-by-other-aid"
    MINIMUM = "below-minimum"
    ONCE = "paid-once-already"
    EXHAUSTED_PERIOD = "period-exhausted"
    EXHAUSTED_LIFE = "life-exhausted"
    CAPPED_CLAIM = "capped-by-claim"
    CAPPED_PERIOD = "capped-by-period"
    CAPPED_LIFE = "capped-by-life"


@dataclass(frozen=True)
class Band:
    """Own cost above `from_fen` up to `until_fen` (None: no end) is paid at `rate_bp`."""

    from_fen: Fen
    until_fen: Fen | None
    rate_bp: int
    article: str = ""


@dataclass(frozen=True)
class Lump:
    label: str
    amount_fen: Fen
    article: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper a class asks for; `proves` names the facts read from it: own-cost, total-cost, days, diagnosis …"""

    code: str
    label: str
    proves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Benefit:
    """A class of claims: one way of reckoning and its numbers; None: the terms set no such number."""

    code: str
    label: str
    way: Way
    base: Base = Base.OWN
    counting: Counting = Counting.PER_STAY
    bands: tuple[Band, ...] = ()
    deductible_fen: Fen = 0
    ceiling_fen: Fen | None = None
    daily_fen: Fen = 0
    free_days: int = 0
    rate_bp: int = 0
    lumps: Mapping[str, Lump] = field(default_factory=dict)
    cap_claim_fen: Fen | None = None
    is_once: bool = False
    papers: tuple[Paper, ...] = ()
    articles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """An edition as the rules read it. `articles` name where each number stands; days are calendar days."""

    benefits: Mapping[str, Benefit]
    rounding: Rounding = Rounding.HALF_UP
    waiting_days: int = 0
    claim_days: int | None = None
    cap_period_fen: Fen | None = None
    cap_life_fen: Fen | None = None
    minimum_fen: Fen = 0
    subtracts_other_aid: bool = False
    notice_days: int = 0
    appeal_days: int = 0
    articles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stay:
    """What the papers say of one stay. The day of discharge is not counted as a day."""

    benefit: str
    admitted_on: date
    discharged_on: date
    own_cost_fen: Fen = 0
    total_cost_fen: Fen = 0
    diagnosis: str = ""

    @property
    def days(self) -> int:
        return (self.discharged_on - self.admitted_on).days


@dataclass(frozen=True)
class ClaimFacts:
    """A stay with what the records say of the person, as of the decision.

    `counted_before_fen` is the cost of the period's earlier claims of this benefit that were covered, whether or not
    they were paid; `paid_before` how many claims of this benefit were ever paid.
    """

    stay: Stay
    received_on: date
    joined_on: date
    cover_from: date
    cover_until: date
    is_renewal: bool = False
    paid_period_fen: Fen = 0
    paid_life_fen: Fen = 0
    counted_before_fen: Fen = 0
    paid_before: int = 0
    other_aid_fen: Fen = 0


@dataclass(frozen=True)
class Step:
    """One line of the calculation. `amount_fen` is what stands in its right column (None: nothing); `papers` are the
    marks ①② of the papers it was read from; `facts` are what its sentence needs."""

    number: int
    rule: str
    amount_fen: Fen | None
    article: str = ""
    papers: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        told = {"n": self.number, "rule": self.rule, "fen": self.amount_fen}
        rest = {"article": self.article, "papers": self.papers, "facts": dict(self.facts)}
        return {**told, **{name: value for name, value in rest.items() if value}}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Step":
        return cls(
            row["n"], row["rule"], row["fen"], row.get("article", ""), row.get("papers", ""), row.get("facts", {})
        )


@dataclass(frozen=True)
class Decision:
    """`counted_fen` is the cost that later stays of a cumulative benefit are laid upon."""

    is_granted: bool
    amount_fen: Fen
    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...]
    counted_fen: Fen = 0

    @property
    def reason(self) -> str:
        return self.reasons[0] if self.reasons else ""


class _Trail:
    """Steps as they are found, numbered."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def add(self, rule: str, amount: Fen | None, article: str = "", papers: str = "", **facts: Any) -> None:
        self.steps.append(Step(len(self.steps) + 1, rule, amount, article, papers, facts))

    def refused(self, *reasons: Reason, counted: Fen = 0) -> Decision:
        self.add("result", 0, reasons=[str(reason) for reason in reasons])
        return Decision(False, 0, reasons, tuple(self.steps), counted)

    def granted(self, amount: Fen, reasons: list[Reason], counted: Fen) -> Decision:
        self.add("result", amount, reasons=[str(reason) for reason in reasons])
        return Decision(True, amount, tuple(reasons), tuple(self.steps), counted)


def mark(place: int) -> str:
    """①, ② … for the first, second … paper; (21) beyond twenty."""
    return chr(0x2460 + place) if place < 20 else f"({place + 1})"


def marks(benefit: Benefit, fact: str) -> str:
    """The marks of the papers that prove a fact."""
    return "".join(mark(place) for place, paper in enumerate(benefit.papers) if fact in paper.proves)


def share_of(cost: Fen, rate_bp: int, rounding: Rounding) -> Fen:
    """So many basis points of a cost, in whole fen by the named rule."""
    whole, rest = divmod(cost * rate_bp, WHOLE_BP)
    if rounding == Rounding.HALF_UP:
        return whole + (2 * rest >= WHOLE_BP)
    if rounding == Rounding.HALF_EVEN:
        return whole + (2 * rest > WHOLE_BP or (2 * rest == WHOLE_BP and whole % 2 == 1))
    return whole


def slice_of(cost: Fen, band: Band, benefit: Benefit) -> Fen:
    """What part of a cost lies in a band, above the deductible and below the ceiling."""
    ends = [end for end in (band.until_fen, benefit.ceiling_fen, cost) if end is not None]
    return max(min(ends) - max(band.from_fen, benefit.deductible_fen), 0)


def decide(*, terms: Terms, facts: ClaimFacts) -> Decision:
    """What the claim is worth, why, and how it was reckoned.

    The order is that of the notices: cover, waiting, window; the benefit's own reckoning; other aid; the minimum; then
    the caps per claim, period and life. A refusal is a result with a reason, never an error.
    """
    trail = _Trail()
    benefit = terms.benefits.get(facts.stay.benefit)
    if benefit is None:
        return trail.refused(Reason.UNKNOWN_BENEFIT)
    barred = _barred(terms, facts, trail)
    if barred is not None:
        return trail.refused(barred)
    counted = _base_cost(benefit, facts.stay) if benefit.way in (Way.BANDS, Way.FLAT) else 0
    due, nothing = _RECKONINGS[benefit.way](terms, benefit, facts, trail)
    if terms.subtracts_other_aid and facts.other_aid_fen and due:
        left = max(due - facts.other_aid_fen, 0)
        article = terms.articles.get("subtracts_other_aid", "")
        trail.add("other-aid", left, article, before=due, other=facts.other_aid_fen)
        due, nothing = left, Reason.OTHER_AID
    if due == 0:
        return trail.refused(nothing, counted=counted)
    if due < terms.minimum_fen:
        trail.add("minimum", 0, terms.articles.get("minimum_fen", ""), before=due, limit=terms.minimum_fen)
        return trail.refused(Reason.MINIMUM, counted=counted)
    if benefit.is_once and facts.paid_before:
        trail.add("once", 0, benefit.articles.get("is_once", ""), before=due)
        return trail.refused(Reason.ONCE, counted=counted)
    return _capped(terms, benefit, facts, due, counted, trail)


def _barred(terms: Terms, facts: ClaimFacts, trail: _Trail) -> Reason | None:
    """Dates that exclude the stay; each one that is judged leaves its step only when it bars."""
    admitted = facts.stay.admitted_on
    came = admitted.isoformat()
    if admitted < facts.cover_from:
        trail.add("before-cover", None, admitted=came, begins=facts.cover_from.isoformat())
        return Reason.BEFORE_COVER
    if admitted > facts.cover_until:
        trail.add("after-cover", None, admitted=came, ended=facts.cover_until.isoformat())
        return Reason.AFTER_COVER
    if not facts.is_renewal and admitted < facts.joined_on + timedelta(days=terms.waiting_days):
        joined = facts.joined_on.isoformat()
        article = terms.articles.get("waiting_days", "")
        trail.add("waiting", None, article, joined=joined, days=terms.waiting_days, admitted=came)
        return Reason.WAITING
    if terms.claim_days is not None and facts.received_on > facts.stay.discharged_on + timedelta(days=terms.claim_days):
        article, left = terms.articles.get("claim_days", ""), facts.stay.discharged_on.isoformat()
        received = facts.received_on.isoformat()
        trail.add("window", None, article, discharged=left, received=received, days=terms.claim_days)
        return Reason.TOO_LATE
    return None


def _base_cost(benefit: Benefit, stay: Stay) -> Fen:
    return stay.own_cost_fen if benefit.base == Base.OWN else stay.total_cost_fen


def _by_bands(terms: Terms, benefit: Benefit, facts: ClaimFacts, trail: _Trail) -> tuple[Fen, Reason]:
    """Each slice at its rate, each rounded; of a cumulative benefit, what the slices grew by with this stay."""
    cost = _base_cost(benefit, facts.stay)
    before = facts.counted_before_fen if benefit.counting == Counting.CUMULATIVE else 0
    trail.add("cost", cost, papers=marks(benefit, benefit.base), base=str(benefit.base))
    if before:
        trail.add("before", before + cost, benefit.articles.get("counting", ""), before=before)
    if benefit.deductible_fen:
        trail.add("deductible", None, benefit.articles.get("deductible_fen", ""), limit=benefit.deductible_fen)
    if benefit.ceiling_fen is not None and before + cost > benefit.ceiling_fen:
        trail.add("ceiling", None, benefit.articles.get("ceiling_fen", ""), limit=benefit.ceiling_fen)
    due, laid = 0, 0
    for band in benefit.bands:
        old, new = slice_of(before, band, benefit), slice_of(before + cost, band, benefit)
        if new == old:
            continue
        paid = share_of(new, band.rate_bp, terms.rounding) - share_of(old, band.rate_bp, terms.rounding)
        bounds: dict[str, Any] = {
            "from": band.from_fen,
            "until": band.until_fen,
            "slice": new - old,
            "rate": band.rate_bp,
        }
        trail.add("band", paid, band.article, **bounds)
        due, laid = due + paid, laid + 1
    if laid > 1:
        trail.add("sum", due, parts=laid)
    is_below = before + cost <= benefit.deductible_fen
    return due, Reason.BELOW_DEDUCTIBLE if is_below else Reason.NOTHING


def _by_flat_rate(terms: Terms, benefit: Benefit, facts: ClaimFacts, trail: _Trail) -> tuple[Fen, Reason]:
    """One rate of the cost above the deductible and below the ceiling: a single band."""
    only = Band(0, None, benefit.rate_bp, benefit.articles.get("rate_bp", ""))
    return _by_bands(terms, replace(benefit, bands=(only,)), facts, trail)


def _by_days(terms: Terms, benefit: Benefit, facts: ClaimFacts, trail: _Trail) -> tuple[Fen, Reason]:
    days = facts.stay.days
    paid = max(days - benefit.free_days, 0)
    trail.add("days", None, papers=marks(benefit, "days"), days=days)
    due = paid * benefit.daily_fen
    article = benefit.articles.get("daily_fen", "")
    trail.add("daily", due, article, days=days, free=benefit.free_days, paid=paid, daily=benefit.daily_fen)
    return due, Reason.FREE_DAYS


def _by_lump(terms: Terms, benefit: Benefit, facts: ClaimFacts, trail: _Trail) -> tuple[Fen, Reason]:
    lump = benefit.lumps.get(facts.stay.diagnosis)
    proof = marks(benefit, "diagnosis")
    if lump is None:
        trail.add("not-listed", 0, papers=proof)
        return 0, Reason.NOT_LISTED
    trail.add("lump", lump.amount_fen, lump.article, proof, label=lump.label)
    return lump.amount_fen, Reason.NOTHING


_RECKONINGS = {Way.BANDS: _by_bands, Way.FLAT: _by_flat_rate, Way.DAILY: _by_days, Way.LUMP: _by_lump}


def _capped(terms: Terms, benefit: Benefit, facts: ClaimFacts, due: Fen, counted: Fen, trail: _Trail) -> Decision:
    """What the caps leave; the period's and the life's count what was paid before."""
    reasons: list[Reason] = []
    paid_period, paid_life = facts.paid_period_fen, facts.paid_life_fen
    for rule, cap, paid, capped, exhausted in (
        ("cap-claim", benefit.cap_claim_fen, 0, Reason.CAPPED_CLAIM, Reason.NOTHING),
        ("cap-period", terms.cap_period_fen, paid_period, Reason.CAPPED_PERIOD, Reason.EXHAUSTED_PERIOD),
        ("cap-life", terms.cap_life_fen, paid_life, Reason.CAPPED_LIFE, Reason.EXHAUSTED_LIFE),
    ):
        if cap is None:
            continue
        left = max(cap - paid, 0)
        granted = min(due, left)
        articles = benefit.articles if rule == "cap-claim" else terms.articles
        article = articles.get(rule.replace("-", "_") + "_fen", "")
        trail.add(rule, granted, article, before=due, cap=cap, already=paid, left=left)
        if granted == 0:
            return trail.refused(exhausted, counted=counted)
        if granted < due:
            reasons.append(capped)
        due = granted
    return trail.granted(due, reasons, counted)
