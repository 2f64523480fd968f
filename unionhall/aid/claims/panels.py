"""What claims show elsewhere: a person's and a unit's claims, what the search finds, a finished review of many.

Reads only.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import kind, many, queries
from unionhall.aid.claims.models import Claim
from unionhall.kernel.fields import subtree
from unionhall.kernel.hits import Hit
from unionhall.kernel.scope import Scope
from unionhall.kernel.waiting import Waiting
from unionhall.members.models import Person
from unionhall.members.registers import found_people
from unionhall.organisations.models import Unit
from unionhall.ui.panels import Panel

if TYPE_CHECKING:
    from unionhall.office.jobs.models import Job

SHOWN = 20


def person_panel(person: Person, scope: Scope, on: date) -> Panel | None:
    """申领 of a person, newest first, within the reader's units and schemes; none, no panel."""
    rows = Claim.objects.filter(person=person, case__isnull=False).visible_to(scope)
    found = list(queries.with_money(rows).select_related("case", "period")[:SHOWN])
    if not found:
        return None
    return Panel(_("申领"), "claims/claims_panel.html", {"claims": found}, note=gettext("{n} 件").format(n=len(found)))


def unit_panel(unit: Unit, scope: Scope, on: date) -> Panel | None:
    """Claims of a unit and all below it: how many are open, how many there were."""
    rows = Claim.objects.live().filter(subtree("unit__path", unit.path), case__isnull=False).visible_to(scope)
    total = rows.count()
    if not total:
        return None
    still = rows.filter(case__closed_on=None)
    links = ((_("看申领"), f"{reverse('claims:claims')}?union={unit.name}"),)
    context = {"open": still.count(), "total": total}
    return Panel(_("互助申领"), "claims/unit_panel.html", context, note=gettext("{n} 件").format(n=total), links=links)


def hits(terms: str, scope: Scope, on: date) -> list[Hit]:
    """Claims by number, or of the people the words find."""
    rows = Claim.objects.filter(case__isnull=False).visible_to(scope).select_related("person", "unit")
    words = terms.strip().upper()
    if words.startswith("HZ"):
        found = rows.filter(number__startswith=words)
    else:
        people = Person.objects.current().visible_to(scope).filter(found_people(terms)).values("pk")
        found = rows.filter(person__in=people)
    return [
        Hit(gettext("互助申领"), f"{row.person.name} · {row.number}", row.get_absolute_url(), row.unit.name)
        for row in found.order_by("-pk")[:SHOWN]
    ]


def to_order(scope: Scope, on: date) -> list[Waiting]:
    """What may be ordered, as one line for the city's reviewer."""
    count = queries.to_order_by(scope, on).count()
    if not count:
        return []
    return [
        Waiting(
            group=str(kind.KIND.label),
            title=gettext("{n} 件待开支付单").format(n=f"{count:,}"),
            url=reverse("claims:order-all"),
            verb=gettext("去开支付单"),
            state=("todo", gettext("待开支付单")),
        )
    ]


def job_result(job: "Job", scope: Scope) -> Panel | None:
    """What a period came to; or the way to the outcomes of many that were reviewed, or ordered, as a job."""
    if job.kind not in (*many.KINDS, "claims.value") or job.state != "done" or job.by_username != scope.username:
        return None
    result = job.result or {}
    if job.kind == "claims.value":
        return Panel(_("计算结果"), "claims/value_panel.html", result)
    context: dict[str, Any] = {
        "done": result.get("claims", 0) - result.get("refused", 0),
        "refused": result.get("refused", 0),
    }
    context["url"] = reverse("claims:outcome-of", args=[job.number])
    return Panel(_("逐件的结果"), "claims/job_panel.html", context)
