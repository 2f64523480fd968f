"""How a job reads: spans of time, how far it is, what its state is called.

Reads a job that `queries.live` gave; asks no database.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from unionhall.office.jobs import queries
from unionhall.office.jobs.progress import DOING

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job

CHIPS = {"waiting": "todo", "running": "doing", "done": "done", "failed": "failed", "stopped": "note"}
STEP_ICONS = {"todo": "todo", "doing": "doing", "done": "done", "failed": "failed"}


def span(seconds: float | None) -> str:
    """1 分 12 秒; 不到 1 秒; 2 小时 5 分."""
    if seconds is None:
        return gettext("等待")
    whole = round(seconds)
    if whole < 1:
        return gettext("不到 1 秒")
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return gettext("{hours} 小时 {minutes} 分").format(hours=hours, minutes=minutes)
    if minutes:
        return gettext("{minutes} 分 {seconds} 秒").format(minutes=minutes, seconds=rest)
    return gettext("{seconds} 秒").format(seconds=rest)


def state_chip(job: "Job") -> tuple[str, str]:
    """(kind, word) for a chip; a running job is called by its step: 正在写入."""
    step = doing(job)
    if job.state == "running" and step is not None:
        return "doing", gettext("正在{step}").format(step=_told(step, "name"))
    return CHIPS[job.state], str(job.get_state_display())


def _told(step: dict[str, Any], key: str) -> str:
    """A step's word in the reader's language; gettext of nothing would be the catalogue's head."""
    return gettext(step[key]) if step[key] else ""


def doing(job: "Job") -> dict[str, Any] | None:
    return next((step for step in job.steps if step["state"] == DOING), None)


def counted(job: "Job") -> str:
    """已写入 160,000 / 265,463 人."""
    step = doing(job)
    if step is None or not job.total:
        return ""
    return gettext("已{step} {done} / {total} {unit}").format(
        step=_told(step, "name"),
        done=f"{job.done:,}",
        total=f"{job.total:,}",
        unit=_told(step, "unit"),
    )


def times(job: "Job", now: datetime) -> str:
    """已用 1 分 12 秒 · 约还需 40 秒."""
    told = [gettext("已用 {span}").format(span=span(queries.elapsed_seconds(job, now)))]
    remaining = queries.remaining_seconds(job)
    if remaining is not None:
        told.append(gettext("约还需 {span}").format(span=span(max(remaining, 1))))
    return " · ".join(told)


def step_rows(job: "Job") -> list[dict[str, Any]]:
    """Name, detail, icon and time of each step; what runs ends in ⋯."""
    rows = []
    for step in job.steps:
        took = span(step["seconds"]) if step["seconds"] is not None else gettext("等待")
        is_doing = step["state"] == DOING
        rows.append(
            {
                **step,
                "name": _told(step, "name"),
                "icon": STEP_ICONS[step["state"]],
                "took": f"{took}⋯" if is_doing else took,
            }
        )
    return rows
