"""How a step is taken: what it needs is checked against the kind's table, then the case moves and the step is written.

Called by actions inside their transaction; writes no journal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from unionhall.casework import queries, rules
from unionhall.casework.kinds import BREAKS_NOTICE, START, Kind, Level, Transition, Verb
from unionhall.casework.models import Case, Holding, Reason, Step
from unionhall.casework.officers import Officer, officer, role_words
from unionhall.casework.refusals import AlreadyDone, NoticeRunning, NotYourTurn, PapersMissing, ReasonMissing, TooLate
from unionhall.casework.timeline import when_words
from unionhall.kernel import paths, workdays
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_
from unionhall.organisations.models import Unit, UnitKind

OTHER_ROLE = N_("{number} 您已经办过“{role}”，同一件不能再办别的环节")
NO_SUCH_WAY = N_("这件{kind}现在是“{state}”，不能{act}")
NO_DUTY = N_("这一步由{unit}的“{duty}”岗位办理")


@dataclass(frozen=True)
class Plan:
    """A step that may be taken: the line of the table, who takes it, what goes with it."""

    way: Transition
    officer: Officer
    on: date
    days: int | None
    reason: Reason | None
    note: str
    is_held: bool


def locked(case: Case, seen: int) -> Case:
    """The case, kept for this transaction.

    :raises AlreadyDone: it has had a step the actor did not see.
    """
    found = Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case.pk)
    if found.version != seen:
        last = found.steps.order_by("-number").first()
        kind = found.declared
        assert last is not None
        raise AlreadyDone(
            kind=kind.label,
            who=last.by_name,
            when=when_words(last.at),
            act=word_of(kind, last),
        )
    return found


def demand_turn(case: Case, verb: Verb, by: Actor, on: date, seen: int | None = None) -> Case:
    """The case, kept for this transaction, for whoever may take that step on it now, before it is taken: what belongs to
    the step, such as papers or what was typed, is changed by no other. The role is held from then on, as by the step.

    :param seen: the `version` the actor's page showed; default: that of the case given.
    :raises AlreadyDone: somebody took a step since. :raises NotYourTurn: state, duty, scheme or another role forbid it.
    """
    found = locked(case, case.version if seen is None else seen)
    way, acting = _way(found, verb), officer(by, on)
    _hold(found, way, acting, is_held=_demand_post(found, way, acting))
    return found


def planned(
    case: Case,
    verb: Verb,
    officer: Officer,
    *,
    on: date,
    days: int | None = None,
    within: int | None = None,
    papers: Iterable[str] | None = None,
    reason_code: str = "",
    note: str = "",
) -> Plan:
    """The step as it would be taken.

    :raises NotYourTurn, NoticeRunning, TooLate, PapersMissing, ReasonMissing: see actions.step.
    """
    kind, way = case.declared, _way(case, verb)
    is_held = _demand_post(case, way, officer)
    _demand_day(case, way, on, within)
    lacking = queries.papers_lacking(case, way.papers if papers is None else papers)
    if lacking:
        labels = kind.papers_for(case)
        raise PapersMissing(missing=gettext("、").join(str(labels.get(code, code)) for code in lacking))
    reason = queries.reasons(case.kind, verb=verb, on=on).filter(code=reason_code).first() if reason_code else None
    if reason is None and (way.needs_reason or reason_code):
        raise ReasonMissing
    return Plan(way, officer, on, way.days if days is None else days, reason, note.strip(), is_held)


def _way(case: Case, verb: Verb) -> Transition:
    """:raises NotYourTurn: no such step from the state it is in."""
    kind = case.declared
    way = kind.transition(case.state, verb)
    if way is None:
        state = kind.states[case.state].label if case.state != START else ""
        word = next((t.word for t in kind.table if t.verb == verb), str(verb))
        raise NotYourTurn(why=gettext(NO_SUCH_WAY).format(kind=kind.label, state=state, act=word))
    return way


def _demand_post(case: Case, way: Transition, officer: Officer) -> bool:
    """Whether the actor holds the step's role on the case already.

    :raises NotYourTurn: no such post there, or another role on the case.
    """
    if way.duty is None:
        return False
    turn = turn_of(case.unit, way.level, officer)
    if not officer.may(way.duty, turn.path, case.scheme):
        why = gettext(NO_DUTY).format(unit=turn.name, duty=role_words(way.held_as))
        raise NotYourTurn(why=why)
    held = case.pk and officer.user and Holding.objects.filter(case=case, user=officer.user).first()
    if held and held.role != way.held_as:
        raise NotYourTurn(why=gettext(OTHER_ROLE).format(number=case.number, role=role_words(held.role)))
    return bool(held)


def _demand_day(case: Case, way: Transition, on: date, within: int | None) -> None:
    stands_in_notice = case.notice_until is not None and on <= case.notice_until
    if stands_in_notice and way.verb not in BREAKS_NOTICE:
        raise NoticeRunning(until=case.notice_until)
    limit = way.within if within is None else within
    if limit is not None and not rules.is_in_time(case.moved_on, on, limit):
        raise TooLate(until=rules.last_day(case.moved_on, limit))


def move(case: Case, plan: Plan) -> None:
    """Let the case stand where the step leads: state, clock, notice, whose turn it is. The caller saves it."""
    kind, way, on = case.declared, plan.way, plan.on
    clock = rules.next_clock(
        rules.Clock(case.due_on, case.days_left, case.is_clock_running),
        on=on,
        days=plan.days,
        is_running=way.is_clock_running,
    )
    state = kind.states[way.to]
    case.state, case.version, case.moved_on = way.to, case.version + 1, on
    case.due_on, case.days_left, case.is_clock_running = clock.due_on, clock.days_left, clock.is_running
    case.notice_from = case.notice_until = None
    if way.is_public:
        case.notice_from, case.notice_until = on, clock.due_on or workdays.after(on, 0)
    case.closed_on = on if state.is_end else None
    if state.is_end:
        case.due_on, case.days_left, case.is_clock_running = None, None, True
    awaited = None if state.is_end else kind.awaited(way.to)
    case.waits_for = str(awaited.duty or "") if awaited else ""
    case.role = awaited.held_as if awaited else ""
    case.turn = turn_of(case.unit, awaited.level, plan.officer) if awaited and awaited.duty else None


def write(case: Case, plan: Plan) -> None:
    """The step's row, and the role its actor holds on the case from now on: the case is locked, no other can come."""
    way, officer = plan.way, plan.officer
    Step.objects.create(
        case=case,
        number=case.version,
        verb=way.verb,
        source=way.source,
        to=way.to,
        by=officer.user,
        by_name=officer.actor.name,
        post=officer.post_words(way.duty),
        on=plan.on,
        reason=plan.reason,
        note=plan.note,
    )
    _hold(case, way, officer, is_held=plan.is_held)


def _hold(case: Case, way: Transition, officer: Officer, *, is_held: bool) -> None:
    if officer.user is not None and way.duty is not None and not is_held:
        Holding.objects.create(case=case, user=officer.user, role=way.held_as)


def mirror(done: Case, given: Case) -> None:
    """Bring the caller's object up to what was saved."""
    for field in Case._meta.concrete_fields:
        if not field.generated:
            setattr(given, field.attname, getattr(done, field.attname))


def turn_of(unit: Unit, level: Level, officer: Officer) -> Unit:
    """The union whose officers take a step: a unit directly under the city has the city for its county."""
    if level == Level.UNIT:
        return unit
    # All of a county's units have the same two upper levels in common.
    key = (unit.path[: 2 * paths.WIDTH] if level == Level.COUNTY else unit.path[: paths.WIDTH], str(level))
    if key not in officer.turns:
        officer.turns[key] = _upper(unit, level)
    return officer.turns[key]


def _upper(unit: Unit, level: Level) -> Unit:
    if level == Level.COUNTY:
        county = Unit.objects.filter(path__in=paths.ancestors(unit.path), kind=UnitKind.COUNTY).first()
        if county is not None:
            return county
    return Unit.objects.get(path=unit.path[: paths.WIDTH])


def word_of(kind: Kind, row: Step) -> str:
    """A step's act as its kind words it."""
    way = next((t for t in kind.table if (t.source, t.verb) == (row.source, row.verb)), None)
    return way.word if way else row.verb
