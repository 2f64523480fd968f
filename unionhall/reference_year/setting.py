"""The stage of the year: the tree with what each unit reported, log-ins, handlers, the scheme with its periods.

Each step is one transaction through the actions of its app, and is passed over where it is done already.
"""

from datetime import date

import polars as pl
from django.conf import settings
from django.db import transaction

from unionhall.accounts import actions as accounts
from unionhall.accounts.models import Post, User
from unionhall.aid.claims import reference
from unionhall.aid.mutual_aid import terms
from unionhall.kernel.actors import SYSTEM
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Unit, UnitKind
from unionhall.organisations.planting import Seedling, SeedlingEmployer
from unionhall.programmes.models import Scheme
from unionhall.reference_year.accounts import DEMO_LOGINS
from unionhall.reference_year.calendar import window
from unionhall.reference_year.draws import lots
from unionhall.reference_year.people import persons
from unionhall.reference_year.plan import PERIODS, SCHEME, TIERS_FEN, YEAR, Plan
from unionhall.reference_year.shares import Share, shares
from unionhall.reference_year.tree import MERGED_KEY, Planned, at_start, tree

OPENED_ON = date(YEAR - 1, 1, 2)
# The statistical return's years begin on 1 October: a unit's word on its staff holds from that day.
REPORTED_ON = tuple(date(YEAR - back, 10, 1) for back in (2, 1, 0))
HANDLERS_CHANGED_ON = date(YEAR, 5, 6)
# Numbers of the handlers among the invented persons: far from everybody's who takes part.
_HANDLERS = 8_000_000
_EVERY_CHANGED = 25


def plant(plan: Plan) -> None:
    """The tree as the year begins, with employers and the staff each unit reported."""
    if Unit.objects.exists():
        return
    reported = {share.key: share for share in shares(plan)}
    lot = lots(plan.seed, "federation-staff")
    founded = _founding_days(at_start(plan))
    rows = [
        _seedling(unit, founded[unit.key], _reports(unit, reported.get(unit.key), lot.randrange(520, 1900)))
        for unit in at_start(plan)
    ]
    organisations.plant_tree(rows=rows, by=SYSTEM, on=OPENED_ON)


def _founding_days(units: tuple[Planned, ...]) -> dict[str, date]:
    """No union is older than its upper level: where the draw said so, both were founded on one day."""
    days: dict[str, date] = {}
    for unit in units:
        days[unit.key] = max(unit.founded_on, days[unit.parent]) if unit.parent else unit.founded_on
    return days


def _reports(unit: Planned, share: Share | None, federation: int) -> list[tuple[date, int]]:
    """Three yearly reports; other units than federations report only where the build holds their people."""
    if unit.kind == UnitKind.FEDERATION:
        return [(on, federation + 7 * n) for n, on in enumerate(REPORTED_ON)]
    if share is None:
        return []
    counts = (round(share.staff_before * 0.98), share.staff_before, share.staff)
    # The union that is merged away during the year reports no more.
    return list(zip(REPORTED_ON, counts, strict=True))[: 2 if unit.key == MERGED_KEY else 3]


def _seedling(unit: Planned, founded_on: date, staff: list[tuple[date, int]]) -> Seedling:
    works = unit.works
    return Seedling(
        key=unit.key,
        parent=unit.parent,
        kind=unit.kind,
        name=unit.name,
        founded_on=founded_on,
        paper_number=f"演示工组〔{founded_on.year}〕{founded_on.timetuple().tm_yday}号",
        credit_code=unit.credit_code,
        region_code=unit.region_code,
        employer=SeedlingEmployer(works.name, unit.employer_code, works.ownership, works.industry) if works else None,
        staff=staff,
    )


def units_by_key(plan: Plan) -> dict[str, Unit]:
    """The unions that stand in the records by the plan's keys, known by their credit codes."""
    by_code = {unit.credit_code: unit for unit in Unit.objects.exclude(credit_code=None)}
    return {unit.key: by_code[unit.credit_code] for unit in tree(plan) if unit.credit_code in by_code}


@transaction.atomic
def open_accounts(plan: Plan) -> None:
    """The demo log-ins; their password is to be known, so none is asked to change it."""
    units = units_by_key(plan)
    for login in DEMO_LOGINS:
        if login.unit not in units or User.objects.filter(username=login.username).exists():
            continue
        unit = units[login.unit]
        user = accounts.open_account(
            username=login.username,
            name=login.name,
            unit=unit,
            password=settings.DEMO_PASSWORD,
            must_change_password=False,
            by=SYSTEM,
            on=OPENED_ON,
        )
        accounts.appoint(
            unit=unit, user=user, title=login.title.split()[-1], duties=login.duties, by=SYSTEM, on=OPENED_ON
        )


@transaction.atomic
def name_handlers(plan: Plan) -> None:
    """A handler (代办员) for every union whose people this build holds; a few change during the year, with a paper."""
    if Post.objects.filter(is_handler=True).exists():
        return
    units = units_by_key(plan)
    keys = [share.key for share in shares(plan) if share.key in units]
    names = persons(pl.Series(range(_HANDLERS, _HANDLERS + 2 * len(keys))))["name"].to_list()
    for n, key in enumerate(keys):
        accounts.change_handler(unit=units[key], name=names[n], by=SYSTEM, on=OPENED_ON)
        if n % _EVERY_CHANGED == 7:
            accounts.change_handler(
                unit=units[key],
                name=names[len(keys) + n],
                by=SYSTEM,
                on=HANDLERS_CHANGED_ON,
                paper_number=f"演示代办〔{YEAR}〕{n + 1}号",
            )


def open_periods() -> None:
    """The scheme's two periods with their terms and what claims are paid by, marked as a demonstration."""
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
    city, scheme = Unit.objects.get(parent=None), Scheme.objects.get(code=SCHEME)
    reference.load(scheme=scheme, organisation=city, by=SYSTEM, on=window(PERIODS[0]).enrol_from)
