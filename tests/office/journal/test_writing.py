"""An act and its entry are kept or lost together; personal fields never stand in clear.

Sealing has its own file.
"""

from datetime import date

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import DatabaseError

from tests.cast import Cast
from unionhall.kernel.actors import SYSTEM
from unionhall.office import journal
from unionhall.office.journal import triggers
from unionhall.office.journal.models import Entry
from unionhall.office.journal.writing import HIDDEN

ON = date(2025, 12, 31)


def test_a_change_saves_and_tells_before_and_after(cast: Cast) -> None:
    with journal.change(cast.weavers, verb="tests.unit.renamed", by=cast.li, on=ON, paper="晋工发〔2025〕1号"):
        cast.weavers.name = "澄园毛纺厂工会"
    entry = Entry.objects.get()
    assert (entry.before, entry.after) == ({"name": "澄园纺织厂工会"}, {"name": "澄园毛纺厂工会"})
    assert (entry.app, entry.object_type, entry.object_id) == ("tests", "organisations.unit", str(cast.weavers.pk))
    assert (entry.actor, entry.organisation_path, entry.facts) == ("li", cast.city.path, {"paper": "晋工发〔2025〕1号"})
    cast.weavers.refresh_from_db()
    assert cast.weavers.name == "澄园毛纺厂工会"


def test_only_changed_fields_are_written(cast: Cast) -> None:
    """Another session's change of another field survives, and a ciphertext is not made anew."""
    stale = type(cast.weavers).objects.get(pk=cast.weavers.pk)
    type(stale).objects.filter(pk=stale.pk).update(pinyin="cyfzc")
    with journal.change(stale, verb="tests.unit.renamed", by=cast.li, on=ON):
        stale.name = "澄园毛纺厂工会"
    stale.refresh_from_db()
    assert (stale.name, stale.pinyin) == ("澄园毛纺厂工会", "cyfzc")


def test_an_error_inside_leaves_neither_change_nor_entry(cast: Cast) -> None:
    def act() -> None:
        with journal.change(cast.weavers, verb="tests.unit.renamed", by=cast.li, on=ON):
            cast.weavers.name = "没有这个名字"
            cast.spinners.name = "也没有"
            cast.spinners.save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    cast.weavers.refresh_from_db()
    cast.spinners.refresh_from_db()
    assert (cast.weavers.name, cast.spinners.name) == ("澄园纺织厂工会", "锦源纺纱厂工会")
    assert not Entry.objects.exists()


def test_a_new_object_shows_all_its_fields(cast: Cast) -> None:
    row = type(cast.scheme)(code="winter", name="冬送温暖", department="权益保障部")
    with journal.change(row, verb="tests.scheme.added", by=cast.li, on=ON):
        pass
    entry = Entry.objects.get()
    assert (entry.before, entry.after["code"], entry.object_id) == ({}, "winter", str(row.pk))


def test_many_objects_give_one_entry(cast: Cast) -> None:
    units = [cast.weavers, cast.spinners]
    with journal.change(units, verb="tests.units.closed", by=cast.li, on=ON, reason="停产"):
        for unit in units:
            unit.closed_on = ON
    entry = Entry.objects.get()
    assert entry.facts == {"reason": "停产", "count": 2, "ids": [str(unit.pk) for unit in units]}
    assert (entry.after, entry.object_id, entry.object_type) == ({"closed_on": "2025-12-31"}, "", "organisations.unit")
    assert type(units[0]).objects.filter(closed_on=ON).count() == 2


def test_personal_fields_stay_hidden_but_for_the_blind_index(cast: Cast) -> None:
    old = cast.zhang.id_index
    with journal.change(cast.zhang, verb="tests.person.corrected", by=cast.li, on=ON):
        cast.zhang.name, cast.zhang.id_number, cast.zhang.id_index = "张秀蓝", "140702198506150020", "x" * 22
    entry = Entry.objects.get()
    assert entry.before == {"name": HIDDEN, "id_number": HIDDEN, "id_index": old}
    assert entry.after == {"name": HIDDEN, "id_number": HIDDEN, "id_index": "x" * 22}


def test_lists_changed_in_place_are_noticed(cast: Cast) -> None:
    post = cast.wang.posts.get()
    with journal.change(post, verb="tests.post.changed", by=cast.admin, on=ON):
        post.duties.append("review")
    assert Entry.objects.get().before == {"duties": ["enter"]}


def test_counting_by_app(db: None) -> None:
    for verb in ("aid.claim.entered", "aid.claim.approved", "funds.receipt.matched"):
        journal.record(verb=verb, by=SYSTEM, on=ON)
    assert (journal.count(["aid"]), journal.count(["aid", "funds"]), journal.count([])) == (2, 3, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET verb = 'x'",
        "DELETE FROM journal_entry",
        "UPDATE journal_seal SET seal = 'x'",
        "DELETE FROM journal_seal",
    ],
)
def test_the_database_refuses_to_change_the_journal(db: None, statement: str, tmp_path, settings) -> None:
    from unionhall.office.journal import sealing

    settings.DATA_DIR = tmp_path
    journal.record(verb="tests.entry.made", by=SYSTEM, on=ON)
    sealing.seal_waiting()
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.get().verb == "tests.entry.made"


def test_replacing_or_truncating_is_refused_too(db: None) -> None:
    entry = journal.record(verb="tests.entry.made", by=SYSTEM, on=ON)
    if connection.vendor == "sqlite":
        statement = f"INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE id = {entry.pk}"
    else:
        statement = "TRUNCATE journal_entry"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_triggers_stand_after_all_migrations(db: None) -> None:
    assert triggers.missing(connection) == []
    assert triggers.check_triggers(databases=["default"]) == []


def test_a_missing_trigger_stops_the_start(db: None) -> None:
    triggers.drop(connection)
    (error,) = triggers.check_triggers(databases=["default"])
    assert error.id == "journal.E001"
    assert "journal_entry_no_update" in error.msg
    triggers.create(connection)
    assert triggers.missing(connection) == []
