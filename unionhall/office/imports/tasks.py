"""Reading, committing and undoing as jobs, for files too large for a request.

The work itself is actions.py; a job cut off runs again and finds out what is done already.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from unionhall.kernel.actors import Actor, SystemActor
from unionhall.kernel.errors import N_
from unionhall.office import jobs
from unionhall.office.imports import actions, marking, recovery
from unionhall.office.imports.models import Import, ImportState

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job

MARKING = N_("写出标注后的表格")
KEPT = N_("这一批一行也没有写入。")


def start_reading(imported: Import, *, by: Actor, url: str = "") -> "Job":
    title = gettext("读取文件")
    return jobs.start(kind="imports.read", title=title, by=by, arguments={"import_id": imported.pk}, url=url)


def start_columns(imported: Import, *, mapping: dict[str, dict[str, str]], by: Actor, on: date, url: str = "") -> "Job":
    named = {**_named(imported, by, on), "mapping": mapping}
    return jobs.start(kind="imports.columns", title=gettext("按确认的列重读"), by=by, arguments=named, url=url)


def start_commit(imported: Import, *, by: Actor, on: date, url: str = "") -> "Job":
    return jobs.start(
        kind="imports.commit", title=gettext("写入记录"), by=by, arguments=_named(imported, by, on), url=url
    )


def start_undo(imported: Import, *, reason: str, by: Actor, on: date, url: str = "") -> "Job":
    named = {**_named(imported, by, on), "reason": reason}
    return jobs.start(kind="imports.undo", title=gettext("撤销导入"), by=by, arguments=named, url=url)


def start_marking(imported: Import, *, only_rejected: bool, by: Actor, on: date, url: str = "") -> "Job":
    named = {"import_id": imported.pk, "only_rejected": only_rejected}
    return jobs.start(kind="imports.mark", title=gettext("标注表格"), by=by, arguments=named, url=url)


@jobs.runner("imports.mark", is_repeatable=True, kept=N_("导入的记录不受影响。"), steps=(MARKING,))
def mark(job: Any, progress: Any, *, import_id: int, only_rejected: bool) -> dict[str, Any]:
    progress.step(MARKING)
    imported = Import.objects.get(pk=import_id)
    marking.keep(imported, only_rejected=only_rejected)
    return {"rows": imported.counts["rejected" if only_rejected else "rows"]}


@jobs.runner("imports.read", is_repeatable=True, kept=KEPT, steps=(actions.READING, actions.CHECKING))
def read(job: Any, progress: Any, *, import_id: int) -> dict[str, Any]:
    imported = actions.read(Import.objects.get(pk=import_id), progress=progress)
    return {"rows": imported.counts.get("rows", 0), "accepted": imported.counts.get("accepted", 0)}


@jobs.runner("imports.columns", is_repeatable=True, kept=KEPT, steps=(actions.READING, actions.CHECKING))
def confirm_columns(
    job: Any, progress: Any, *, import_id: int, on: str, actor: dict[str, str], mapping: dict[str, dict[str, str]]
) -> dict[str, Any]:
    imported = Import.objects.get(pk=import_id)
    by, day = SystemActor(**actor), date.fromisoformat(on)
    imported = actions.confirm_columns(imported, mapping=mapping, by=by, on=day, progress=progress)
    return {"rows": imported.counts.get("rows", 0), "accepted": imported.counts.get("accepted", 0)}


@jobs.runner("imports.commit", is_repeatable=True, kept=KEPT, steps=(actions.CHECKING, actions.WRITING))
def commit(job: Any, progress: Any, *, import_id: int, on: str, actor: dict[str, str]) -> dict[str, Any]:
    imported = Import.objects.get(pk=import_id)
    if imported.state != ImportState.COMMITTED:
        imported = actions.commit(imported, by=SystemActor(**actor), on=date.fromisoformat(on), progress=progress)
    return dict(imported.result)


@jobs.runner("imports.undo", is_repeatable=True, kept=N_("原来的记录都在。"), steps=(actions.WRITING,))
def undo(job: Any, progress: Any, *, import_id: int, on: str, actor: dict[str, str], reason: str) -> dict[str, Any]:
    imported = Import.objects.get(pk=import_id)
    if imported.state != ImportState.UNDONE:
        by = SystemActor(**actor)
        imported = actions.undo(imported, reason=reason, by=by, on=date.fromisoformat(on), progress=progress)
    return dict(imported.result)


def _named(imported: Import, by: Actor, on: date) -> dict[str, Any]:
    actor = {
        "username": by.username,
        "name": by.name,
        "organisation_name": by.organisation_name,
        "organisation_path": by.organisation_path,
    }
    return {"import_id": imported.pk, "on": on.isoformat(), "actor": actor}


@jobs.chore("imports.retention", every=timedelta(hours=1))
def purge_files(now: datetime, on: date) -> None:
    """Files past their retention go; results and journal stay."""
    recovery.purge(on=on)
