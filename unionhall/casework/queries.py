"""Reads across cases: what waits for whom, what papers one lacks, which reasons are in use.

Writes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from unionhall.casework.models import Case, CaseQuerySet, Holding, Paper, Reason
from unionhall.kernel.fields import subtree
from unionhall.kernel.querysets import of_schemes
from unionhall.kernel.scope import Duty, Scope, disjoint


def waiting_for(scope: Scope, duty: Duty | None = None) -> CaseQuerySet:
    """Open cases whose next step is this user's, most urgent first: by duty, scope and due day, in one query.

    A county's or the city's own turn waits for posts of that very union; a unit's own turn for whoever covers it.
    Cases on which the user already has another role are not among them.
    """
    condition = Q(pk__in=[])
    for held in [duty] if duty else Duty:
        by_schemes = defaultdict[frozenset[str] | None, list[str]](list)
        for top, schemes in scope.limits(held):
            by_schemes[schemes].append(top)
        for schemes, tops in by_schemes.items():
            turn = Q(turn__path__in=tops) | _own_turn_within(disjoint(tops))
            condition |= Q(waits_for=str(held)) & turn & of_schemes(schemes, Case.scheme_lookup)
    other = Holding.objects.filter(case=OuterRef("pk"), user__username=scope.username).exclude(role=OuterRef("role"))
    rows = Case.objects.open().filter(condition).filter(~Exists(other))
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def _own_turn_within(tops: Iterable[str]) -> Q:
    own = Q(pk__in=[])
    for top in tops:
        own |= Q(turn=F("unit")) & subtree("unit__path", top)
    return own


def papers_lacking(case: Case, codes: Iterable[str]) -> list[str]:
    """Those of the codes for which the case has no paper, in the order given."""
    wanted = list(codes)
    there = set(Paper.objects.filter(case=case, code__in=wanted).values_list("code", flat=True)) if wanted else set()
    return [code for code in wanted if code not in there]


def reasons(kind: str, *, verb: str | None, on: date) -> QuerySet[Reason]:
    """Coded reasons of a kind in use on a day, for one verb or for all."""
    rows = Reason.objects.filter(kind=kind, from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gte=on))
    return (rows.filter(verb=verb) if verb else rows).order_by("code")


def day_before(on: date) -> date:
    return on - timedelta(days=1)
