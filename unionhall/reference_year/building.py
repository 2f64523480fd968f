"""Builds the reference year step by step, through the same actions and imports the pages use.

Whatever is decided beforehand (tree, persons, files) stands in the modules beside it; here it is only carried out.
"""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import transaction

from unionhall.accounts import actions as accounts
from unionhall.accounts.models import User
from unionhall.aid.mutual_aid import terms
from unionhall.kernel.actors import SYSTEM, Actor, SystemActor
from unionhall.kernel.errors import N_, DomainError
from unionhall.office.imports import actions as imports
from unionhall.office.imports.contract import SILENT, Progress
from unionhall.office.imports.models import ImportState
from unionhall.office.installation.models import Installation, Size
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Unit, UnitKind
from unionhall.organisations.planting import Seedling, SeedlingEmployer
from unionhall.reference_year import incomings
from unionhall.reference_year.accounts import DEMO_LOGINS
from unionhall.reference_year.calendar import Batch, batches, window
from unionhall.reference_year.draws import lots
from unionhall.reference_year.plan import BUSINESS_DAY, PERIODS, SCHEME, TIERS_FEN, YEAR, Plan, plan
from unionhall.reference_year.review import write_review
from unionhall.reference_year.rosters import frame, roster
from unionhall.reference_year.shares import shares
from unionhall.reference_year.tree import (
    CITY_NAME,
    CITY_REGION,
    FOUNDED_KEY,
    FOUNDED_ON,
    MERGED_KEY,
    MERGED_VILLAGE_KEY,
    Planned,
    at_start,
    tree,
)

PLANTED_ON = date(2024, 1, 2)
# Reported at mid-year: in force when each period's enrolment ends.
REPORTED_BEFORE, REPORTED = date(2024, 6, 30), date(2025, 6, 30)
VILLAGES_MERGED_ON, UNIONS_MERGED_ON = date(2025, 5, 20), date(2025, 7, 8)
LOGINS_ON = date(2024, 1, 3)


class AlreadyLoaded(DomainError):
    code = "already-loaded"
    sentence = N_("数据库里已经有数据，没有装入参照年，什么也没有改动。请换一个空的 UNIONHALL_DATA 目录再试。")


def build(*, size: str, progress: Progress = SILENT) -> None:
    """The whole year. A cut-off build goes on where it stopped: finished files are known again.

    :param size: sample, full, or tiny (tests). :raises AlreadyLoaded: other data is there.
    """
    drawn = plan(size)
    installation = Installation.current()
    if (installation.pk and not installation.is_loading) or (not installation.pk and Unit.objects.exists()):
        raise AlreadyLoaded
    _install(installation, drawn)
    for name, step in STEPS:
        progress.step(name)
        step(drawn, progress)
    installation.is_loading = False
    installation.save()


def _install(installation: Installation, drawn: Plan) -> None:
    installation.name, installation.region_code = f"{CITY_NAME}总工会", CITY_REGION
    installation.year, installation.business_day = YEAR, BUSINESS_DAY
    installation.size = Size.FULL if drawn.thinning == 1 else Size.SAMPLE
    installation.thinning, installation.is_loading = drawn.thinning, True
    installation.save()


def _organisations(drawn: Plan, progress: Progress) -> None:
    if Unit.objects.exists():
        return
    reported = {share.key: (share.staff_before, share.staff) for share in shares(drawn)}
    lot = lots(drawn.seed, "federation-staff")
    founded = _founding_days(at_start(drawn))
    rows = [
        _seedling(unit, founded[unit.key], reported.get(unit.key), lot.randrange(520, 1400)) for unit in at_start(drawn)
    ]
    with transaction.atomic():
        organisations.plant_tree(rows=rows, by=SYSTEM, on=PLANTED_ON)
        _changes(drawn)


def _founding_days(units: tuple[Planned, ...]) -> dict[str, date]:
    """No union is older than its upper level: where the draw said so, it was founded on the same day."""
    days: dict[str, date] = {}
    for unit in units:
        days[unit.key] = max(unit.founded_on, days[unit.parent]) if unit.parent else unit.founded_on
    return days


def _seedling(unit: Planned, founded_on: date, reported: tuple[int, int] | None, federation_staff: int) -> Seedling:
    works = unit.works
    staff: list[tuple[date, int]] = []
    if unit.kind == UnitKind.FEDERATION:
        staff = [(REPORTED_BEFORE, federation_staff)]
    elif reported:
        staff = [(REPORTED_BEFORE, reported[0]), (REPORTED, reported[1])]
    return Seedling(
        key=unit.key,
        parent=unit.parent,
        kind=unit.kind,
        name=unit.name,
        founded_on=founded_on,
        paper_number=f"工组〔{founded_on.year}〕{founded_on.timetuple().tm_yday}号",
        credit_code=unit.credit_code,
        region_code=unit.region_code,
        employer=SeedlingEmployer(works.name, unit.employer_code, works.ownership, works.industry) if works else None,
        staff=[(on, number) for on, number in staff if on >= founded_on and number],
    )


def _changes(drawn: Plan) -> None:
    """What happened to the tree during the year: one founded, two merged away."""
    units = {unit.key: unit for unit in tree(drawn)}
    founded = units[FOUNDED_KEY]
    parent = _unit(units[founded.parent or "city"])
    works = founded.works
    assert works is not None
    employer = organisations.register_employer(
        name=works.name,
        credit_code=founded.employer_code,
        ownership=works.ownership,
        industry=works.industry,
        home=parent,
        by=SYSTEM,
        on=FOUNDED_ON,
    )
    organisations.found_unit(
        kind=founded.kind,
        name=founded.name,
        parent=parent,
        paper_number="工组〔2025〕12号",
        credit_code=founded.credit_code,
        employer=employer,
        by=SYSTEM,
        on=FOUNDED_ON,
    )
    _merge(units, MERGED_VILLAGE_KEY, VILLAGES_MERGED_ON, "工组〔2025〕21号")
    _merge(units, MERGED_KEY, UNIONS_MERGED_ON, "工组〔2025〕33号")


def _merge(units: dict[str, Planned], key: str, on: date, paper_number: str) -> None:
    gone = _unit(units[key])
    alike = Unit.objects.open().filter(kind=gone.kind, parent=gone.parent).exclude(pk=gone.pk).order_by("pk")
    others = Unit.objects.open().filter(kind=gone.kind, county=gone.county).exclude(pk=gone.pk).order_by("pk")
    kept = alike.last() or others.last()
    if kept is not None:
        organisations.merge_units(kept=kept, gone=gone, paper_number=paper_number, by=SYSTEM, on=on)


def _unit(planned: Planned) -> Unit:
    return Unit.objects.get(credit_code=planned.credit_code)


def _accounts(drawn: Plan, progress: Progress) -> None:
    """The demo log-ins; their password is to be known, so none is asked to change it."""
    units = {unit.key: unit for unit in tree(drawn)}
    for login in DEMO_LOGINS:
        if login.unit not in units or User.objects.filter(username=login.username).exists():
            continue
        unit = _unit(units[login.unit])
        with transaction.atomic():
            user = accounts.open_account(
                username=login.username,
                name=login.name,
                unit=unit,
                password=settings.DEMO_PASSWORD,
                must_change_password=False,
                by=SYSTEM,
                on=LOGINS_ON,
            )
            accounts.appoint(
                unit=unit, user=user, title=login.title.split()[-1], duties=login.duties, by=SYSTEM, on=LOGINS_ON
            )


def _periods(drawn: Plan, progress: Progress) -> None:
    for number in PERIODS:
        days = window(number)
        terms.open_period(
            scheme=SCHEME,
            scheme_name="职工大病医疗互助",
            number=number,
            enrol=(days.enrol_from, days.enrol_until),
            cover=(days.cover_from, days.cover_until),
            tiers=terms.demonstration_tiers(TIERS_FEN),
            waiting_days=30,
            by=SYSTEM,
            on=days.enrol_from,
        )


def _rosters(number: int) -> Callable[[Plan, Progress], None]:
    def step(drawn: Plan, progress: Progress) -> None:
        people = frame(drawn, number)
        waiting = batches(drawn, number)
        for done, batch in enumerate(waiting, 1):
            _import_roster(drawn, batch, people)
            progress.advance(done, len(waiting))

    return step


def _import_roster(drawn: Plan, batch: Batch, people: object) -> None:
    units = {unit.key: unit for unit in tree(drawn)}
    body = _unit(units[f"county-{batch.body}" if batch.body else "city"])
    file = roster(drawn, batch, people, body.name)  # type: ignore[arg-type]
    actor = SystemActor(organisation_name=body.name, organisation_path=body.path)
    options = {"scheme": SCHEME, "period": batch.period, "unit": body.pk}
    carry_import("mutual_aid.roster", file.content, file.name, options, actor, batch.on)


def carry_import(kind: str, content: bytes, file_name: str, options: dict[str, object], by: Actor, on: date) -> None:
    """Upload, read, commit; a file that was committed before a cut-off is left as it is."""
    try:
        imported = imports.upload(kind=kind, content=content, file_name=file_name, options=options, by=by, on=on)
    except imports.SameFileAgain:
        return
    imported = imports.read(imported)
    if imported.state != ImportState.PREVIEW:
        raise AssertionError(f"{file_name}: {imported.sentence}")
    imports.commit(imported, by=by, on=on)


def _money(number: int) -> Callable[[Plan, Progress], None]:
    def step(drawn: Plan, progress: Progress) -> None:
        incomings.receive(drawn, number, carry=carry_import, progress=progress)

    return step


def _review(drawn: Plan, progress: Progress) -> None:
    write_review(on=BUSINESS_DAY)


STEPS: tuple[tuple[str, Callable[[Plan, Progress], None]], ...] = (
    ("组织架构", _organisations),
    ("账号与岗位", _accounts),
    ("方案与期次", _periods),
    *((f"第 {number} 期花名册", _rosters(number)) for number in PERIODS),
    *((f"第 {number} 期到款", _money(number)) for number in PERIODS),
    ("年度综述", _review),
)
