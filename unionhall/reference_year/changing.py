"""What changes in the tree and among members during the year: founded, renamed, moved, merged, transferred, with papers.

After the enrolment of the period before and before this one's, so that last year's figures can be seen to stand.
"""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from django.db import transaction

from unionhall.kernel.actors import SYSTEM
from unionhall.members import actions as members
from unionhall.members.models import Membership, MembershipReason
from unionhall.members.unions import merge_unions
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Unit, UnitChange
from unionhall.reference_year.plan import YEAR, Plan
from unionhall.reference_year.setting import REPORTED_ON, units_by_key
from unionhall.reference_year.shares import shares
from unionhall.reference_year.tree import (
    FOUNDED_KEY,
    FOUNDED_ON,
    MERGED_KEY,
    MERGED_VILLAGE_KEY,
    TRIAL_KEY,
    Planned,
    tree,
)

TRANSFERS = 6
TRANSFERRED_ON = date(YEAR, 8, 12)

Act = Callable[[Plan, dict[str, Unit], str, date], None]


def change_tree(plan: Plan) -> None:
    """Every change of the year that is not made yet, each on its day and its paper."""
    for number, (on, act) in enumerate(_ACTS, start=1):
        paper = f"演示工发〔{YEAR}〕{number}号"
        if not UnitChange.objects.filter(paper_number=paper).exists():
            with transaction.atomic():
                act(plan, units_by_key(plan), paper, on)


def _found(plan: Plan, units: dict[str, Unit], paper: str, on: date) -> None:
    planned = next(unit for unit in tree(plan) if unit.key == FOUNDED_KEY)
    works = planned.works
    assert works is not None
    home = units[planned.parent or "city"]
    employer = organisations.register_employer(
        name=works.name,
        credit_code=planned.employer_code,
        ownership=works.ownership,
        industry=works.industry,
        home=home,
        by=SYSTEM,
        on=on,
    )
    unit = organisations.found_unit(
        kind=planned.kind,
        name=planned.name,
        parent=home,
        paper_number=paper,
        credit_code=planned.credit_code,
        employer=employer,
        by=SYSTEM,
        on=on,
    )
    if staff := next((share.staff for share in shares(plan) if share.key == FOUNDED_KEY), 0):
        organisations.report_staff(unit=unit, staff=staff, source=paper, by=SYSTEM, on=REPORTED_ON[-1])


def _rename(plan: Plan, units: dict[str, Unit], paper: str, on: date) -> None:
    """One of the unions that every size holds, a company where there is one."""
    near = [units[share.key] for share in shares(plan)[: plan.cohort_units + 1] if share.enrolled]
    unit = next((unit for unit in near if "有限公司" in unit.name), near[0])
    name = unit.name.replace("有限公司", "股份有限公司") if "有限公司" in unit.name else f"新{unit.name}"
    organisations.rename_unit(unit=unit, name=name, paper_number=paper, by=SYSTEM, on=on)


def _move(plan: Plan, units: dict[str, Unit], paper: str, on: date) -> None:
    """A union under a township or a joint federation comes directly under its county."""
    placed = {unit.key: unit for unit in tree(plan)}
    key = next(
        share.key
        for share in shares(plan)
        if share.enrolled and (placed[share.key].parent or "").partition("-")[0] in {"township", "federation"}
    )
    county = units[f"county-{placed[key].county}"]
    organisations.move_unit(unit=units[key], to=county, paper_number=paper, by=SYSTEM, on=on)


def _merge_unions(plan: Plan, units: dict[str, Unit], paper: str, on: date) -> None:
    _merge(plan, units, MERGED_KEY, paper, on)


def _merge_villages(plan: Plan, units: dict[str, Unit], paper: str, on: date) -> None:
    _merge(plan, units, MERGED_VILLAGE_KEY, paper, on)


def _merge(plan: Plan, units: dict[str, Unit], key: str, paper: str, on: date) -> None:
    """Into a neighbour the sample does not hold. Where this build has the staff of the one that goes, the neighbour must
    report too: its next report says what both have, while one without a report would only ever have what came over.
    """
    reporting = {share.key for share in shares(plan)}
    gone = next(unit for unit in tree(plan) if unit.key == key)
    sampled = {share.key for share in shares(plan)[: plan.cohort_units + 1]} if plan.size != "tiny" else set()
    apart = {key, TRIAL_KEY, FOUNDED_KEY, *sampled}

    def is_like(unit: Planned) -> bool:
        is_free = unit.key not in apart and (key not in reporting or unit.key in reporting)
        return is_free and unit.kind == gone.kind and unit.county == gone.county

    alike = [unit for unit in tree(plan) if is_like(unit)]
    kept = min(alike, key=lambda unit: unit.parent != gone.parent)
    merge_unions(kept=units[kept.key], gone=units[key], paper_number=paper, effective_on=on, by=SYSTEM, on=on)


def transfer_members(plan: Plan) -> None:
    """Some who take part no longer where they did go over to another union."""
    units = units_by_key(plan)
    holding = [share for share in shares(plan)[: plan.cohort_units + 3] if share.enrolled_before > share.renewing]
    with transaction.atomic():
        if Membership.objects.filter(reason=MembershipReason.TRANSFER).exists():
            return
        for here, there in list(pairwise(holding))[:TRANSFERS]:
            # The first persons of a union are those who do not renew, see `shares`.
            first = Membership.objects.open().filter(unit=units[here.key]).order_by("pk")[0]
            members.transfer(
                person=first.person, unit=units[there.key], from_on=TRANSFERRED_ON, by=SYSTEM, on=TRANSFERRED_ON
            )


_ACTS: tuple[tuple[date, Act], ...] = (
    (FOUNDED_ON, _found),
    (date(YEAR, 4, 10), _rename),
    (date(YEAR, 5, 20), _move),
    (date(YEAR, 6, 18), _merge_unions),
    (date(YEAR, 7, 8), _merge_villages),
)
