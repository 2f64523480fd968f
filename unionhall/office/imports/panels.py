"""What a finished job of an import shows: the verdicts of its file, and what its app says beside them.

The file's own page has the rows and the verbs.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from unionhall.kernel.scope import Scope
from unionhall.office.imports import showing
from unionhall.office.imports.models import Import
from unionhall.ui.panels import Panel

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job


def job_result(job: "Job", scope: Scope) -> Panel | None:
    """逐行结论 of the file the job read, wrote or took back; nothing for other jobs, or a file out of reach."""
    if not job.kind.startswith("imports.") or job.state != "done":
        return None
    imported = Import.objects.visible_to(scope).filter(pk=job.arguments.get("import_id", 0)).first()
    if imported is None or not imported.counts:
        return None
    context = {"imported": imported, "verdicts": showing.verdicts(imported), **showing.outcome(imported)}
    return Panel(_("结果"), "imports/job_panel.html", context, note=showing.account(imported))
