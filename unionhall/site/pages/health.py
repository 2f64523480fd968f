"""Whether this process can serve, and whether the background work goes on.

Says nothing about data. The background's silence is told, but does not take a web process out of service.
"""

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from unionhall.office.jobs.models import Worker
from unionhall.office.journal import sealing

SILENT_SECONDS = 90
LATE_SECONDS = 60


def health(request: HttpRequest) -> JsonResponse:
    """200 {"status": "ok", …} or 503; `worker` is ok, silent or none, `journal` is ok or late, with seconds."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return JsonResponse({"status": "migrations wait"}, status=503)
    return JsonResponse({"status": "ok", **_background()})


def _background() -> dict[str, Any]:
    last = Worker.objects.order_by("-alive_at").values_list("alive_at", flat=True).first()
    silent = (timezone.now() - last).total_seconds() if last else None
    late = sealing.waiting_since()
    return {
        "worker": "none" if silent is None else "ok" if silent < SILENT_SECONDS else "silent",
        "worker_seconds": None if silent is None else round(silent),
        "journal": "ok" if late < LATE_SECONDS else "late",
        "journal_seconds": round(late),
    }
