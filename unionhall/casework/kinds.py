"""What a kind of case is: its states, and one table of who may take it from where to where. Declared by the app that owns it.

Not a state machine library and not data in a table: see docs/decisions/0004-a-table-of-transitions.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.scope import Duty

Text = str | Promise
CaseRow = Any  # a `models.Case`: the models stand above, they know their kind
START = ""  # the state of a case that is being opened


class Verb(StrEnum):
    """The acts a case can meet."""

    ENTER = "enter"
    SUBMIT = "submit"
    RETURN = "return"
    REVIEW = "review"
    APPROVE = "approve"
    REFUSE = "refuse"
    NOTICE = "notice"
    OBJECT = "object"
    APPEAL = "appeal"
    WITHDRAW = "withdraw"
    CLOSE = "close"


VERB_WORDS: Mapping[Verb, Text] = {
    Verb.ENTER: _("录入"),
    Verb.SUBMIT: _("提交"),
    Verb.RETURN: _("退回补正"),
    Verb.REVIEW: _("审核通过"),
    Verb.APPROVE: _("批准"),
    Verb.REFUSE: _("不予批准"),
    Verb.NOTICE: _("公示"),
    Verb.OBJECT: _("提出异议"),
    Verb.APPEAL: _("申请复核"),
    Verb.WITHDRAW: _("撤回"),
    Verb.CLOSE: _("办结"),
}
# What may cut a public notice short; everything else waits for its last day.
BREAKS_NOTICE = frozenset({Verb.OBJECT, Verb.APPEAL, Verb.RETURN, Verb.REFUSE, Verb.WITHDRAW})


class Level(StrEnum):
    """Whose officers take a step: those of the case's own unit, of its county, of the city."""

    UNIT = "unit"
    COUNTY = "county"
    CITY = "city"


@dataclass(frozen=True)
class State:
    """`chip` is the kind of chip a page shows; a case in an end state is closed (an appeal may open it again)."""

    label: Text
    chip: str = "doing"
    is_end: bool = False


@dataclass(frozen=True)
class Transition:
    """One line of a kind's table: from · verb · to · duty · deadline · clock · papers · public.

    :param duty: None: no post is asked, as when money arrived; nothing is held then.
    :param level: whose officers; an upper level's post covers it too.
    :param days: working days for whoever comes next, counted from the step; None leaves the deadline as it was, or
        resumes what a stopped clock had left.
    :param is_clock_running: False stops the clock: the next step waits for somebody outside.
    :param papers: codes of the kind's papers that must be there.
    :param is_public: the case stands in public notice until `days` have passed.
    :param within: calendar days after the step before in which this one may be taken (appeal); see `rules.last_day`.
    :param role: what separation of duties is kept by; default: the duty, for reviews with their level.
    :param is_awaited: this step is what the state waits for; appeals and withdrawals may come, or not.
    """

    source: str
    verb: Verb
    to: str
    duty: Duty | None
    days: int | None = None
    is_clock_running: bool = True
    papers: tuple[str, ...] = ()
    is_public: bool = False
    level: Level = Level.UNIT
    within: int | None = None
    label: Text = ""
    role: str = ""
    is_awaited: bool = True

    @property
    def word(self) -> str:
        """通过初审: the act as the timeline says it."""
        return str(self.label or VERB_WORDS[self.verb])

    @property
    def needs_reason(self) -> bool:
        return self.verb in (Verb.RETURN, Verb.REFUSE, Verb.OBJECT)

    @property
    def held_as(self) -> str:
        """The role its actor holds on the case from then on; "" for none."""
        if self.duty is None:
            return ""
        return self.role or (f"{self.duty}.{self.level}" if self.duty == Duty.REVIEW else str(self.duty))


@dataclass(frozen=True)
class Told:
    """What a list says of a case besides its number: no number of a person, names only where its reader may see them.

    `url` is the case's page, known here without another look; "" leaves it to the kind's `address`.
    """

    title: str
    detail: str = ""
    amount_fen: int | None = None
    url: str = ""


class WrongTable(ValueError):
    """A kind's table contradicts itself; the product does not start."""


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of case, registered once at start-up.

    :param states: code → State. :param table: transitions; the first awaited one of a state says who is waited for.
    :param papers: code → what the paper is called. :param papers_of: the same for one case, where its terms say which;
        then all of them are asked for.
    :param address: the page of a case. :param tell: what lists say of some cases, by key; default: their numbers.
    :param readers: duties of which one is needed to open its papers (auditors always may).
    """

    code: str
    label: Text
    states: Mapping[str, State]
    table: tuple[Transition, ...]
    address: Callable[[CaseRow], str]
    papers: Mapping[str, Text] = field(default_factory=dict)
    papers_of: Callable[[CaseRow], Mapping[str, Text]] | None = None
    tell: Callable[[Sequence[CaseRow]], Mapping[int, Told]] | None = None
    readers: tuple[Duty, ...] = (Duty.ENTER, Duty.REVIEW)

    def transition(self, source: str, verb: str) -> Transition | None:
        return next((t for t in self.table if t.source == source and t.verb == verb), None)

    def papers_for(self, case: CaseRow) -> Mapping[str, Text]:
        """What the papers of a case are called, by code."""
        return self.papers_of(case) if self.papers_of else self.papers

    def ways(self, source: str) -> tuple[Transition, ...]:
        """Every step that may be taken from a state, in the table's order."""
        return tuple(t for t in self.table if t.source == source)

    def awaited(self, source: str) -> Transition | None:
        """The step a state waits for; None when it waits for nobody."""
        return next((t for t in self.ways(source) if t.is_awaited), None)

    def faults(self) -> list[str]:
        """What is wrong with the table."""
        lines = [(t.source, t.verb) for t in self.table]
        known = {START, *self.states}
        named = {t.to for t in self.table} | {t.source for t in self.table}
        return [
            *(f"{line} stands twice" for line in sorted(set(lines)) if lines.count(line) > 1),
            *(f"state {code!r} is not declared" for code in sorted(named - known)),
            *(f"state {code!r} is never reached" for code in sorted(set(self.states) - {t.to for t in self.table})),
            *(f"paper {p!r} is not declared" for t in self.table for p in t.papers if p not in self.papers),
            *([] if any(t.source == START for t in self.table) else ["no step opens a case"]),
        ]


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind; called in AppConfig.ready of the app that owns it.

    :raises WrongTable: its table contradicts itself, or the code is another kind's.
    """
    faults = kind.faults()
    if faults or _KINDS.get(kind.code, kind) is not kind:
        raise WrongTable(f"{kind.code}: {'; '.join(faults) or 'declared twice'}")
    _KINDS[kind.code] = kind


def kind_of(code: str) -> Kind:
    """:raises KeyError: no app declared it."""
    return _KINDS[code]


def kinds() -> tuple[Kind, ...]:
    return tuple(_KINDS.values())
