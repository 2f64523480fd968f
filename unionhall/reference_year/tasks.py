"""The building of the reference year as a job.

Interrupted, it runs again and goes on where it stopped.
"""

from typing import Any

from unionhall.kernel.errors import N_
from unionhall.office import jobs
from unionhall.reference_year.building import STEPS, build


@jobs.runner(
    "reference_year.build",
    is_repeatable=True,
    kept=N_("已装入的部分都在，重新开始会接着装。"),
    steps=tuple(name for name, _ in STEPS),
)
def run(job: Any, progress: Any, *, size: str) -> dict[str, Any]:
    build(size=size, progress=progress)
    return {"size": size}
