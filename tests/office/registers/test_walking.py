"""The first rows of a large subtree are read along their order: the same rows, by another way."""

from django.db import connection

from unionhall.kernel.fields import subtree, walked
from unionhall.members.models import Membership
from unionhall.organisations.models import Unit


def test_rows_walked_are_the_rows_sorted(cast):
    rows = Unit.objects.filter(subtree("path", cast.yuci.path)).order_by("name", "pk")
    assert list(walked(rows)) == list(rows) != []
    assert {unit.pk for unit in rows} == {cast.yuci.pk, cast.weavers.pk, cast.spinners.pk}


def test_a_walk_gathers_no_subtree_and_leaves_the_rows_it_came_from(cast):
    rows = Membership.objects.filter(subtree("unit__path", cast.yuci.path)).order_by(
        "person__pinyin", "person_id", "pk"
    )
    way = walked(rows)[:50].explain()
    if connection.vendor == "sqlite":
        assert "path>?" not in way
        assert "path>?" in rows[:50].explain()
