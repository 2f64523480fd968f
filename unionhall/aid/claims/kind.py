"""A claim as a kind of case: its states, who takes it from where to where, in how many working days, with which papers.

What a step means for the claim itself is in entering.py, judging.py and ordering.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims.models import Claim, Edition, Paper
from unionhall.aid.claims.valuation import edition_for
from unionhall.casework.kinds import Kind, Level, State, Told, Transition, Verb
from unionhall.casework.models import Step
from unionhall.kernel.errors import DomainError
from unionhall.kernel.scope import Duty

if TYPE_CHECKING:
    from unionhall.casework.models import Case

CODE = "claims.claim"
ENTER, REVIEW = Duty.ENTER, Duty.REVIEW
COUNTY, CITY = Level.COUNTY, Level.CITY

ENTERED, FIRST, SECOND = "entered", "first", "second"
BACK_FIRST, BACK_SECOND = "back-first", "back-second"  # returned by the first review, by the second
NOTICE, OBJECTED, APPROVED = "notice", "objected", "approved"
APPEALED, REFUSED, UPHELD = "appealed", "refused", "upheld"
ORDERED, PAID, WITHDRAWN = "ordered", "paid", "withdrawn"

WITH_ENTERER = (ENTERED, BACK_FIRST, BACK_SECOND)  # what was typed may be mended

STATES: Mapping[str, State] = {
    ENTERED: State(_("待提交"), "todo"),
    FIRST: State(_("待县级初审")),
    SECOND: State(_("待市级复审")),
    BACK_FIRST: State(_("待补正"), "note"),
    BACK_SECOND: State(_("待补正"), "note"),
    NOTICE: State(_("公示中")),
    OBJECTED: State(_("异议核实中"), "note"),
    APPROVED: State(_("待开支付单")),
    APPEALED: State(_("待复核"), "note"),
    REFUSED: State(_("不予补助"), "failed", is_end=True),
    UPHELD: State(_("复核维持"), "failed", is_end=True),
    ORDERED: State(_("付款中")),
    PAID: State(_("已付款"), "plain", is_end=True),
    WITHDRAWN: State(_("已撤回"), "plain", is_end=True),
}
# Who examines an appeal neither entered nor reviewed the claim: another role, so another person.
APPEAL_ROLE = "review.appeal"
# Working days of the demonstration's office rules; a public notice lasts as long as the edition says.
TO_SUBMIT, TO_REVIEW, TO_DECIDE, TO_APPEAL, TO_ORDER, TO_PAY = 5, 5, 10, 10, 5, 10

TABLE = (
    Transition("", Verb.ENTER, ENTERED, ENTER, days=TO_SUBMIT),
    Transition(ENTERED, Verb.SUBMIT, FIRST, ENTER, days=TO_REVIEW, label=_("提交初审")),
    Transition(FIRST, Verb.REVIEW, SECOND, REVIEW, days=TO_DECIDE, level=COUNTY, label=_("初审通过")),
    Transition(FIRST, Verb.RETURN, BACK_FIRST, REVIEW, level=COUNTY, is_clock_running=False),
    Transition(FIRST, Verb.REFUSE, REFUSED, REVIEW, level=COUNTY, label=_("不予补助")),
    Transition(BACK_FIRST, Verb.SUBMIT, FIRST, ENTER, label=_("补正到齐")),
    Transition(SECOND, Verb.NOTICE, NOTICE, REVIEW, level=CITY, is_public=True, label=_("复审通过，转公示")),
    Transition(SECOND, Verb.APPROVE, APPROVED, REVIEW, level=CITY, days=TO_ORDER, label=_("复审通过")),
    Transition(SECOND, Verb.RETURN, BACK_SECOND, REVIEW, level=CITY, is_clock_running=False),
    Transition(SECOND, Verb.REFUSE, REFUSED, REVIEW, level=CITY, label=_("不予补助")),
    Transition(BACK_SECOND, Verb.SUBMIT, SECOND, ENTER, label=_("补正到齐")),
    Transition(NOTICE, Verb.APPROVE, ORDERED, REVIEW, days=TO_PAY, level=CITY, label=_("公示期满，开支付单")),
    Transition(NOTICE, Verb.OBJECT, OBJECTED, ENTER, days=TO_APPEAL, is_awaited=False),
    Transition(NOTICE, Verb.APPEAL, APPEALED, ENTER, days=TO_APPEAL, is_awaited=False),
    Transition(OBJECTED, Verb.REVIEW, APPROVED, REVIEW, days=TO_ORDER, level=CITY, label=_("异议不成立")),
    Transition(OBJECTED, Verb.RETURN, BACK_SECOND, REVIEW, level=CITY, is_clock_running=False),
    Transition(OBJECTED, Verb.REFUSE, REFUSED, REVIEW, level=CITY, label=_("异议成立，不予补助")),
    Transition(APPROVED, Verb.APPROVE, ORDERED, REVIEW, days=TO_PAY, level=CITY, label=_("开支付单")),
    Transition(REFUSED, Verb.APPEAL, APPEALED, ENTER, days=TO_APPEAL, is_awaited=False),
    Transition(
        APPEALED, Verb.NOTICE, NOTICE, REVIEW, level=CITY, is_public=True, role=APPEAL_ROLE, label=_("复核同意，转公示")
    ),
    Transition(
        APPEALED, Verb.APPROVE, APPROVED, REVIEW, days=TO_ORDER, level=CITY, role=APPEAL_ROLE, label=_("复核同意")
    ),
    # Of an appeal against an amount: it stays, and the notice that was cut short begins anew.
    Transition(
        APPEALED,
        Verb.REVIEW,
        NOTICE,
        REVIEW,
        level=CITY,
        is_public=True,
        role=APPEAL_ROLE,
        label=_("复核维持原额，转公示"),
    ),
    # Of an appeal against a refusal; a grant is not taken away by the appeal against its amount.
    Transition(APPEALED, Verb.REFUSE, UPHELD, REVIEW, level=CITY, role=APPEAL_ROLE, label=_("复核维持不予补助")),
    Transition(ORDERED, Verb.CLOSE, PAID, None, label=_("已到账")),
    # Its order was cancelled, also one whose money came back after it had arrived: another may be made.
    *(
        Transition(
            state, Verb.APPROVE, ORDERED, REVIEW, days=TO_PAY, level=CITY, label=_("重开支付单"), is_awaited=False
        )
        for state in (ORDERED, PAID)
    ),
    *(
        Transition(state, Verb.WITHDRAW, WITHDRAWN, ENTER, is_awaited=False)
        for state in (ENTERED, FIRST, BACK_FIRST, SECOND, BACK_SECOND)
    ),
)


def papers_of(case: Case) -> Mapping[str, str]:
    """The checklist of the claim's benefit in the edition of its day; none without an edition."""
    claim = Claim.objects.select_related("period__scheme").filter(case=case).first()
    return checklist_of(claim) if claim else {}


def checklist_of(claim: Claim) -> dict[str, str]:
    """Code → label of every paper the terms ask for."""
    try:
        edition = edition_for(claim.period, claim.discharged_on)
    except DomainError:
        return {}
    return checklist_in(edition, claim.benefit)


def checklist_in(edition: Edition, benefit: str) -> dict[str, str]:
    """The same for a benefit of an edition, in the terms' order."""
    rows = Paper.objects.filter(benefit__edition=edition, benefit__code=benefit)
    return dict(rows.order_by("place").values_list("code", "label"))


def tell(cases: Sequence[Case]) -> Mapping[int, Told]:
    """Name and unit of each, why it was sent back where it was, and what it asks for or was granted."""
    back = [case.pk for case in cases if case.state in (BACK_FIRST, BACK_SECOND)]
    steps = Step.objects.filter(case__in=back, verb=Verb.RETURN).select_related("reason") if back else ()
    why = {step.case_id: str(step.reason) for step in sorted(steps, key=lambda step: step.number)}
    rows = Claim.objects.filter(case__in=cases).select_related("person", "unit", "period__scheme")
    return {
        row.case_id: Told(
            f"{row.person.name} · {row.number}",
            " · ".join(part for part in (row.unit.name, why.get(row.case_id or 0, "")) if part),
            row.granted_fen or row.own_cost_fen,
            row.get_absolute_url(),
        )
        for row in rows
        if row.case_id
    }


def address(case: Case) -> str:
    return Claim.objects.get(case=case).get_absolute_url()


KIND = Kind(code=CODE, label=_("互助申领"), states=STATES, table=TABLE, address=address, papers_of=papers_of, tell=tell)
