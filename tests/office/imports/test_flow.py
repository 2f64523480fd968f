"""Columns confirmed and remembered, refusals of commit and undo, and what a commit that was cut off leaves."""

from datetime import date

import pytest
from django.db import IntegrityError, connection

from tests.aid.mutual_aid.test_roster import MESSY, STRANGERS, book, upload
from tests.cast import TODAY, Cast
from unionhall.aid.mutual_aid import roster as roster_module
from unionhall.aid.mutual_aid.models import Enrolment, Roster
from unionhall.funds.receipts import actions as receipts
from unionhall.funds.receipts.models import Due, Receipt, Statement
from unionhall.kernel.scope import NOBODY
from unionhall.members import bulk as persons
from unionhall.members.models import Membership, Person
from unionhall.office.documents import storage
from unionhall.office.imports import actions, contract, locks, recovery, refusals, verdicts
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.journal.models import Entry
from unionhall.ui.slots import IMPORT_DEPENDENTS

STRANGE = ("序号", "甲", "乙", "丙")
STRANGE_ROWS = [(n + 1, name, number, 40) for n, (name, number) in enumerate(zip("冀畅逯殷", STRANGERS, strict=False))]
STRANGE_ROWS = [(n, name + "小满", number, fee) for n, name, number, fee in STRANGE_ROWS]


def committed(cast: Cast) -> Import:
    return actions.commit(actions.read(upload(cast, book(*MESSY))), by=cast.wang, on=TODAY)


def test_the_users_word_on_a_column_is_taken_and_remembered(cast: Cast) -> None:
    header = ("序号", "姓名", "身份证号", "联系方式", "类别", "备用", "缴费")
    rows = [(1, "冀小满", STRANGERS[0], None, "普通", 35, 40)]
    imported = actions.read(upload(cast, book(*rows, header=header)))
    assert imported.counts["accepted"] == 1
    mapping = {"名单": {"F": "amount", "G": ""}}
    imported = actions.confirm_columns(imported, mapping=mapping, by=cast.wang, on=TODAY)
    assert imported.columns_confirmed
    assert imported.counts["by_code"] == {"amount-wrong": 1}
    again = actions.read(upload(cast, book(*rows, *rows, header=header)))
    assert [c["field"] for c in again.reading["sheets"][0]["columns"]][5:] == ["amount", ""]
    other = actions.read(upload(cast, book(*rows, *rows, header=header), unit=cast.spinners))
    assert [c["field"] for c in other.reading["sheets"][0]["columns"]][5:] == ["", "amount"]


@pytest.mark.parametrize(
    ("mapping", "refusal"),
    [
        ({"名单": {"B": "id_number", "C": "id_number"}}, refusals.ColumnTwice),
        ({"名单": {"Z": "name"}}, refusals.UnknownColumn),
        ({"别的": {"B": "name"}}, refusals.UnknownColumn),
        ({"名单": {"B": "nothing"}}, refusals.UnknownColumn),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(cast: Cast, mapping: dict, refusal: type[Exception]) -> None:
    imported = actions.read(upload(cast, book(*MESSY)))
    with pytest.raises(refusal):
        actions.confirm_columns(imported, mapping=mapping, by=cast.wang, on=TODAY)


def test_without_a_needed_column_nothing_is_written(cast: Cast) -> None:
    imported = actions.read(upload(cast, book((1, "冀小满", 40), (2, "畅小满", 40), header=("序号", "姓名", "缴费"))))
    with pytest.raises(refusals.ColumnsMissing, match="证件号码"):
        actions.commit(imported, by=cast.wang, on=TODAY)
    assert not Roster.objects.exists()


def test_a_file_whose_rows_are_all_refused_is_not_committed(cast: Cast) -> None:
    imported = actions.read(upload(cast, book((1, "冀小满", "123", None, "普通", 40, None))))
    with pytest.raises(refusals.NothingToCommit):
        actions.commit(imported, by=cast.wang, on=TODAY)
    imported.refresh_from_db()
    assert imported.state == ImportState.PREVIEW


def test_a_file_that_is_no_table_is_refused_in_one_sentence(cast: Cast) -> None:
    imported = actions.read(upload(cast, b"%PDF-1.4 nothing"))
    assert imported.state == ImportState.REFUSED
    assert "请上传" in imported.sentence
    with pytest.raises(refusals.WrongState):
        actions.commit(imported, by=cast.wang, on=TODAY)


def test_nobody_may_send_for_a_unit_outside(cast: Cast) -> None:
    with pytest.raises(roster_module.UnitOutside):
        upload(cast, book(*MESSY), unit=cast.brewers)
    with pytest.raises(roster_module.UnitOutside):
        actions.upload(
            kind="mutual_aid.roster",
            content=b"x",
            file_name="a.csv",
            options={"scheme": "mutual-aid", "period": 18, "unit": cast.weavers.pk},
            by=cast.wang,
            on=TODAY,
            scope=NOBODY,
        )


def test_undo_is_refused_while_money_stands_against_it(cast: Cast) -> None:
    imported = committed(cast)
    statement = Statement.objects.create(
        holder=cast.city, account_tail="0417", first_on=TODAY, last_on=TODAY, lines=1, amount_fen=7000
    )
    money = Receipt.objects.create(
        statement=statement, account_key="1:0417", bank_reference="1", received_on=TODAY, amount_fen=7000
    )
    due = Due.objects.get()
    receipts.match(receipt=money, due=due, amount_fen=7000, by=cast.li, on=TODAY)
    with pytest.raises(refusals.HasDependents, match=r"澄园纺织厂工会.*70\.00"):
        actions.undo(imported, reason="传错", by=cast.wang, on=TODAY)
    assert Enrolment.objects.count() == 2
    receipts.release(receipt=money, due=due, reason="记错", by=cast.li, on=TODAY)
    actions.undo(imported, reason="传错", by=cast.wang, on=TODAY)


def test_undo_is_refused_by_a_lock_by_what_others_name_and_without_a_reason(cast: Cast) -> None:
    imported = committed(cast)
    with pytest.raises(refusals.NoReason):
        actions.undo(imported, reason=" ", by=cast.wang, on=TODAY)
    Import.objects.filter(pk=imported.pk).update(locked_by="2025 年综述")
    with pytest.raises(refusals.ImportLocked, match="2025 年综述"):
        actions.undo(imported, reason="传错", by=cast.wang, on=TODAY)
    Import.objects.filter(pk=imported.pk).update(locked_by="")
    before = list(IMPORT_DEPENDENTS._providers)
    IMPORT_DEPENDENTS.fill(lambda one: ["其中 3 人已有申领"])
    try:
        with pytest.raises(refusals.HasDependents, match="3 人已有申领"):
            actions.undo(imported, reason="传错", by=cast.wang, on=TODAY)
    finally:
        IMPORT_DEPENDENTS._providers[:] = before
    assert Enrolment.objects.count() == 2


def test_undo_keeps_whom_something_else_came_to_rest_on(cast: Cast) -> None:
    imported = committed(cast)
    moved = Person.objects.get(name="冀澜")
    Membership.objects.filter(person=moved).update(until_on="2026-01-05")
    done = actions.undo(imported, reason="传错", by=cast.wang, on=TODAY)
    assert done.result["undone"]["persons_kept"] == 1
    assert set(Person.objects.exclude(origin=0)) == {moved}
    assert not Enrolment.objects.exists()


def test_one_entry_holds_counts_and_fingerprints(cast: Cast) -> None:
    imported = committed(cast)
    entry = Entry.objects.get(verb="mutual_aid.roster.committed")
    assert entry.facts["file_sm3"] == imported.file_sm3
    assert len(entry.facts["file_sha256"]) == len(entry.facts["verdicts_sm3"]) == 64
    assert (entry.facts["rows"], entry.facts["accepted"]) == (8, 2)
    assert "冀澜" not in str(entry.facts)


def test_a_commit_cut_off_midway_is_swept_and_can_be_done_again(cast: Cast) -> None:
    imported = actions.read(upload(cast, book(*MESSY)))
    kind = contract.kind_of(imported.kind)
    checked = kind.check(actions._stage(imported), actions._context(imported))
    good = checked.rows.filter(checked.rows["code"] == "accepted")
    persons.write_persons(good, origin=imported.pk, progress=contract.SILENT)
    Import.objects.filter(pk=imported.pk).update(state=ImportState.COMMITTING)
    assert Person.objects.filter(origin=imported.pk).count() == 2
    [back] = recovery.sweep()
    assert back.state == ImportState.PREVIEW
    assert "2 条" in back.sentence
    assert not Person.objects.filter(origin=imported.pk).exists()
    assert actions.commit(back, by=cast.wang, on=TODAY).result["persons"] == 2


@pytest.mark.skipif(connection.vendor == "postgresql", reason="the lock is the session's, and a test has one session")
def test_work_that_lives_is_not_swept(cast: Cast) -> None:
    imported = actions.read(upload(cast, book(*MESSY)))
    Import.objects.filter(pk=imported.pk).update(state=ImportState.COMMITTING)
    with locks.held(imported.pk):
        assert recovery.sweep() == []
        with pytest.raises(locks.ImportBusy):
            actions.commit(imported, by=cast.wang, on=TODAY)
    assert [one.pk for one in recovery.sweep()] == [imported.pk]


def test_who_wrote_meanwhile_is_met_by_checking_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = actions.read(upload(cast, book(*MESSY)))
    write, calls = roster_module.MutualAidRoster.commit, []

    def once_in_the_way(self, *args, **named):
        calls.append(1)
        if len(calls) == 1:
            raise IntegrityError("enrolment_one_share")
        return write(self, *args, **named)

    monkeypatch.setattr(roster_module.MutualAidRoster, "commit", once_in_the_way)
    assert actions.commit(imported, by=cast.wang, on=TODAY).state == ImportState.COMMITTED
    assert len(calls) == 2
    assert Enrolment.objects.count() == 2


def test_always_in_the_way_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = actions.read(upload(cast, book(*MESSY)))

    def in_the_way(self, *args, **named):
        raise IntegrityError("enrolment_one_share")

    monkeypatch.setattr(roster_module.MutualAidRoster, "commit", in_the_way)
    with pytest.raises(refusals.ChangedMeanwhile):
        actions.commit(imported, by=cast.wang, on=TODAY)
    imported.refresh_from_db()
    assert imported.state == ImportState.PREVIEW
    assert not Person.objects.filter(origin=imported.pk).exists()


def test_a_kind_that_loses_rows_is_found_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    check = roster_module.MutualAidRoster.check

    def losing(self, prepared, context):
        checked = check(self, prepared, context)
        return contract.Checked(checked.rows.head(3), checked.facts)

    monkeypatch.setattr(roster_module.MutualAidRoster, "check", losing)
    with pytest.raises(verdicts.RowsLost):
        actions.read(upload(cast, book(*MESSY)))


def test_files_at_rest_show_nobody(cast: Cast) -> None:
    imported = committed(cast)
    for name in (imported.stored_name, imported.stage_name, imported.verdicts_name):
        raw = storage._place(name).read_bytes()
        assert STRANGERS[0].encode() not in raw
        assert "冀澜".encode() not in raw
    assert STRANGERS[0] not in str(imported.reading)


def test_after_retention_it_is_refused_in_one_sentence(cast: Cast) -> None:
    imported = actions.read(upload(cast, book(*MESSY)))
    Import.objects.filter(pk=imported.pk).update(delete_after=date(2025, 1, 1))
    assert recovery.purge(on=TODAY) == 1
    imported.refresh_from_db()
    for act in (
        lambda: actions.commit(imported, by=cast.wang, on=TODAY),
        lambda: actions.read(imported),
    ):
        with pytest.raises(refusals.FilesGone):
            act()
    assert not Enrolment.objects.exists()


def test_columns_of_a_committed_file_are_not_confirmed_from_an_old_page(cast: Cast) -> None:
    stale = actions.read(upload(cast, book(*MESSY)))
    actions.commit(stale, by=cast.wang, on=TODAY)
    with pytest.raises(refusals.WrongState):
        actions.confirm_columns(stale, mapping={}, by=cast.wang, on=TODAY)
    stale.refresh_from_db()
    assert stale.state == ImportState.COMMITTED
