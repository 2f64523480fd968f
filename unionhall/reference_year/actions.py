"""Starts the building of the sample year as a job that everybody can watch.

The building itself is building.py.
"""

from unionhall.kernel.actors import SYSTEM
from unionhall.office import jobs
from unionhall.office.installation.models import Installation
from unionhall.office.jobs.models import Job
from unionhall.organisations.models import Unit


def start_sample() -> None:
    """Queue the job unless there is data, or the job, already."""
    installation = Installation.current()
    is_wanted = installation.is_loading or (not installation.pk and not Unit.objects.exists())
    if is_wanted and not Job.objects.filter(kind="reference_year.build", state__in=("waiting", "running")).exists():
        jobs.start(kind="reference_year.build", title="装入样本年", by=SYSTEM, arguments={"size": "sample"}, url="/")
