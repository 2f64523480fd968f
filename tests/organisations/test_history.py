"""Whatever sequence of acts a year brings, in whatever order of their days: the tree of every day stays whole.

The oracle is tree.py; the acts are those of actions.py.
"""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import cast as people
from tests.organisations import tree
from unionhall.kernel.actors import SYSTEM
from unionhall.kernel.errors import DomainError
from unionhall.organisations import actions
from unionhall.organisations.models import StaffCount, Unit
from unionhall.organisations.queries import on_day, place_of

FIRST = date(2024, 1, 1)

acts = st.lists(
    st.tuples(
        st.sampled_from(["found", "move", "move", "merge", "split", "close", "staff"]),
        st.integers(0, 40),
        st.integers(0, 40),
        st.integers(0, 700).map(lambda n: FIRST + timedelta(days=n)),
    ),
    min_size=1,
    max_size=14,
)


def planted() -> None:
    rows = people._units()
    for n, county in enumerate((rows["yuci"], rows["pingyao"])):
        for kind, name in (("township", "镇"), ("township", "街道"), ("federation", "联合会"), ("industry", "行业")):
            actions.found_unit(
                kind=kind,
                name=f"{name}{n}",
                parent=county,
                paper_number="1",
                by=SYSTEM,
                on=date(2015, 1, 1 + n),
                staff=10,
            )
    for n, upper in enumerate(Unit.objects.filter(kind__in=("township", "federation"))):
        actions.found_unit(
            kind="grassroots", name=f"店{n}", parent=upper, paper_number="1", by=SYSTEM, on=date(2016, 1, 1), staff=5
        )


def act(kind: str, first: Unit, second: Unit, on: date) -> bool:
    """Carry the act out; False when it was refused."""
    common = {"by": SYSTEM, "on": on}
    paper = {"paper_number": "2", **common}
    name = f"{first.pk}-{second.pk}-{on}"
    calls = {
        "found": lambda: actions.found_unit(kind="grassroots", name=name, parent=first, staff=3, **paper),
        "move": lambda: actions.move_unit(unit=first, to=second, **paper),
        "merge": lambda: actions.merge_units(kept=first, gone=second, **paper),
        "split": lambda: actions.split_unit(unit=first, name=name, children=list(first.children.open()[:1]), **paper),
        "close": lambda: actions.close_unit(unit=first, **paper),
        "staff": lambda: actions.report_staff(unit=first, staff=on.day, **common),
    }
    try:
        with transaction.atomic():
            calls[kind]()
    except DomainError:
        return False
    return True


def heads(on: date) -> int:
    return sum(StaffCount.objects.filter(on_day(on)).values_list("staff", flat=True))


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=acts)
def test_the_tree_of_every_day_stays_whole(db: None, sequence: list) -> None:
    with transaction.atomic():
        planted()
        eve = FIRST - timedelta(days=1)
        before = {unit.pk: place_of(unit, eve) for unit in Unit.objects.all()}
        for kind, a, b, on in sequence:
            units = list(Unit.objects.order_by("pk"))
            first, second = units[a % len(units)], units[b % len(units)]
            counted = heads(on)
            done = act(kind, first, second, on)
            if kind in ("move", "merge", "split") and done:
                assert heads(on) == counted, "people were lost or doubled"
            assert tree.faults() == [], (kind, str(first), str(second), on)
        assert {pk: place_of(Unit.objects.get(pk=pk), eve) for pk in before} == before
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_sequences_do_something(db: None) -> None:
    """Refusals alone would prove nothing: each kind of act succeeds on this tree."""
    planted()
    units = {unit.name: unit for unit in Unit.objects.all()}
    weavers, spinners, east = units["澄园纺织厂工会"], units["锦源纺纱厂工会"], units["联合会0"]
    assert act("move", weavers, east, FIRST)
    assert act("split", spinners, east, FIRST)
    assert act("merge", weavers, units["古陶酿酒厂工会"], FIRST)
    assert act("close", spinners, east, date(2024, 2, 1))
    assert act("found", east, east, FIRST)
    assert act("staff", weavers, weavers, date(2024, 3, 1))
    assert tree.faults() == []
