"""The only writer of cases: open one, take a step, take one step on many, keep duties apart, attach a paper, code reasons.

What a step means for what the case is about is done by the app that owns the kind, in the same transaction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from unionhall.accounts.models import User
from unionhall.casework import queries, stepping
from unionhall.casework.kinds import START, Verb, kind_of
from unionhall.casework.models import Case, Holding, Paper, Reason
from unionhall.casework.officers import Officer, officer, role_words
from unionhall.casework.refusals import EndsBeforeItBegins, NotYourTurn, PaperUnknown, ReasonEnded, ReasonTaken
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import DomainError
from unionhall.office import journal
from unionhall.office.documents import actions as documents
from unionhall.office.jobs import numbers
from unionhall.organisations.models import Unit
from unionhall.organisations.places import places_to_write

PAST = {
    Verb.ENTER: "entered",
    Verb.SUBMIT: "submitted",
    Verb.RETURN: "returned",
    Verb.REVIEW: "reviewed",
    Verb.APPROVE: "approved",
    Verb.REFUSE: "refused",
    Verb.NOTICE: "noticed",
    Verb.OBJECT: "objected",
    Verb.APPEAL: "appealed",
    Verb.WITHDRAW: "withdrawn",
    Verb.CLOSE: "closed",
}


@transaction.atomic
def open_case(
    *,
    kind: str,
    unit: Unit,
    series: str,
    by: Actor,
    on: date,
    scheme: str = "",
    days: int | None = None,
    acting: Officer | None = None,
) -> Case:
    """A new case of a kind at a unit, entered by `by`; its number is the next of the series (HZ17-25-0001).

    :param scheme: code of the scheme its papers and officers are kept to; "" for none.
    :param days: working days to the first deadline, where the terms say otherwise than the kind's table.
    :param acting: the actor's posts, when many are entered in a row.
    :raises NotYourTurn: no post of the actor enters cases there.
    """
    place = places_to_write([unit.pk], on, closed_too=True)[unit.pk]
    case = Case(
        number=f"{series}-{numbers.take(f'case-{series}'):04d}",
        kind=kind,
        unit=unit,
        scheme=scheme,
        state=START,
        entered_on=on,
        moved_on=on,
        path=place.path,
        county=place.county,
    )
    plan = stepping.planned(case, Verb.ENTER, acting or officer(by, on), on=on, days=days)
    with journal.change(case, verb="casework.case.entered", by=by, on=on, number=case.number):
        stepping.move(case, plan)
    stepping.write(case, plan)
    return case


@transaction.atomic
def step(
    *,
    case: Case,
    verb: Verb,
    by: Actor,
    on: date,
    reason_code: str = "",
    note: str = "",
    days: int | None = None,
    within: int | None = None,
    papers: Iterable[str] | None = None,
    seen: int | None = None,
    acting: Officer | None = None,
) -> Case:
    """Take one step on a case; the case given is brought up to date.

    :param days, within, papers: what the terms say where the kind's table leaves it to them.
    :param seen: the `version` the actor's page showed; default: that of the case given.
    :param acting: the actor's posts, when many steps are taken in a row.
    :raises AlreadyDone: somebody took a step since; :raises NotYourTurn: state, duty, scheme or another role forbid it.
    :raises ReasonMissing, PapersMissing, NoticeRunning, TooLate: what the step lacks.
    """
    locked = stepping.locked(case, case.version if seen is None else seen)
    plan = stepping.planned(
        locked,
        verb,
        acting or officer(by, on),
        on=on,
        days=days,
        within=within,
        papers=papers,
        reason_code=reason_code,
        note=note,
    )
    with journal.change(locked, verb=f"casework.case.{PAST[verb]}", by=by, on=on, reason=reason_code):
        stepping.move(locked, plan)
    stepping.write(locked, plan)
    stepping.mirror(locked, case)
    return case


@dataclass(frozen=True)
class Outcome:
    """What became of one case of many; `refusal` None: the step was taken."""

    case: Case
    refusal: DomainError | None = None


@transaction.atomic
def step_all(
    *,
    cases: Sequence[Case],
    verb: Verb,
    by: Actor,
    on: date,
    reason_code: str = "",
    note: str = "",
    each: Callable[[Case], Mapping[str, Any]] | None = None,
    told: Callable[[int], None] = lambda done: None,
) -> list[Outcome]:
    """The same step on many cases, each for itself: refused ones stay as they were and say why. One journal entry.

    :param each: asked of every case once it is locked, in its own savepoint; returns its `verb` and `days` where they
        are not the same for all, and as `then` what is done once the step may be taken; both may raise what refuses it.
    """
    acting, outcomes = officer(by, on), []
    for done, case in enumerate(sorted(cases, key=lambda row: row.pk), start=1):
        told(done)
        try:
            with transaction.atomic():
                found = stepping.locked(case, case.version)
                named = {"verb": verb, "reason_code": reason_code, "note": note, **(each(found) if each else {})}
                then = named.pop("then", None)
                plan = stepping.planned(found, officer=acting, on=on, **named)
                if then:
                    then()
                stepping.move(found, plan)
                found.save()
                stepping.write(found, plan)
        except DomainError as refusal:
            outcomes.append(Outcome(case, refusal))
        else:
            stepping.mirror(found, case)
            outcomes.append(Outcome(case))
    taken = [row.case for row in outcomes if row.refusal is None]
    journal.record(
        verb=f"casework.cases.{PAST[verb]}",
        by=by,
        on=on,
        count=len(taken),
        refused=len(outcomes) - len(taken),
        reason=reason_code,
        numbers=[case.number for case in taken],
    )
    return outcomes


@transaction.atomic
def hold(*, cases: Iterable[Case], role: str, by: User, on: date) -> None:
    """Take a role on cases without a step, as who pays them does; all or none.

    :raises NotYourTurn: the actor has another role on one of them.
    """
    wanted = sorted({case.pk for case in cases})
    list(Case.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    held = dict(Holding.objects.filter(user=by, case__in=wanted).values_list("case_id", "role"))
    for pk, other in held.items():
        if other != role:
            number = Case.objects.get(pk=pk).number
            raise NotYourTurn(why=stepping.OTHER_ROLE.format(number=number, role=role_words(other)))
    fresh = [Holding(case_id=pk, user=by, role=role) for pk in wanted if pk not in held]
    Holding.objects.bulk_create(fresh, batch_size=500)
    journal.record(verb="casework.cases.held", by=by, on=on, count=len(wanted), role=role)


def attach_paper(
    *, case: Case, code: str, upload: documents.Upload, by: Actor, on: date, seen: int | None = None
) -> Paper:
    """Keep a paper with a case, told by its content (office/documents), under the name its kind gives it.

    :raises PaperUnknown: the kind knows no such paper. Also what `attach_papers` raises.
    """
    [paper] = attach_papers(case=case, uploads={code: upload}, by=by, on=on, seen=seen)
    return paper


@transaction.atomic
def attach_papers(
    *, case: Case, uploads: Mapping[str, documents.Upload], by: Actor, on: date, seen: int | None = None
) -> list[Paper]:
    """Keep several papers with a case, by code; all or none, while it is the actor's to hand in. Each is journalled for
    itself.

    :param seen: the `version` the actor's page showed; default: that of the case given.
    :raises PaperUnknown: the kind knows no such paper. :raises NotYourTurn: it is not the actor's to hand in.
    :raises AlreadyDone: somebody took a step since. Also what `documents.attach` raises.
    """
    stepping.demand_turn(case, Verb.SUBMIT, by, on, seen)
    labels = kind_of(case.kind).papers_for(case)
    if any(code not in labels for code in uploads):
        raise PaperUnknown
    return Paper.objects.bulk_create(
        Paper(
            case=case,
            code=code,
            document=documents.attach(obj=case, upload=upload, label=str(labels[code]), by=by, on=on),
            on=on,
        )
        for code, upload in uploads.items()
    )


@transaction.atomic
def set_reason(
    *, kind: str, verb: Verb, code: str, label: str, sentence: str, from_on: date, by: Actor, on: date
) -> Reason:
    """A coded reason from a day on; an older wording under the same code ends the day before.

    :raises ReasonTaken: the code's present wording begins on that day or later.
    """
    former = queries.reasons(kind, verb=None, on=from_on).filter(code=code, until_on=None).first()
    later = Reason.objects.filter(kind=kind, code=code).filter(Q(until_on=None) | Q(until_on__gte=from_on))
    if (later.exclude(pk=former.pk) if former else later).exists():
        raise ReasonTaken(code=code)
    if former is not None:
        if former.from_on == from_on:
            raise ReasonTaken(code=code)
        with journal.change(former, verb="casework.reason.ended", by=by, on=on):
            former.until_on = queries.day_before(from_on)
    reason = Reason(kind=kind, verb=verb, code=code, label=label, sentence=sentence, from_on=from_on)
    try:
        with journal.change(reason, verb="casework.reason.set", by=by, on=on, code=code):
            pass
    except IntegrityError as error:
        raise ReasonTaken(code=code) from error
    return reason


@transaction.atomic
def end_reason(*, reason: Reason, until_on: date, by: Actor, on: date) -> Reason:
    """A coded reason is used up to that day, the day included; the steps taken for it keep it.

    :raises ReasonEnded: it has an end already. :raises EndsBeforeItBegins.
    """
    found = Reason.objects.select_for_update().get(pk=reason.pk)
    if found.until_on is not None:
        raise ReasonEnded(code=found.code, until=found.until_on)
    if until_on < found.from_on:
        raise EndsBeforeItBegins(code=found.code, from_on=found.from_on)
    with journal.change(found, verb="casework.reason.ended", by=by, on=on, code=found.code):
        found.until_on = until_on
    return found
