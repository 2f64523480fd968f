"""The only writer of editions: drafted from another, amended line by line, held to examples, put in force by a second person.

Claims are written by valuation.py; what is in force is never changed, only followed by another.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from unionhall.aid.claims import copying, refusals, soundness
from unionhall.aid.claims.amendments import Amendment
from unionhall.aid.claims.models import Benefit, Edition, EditionCase, EditionPeriod, EditionStatus
from unionhall.aid.claims.terms import run_cases, terms_of
from unionhall.kernel.actors import Actor
from unionhall.office import journal
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period


@transaction.atomic
def draft_edition(
    *,
    copied_from: Edition,
    organisation: Unit,
    name: str,
    periods: Sequence[Period],
    valid_from: date | None = None,
    by: Actor,
    on: date,
) -> Edition:
    """A draft with all lines and examples of another edition, for these periods of its scheme.

    :raises NoPeriods: none was named. :raises NameTaken: the name is another edition's.
    """
    if not periods:
        raise refusals.NoPeriods
    name = name.strip()
    if not name or Edition.objects.filter(scheme=copied_from.scheme, name=name).exists():
        raise refusals.NameTaken(name=name)
    edition = Edition(
        scheme=copied_from.scheme,
        organisation=organisation,
        code=copying.free_code(periods[-1].number),
        name=name,
        valid_from=valid_from or min(period.cover_from for period in periods),
        source=copied_from.source if copied_from.is_demonstration else "",
        is_demonstration=copied_from.is_demonstration,
        rounding=copied_from.rounding,
        rounding_source=copied_from.rounding_source,
        rounding_state=copied_from.rounding_state,
        copied_from=copied_from,
        drafted_by=by.username,
        drafted_by_name=by.name,
        drafted_on=on,
    )
    numbers = [period.number for period in periods]
    with journal.change(edition, verb="claims.edition.drafted", by=by, on=on, name=copied_from.name, period=numbers):
        pass
    EditionPeriod.objects.bulk_create(EditionPeriod(edition=edition, period=period) for period in periods)
    copying.copy_rows(copied_from, edition)
    return edition


@transaction.atomic
def amend_terms(*, edition: Edition, amendment: Amendment, by: Actor, on: date) -> Edition:
    """Change lines of a draft; all of them or none, and only to terms that can be reckoned with.

    :raises NotADraft: it was in force. :raises NoSuchLine: a benefit or an illness is not in it.
    :raises NothingChanged: all is as it was. :raises TermsUnsound: bands do not join, a rate is beyond 100% …
    """
    edition = _draft(edition)
    told = copying.amend(edition, amendment)
    if amendment.valid_from and amendment.valid_from != edition.valid_from:
        told.append(gettext("施行日期 {day}").format(day=amendment.valid_from))
    if not told:
        raise refusals.NothingChanged
    found = soundness.problems(terms_of(edition))
    if found:
        sentences = [gettext(sentence).format(benefit=label) for sentence, label in found]
        raise refusals.TermsUnsound(problems=gettext("；").join(sentences))
    with journal.change(edition, verb="claims.edition.amended", by=by, on=on, lines=told):
        edition.amended_by = by.username
        edition.rounding = amendment.rounding or edition.rounding
        edition.valid_from = amendment.valid_from or edition.valid_from
    return edition


@transaction.atomic
def add_case(*, edition: Edition, by: Actor, on: date, code: str, **values: Any) -> EditionCase:
    """Add an example: what goes in, and what must come out. It may fail; then it blocks the edition.

    :raises NotADraft: it was in force. :raises CaseExists: the code is taken. :raises NoSuchLine: no such benefit.
    """
    edition = _draft(edition)
    if edition.cases.filter(code=code).exists():
        raise refusals.CaseExists(case=code)
    _benefit(edition, values["benefit"])
    last = edition.cases.order_by("-place").values_list("place", flat=True).first() or 0
    case = EditionCase(edition=edition, place=last + 1, code=code, added_by_name=by.name, **values)
    with journal.change(case, verb="claims.edition.case_added", by=by, on=on):
        pass
    _touch(edition, by)
    return case


@transaction.atomic
def mend_case(*, case: EditionCase, reason: str, by: Actor, on: date, **values: Any) -> EditionCase:
    """Change what an example asks or expects, after whoever added it agreed.

    :raises NotADraft: its edition was in force. :raises NothingChanged: all is as it was.
    """
    edition = _draft(case.edition)
    case = EditionCase.objects.select_for_update().get(pk=case.pk)
    if all(getattr(case, name) == value for name, value in values.items()):
        raise refusals.NothingChanged
    if "benefit" in values:
        _benefit(edition, values["benefit"])
    with journal.change(case, verb="claims.edition.case_mended", by=by, on=on, reason=reason):
        for name, value in values.items():
            setattr(case, name, value)
    _touch(edition, by)
    return case


@transaction.atomic
def put_in_force(*, edition: Edition, replacing: Mapping[int, int | None], by: Actor, on: date) -> Edition:
    """A second person lets a draft take the place of what is in force for its periods; all examples must hold.

    :param replacing: for each period (pk) the edition (pk) the signer saw in force, None for none: whoever signs must
        have compared with what is replaced, so the later of two people is told instead of undoing the first.
    :raises NotADraft, NoDay, NoCases, CasesFail, TermsUnsound.
    :raises SamePerson: who drafted or last amended it. :raises ChangedMeanwhile: another was put in force meanwhile.
    :raises DayTooEarly: it is not valid later than the one it replaces.
    """
    periods = _locked_periods(edition)
    edition = _draft(edition)
    if by.username in (edition.drafted_by, edition.amended_by):
        raise refusals.SamePerson
    _may_be_signed(edition)
    for period in periods:
        _take_over(edition, period, replacing.get(period.pk), by=by, on=on)
    edition.for_periods.update(is_in_force=True)
    with journal.change(edition, verb="claims.edition.put_in_force", by=by, on=on):
        edition.status = EditionStatus.IN_FORCE
        edition.put_in_force_by, edition.put_in_force_by_name = by.username, by.name
        edition.put_in_force_on = on
    return edition


def _locked_periods(edition: Edition) -> list[Period]:
    """The edition's periods, locked in one order: two signings of one period take turns."""
    rows = Period.objects.select_for_update(of=("self",)).filter(editions__edition=edition)
    return list(rows.select_related("scheme").order_by("pk"))


def _may_be_signed(edition: Edition) -> None:
    terms = terms_of(edition)
    if edition.valid_from is None:
        raise refusals.NoDay
    found = soundness.problems(terms)
    if found:
        sentences = [gettext(sentence).format(benefit=label) for sentence, label in found]
        raise refusals.TermsUnsound(problems=gettext("；").join(sentences))
    runs = run_cases(edition, terms)
    if not runs:
        raise refusals.NoCases(edition=edition.name)
    failed = [str(run.case.place) for run in runs if not run.is_passed]
    if failed:
        raise refusals.CasesFail(total=len(runs), failed=len(failed), places=gettext("、").join(failed))


def _take_over(edition: Edition, period: Period, seen: int | None, *, by: Actor, on: date) -> None:
    """End the edition in force for a period, if it is the one the signer saw."""
    standing = EditionPeriod.objects.select_related("edition").filter(period=period, is_in_force=True).first()
    current = standing.edition if standing else None
    if (current.pk if current else None) != seen:
        raise refusals.ChangedMeanwhile(
            period=str(period),
            name=current.put_in_force_by_name if current else "",
            on=current.put_in_force_on if current else "",
            other=current.name if current else "",
            edition=edition.name,
        )
    if standing is None or current is None:
        return
    assert edition.valid_from is not None
    assert current.valid_from is not None
    if edition.valid_from <= current.valid_from:
        raise refusals.DayTooEarly(day=edition.valid_from, period=str(period), current=current.valid_from)
    EditionPeriod.objects.filter(pk=standing.pk).update(is_in_force=False)
    if not current.for_periods.filter(is_in_force=True).exists():
        with journal.change(current, verb="claims.edition.superseded", by=by, on=on, name=edition.name):
            current.status = EditionStatus.SUPERSEDED


def _draft(edition: Edition) -> Edition:
    """The edition as it is now, locked.

    :raises NotADraft.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=edition.pk)
    if not edition.is_draft:
        raise refusals.NotADraft(edition=edition.name)
    return edition


def _benefit(edition: Edition, code: str) -> Benefit:
    """:raises NoSuchLine."""
    found = edition.benefits.filter(code=code).first()
    if found is None:
        raise refusals.NoSuchLine(line=code)
    return found


def _touch(edition: Edition, by: Actor) -> None:
    """Whoever changed an example may not sign either."""
    Edition.objects.filter(pk=edition.pk).update(amended_by=by.username)
