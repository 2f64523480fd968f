"""The database refuses overlapping memberships whoever writes them; on PostgreSQL also two writers at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import JOINED, Cast, build
from unionhall.members import overlap
from unionhall.members.models import Membership
from unionhall.organisations.models import Unit

D = date


def member(cast: Cast, unit: Unit, from_on: date, until_on: date | None) -> Membership:
    with transaction.atomic():
        return Membership.objects.create(
            person=cast.zhang, unit=unit, from_on=from_on, until_on=until_on, path=unit.path, county=unit.county
        )


def end(cast: Cast, until_on: date | None) -> None:
    with transaction.atomic():
        Membership.objects.filter(person=cast.zhang, from_on=JOINED).update(until_on=until_on)


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [
        (D(2019, 1, 1), D(2020, 3, 2)),
        (D(2021, 1, 1), D(2021, 2, 1)),
        (D(2019, 1, 1), D(2030, 1, 1)),
        (D(2024, 1, 1), None),
        (D(2019, 1, 1), None),
    ],
)
def test_what_overlaps_an_open_one_is_refused(cast: Cast, from_on: date, until_on: date | None) -> None:
    with pytest.raises(IntegrityError):
        member(cast, cast.spinners, from_on, until_on)
    assert Membership.objects.filter(person=cast.zhang).count() == 1


def test_days_that_only_touch_are_no_overlap(cast: Cast) -> None:
    member(cast, cast.spinners, D(2018, 1, 1), JOINED)
    end(cast, D(2023, 1, 1))
    member(cast, cast.spinners, D(2023, 1, 1), None)
    assert Membership.objects.filter(person=cast.zhang).count() == 3


def test_closed_ones_are_held_against_closed_ones_and_updates_too(cast: Cast) -> None:
    end(cast, D(2023, 1, 1))
    with pytest.raises(IntegrityError):
        member(cast, cast.spinners, D(2022, 12, 31), D(2024, 1, 1))
    member(cast, cast.spinners, D(2024, 1, 1), None)
    with pytest.raises(IntegrityError):
        end(cast, None)
    with pytest.raises(IntegrityError):
        end(cast, D(2024, 1, 2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(person=cast.guo).update(person=cast.zhang)


@pytest.mark.django_db
def test_the_triggers_stand_after_every_migration() -> None:
    assert overlap.missing(connection) == []


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_of_two_at_once_one_is_written() -> None:
    cast = build()
    for _round in range(5):
        Membership.objects.filter(person=cast.zhang).delete()
        barrier = Barrier(2)

        def run(write: Callable[[], object], barrier: Barrier = barrier) -> bool:
            try:
                with transaction.atomic():
                    barrier.wait(timeout=10)
                    write()
            except IntegrityError:
                return False
            finally:
                connection.close()
            return True

        writes = [
            lambda: member(cast, cast.weavers, D(2020, 1, 1), None),
            lambda: member(cast, cast.spinners, D(2021, 1, 1), D(2022, 1, 1)),
        ]
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(run, writes)) == [False, True]
