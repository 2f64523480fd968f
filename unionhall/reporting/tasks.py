"""Publishing as a job: counting and freezing a year may take longer than a request; checked drafts deleted in time.

The work itself is freezing.py; a job cut off runs again and finds out what is done already.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from unionhall.kernel.actors import Actor, SystemActor
from unionhall.kernel.errors import N_
from unionhall.office import jobs
from unionhall.office.journal import sealing
from unionhall.reporting import actions, freezing
from unionhall.reporting.frozen import published
from unionhall.reporting.models import Review

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job

KIND = "reporting.publish"
KEPT = N_("综述没有发布，什么也没有冻结。")


def start_publishing(*, review: Review, by: Actor, on: date, url: str = "") -> "Job":
    """Put the freeze into the queue, unless it is plain already that this person cannot sign.

    :raises DomainError: see `freezing.demand_signable`.
    """
    freezing.demand_signable(review, by)
    actor = {
        "username": by.username,
        "name": by.name,
        "organisation_name": by.organisation_name,
        "organisation_path": by.organisation_path,
    }
    named = {"review_id": review.pk, "on": on.isoformat(), "actor": actor}
    return jobs.start(kind=KIND, title=gettext("发布年度综述"), by=by, arguments=named, url=url)


@jobs.runner(KIND, is_repeatable=True, kept=KEPT, steps=(freezing.CHECKING, freezing.GATHERING, freezing.KEEPING))
def run_publishing(job: Any, progress: Any, *, review_id: int, on: str, actor: dict[str, str]) -> dict[str, Any]:
    """Sign and freeze; a second run after a crash finds it done by the same person and says so."""
    review = Review.objects.get(pk=review_id)
    by = SystemActor(**actor)
    done = published(review)
    if done is None or done.signed_by != by.username:
        # The head it prints then covers what was done up to now.
        sealing.seal_waiting()
        done = freezing.publish(review=review, by=by, on=date.fromisoformat(on), progress=progress)
    return {"count": done.values.count()}


@jobs.chore("reporting.drafts", every=timedelta(hours=1))
def delete_expired_drafts(now: datetime, on: date) -> None:
    """Drafts past their days."""
    actions.delete_expired_drafts(on=on)
