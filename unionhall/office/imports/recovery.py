"""What dead work left behind: states put back, rows written ahead removed, files deleted after their retention.

A process may be killed at any moment; its lock dies with it, and that is how it is known as dead.
"""

from datetime import date

from django.db import transaction

from unionhall.kernel.actors import SYSTEM
from unionhall.kernel.errors import N_
from unionhall.office import journal
from unionhall.office.documents import storage
from unionhall.office.imports import locks
from unionhall.office.imports.contract import kind_of
from unionhall.office.imports.models import Import, ImportState

CUT_OFF = N_("上一次写入中途被打断，没有留下任何记录（清除预写人员 {swept} 条）。可以再次确认导入。")
UNDER_WAY = (ImportState.READING, ImportState.COMMITTING)


def settled(imported: Import) -> Import:
    """The import as it stands; when its last worker died midway, put back first. The caller holds its lock."""
    imported = Import.objects.get(pk=imported.pk)
    if imported.state == ImportState.READING:
        imported.state = ImportState.PREVIEW if imported.stage_name else ImportState.UPLOADED
        imported.save(update_fields=["state"])
    elif imported.state == ImportState.COMMITTING:
        swept = kind_of(imported.kind).sweep(imported.pk)
        imported.state, imported.sentence = ImportState.PREVIEW, CUT_OFF.format(swept=swept)
        imported.save(update_fields=["state", "sentence"])
    return imported


def sweep(kind: str | None = None) -> list[Import]:
    """Put back every import whose worker died; those being worked on are left alone. Called at start and before commits."""
    left = Import.objects.filter(state__in=UNDER_WAY)
    back = []
    for imported in left.filter(kind=kind) if kind else left:
        try:
            with locks.held(imported.pk):
                back.append(settled(imported))
        except locks.ImportBusy:
            continue
    return back


def purge(*, on: date) -> int:
    """Delete the files of imports whose retention is over; results, counts and journal stay. How many imports."""
    over = Import.objects.filter(delete_after__lt=on).exclude(stored_name="")
    purged = 0
    for pk in list(over.exclude(state__in=UNDER_WAY).values_list("pk", flat=True)):
        try:
            with locks.held(pk):
                purged += _purged(Import.objects.get(pk=pk), on)
        except locks.ImportBusy:
            continue  # somebody is at it: the next round finds it again
    return purged


def _purged(imported: Import, on: date) -> int:
    names = [imported.stored_name, imported.stage_name, imported.verdicts_name, *imported.marked.values()]
    with transaction.atomic():
        imported.stored_name = imported.stage_name = imported.verdicts_name = ""
        imported.marked = {}
        for sheet in imported.reading.get("sheets", []):
            for column in sheet["columns"]:
                column["samples"] = []
        imported.save()
        journal.record(verb="imports.files.deleted", by=SYSTEM, on=on, obj=imported)
    for name in filter(None, names):
        storage.delete(name)
    return 1
