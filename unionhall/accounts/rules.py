"""Which duties go together, and what may be lent: who enters does not audit, nobody lends more than they have.

Pure; the separation on one and the same case is a constraint of casework.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from unionhall.kernel import paths
from unionhall.kernel.errors import N_
from unionhall.kernel.scope import Duty

NO_DUTY = N_("没有选职责。")
AUDITS_ONLY = N_("经审只看不办，不能兼其他职责。")
SAME_PERSON = N_("接任的就是本人。")
LENT_ON = N_("受托的岗位不能再委托别人。")
MORE_THAN_HELD = N_("委托的职责超出了委托人自己的。")
TOO_LONG = N_("委托的期限超出了委托人的任期，或止日早于起日。")
OVER_SIXTY_DAYS = N_("一次委托最多 60 天，更长的请管理员设岗。")
ELSEWHERE = N_("受托人不是本单位、下级或上级单位的人。")
ENTERS_AND_PAYS = N_("受托人已有审批或支付的职责，不能再受托录入。")

LONGEST_LOAN = timedelta(days=60)


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
    held: frozenset[Duty],
    is_near: bool,
    is_lent_already: bool,
    is_same_person: bool,
    from_on: date,
    until_on: date,
    lender_until: date | None,
) -> str | None:
    """Why this delegation cannot be; None when it can.

    :param held: the borrower's own duties in those days. :param is_near: see `is_near`.
    """
    if is_lent_already:
        return LENT_ON
    if is_same_person:
        return SAME_PERSON
    if not lent <= lender:
        return MORE_THAN_HELD
    if fault := _fault_of_term(from_on, until_on, lender_until):
        return fault
    if not is_near:
        return ELSEWHERE
    # Who pays or approves enters nothing (内部会计控制规范: 不相容职务相互分离); a loan is no way around it.
    return ENTERS_AND_PAYS if Duty.ENTER in lent and held & {Duty.PAY, Duty.APPROVE} else None


def _fault_of_term(from_on: date, until_on: date, lender_until: date | None) -> str | None:
    if until_on < from_on or (lender_until is not None and until_on > lender_until):
        return TOO_LONG
    return OVER_SIXTY_DAYS if until_on - from_on >= LONGEST_LOAN else None


def is_near(place: str, homes: Iterable[str]) -> bool:
    """Whether somebody of `homes` may be lent duties of `place`: at home there, below it, or above it on the same path."""
    return any(paths.covers(place, home) or paths.covers(home, place) for home in homes)


def overlap(from_on: date, until_on: date | None, other_from: date, other_until: date | None) -> bool:
    """Whether two spans share a day; both ends included, None is open."""
    return (until_on is None or other_from <= until_on) and (other_until is None or from_on <= other_until)
