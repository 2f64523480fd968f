"""The try-out of a draft over a past period: claims read, laid under the draft, the comparison kept. No claim changes.

The reckoning itself is simulation.py; few claims are tried at once, many by a job.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext

from unionhall.aid.claims import queries, refusals, simulation
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
READING, RECKONING = N_("读取申领"), N_("按草案计算")
Told = Callable[[int], None]


def is_small(period: Period) -> bool:
    return Claim.objects.live().filter(period=period).count() <= AT_ONCE


@transaction.atomic
def try_edition(*, edition: Edition, period: Period, by: Actor, on: date, told: Told = lambda done: None) -> Trial:
    """Lay an edition over the decided claims of a period and keep the comparison; the others are counted apart.

    :raises NoClaims: the period has none.
    """
    frame = claims_frame(period, told=told)
    if frame.is_empty():
        raise refusals.NoClaims(period=str(period))
    collected = Settlement.objects.filter(due__period=period).aggregate(total=Sum("amount_fen"))["total"] or 0
    found = simulation.simulate(terms=terms_of(edition), claims=frame, collected_fen=collected)
    live = Claim.objects.live().filter(period=period)
    refused = live.filter(refused_on__isnull=False).exclude(pk__in=queries.decided(period).values("pk")).count()
    apart = {"refused_otherwise": refused, "undecided": live.count() - found.claims - refused}
    trial = Trial(edition=edition, period=period, by_name=by.name, totals={**found.totals(), **apart})
    trial.people = [list(row) for row in found.people.select(_PEOPLE).rows()]
    journal.record(verb="claims.edition.tried", by=by, on=on, obj=edition, period=period.number, count=found.claims)
    trial.save()
    return trial


_PEOPLE = ("person_id", "claims", "was_fen", "would_fen", "change_fen")


def claims_frame(period: Period, *, only_open: bool = False, told: Told = lambda done: None) -> pl.DataFrame:
    """The period's decided claims in the order they were received, as `simulation.simulate` takes them.

    :param only_open: those to be valued; then the others are what the period has paid before.
    """
    asked = queries.to_value(period) if only_open else queries.decided(period)
    before, counted = _before(period, asked, only_open=only_open)
    columns = (
        "pk", "person_id", "benefit", "diagnosis", "admitted_on", "discharged_on", "own_cost_fen", "total_cost_fen",
        "received_on", "enrolment__enrolled_on", "enrolment__is_renewal", "other_aid_fen", "granted_fen", "reason",
        "refused_on",
    )  # fmt: skip
    rows = []
    claims = asked.order_by("received_on", "pk").values_list(*columns)
    for done, row in enumerate(claims.iterator(chunk_size=2_000), start=1):
        person, benefit = row[1], row[2]
        life, here = before.get((person, ""), (0, 0))
        times = before.get((person, benefit), (0, 0))[0]
        was = (*row[:9], row[9], row[10], period.cover_from, period.cover_until, row[11])
        rows.append((*was, here, life, counted.get((person, benefit), 0), times, 0 if row[14] else row[12], row[13]))
        if done % 2_000 == 0:
            told(done)
    return simulation.frame_of(rows)


Before = dict[tuple[int, str], tuple[int, int]]


def _before(period: Period, asked: Any, *, only_open: bool) -> tuple[Before, dict[tuple[int, str], int]]:
    """What the persons asked about had before, and what of it was counted in this period by (person, benefit).

    By (person, ""): fen granted ever and in this period; by (person, benefit): how many claims of it were paid.
    """
    rows = Claim.objects.valued().filter(period__scheme=period.scheme_id, person__in=asked.values("person"))
    if not only_open:
        rows = rows.exclude(period=period)
    found: Before = {}
    counted: dict[tuple[int, str], int] = {}
    paid = Count("pk", filter=Q(granted_fen__gt=0))
    grouped = rows.order_by().values_list("person_id", "benefit", "period_id")
    for person, benefit, own, times, granted, cost in grouped.annotate(
        times=paid, granted=Sum("granted_fen"), cost=Sum("counted_fen")
    ):
        is_here = own == period.pk
        life, here = found.get((person, ""), (0, 0))
        found[(person, "")] = (life + granted, here + granted * is_here)
        found[(person, benefit)] = (found.get((person, benefit), (0, 0))[0] + times, 0)
        if is_here:
            counted[(person, benefit)] = counted.get((person, benefit), 0) + cost
    return found, counted


def start_trial(*, edition: Edition, period: Period, by: Actor, on: date, url: str) -> "Job":
    """As a job, for more claims than a page can wait for."""
    arguments = {"edition_id": edition.pk, "period_id": period.pk, "on": on.isoformat(), "actor": named(by)}
    return jobs.start(kind="claims.try", title=gettext("试算条款"), by=by, arguments=arguments, url=url)


def named(by: Actor) -> dict[str, str]:
    """Who acts, as a job's arguments keep it."""
    words = ("username", "name", "organisation_name", "organisation_path")
    return {word: getattr(by, word) for word in words}


@jobs.runner("claims.try", is_repeatable=True, kept=N_("试算不改动任何申领。"), steps=(READING, RECKONING))
def run(job: Any, progress: Any, *, edition_id: int, period_id: int, on: str, actor: dict[str, str]) -> dict[str, Any]:
    period = Period.objects.select_related("scheme").get(pk=period_id)
    total = Claim.objects.live().filter(period=period).count()
    progress.step(READING, unit=N_("件"))

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
