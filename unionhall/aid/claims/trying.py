"""The try-out of a draft over a past period: claims read, laid under the draft, the comparison kept. No claim changes.

The reckoning itself is simulation.py; few claims are tried at once, many by a job.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext

from unionhall.aid.claims import refusals, simulation
from unionhall.aid.claims.models import Claim, Edition, Trial
from unionhall.aid.claims.terms import terms_of
from unionhall.funds.receipts.models import Settlement
from unionhall.kernel.actors import Actor, SystemActor
from unionhall.kernel.errors import N_
from unionhall.office import jobs, journal
from unionhall.programmes.models import Period

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job

AT_ONCE = 5_000  # claims that are read and reckoned within two seconds
READING, RECKONING = "读取申领", "按草案计算"
Told = Callable[[int], None]


def is_small(period: Period) -> bool:
    return Claim.objects.live().filter(period=period).count() <= AT_ONCE


@transaction.atomic
def try_edition(*, edition: Edition, period: Period, by: Actor, on: date, told: Told = lambda done: None) -> Trial:
    """Lay an edition over all live claims of a period and keep the comparison.

    :raises NoClaims: the period has none.
    """
    rows = list(_rows(period, told))
    if not rows:
        raise refusals.NoClaims(period=str(period))
    collected = Settlement.objects.filter(due__period=period).aggregate(total=Sum("amount_fen"))["total"] or 0
    found = simulation.simulate(terms=terms_of(edition), claims=simulation.frame_of(rows), collected_fen=collected)
    trial = Trial(edition=edition, period=period, by_name=by.name, totals=found.totals())
    trial.people = [list(row) for row in found.people.select(_PEOPLE).rows()]
    journal.record(verb="claims.edition.tried", by=by, on=on, obj=edition, period=period.number, count=found.claims)
    trial.save()
    return trial


_PEOPLE = ("person_id", "claims", "was_fen", "would_fen", "change_fen")


def _rows(period: Period, told: Told) -> Iterator[dict[str, Any]]:
    """The period's live claims in the order they were received, with what each person had before the period."""
    before = _before(period)
    claims = Claim.objects.live().filter(period=period).order_by("received_on", "pk")
    columns = (
        "pk", "person_id", "benefit", "diagnosis", "admitted_on", "discharged_on", "own_cost_fen", "total_cost_fen",
        "received_on", "enrolment__enrolled_on", "enrolment__is_renewal", "other_aid_fen", "granted_fen", "reason",
    )  # fmt: skip
    for done, row in enumerate(claims.values(*columns).iterator(chunk_size=2_000), start=1):
        paid, times = before.get((row["person_id"], "")), before.get((row["person_id"], row["benefit"]))
        yield {
            "claim_id": row.pop("pk"),
            "joined_on": row.pop("enrolment__enrolled_on"),
            "is_renewal": row.pop("enrolment__is_renewal"),
            "was_fen": row.pop("granted_fen"),
            "was_reason": row.pop("reason"),
            "cover_from": period.cover_from,
            "cover_until": period.cover_until,
            "paid_period_fen": 0,
            "paid_life_fen": paid or 0,
            "counted_before_fen": 0,
            "paid_before": times or 0,
            **row,
        }
        if done % 2_000 == 0:
            told(done)


def _before(period: Period) -> dict[tuple[int, str], int]:
    """By (person, ""): fen granted in other periods; by (person, benefit): how many of its claims were paid there."""
    others = Claim.objects.valued().filter(period__scheme=period.scheme_id, granted_fen__gt=0).exclude(period=period)
    others = others.filter(person__in=Claim.objects.live().filter(period=period).values("person"))
    found: dict[tuple[int, str], int] = {}
    rows = others.order_by().values("person_id", "benefit").annotate(n=Count("pk"), total=Sum("granted_fen"))
    for row in rows:
        person = row["person_id"]
        found[(person, row["benefit"])] = row["n"]
        found[(person, "")] = found.get((person, ""), 0) + row["total"]
    return found


def start_trial(*, edition: Edition, period: Period, by: Actor, on: date, url: str) -> "Job":
    """As a job, for more claims than a page can wait for."""
    actor = {
        "username": by.username,
        "name": by.name,
        "organisation_name": by.organisation_name,
        "organisation_path": by.organisation_path,
    }
    named = {"edition_id": edition.pk, "period_id": period.pk, "on": on.isoformat(), "actor": actor}
    return jobs.start(kind="claims.try", title=gettext("试算条款"), by=by, arguments=named, url=url)


@jobs.runner("claims.try", is_repeatable=True, kept=N_("试算不改动任何申领。"), steps=(READING, RECKONING))
def run(job: Any, progress: Any, *, edition_id: int, period_id: int, on: str, actor: dict[str, str]) -> dict[str, Any]:
    period = Period.objects.select_related("scheme").get(pk=period_id)
    total = Claim.objects.live().filter(period=period).count()
    progress.step(READING, unit="件")

    def told(done: int) -> None:
        progress.advance(done, total)

    trial = try_edition(
        edition=Edition.objects.get(pk=edition_id),
        period=period,
        by=SystemActor(**actor),
        on=date.fromisoformat(on),
        told=told,
    )
    return {"trial": trial.pk, "claims": total}


__all__ = ["is_small", "run", "start_trial", "try_edition"]
