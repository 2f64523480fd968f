"""Which duties go together, and what may be lent: who enters does not audit, nobody lends more than they have.

Pure; the separation on one and the same case is a constraint of casework.
"""

from datetime import date

from unionhall.kernel.errors import N_
from unionhall.kernel.scope import Duty

NO_DUTY = N_("没有选职责。")
AUDITS_ONLY = N_("经审只看不办，不能兼其他职责。")
SAME_PERSON = N_("接任的就是本人。")
LENT_ON = N_("受托的岗位不能再委托别人。")
MORE_THAN_HELD = N_("委托的职责超出了委托人自己的。")
TOO_LONG = N_("委托的期限超出了委托人的任期，或止日早于起日。")


def fault_of_duties(duties: frozenset[Duty], *, held: frozenset[Duty]) -> str | None:
    """Why these duties cannot be given to someone who holds those others at the same time; None when they can.

    An auditor's post reads everything of its subtree and writes nothing (工会经审工作条例: 经审与经办分离).
    """
    if not duties:
        return NO_DUTY
    together = duties | held
    return AUDITS_ONLY if Duty.AUDIT in together and len(together) > 1 else None


def fault_of_loan(
    *,
    lender: frozenset[Duty],
    lent: frozenset[Duty],
    is_lent_already: bool,
    is_same_person: bool,
    from_on: date,
    until_on: date,
    lender_until: date | None,
) -> str | None:
    """Why this delegation cannot be; None when it can."""
    if is_lent_already:
        return LENT_ON
    if is_same_person:
        return SAME_PERSON
    if not lent <= lender:
        return MORE_THAN_HELD
    if until_on < from_on or (lender_until is not None and until_on > lender_until):
        return TOO_LONG
    return None


def overlap(from_on: date, until_on: date | None, other_from: date, other_until: date | None) -> bool:
    """Whether two spans share a day; both ends included, None is open."""
    return (until_on is None or other_from <= until_on) and (other_until is None or from_on <= other_until)
