"""Each kind of tampering, done with raw SQL as someone with the database's password would, is found and named.

Triggers are taken down first: whoever tampers can do that too.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from unionhall.kernel.actors import SYSTEM
from unionhall.office import journal
from unionhall.office.journal import canonical, sealing, triggers
from unionhall.office.journal.models import Entry, Seal
from unionhall.office.journal.verify import run_verify, verify

ON = date(2025, 12, 31)


@pytest.fixture
def chain(db, own_folder):
    """Nine entries sealed in three rounds, the triggers down."""
    for round_number in range(3):
        for n in range(3):
            journal.record(verb="tests.entry.made", by=SYSTEM, on=ON, round=round_number, n=n)
        assert sealing.seal_waiting() == 3
    triggers.drop(connection)
    yield list(Seal.objects.order_by("number"))
    triggers.create(connection)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found():
    return [(finding.code, finding.facts) for finding in verify() if finding.code != "trigger-missing"]


def test_a_whole_journal_has_no_findings(db):
    journal.record(verb="tests.entry.made", by=SYSTEM, on=ON)
    sealing.seal_waiting()
    assert verify() == []
    code, lines = run_verify()
    assert code == 0
    assert lines[0].startswith("日志完整：已封存 1 条")


def test_a_changed_entry(chain):
    sql("UPDATE journal_entry SET actor_name = '别人' WHERE id = %s", chain[4].entry_id)
    assert found() == [("entry-changed", {"entry": chain[4].entry_id})]


def test_changed_facts(chain):
    sql("UPDATE journal_entry SET facts = '{\"n\": 7}' WHERE id = %s", chain[4].entry_id)
    assert found() == [("entry-changed", {"entry": chain[4].entry_id})]


def test_a_deleted_entry(chain):
    sql("DELETE FROM journal_entry WHERE id = %s", chain[4].entry_id)
    assert found() == [("entry-deleted", {"entry": chain[4].entry_id, "number": 5})]


def test_an_entry_and_its_seal_deleted(chain):
    sql("DELETE FROM journal_entry WHERE id = %s", chain[4].entry_id)
    sql("DELETE FROM journal_seal WHERE number = 5")
    assert ("seal-missing", {"number": 5, "many": 1}) in found()


def test_the_gap_closed_by_renumbering(chain):
    sql("DELETE FROM journal_entry WHERE id = %s", chain[4].entry_id)
    sql("DELETE FROM journal_seal WHERE number = 5")
    for number in range(6, 10):
        sql("UPDATE journal_seal SET number = %s WHERE number = %s", number - 1, number)
    codes = {code for code, _ in found()}
    assert {"seal-changed", "tail-cut", "head-differs"} <= codes


def test_an_inserted_entry_that_the_sealer_took(chain):
    _copy(chain[4].entry_id, new_id=100_000)
    sql("UPDATE journal_entry SET actor_name = '别人' WHERE id = 100000")
    assert sealing.seal_waiting() == 1
    assert found() == [("entry-inserted", {"entry": 100_000})]


def test_an_entry_inserted_between_with_a_seal(chain):
    """The chain is opened after the fifth seal, the later ones moved up by one."""
    _copy(chain[4].entry_id, new_id=100_000)
    for number in range(9, 5, -1):
        sql("UPDATE journal_seal SET number = %s WHERE number = %s", number + 1, number)
    sql(
        "INSERT INTO journal_seal SELECT 6, 100000, %s, sealed_at FROM journal_seal WHERE number = 5",
        "a" * 64,
    )
    codes = {code for code, _ in found()}
    assert {"seal-changed", "head-differs"} <= codes


def test_an_inserted_entry_before_it_is_sealed(chain):
    _copy(chain[4].entry_id, new_id=100_000)
    sql("UPDATE journal_entry SET actor_name = '别人' WHERE id = 100000")
    assert found() == [("entry-inserted", {"entry": 100_000})]


def test_an_own_entry_copied_in_later(chain):
    """A true entry copied under another id keeps a true signature; its time gives it away."""
    _age(timedelta(days=1))
    _copy(chain[0].entry_id, new_id=100_000)
    journal.record(verb="tests.entry.made", by=SYSTEM, on=ON)
    sealing.seal_waiting()
    assert ("entry-backdated", {"entry": 100_000}) in found()


def test_a_changed_seal(chain):
    sql("UPDATE journal_seal SET seal = %s WHERE number = 5", "f" * 64)
    assert found() == [("seal-changed", {"number": 5})]


def test_a_seal_pointed_at_another_entry(chain):
    sql("UPDATE journal_seal SET entry_id = 100000 WHERE number = 5")
    assert ("entry-deleted", {"entry": 100_000, "number": 5}) in found()


def test_a_cut_tail(chain):
    sql("DELETE FROM journal_seal WHERE number > 6")
    sql("DELETE FROM journal_entry WHERE id > %s", chain[5].entry_id)
    assert found() == [("tail-cut", {"number": 9, "last": 6})]


def test_a_cut_tail_grown_again(chain):
    sql("DELETE FROM journal_seal WHERE number > 6")
    sql("DELETE FROM journal_entry WHERE id > %s", chain[5].entry_id)
    for n in range(5):
        journal.record(verb="tests.entry.made", by=SYSTEM, on=ON, other=n)
    sealing.seal_waiting()
    assert found() == [("head-differs", {"number": 9})]


def test_a_chain_recomputed_without_the_key(chain, settings, monkeypatch):
    from unionhall.kernel.encryption import Keyring

    ours = settings.KEYRING
    settings.KEYRING = Keyring(ours.current, ours.keys, ours.index_key, b"another key of 32 bytes.........")
    _recompute(entry=chain[3].entry_id)
    settings.KEYRING = ours
    codes = [code for code, _ in found()]
    assert "seal-changed" in codes or "entry-changed" in codes
    assert "head-differs" in codes


def test_a_chain_recomputed_with_the_key_differs_from_the_head_file(chain):
    _recompute(entry=chain[3].entry_id)
    assert found() == [("head-differs", {"number": 6}), ("head-differs", {"number": 9})]


def test_a_head_file_taken_away(chain):
    sealing.head_file().unlink()
    assert found() == [("head-missing", {})]


def test_entries_left_unsealed(db):
    entry = journal.record(verb="tests.entry.made", by=SYSTEM, on=ON)
    assert verify() == []
    late = verify(now=timezone.now() + timedelta(minutes=6))
    assert [(f.code, f.facts) for f in late] == [("unsealed", {"many": 1, "entry": entry.pk})]


def test_missing_triggers(chain):
    missing = [finding.facts["name"] for finding in verify()]
    assert missing == triggers.names(connection.vendor)
    assert len(missing) == 6


def test_what_was_found_is_said_in_sentences(chain):
    triggers.create(connection)
    triggers.drop(connection)
    sql("DELETE FROM journal_entry WHERE id = %s", chain[4].entry_id)
    triggers.create(connection)
    code, lines = run_verify()
    assert code == 1
    assert lines[0] == f"entry-deleted  第 {chain[4].entry_id} 条日志被删去，它的封签（第 5 号）还在。请从备份找回。"
    assert lines[-1].startswith("发现 1 处异常")


def _copy(entry_id, *, new_id):
    columns = ", ".join(f'"{name}"' for name in (*canonical.COLUMNS, "signature"))
    sql(
        f"INSERT INTO journal_entry (id, {columns}) SELECT %s, {columns} FROM journal_entry WHERE id = %s",
        new_id,
        entry_id,
    )


def _age(by):
    """As if the first rounds had been sealed that much earlier than now."""
    for entry in Entry.objects.order_by("pk"):
        entry.at -= by
        values = {name: getattr(entry, name) for name in canonical.COLUMNS}
        entry.signature = canonical.signature(canonical.content(values))
        entry.save()
    Seal.objects.all().delete()
    sealing.head_file().unlink()
    sealing.seal_waiting()


def _recompute(*, entry):
    """Change an entry and make signatures and seals anew with the keyring at hand."""
    sql("UPDATE journal_entry SET actor_name = '别人' WHERE id = %s", entry)
    before = canonical.GENESIS
    for row in Seal.objects.order_by("number"):
        values = Entry.objects.filter(pk=row.entry_id).values(*canonical.COLUMNS).get()
        content = canonical.content(values)
        Entry.objects.filter(pk=row.entry_id).update(signature=canonical.signature(content))
        before = canonical.seal(before=before, number=row.number, entry_id=row.entry_id, entry=content)
        Seal.objects.filter(pk=row.pk).update(seal=before)
