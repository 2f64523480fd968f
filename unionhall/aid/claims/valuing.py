"""All open claims of a period valued in one job: amounts in bulk, a calculation stored with each, one journal entry.

One claim at a time is valuation.py; both give the same to the last step, or the job stops and keeps nothing.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext

from unionhall.aid.claims import bulk, queries, refusals, trying, valuation
from unionhall.aid.claims.models import Claim, Edition
from unionhall.aid.claims.terms import terms_of
from unionhall.kernel.actors import Actor, SystemActor
from unionhall.kernel.errors import N_
from unionhall.members.models import Person
from unionhall.office import jobs, journal
from unionhall.programmes.models import Period

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job

READING, RECKONING, WRITING = N_("读取申领"), N_("计算"), N_("写入")
Row = tuple[Any, ...]


def start(*, period: Period, by: Actor, on: date, url: str = "") -> "Job":
    """Value every claim of the period that is in review and not valued yet, as a job.

    What it comes to stands for a first look; the second review reckons each anew and approves it.
    """
    named = {"period_id": period.pk, "on": on.isoformat(), "actor": trying.named(by)}
    return jobs.start(kind="claims.value", title=gettext("计算一期申领"), by=by, arguments=named, url=url)


@jobs.runner("claims.value", is_repeatable=True, kept=N_("一件也没有写入。"), steps=(READING, RECKONING, WRITING))
def run(job: Any, progress: Any, *, period_id: int, on: str, actor: dict[str, str]) -> dict[str, Any]:
    period = Period.objects.select_related("scheme").get(pk=period_id)
    return value_period(period=period, by=SystemActor(**actor), on=date.fromisoformat(on), progress=progress)


@transaction.atomic
def value_period(*, period: Period, by: Actor, on: date, progress: Any) -> dict[str, Any]:
    """Value the claims in the order they were received; what was valued before counts, and stays.

    :raises NoEdition: the period has none. :raises NothingToValue: nothing is open.
    :raises ValuedMeanwhile: one was approved while the others were reckoned; none is written.
    """
    progress.step(READING, unit=N_("件"))
    _lock_people(period)
    frame = trying.claims_frame(period, only_open=True, told=lambda done: progress.advance(done))
    if frame.is_empty():
        raise refusals.NothingToValue(period=str(period))
    editions = _editions(period, frame)
    total = frame.height
    progress.step(RECKONING, unit=N_("件"))
    rows: list[Row] = []
    granted = paid = 0
    for edition, part in editions:
        terms = terms_of(edition)
        valued = bulk.value(part, terms)
        progress.check()
        for row, (claim_id, made) in zip(valued.iter_rows(named=True), bulk.explain(valued, terms), strict=True):
            inputs = valuation.stored_inputs(bulk.facts_of(row))
            text = Claim.calculation_of(inputs, made.steps)
            taken = (on - row["received_on"]).days
            rows.append((claim_id, edition.pk, made.amount_fen, made.counted_fen, made.reason, taken, text))
            granted, paid = granted + made.amount_fen, paid + made.is_granted
            if len(rows) % 5_000 == 0:
                progress.advance(len(rows), total)
    progress.step(WRITING, unit=N_("件"))
    if _write(rows, on, progress) != total:
        raise refusals.ValuedMeanwhile(period=str(period))
    journal.record(
        verb="claims.period.valued", by=by, on=on, period=period.number, scheme=period.scheme.code, count=total,
        granted_fen=granted,
    )  # fmt: skip
    return {"claims": total, "granted": paid, "granted_fen": granted}


def _lock_people(period: Period) -> None:
    """As `valuation.hold_people` does: nobody is given the last yuan under a cap twice. In one order, against deadlocks."""
    asked = queries.to_value(period).values("person")
    list(Person.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk"))


def _editions(period: Period, frame: pl.DataFrame) -> list[tuple[Edition, pl.DataFrame]]:
    """The claims by the edition of their day.

    :raises SeveralEditions: a person has open claims under two editions: those wait for each other, one by one.
    """
    days = frame["discharged_on"].unique().to_list()
    edition_of = {day: valuation.edition_for(period, day) for day in days}
    ids = {day: edition.pk for day, edition in edition_of.items()}
    marked = frame.with_columns(pl.col("discharged_on").replace_strict(ids, return_dtype=pl.Int64).alias("_edition"))
    if marked.group_by("person_id").agg(pl.col("_edition").n_unique())["_edition"].max() != 1:  # type: ignore[operator]
        raise refusals.SeveralEditions(period=str(period))
    named = {edition.pk: edition for edition in edition_of.values()}
    parts = marked.partition_by("_edition", maintain_order=True, as_dict=True)
    return [(named[key[0]], part.drop("_edition")) for key, part in parts.items()]  # type: ignore[index]


_COLUMNS = ("edition_id", "granted_fen", "counted_fen", "reason", "days_taken", "calculation")
_TYPES = ("bigint", "bigint", "bigint", "text", "integer", "text")
BATCH = 2_000


def _write(rows: list[Row], on: date, progress: Any) -> int:
    """The outcome of each claim nobody has valued meanwhile; how many. Calculations are encrypted a batch at a time."""
    written = 0
    label = Claim._meta.get_field("calculation").label  # type: ignore[union-attr]
    for done in range(0, len(rows), BATCH):
        batch = rows[done : done + BATCH]
        sealed = settings.KEYRING.encrypt_many([row[-1] for row in batch], column=label)
        outcomes = [(row[0], *row[1:-1], text) for row, text in zip(batch, sealed, strict=True)]
        with connection.cursor() as cursor:
            written += _update(cursor, outcomes, on.isoformat())
        progress.advance(done + len(batch), len(rows))
    return written


def _update(cursor: Any, outcomes: list[Row], on: str) -> int:
    """One statement a batch on PostgreSQL, one a row on SQLite, where no trip to a server is saved."""
    if connection.vendor == "postgresql":
        sets = ", ".join(f"{name} = made.{name}" for name in _COLUMNS)
        arrays = ", ".join(f"%s::{kind}[]" for kind in ("bigint", *_TYPES))
        made = f"unnest({arrays}) AS made(id, {', '.join(_COLUMNS)})"
        where = "c.id = made.id AND c.edition_id IS NULL"
        statement = f"UPDATE claims_claim c SET {sets}, valued_on = %s::date FROM {made} WHERE {where}"  # noqa: S608
        columns = [list(column) for column in zip(*outcomes, strict=True)]
        cursor.execute(statement, [on, *columns])
        return int(cursor.rowcount)
    sets = ", ".join(f"{name} = %s" for name in (*_COLUMNS, "valued_on"))
    statement = f"UPDATE claims_claim SET {sets} WHERE id = %s AND edition_id IS NULL"  # noqa: S608 - names from this module
    cursor.executemany(statement, [(*row[1:], on, row[0]) for row in outcomes])
    return int(cursor.rowcount)
