"""Reviews and orders of many claims as jobs, with what became of each for the page that tells it.

Few at once are done on the page itself, claim_lists.py.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext

from unionhall.accounts.models import User
from unionhall.aid.claims import judging, ordering
from unionhall.aid.claims.models import Claim
from unionhall.casework.actions import Outcome
from unionhall.kernel.actors import Actor, SystemActor
from unionhall.kernel.errors import N_
from unionhall.office import jobs
from unionhall.office.jobs.models import Job

REVIEWING, ORDERING = N_("逐件审核"), N_("逐件开支付单")
KINDS = ("claims.review", "claims.order")


def told_of(outcomes: list[Outcome]) -> list[list[Any]]:
    """[claim, sentence or ""] of each."""
    cases = {outcome.case.pk: outcome for outcome in outcomes}
    keys = dict(Claim.objects.filter(case__in=cases).values_list("case_id", "pk"))
    return [[keys[pk], outcome.refusal.say(gettext) if outcome.refusal else ""] for pk, outcome in cases.items()]


def start_reviews(*, keys: list[int], by: Actor, on: date) -> Job:
    return _start("claims.review", gettext("审核 {n} 件申领"), keys, by=by, on=on)


def start_orders(*, keys: list[int], by: Actor, on: date) -> Job:
    return _start("claims.order", gettext("开 {n} 张支付单"), keys, by=by, on=on)


def _start(kind: str, title: str, keys: list[int], *, by: Actor, on: date) -> Job:
    named = {word: getattr(by, word) for word in ("username", "name", "organisation_name", "organisation_path")}
    arguments = {"keys": keys, "on": on.isoformat(), "actor": named}
    return jobs.start(kind=kind, title=title.format(n=len(keys)), by=by, arguments=arguments)


@jobs.runner(
    "claims.review", is_repeatable=False, kept=N_("各件要么都已按结果办好，要么一件也没有审。"), steps=(REVIEWING,)
)
def run_reviews(job: Any, progress: Any, *, keys: list[int], on: str, actor: dict[str, str]) -> dict[str, Any]:
    progress.step(REVIEWING, unit=N_("件"))
    return _done(judging.review_all, progress, keys=keys, on=on, actor=actor)


@jobs.runner(
    "claims.order",
    is_repeatable=False,
    kept=N_("已开的支付单都在，其余的还在待开的名单里。"),
    steps=(ORDERING,),
    stop_label=N_("停止，已开的留下"),
)
def run_orders(job: Any, progress: Any, *, keys: list[int], on: str, actor: dict[str, str]) -> dict[str, Any]:
    progress.step(ORDERING, unit=N_("件"))
    return _done(ordering.order_all, progress, keys=keys, on=on, actor=actor)


def _done(
    act: Callable[..., list[Outcome]], progress: Any, *, keys: list[int], on: str, actor: dict[str, str]
) -> dict[str, Any]:
    rows = Claim.objects.filter(pk__in=keys).select_related("person", "period__scheme", "edition").order_by("pk")
    outcomes = act(
        claims=rows,
        by=officer_named(actor),
        on=date.fromisoformat(on),
        told=lambda done: progress.advance(done, len(keys)),
    )
    told = told_of(outcomes)
    return {"claims": len(told), "refused": sum(bool(sentence) for _pk, sentence in told), "told": told}


def officer_named(actor: dict[str, str]) -> Any:
    """The user who asked, with the organisation of then: her posts of the day decide, as on the page."""
    user = User.objects.filter(username=actor["username"]).first()
    if user is None:
        return SystemActor(**actor)
    user.organisation_name, user.organisation_path = actor["organisation_name"], actor["organisation_path"]
    return user
