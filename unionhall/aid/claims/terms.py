"""An edition's rows as the rules read them, and as a page lists them line by line.

Reads only; what each number is called, and in what unit, stands here once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import rules, wording
from unionhall.aid.claims.models import Benefit, Edition, EditionCase, Number
from unionhall.kernel.money import show_yuan


@dataclass(frozen=True)
class Kind:
    """A number's name on paper; `unit` is yuan, days, percent or yes; `ways` are the benefits it belongs to."""

    label: str | Promise
    unit: str
    ways: tuple[str, ...] = ()


BANDED = ("bands", "flat")
ANY = ("bands", "flat", "daily", "lump")
OF_BENEFIT: Mapping[str, Kind] = {
    "deductible_fen": Kind(_("起付线"), "yuan", BANDED),
    "ceiling_fen": Kind(_("费用上限"), "yuan", BANDED),
    "rate_bp": Kind(_("补助比例"), "percent", ("flat",)),
    "daily_fen": Kind(_("每天补助"), "yuan", ("daily",)),
    "free_days": Kind(_("免补天数"), "days", ("daily",)),
    "cap_claim_fen": Kind(_("单次封顶"), "yuan", ANY),
    "is_once": Kind(_("只补一次"), "yes", ANY),
}
OF_EDITION: Mapping[str, Kind] = {
    "cap_period_fen": Kind(_("本期封顶"), "yuan"),
    "cap_life_fen": Kind(_("累计封顶"), "yuan"),
    "minimum_fen": Kind(_("最低补助额"), "yuan"),
    "subtracts_other_aid": Kind(_("减已领的其他互助金"), "yes"),
    "waiting_days": Kind(_("等待期（新参）"), "days"),
    "claim_days": Kind(_("申领期限（出院后）"), "days"),
    "notice_days": Kind(_("公示（工作日）"), "days"),
    "appeal_days": Kind(_("申请复核期限"), "days"),
}
UNITS = {"yuan": _("元"), "days": _("天"), "percent": "%", "yes": ""}


@dataclass(frozen=True)
class Line:
    """A line of terms on a page; `key` names it across editions, `value` is text, "" where the terms say nothing."""

    key: str
    section: str
    label: str
    unit: str
    value: str
    source: str
    state: str


def shown(kind: Kind, value: int) -> str:
    """A number as its unit is written."""
    if kind.unit == "yuan":
        return show_yuan(value)
    if kind.unit == "percent":
        return wording.rate(value).rstrip("%")
    if kind.unit == "yes":
        return gettext("是") if value else gettext("否")
    return f"{value:,}"


def terms_of(edition: Edition) -> rules.Terms:
    """The edition as the rules take it: five queries."""
    numbers = list(edition.numbers.all())
    own = [number for number in numbers if number.benefit_id is None]
    made = {row.code: _benefit(row, numbers) for row in _benefits(edition)}
    values = {number.name: number.value for number in own}
    return rules.Terms(
        benefits=made,
        rounding=rules.Rounding(edition.rounding),
        waiting_days=values.get("waiting_days", 0),
        claim_days=values.get("claim_days"),
        cap_period_fen=values.get("cap_period_fen"),
        cap_life_fen=values.get("cap_life_fen"),
        minimum_fen=values.get("minimum_fen", 0),
        subtracts_other_aid=bool(values.get("subtracts_other_aid")),
        notice_days=values.get("notice_days", 0),
        appeal_days=values.get("appeal_days", 0),
        articles={number.name: number.source for number in own},
    )


def _benefits(edition: Edition) -> Any:
    return edition.benefits.prefetch_related("bands", "lumps", "papers")


def _benefit(row: Benefit, numbers: list[Number]) -> rules.Benefit:
    own = {number.name: number for number in numbers if number.benefit_id == row.pk}
    values: dict[str, Any] = {name: number.value for name, number in own.items() if name in OF_BENEFIT}
    if "is_once" in values:
        values["is_once"] = bool(values["is_once"])
    return rules.Benefit(
        code=row.code,
        label=row.label,
        way=rules.Way(row.way),
        base=rules.Base(row.base),
        counting=rules.Counting(row.counting),
        bands=tuple(rules.Band(b.from_fen, b.until_fen, b.rate_bp, b.source) for b in row.bands.all()),
        lumps={lump.code: rules.Lump(lump.label, lump.amount_fen, lump.source) for lump in row.lumps.all()},
        papers=tuple(rules.Paper(p.code, p.label, tuple(p.proves)) for p in row.papers.all()),
        articles={"counting": row.source, **{name: number.source for name, number in own.items()}},
        **values,
    )


def lines_of(edition: Edition) -> list[Line]:
    """Every line of the edition, benefits first, each with its source and state."""
    numbers = list(edition.numbers.all())
    found: list[Line] = []
    for benefit in _benefits(edition):
        found += _benefit_lines(benefit, [number for number in numbers if number.benefit_id == benefit.pk])
    found += _number_lines("", gettext("其他"), OF_EDITION, [n for n in numbers if n.benefit_id is None])
    rounding = (str(edition.get_rounding_display()), edition.rounding_source, edition.rounding_state)
    return [*found, Line("rounding", gettext("其他"), gettext("取整"), "", *rounding)]


def _benefit_lines(benefit: Benefit, numbers: list[Number]) -> Iterator[Line]:
    head, code = benefit.label, benefit.code
    for band in benefit.bands.all():
        label = wording.band_range(band.from_fen, band.until_fen, gettext)
        key = f"band:{code}:{band.from_fen}-{band.until_fen or ''}"
        yield Line(key, head, label, gettext("元"), wording.rate(band.rate_bp), band.source, band.state)
    for lump in benefit.lumps.all():
        value = show_yuan(lump.amount_fen)
        yield Line(f"lump:{code}:{lump.code}", head, lump.label, gettext("元"), value, lump.source, lump.state)
    wanted = {name: kind for name, kind in OF_BENEFIT.items() if benefit.way in kind.ways}
    yield from _number_lines(code, head, wanted, numbers)
    if benefit.way in BANDED:
        base = gettext("，").join((benefit.get_base_display(), benefit.get_counting_display()))
        yield Line(f"way:{code}", head, gettext("计算方式"), "", base, benefit.source, benefit.state)


def _number_lines(code: str, section: str, kinds: Mapping[str, Kind], numbers: list[Number]) -> Iterator[Line]:
    """Names in the order of the paper; a name no number was given for is left out."""
    given = {number.name: number for number in numbers}
    for name, kind in kinds.items():
        number = given.get(name)
        if number is not None:
            key, value = f"number:{code}:{name}", shown(kind, number.value)
            yield Line(key, section, str(kind.label), str(UNITS[kind.unit]), value, number.source, number.state)


# Examples are days apart: these are the days they are laid on.
_JOINED = date(2001, 1, 1)


def facts_of(case: EditionCase) -> rules.ClaimFacts:
    """An example as the rules take it."""
    admitted = _JOINED + timedelta(days=case.days_since_joining)
    discharged = admitted + timedelta(days=case.days)
    return rules.ClaimFacts(
        stay=rules.Stay(case.benefit, admitted, discharged, case.own_cost_fen, case.total_cost_fen, case.diagnosis),
        received_on=discharged + timedelta(days=case.days_to_claim),
        joined_on=_JOINED,
        cover_from=_JOINED,
        cover_until=date.max - timedelta(days=1),
        is_renewal=case.is_renewal,
        paid_period_fen=case.paid_period_fen,
        paid_life_fen=case.paid_life_fen or case.paid_period_fen,
        counted_before_fen=case.counted_before_fen,
    )


@dataclass(frozen=True)
class CaseRun:
    """An example with what the terms gave it. `told` is its arithmetic in one line."""

    case: EditionCase
    decision: rules.Decision

    @property
    def is_passed(self) -> bool:
        wanted = self.case.expected_reason
        return self.decision.amount_fen == self.case.expected_fen and (
            not wanted or wanted in {str(reason) for reason in self.decision.reasons}
        )

    @property
    def told(self) -> str:
        # Bands are told by their sum.
        rules_told = {step.rule for step in self.decision.steps}
        shown_steps = [s for s in self.decision.steps if s.rule != "band" or "sum" not in rules_told]
        steps = [line for line in wording.for_clerk(shown_steps, gettext) if line.amount]
        return gettext("；").join(f"{line.title} {line.amount}" for line in steps)

    @property
    def why(self) -> str:
        return wording.reasons_in_words(self.decision.reasons, gettext)


def run_cases(edition: Edition, terms: rules.Terms | None = None) -> list[CaseRun]:
    """Every example of the edition under its own terms."""
    terms = terms or terms_of(edition)
    return [CaseRun(case, rules.decide(terms=terms, facts=facts_of(case))) for case in edition.cases.all()]
