"""The first steps of a build: the tree, log-ins, handlers, the scheme with its periods.

Each is one transaction through the actions of its app, and is passed over when it is done already.
"""

from datetime import date

import polars as pl
from django.conf import settings
from django.db import transaction

from unionhall.accounts import actions as accounts
from unionhall.accounts.models import Post, User
from unionhall.aid.mutual_aid.models import PeriodTerms
from unionhall.aid.mutual_aid.terms import NewTier, set_terms
from unionhall.kernel.actors import SYSTEM
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Unit
from unionhall.organisations.planting import Seedling, SeedlingEmployer
from unionhall.programmes import actions as programmes
from unionhall.programmes.models import Period, Scheme
from unionhall.reference_year.accounts import DEMO_LOGINS
from unionhall.reference_year.calendar import window
from unionhall.reference_year.draws import lots
from unionhall.reference_year.people import persons
from unionhall.reference_year.plan import PERIODS, SCHEME, TIERS_FEN, YEAR, Plan
from unionhall.reference_year.shares import Share, shares
from unionhall.reference_year.tree import MERGED_KEY, Planned, at_start

OPENED_ON = date(YEAR - 1, 1, 2)
# The statistical return's years begin on 1 October: a unit's word on its staff holds from then on.
REPORTED_ON = tuple(date(YEAR - back, 10, 1) for back in (2, 1, 0))
SOURCE = "演示参数，未核实出处"
_HANDLERS = 8_000_000


def plant(plan: Plan) -> None:
    """The tree as the year begins, with employers and the staff each unit reported."""
    if Unit.objects.exists():
        return
    staff = {share.key: share for share in shares(plan)}
    lot = lots(plan.seed, "federation staff")
    rows = [_seedling(unit, _reports(unit, staff.get(unit.key), lot.randrange(520, 1900))) for unit in at_start(plan)]
    organisations.plant_tree(rows=rows, by=SYSTEM, on=OPENED_ON)


def _seedling(unit: Planned, staff: tuple[tuple[date, int], ...]) -> Seedling:
    works = unit.works
    return Seedling(
        key=unit.key,
        parent=unit.parent,
        kind=unit.kind,
        name=unit.name,
        founded_on=unit.founded_on,
        paper_number=f"演示工组〔{unit.founded_on.year}〕{unit.founded_on.timetuple().tm_yday}号",
        credit_code=unit.credit_code,
        region_code=unit.region_code,
        employer=SeedlingEmployer(works.name, unit.employer_code, works.ownership, works.industry) if works else None,
        staff=staff,
    )


def _reports(unit: Planned, share: Share | None, federation: int) -> tuple[tuple[date, int], ...]:
    """Three yearly reports; federations report too, other units only where the build holds their people."""
    if unit.kind == "federation":
        return tuple((on, federation + 7 * n) for n, on in enumerate(REPORTED_ON))
    if share is None:
        return ()
    earliest = round(share.staff_before * 0.98)
    counts = (earliest, share.staff_before, share.staff)
    # The union that is merged away during the year reports no more.
    return tuple(zip(REPORTED_ON, counts, strict=True))[: 2 if unit.key == MERGED_KEY else 3]


def units_by_key(plan: Plan) -> dict[str, Unit]:
    """The planted units by the plan's keys, known by their credit codes."""
    by_code = {unit.credit_code: unit for unit in Unit.objects.all()}
    return {unit.key: by_code[unit.credit_code] for unit in at_start(plan)}


@transaction.atomic
def open_accounts(plan: Plan, units: dict[str, Unit]) -> None:
    """The demo log-ins with their posts. On a small build those of counties it lacks stand at the city."""
    for login in DEMO_LOGINS:
        if User.objects.filter(username=login.username).exists():
            continue
        unit = units.get(login.unit, units["city"])
        user = accounts.open_account(
            username=login.username,
            name=login.name,
            unit=unit,
            password=settings.DEMO_PASSWORD,
            by=SYSTEM,
            on=OPENED_ON,
            must_change_password=False,
        )
        accounts.appoint(
            unit=unit,
            user=user,
            title=login.title,
            duties=login.duties,
            department=login.department,
            by=SYSTEM,
            on=OPENED_ON,
            paper_number="演示工任〔2024〕1号",
        )


@transaction.atomic
def name_handlers(plan: Plan, units: dict[str, Unit]) -> None:
    """A handler (代办员) for every union with people in this build; a few change during the year."""
    if Post.objects.filter(is_handler=True).exists():
        return
    keys = [share.key for share in shares(plan) if share.enrolled_before]
    names = persons(pl.Series(range(_HANDLERS, _HANDLERS + 2 * len(keys))))["name"].to_list()
    for n, key in enumerate(keys):
        accounts.change_handler(unit=units[key], name=names[n], by=SYSTEM, on=OPENED_ON)
        if n % 25 == 7:
            paper = f"演示代办〔{YEAR}〕{n + 1}号"
            changed_on = date(YEAR, 5, 6)
            accounts.change_handler(
                unit=units[key], name=names[len(keys) + n], by=SYSTEM, on=changed_on, paper_number=paper
            )


@transaction.atomic
def open_scheme() -> dict[int, Period]:
    """The scheme, its two periods and their terms, marked as a demonstration."""
    scheme = Scheme.objects.filter(code=SCHEME).first() or programmes.open_scheme(
        code=SCHEME,
        name="职工大病医疗互助",
        department="权益保障部",
        payment_words=("大病互助", "医疗互助", "互助金"),
        by=SYSTEM,
        on=OPENED_ON,
    )
    return {number: _period(scheme, number) for number in PERIODS}


def _period(scheme: Scheme, number: int) -> Period:
    dates = window(number)
    opened_on = dates.enrol_from
    period = Period.objects.filter(scheme=scheme, number=number).first() or programmes.open_period(
        scheme=scheme,
        number=number,
        enrol_from=dates.enrol_from,
        enrol_until=dates.enrol_until,
        cover_from=dates.cover_from,
        cover_until=dates.cover_until,
        by=SYSTEM,
        on=opened_on,
    )
    if not PeriodTerms.objects.filter(period=period).exists():
        standard, subsidised = TIERS_FEN
        set_terms(
            period=period,
            tiers=(
                NewTier("standard", "普通", standard, ("普通档", "普")),
                NewTier("subsidised", "补贴", subsidised, ("补贴档", "补")),
            ),
            source=SOURCE,
            waiting_days=30,
            minimum_people=3,
            by=SYSTEM,
            on=opened_on,
        )
    return period
