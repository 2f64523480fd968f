"""The only writer of imports: upload, read, confirm the columns, commit, undo.

What a row means and what is written is the kind's (contract.py); what dead work left behind is recovery.py.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from unionhall.kernel import paths
from unionhall.kernel.actors import SYSTEM, Actor
from unionhall.kernel.encryption import sm3
from unionhall.kernel.scope import Duty, Scope
from unionhall.office import journal
from unionhall.office.documents import storage
from unionhall.office.imports import locks, memory, recovery, stage, verdicts
from unionhall.office.imports.contract import SILENT, Checked, Context, ImportKind, Progress, kind_of
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.imports.reading import Unreadable
from unionhall.office.imports.reading import read as read_file
from unionhall.office.imports.refusals import (
    ChangedMeanwhile,
    ColumnsMissing,
    FilesGone,
    HasDependents,
    ImportLocked,
    NoReason,
    NothingToCommit,
    SameFileAgain,
    WrongState,
)
from unionhall.ui.slots import IMPORT_DEPENDENTS

READING, CHECKING, WRITING = "读取文件", "逐行核对", "写入记录"
NAMED_DEPENDENTS = 3


def upload(
    *,
    kind: str,
    content: bytes,
    file_name: str,
    options: Mapping[str, Any],
    by: Actor,
    on: date,
    scope: Scope | None = None,
) -> Import:
    """Keep a file for reading. `scope` says where the actor may enter; without one, the actor's own organisation.

    :raises SameFileAgain: committed for the same subject and not undone. :raises DomainError: the kind refuses the options.
    """
    declared = kind_of(kind)
    within = _within(by, scope)
    subject = declared.describe(options, within=within, on=on)
    fingerprint = sm3(content)
    _refuse_again(kind, subject.key, fingerprint)
    stored = storage.save(content)
    with transaction.atomic():
        imported = Import.objects.create(
            kind=kind,
            subject=subject.key,
            title=subject.title[:160],
            sender=subject.sender,
            file_name=file_name[-200:],
            file_size=len(content),
            file_sm3=fingerprint,
            file_sha256=hashlib.sha256(content).hexdigest(),
            stored_name=stored,
            options={**options, "within": list(within)},
            on=on,
            by_username=by.username,
            by_name=by.name,
            organisation_path=subject.organisation_path,
            delete_after=on + timedelta(days=settings.IMPORT_FILES_DAYS),
        )
        journal.record(
            verb=f"{kind}.uploaded",
            by=by,
            on=on,
            obj=imported,
            subject=subject.key,
            file_sm3=fingerprint,
            size=len(content),
        )
    return imported


def read(imported: Import, *, progress: Progress = SILENT) -> Import:
    """Read the file, match its columns, give every row its verdict: the preview. A file that cannot be read is refused.

    :raises WrongState: committed, undone or refused. :raises ImportBusy: somebody is at it.
    """
    with locks.held(imported.pk):
        imported = recovery.settled(imported)
        _demand(imported, ImportState.UPLOADED, ImportState.PREVIEW)
        before = imported.state
        _set_state(imported, ImportState.READING)
        try:
            return _read(imported, progress)
        except BaseException:
            _set_state(imported, before)
            raise


def _read(imported: Import, progress: Progress) -> Import:
    kind = kind_of(imported.kind)
    progress.step(READING)
    try:
        book = read_file(_content(imported), imported.file_name, fields=kind.fields)
    except Unreadable as refusal:
        imported.state, imported.sentence = ImportState.REFUSED, str(refusal)[:300]
        imported.save()
        return imported
    matches = stage.matched(book, kind, memory.remembered(imported))
    imported.reading = stage.described(book, kind, matches)
    rows = stage.rows_of(book, kind, matches)
    del book
    progress.step(CHECKING)
    context = _context(imported)
    prepared = kind.prepare(rows, context)
    del rows
    old = (imported.stage_name, imported.verdicts_name)
    imported.stage_name, _digest = stage.save(prepared)
    _keep_verdicts(imported, kind, verdicts.complete(kind, kind.check(prepared, context), prepared))
    imported.state, imported.sentence = ImportState.PREVIEW, ""
    imported.save()
    for name in filter(None, old):
        storage.delete(name)
    return imported


def confirm_columns(
    imported: Import, *, mapping: Mapping[str, Mapping[str, str]], by: Actor, on: date, progress: Progress = SILENT
) -> Import:
    """Take the user's word on which column is which field, remember it for this sender, and read anew.

    :param mapping: sheet name → column key → field name, "" for a column left unused; columns not named stay as read.
    :raises ColumnTwice: one field for two columns. :raises UnknownColumn: no such sheet, column or field.
    """
    with locks.held(imported.pk), transaction.atomic():
        imported = recovery.settled(imported)
        _demand(imported, ImportState.PREVIEW)
        memory.remember(imported, mapping, on=on)
        imported.columns_confirmed = True
        imported.save(update_fields=["columns_confirmed"])
        journal.record(verb=f"{imported.kind}.columns_confirmed", by=by, on=on, obj=imported)
    return read(imported, progress=progress)


def commit(imported: Import, *, by: Actor, on: date, progress: Progress = SILENT) -> Import:
    """Write the accepted rows: all of them or none. What a killed commit left is swept first.

    :raises SameFileAgain: committed for this subject already. :raises ColumnsMissing: a needed column was not found.
    :raises NothingToCommit: no row is accepted. :raises WrongState: not at its preview.
    :raises ChangedMeanwhile: others wrote the same records, twice in a row.
    """
    with locks.held(imported.pk), locks.turn(imported.kind):
        imported = recovery.settled(imported)
        recovery.sweep(kind=imported.kind)
        _refuse_again(imported.kind, imported.subject, imported.file_sm3)
        _demand(imported, ImportState.PREVIEW)
        if imported.reading["missing"]:
            raise ColumnsMissing(labels="”“".join(imported.reading["missing"]))
        kind = kind_of(imported.kind)
        _set_state(imported, ImportState.COMMITTING)
        try:
            committed = _commit(imported, kind, by, on, progress)
        except BaseException:
            kind.sweep(imported.pk)
            _set_state(imported, ImportState.PREVIEW)
            raise
        kind.after_commit(committed)
        return committed


def _commit(imported: Import, kind: ImportKind, by: Actor, on: date, progress: Progress) -> Import:
    context = _context(imported)
    prepared = _stage(imported)
    for is_last in (False, True):
        progress.step(CHECKING)
        checked = verdicts.complete(kind, kind.check(prepared, context), prepared)
        _keep_verdicts(imported, kind, checked)
        if not imported.counts["accepted"]:
            raise NothingToCommit
        progress.step(WRITING)
        checked = kind.write_ahead(imported, checked, context, progress)
        try:
            return _write(imported, kind, checked, context, by, on, progress)
        except IntegrityError as conflict:
            kind.sweep(imported.pk)
            if is_last:
                raise ChangedMeanwhile from conflict
    raise AssertionError("the loop returns or raises")


@transaction.atomic
def _write(
    imported: Import, kind: ImportKind, checked: Checked, context: Context, by: Actor, on: date, progress: Progress
) -> Import:
    imported.result = kind.commit(imported, checked, context, by=by, on=on, progress=progress)
    imported.state, imported.sentence, imported.committed_at = ImportState.COMMITTED, "", timezone.now()
    imported.save()
    counts = {name: imported.counts[name] for name in ("rows", "accepted", "rejected", "by_code")}
    journal.record(
        verb=f"{imported.kind}.committed",
        by=by,
        on=on,
        obj=imported,
        subject=imported.subject,
        file_sm3=imported.file_sm3,
        file_sha256=imported.file_sha256,
        verdicts_sm3=imported.verdicts_sm3,
        **counts,
        result=imported.result,
    )
    return imported


def undo(imported: Import, *, reason: str, by: Actor, on: date, progress: Progress = SILENT) -> Import:
    """Take back what the import wrote, all of it or nothing.

    :raises ImportLocked: its figures are frozen. :raises HasDependents: later records rest on it; they are named.
    :raises NoReason: without one. :raises WrongState: it is not committed.
    """
    if not reason.strip():
        raise NoReason
    with locks.held(imported.pk), locks.turn(imported.kind):
        imported = recovery.settled(imported)
        _demand(imported, ImportState.COMMITTED)
        kind = kind_of(imported.kind)
        progress.step(WRITING)
        with transaction.atomic():
            imported = Import.objects.select_for_update().get(pk=imported.pk)
            _refuse_undo(imported, kind)
            counts = kind.undo(imported, by=by, on=on)
            imported.state, imported.undone_at = ImportState.UNDONE, timezone.now()
            imported.result = {**imported.result, "undone": counts, "reason": reason.strip()}
            imported.save()
            journal.record(
                verb=f"{imported.kind}.undone",
                by=by,
                on=on,
                obj=imported,
                subject=imported.subject,
                reason=reason.strip(),
                counts=counts,
            )
        kind.after_commit(imported)
        return imported


def dependents(imported: Import) -> list[str]:
    """Sentences naming what hinders undoing, for the page that offers it."""
    found = kind_of(imported.kind).dependents(imported)
    return found + [sentence for provider in IMPORT_DEPENDENTS for sentence in provider(imported)]


def _refuse_undo(imported: Import, kind: ImportKind) -> None:
    if imported.locked_by:
        raise ImportLocked(locked_by=imported.locked_by)
    if found := dependents(imported):
        more = f"；等 {len(found)} 项" if len(found) > NAMED_DEPENDENTS else ""
        raise HasDependents(what="；".join(found[:NAMED_DEPENDENTS]) + more)


def _refuse_again(kind: str, subject: str, fingerprint: str) -> None:
    again = Import.objects.filter(kind=kind, subject=subject, file_sm3=fingerprint, state=ImportState.COMMITTED).first()
    if again is not None:
        raise SameFileAgain(on=again.on, title=again.title, import_id=again.pk)


def _within(by: Actor, scope: Scope | None) -> tuple[str, ...]:
    if scope is not None:
        return scope.paths(Duty.ENTER)
    if by is SYSTEM:
        return (paths.key(1),)
    return (by.organisation_path,) if by.organisation_path else ()


def _context(imported: Import) -> Context:
    options = imported.options
    return Context(import_id=imported.pk, options=options, on=imported.on, within=tuple(options["within"]))


def _content(imported: Import) -> bytes:
    try:
        if not imported.stored_name:
            raise FileNotFoundError
        return storage.load(imported.stored_name)
    except FileNotFoundError as gone:
        raise FilesGone(delete_after=imported.delete_after) from gone


def _stage(imported: Import):  # type: ignore[no-untyped-def]
    try:
        if not imported.stage_name:
            raise FileNotFoundError
        return stage.load(imported.stage_name)
    except FileNotFoundError as gone:
        raise FilesGone(delete_after=imported.delete_after) from gone


def _keep_verdicts(imported: Import, kind: ImportKind, checked: Checked) -> None:
    imported.counts = verdicts.counted(kind, checked)
    old = imported.verdicts_name
    imported.verdicts_name, imported.verdicts_sm3 = stage.save(checked.rows.select(stage.VERDICT_COLUMNS))
    Import.objects.filter(pk=imported.pk).update(
        counts=imported.counts, verdicts_name=imported.verdicts_name, verdicts_sm3=imported.verdicts_sm3
    )
    if old:
        storage.delete(old)


def _demand(imported: Import, *states: ImportState) -> None:
    if imported.state not in states:
        raise WrongState(state=ImportState(imported.state).label)


def _set_state(imported: Import, state: str) -> None:
    imported.state = ImportState(state)
    Import.objects.filter(pk=imported.pk).update(state=state)
