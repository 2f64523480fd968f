"""100,000 claims of one period valued in one job, each with its stored calculation: seconds and memory of each part.

On a SQLite file of its own, or on DATABASE_URL; stores encrypted calculations as the product does, and checks every tenth.
"""

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

COVER_FROM = date(2024, 10, 1)


@contextmanager
def timed(what: str) -> Iterator[None]:
    began, worked = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{what:<44} {time.perf_counter() - began:7.2f} s   cpu {time.process_time() - worked:6.2f} s   peak {peak:,} MB",
        flush=True,
    )


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--people", type=int, default=60_000)
    asked = options.parse_args()
    os.environ.setdefault("UNIONHALL_DATA", tempfile.mkdtemp(prefix="unionhall-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    with timed(f"{asked.claims:,} claims of {asked.people:,} people written"):
        period = _stage(asked.claims, asked.people)
    run(period, asked.claims)
    return 0


def run(period: object, many: int) -> None:
    """Value every claim of the period as one job and check what was stored."""
    from unionhall.aid.claims import trying, valuing
    from unionhall.aid.claims.models import Claim, Edition
    from unionhall.aid.claims.terms import terms_of
    from unionhall.aid.claims.valuation import replay
    from unionhall.kernel.actors import SYSTEM
    from unionhall.office import jobs

    job = valuing.start(period=period, by=SYSTEM, on=date(2025, 12, 1))  # type: ignore[arg-type]
    with timed("the job: valued, explained, stored"):
        ended = jobs.run(job)
    assert ended.state == "done", ended.sentence
    print(json.dumps(ended.result, ensure_ascii=False), [(step["name"], step["seconds"]) for step in ended.steps])
    with timed("every tenth replayed"):
        tenth = Claim.objects.filter(period=period, number__endswith="7").select_related("edition")
        terms = {edition.pk: terms_of(edition) for edition in Edition.objects.all()}
        wrong = [
            claim.number
            for claim in tenth.iterator(chunk_size=2_000)
            if not replay(claim, terms[claim.edition_id]).is_same
        ]
    assert wrong == [], wrong[:5]
    with timed("a trial over all of them"):
        trying.try_edition(
            edition=Edition.objects.get(code="zhangjiajie-1"), period=period, by=SYSTEM, on=date(2025, 12, 1)
        )  # type: ignore[arg-type]
    assert Claim.objects.filter(period=period, edition__isnull=False).count() == many


def _stage(many: int, people: int) -> object:
    """A city, a unit, people and their claims, written in bulk."""
    from unionhall.aid.claims import reference
    from unionhall.aid.claims.models import Claim
    from unionhall.aid.mutual_aid.models import Enrolment, Roster, Tier
    from unionhall.kernel.actors import SYSTEM
    from unionhall.members.models import Person
    from unionhall.organisations.models import Unit
    from unionhall.programmes.models import Period, Scheme

    city = Unit.objects.create(kind="city", name="城市", path="0001", founded_on=date(2000, 1, 1))
    scheme = Scheme.objects.create(code="mutual-aid", name="职工大病医疗互助")
    until = COVER_FROM + timedelta(days=364)
    days = {"enrol_from": COVER_FROM, "enrol_until": until, "cover_from": COVER_FROM, "cover_until": until}
    period = Period.objects.create(scheme=scheme, number=17, **days)
    reference.load(scheme=scheme, organisation=city, by=SYSTEM, on=COVER_FROM)
    tier = Tier.objects.create(period=period, code="standard", label="普通", amount_fen=4000)
    roster = Roster.objects.create(period=period, unit=city, enrolled_on=COVER_FROM, people=people, amount_fen=1)
    rows = [Person(name=f"人{n}", id_number=str(n), id_index=str(n), id_tail_index=str(n)) for n in range(people)]
    Person.objects.bulk_create(rows, batch_size=2_000)
    place = {"period": period, "unit": city, "path": city.path}
    shares = [
        Enrolment(
            person=person, roster=roster, tier=tier, amount_fen=4000, enrolled_on=COVER_FROM, is_renewal=True, **place
        )
        for person in rows
    ]
    Enrolment.objects.bulk_create(shares, batch_size=2_000)
    draw = random.Random(17)
    claims, stays = [], set()
    while len(claims) < many:
        share = shares[draw.randrange(people)]
        admitted = COVER_FROM + timedelta(days=draw.randrange(364))
        if (share.person_id, admitted) in stays:
            continue
        stays.add((share.person_id, admitted))
        own = int(draw.expovariate(1 / 1_500_000))
        left = admitted + timedelta(days=draw.randrange(1, 40))
        claims.append(
            Claim(
                number=f"HZ-{len(claims)}",
                person_id=share.person_id,
                enrolment=share,
                benefit="medical",
                admitted_on=admitted,
                discharged_on=left,
                own_cost_fen=own,
                total_cost_fen=own * 2,
                received_on=left + timedelta(days=5),
                **place,
            )
        )
    Claim.objects.bulk_create(claims, batch_size=2_000)
    return period


if __name__ == "__main__":
    sys.exit(main())
