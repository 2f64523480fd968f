"""The numbers of claims and what they came to: received, approved, refused and why, paid, how fast, what is left.

By scheme period. Who takes part and what was collected is mutual_aid.figures.
"""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import facts
from unionhall.aid.mutual_aid.figures import OWNER, collected
from unionhall.figures.figures import Definition, Difference, Figure, Ratio
from unionhall.figures.measures import count, distinct, total
from unionhall.figures.phrases import gettext_noop
from unionhall.figures.relations import of_which
from unionhall.figures.times import COVERED, SCHEME_PERIOD
from unionhall.figures.units import CASES, DAYS, PEOPLE, YUAN, pieces
from unionhall.funds.payments.facts import payments

SCHEME = "mutual-aid"
IN_TIME = (2, 5, 10)  # working days within which money is promised


def _arrived(f: Any) -> Any:
    return (f.scheme == SCHEME) & (f.state == "arrived")


def _figure(code: str, label: Any, definition: Any, *, unit: Any, fact: Any, measure: Any, **more: Any) -> Figure:
    return Figure(
        f"mutual_aid.{code}",
        label,
        unit=unit,
        time=SCHEME_PERIOD,
        fact=fact,
        measure=measure,
        definition=definition,
        owner=OWNER,
        period_of_year=COVERED,
        **more,
    )


paid = _figure(
    "paid",
    _("互助补助金"),
    _("所属互助期内已到账的补助金，退票不计。市本级指由市总工会付款的。"),
    unit=YUAN,
    fact=payments,
    measure=total("amount_fen"),
    where=_arrived,
    synonyms=(_("补助金"), _("互助金支出"), _("给付互助金"), _("发放互助金"), _("发放补助金")),
)
beneficiaries = _figure(
    "beneficiaries",
    _("惠及职工"),
    _("所属互助期内补助金已到账的职工，一人只计一次。"),
    unit=PEOPLE,
    fact=payments,
    measure=distinct("person_id"),
    where=_arrived,
    synonyms=(_("受益职工"), _("惠及人数"), _("受助职工"), _("领取补助金"), _("领取补助职工")),
)
batches = _figure(
    "batches",
    _("补助批次"),
    _("所属互助期内有补助金到账的支付批次；全批退票的不计。"),
    unit=pieces(gettext_noop("批")),
    fact=payments,
    measure=distinct("batch"),
    where=_arrived,
)
payments_made = _figure(
    "payments",
    _("补助笔数"),
    _("所属互助期内已到账的补助金笔数。"),
    unit=pieces(gettext_noop("笔")),
    fact=payments,
    measure=count(),
    where=_arrived,
)
days_of_payments = _figure(
    "payment_days",
    _("到账所用工作日合计"),
    _("每笔补助金从首次开出支付单到到账的工作日之和；退票重付的，从退回的那一张开单起算。"),
    unit=DAYS,
    fact=payments,
    measure=total("days"),
    where=_arrived,
)
days_to_pay = Ratio(
    "mutual_aid.days_to_pay",
    _("平均到账工作日"),
    of=days_of_payments,
    to=payments_made,
    unit=DAYS,
    definition=_("从首次开出支付单到到账的工作日之和，除以到账笔数；退票重付的，从退回的那一张开单起算。"),
    owner=OWNER,
)


def _within(days: int) -> tuple[Figure, Ratio]:
    named = {"n": days}
    made = _figure(
        f"paid_within_{days}",
        format_lazy(_("{n} 个工作日内到账笔数"), **named),
        format_lazy(
            _("首次开出支付单后 {n} 个工作日内到账的补助金笔数；退票重付的，从退回的那一张开单起算。"), **named
        ),
        unit=pieces(gettext_noop("笔")),
        fact=payments,
        measure=count(),
        where=lambda f: _arrived(f) & (f.days <= days),
    )
    share = Ratio(
        f"mutual_aid.paid_within_{days}_share",
        format_lazy(_("{n} 个工作日内到账占比"), **named),
        of=made,
        to=payments_made,
        definition=format_lazy(
            _("首次开出支付单后 {n} 个工作日内到账的笔数，除以到账笔数；退票重付的，从退回的那一张开单起算。"), **named
        ),
        owner=OWNER,
    )
    return made, share


IN_TIME_FIGURES: tuple[Definition, ...] = tuple(one for days in IN_TIME for one in _within(days))

received = _figure(
    "claims_received",
    _("收到互助申领"),
    _("本期收到、没有撤回的互助申领。"),
    unit=CASES,
    fact=facts.received,
    measure=count(),
)
approved = _figure(
    "claims_approved",
    _("批准互助申领"),
    _("本期复审或复核批准的互助申领；以后被异议推翻的不计。"),
    unit=CASES,
    fact=facts.decided,
    measure=count(),
    where=lambda f: f.outcome == "approved",
)
granted = _figure(
    "granted",
    _("批准补助金"),
    _("本期批准的补助金，不论是否到账。"),
    unit=YUAN,
    fact=facts.decided,
    measure=total("amount_fen"),
    where=lambda f: f.outcome == "approved",
)
refused = _figure(
    "claims_refused",
    _("不予补助的申领"),
    _("本期初审、复审或复核不予补助的申领；申请复核后改为同意的不计。"),
    unit=CASES,
    fact=facts.decided,
    measure=count(),
    where=lambda f: f.outcome == "refused",
)
# The coded reasons as reference/reasons.csv ships them; a code added later counts in the whole only.
REASONS = {
    "R01": _("住院不在保障期内"),
    "R02": _("还在等待期内"),
    "R03": _("超过申领期限"),
    "R04": _("病种不在补助范围"),
    "R05": _("不到起付线或最低额"),
    "R06": _("已补到封顶"),
    "R07": _("已经补过或已由其他互助金补足"),
    "R08": _("材料不真实"),
    "R09": _("按条款没有可补的金额"),
}


def _refused_for(code: str, reason: Any) -> Figure:
    return _figure(
        f"claims_refused_{code.lower()}",
        format_lazy(_("不予补助：{reason}（{code}）"), reason=reason, code=code),
        format_lazy(_("本期因“{reason}”（原因代码 {code}）不予补助的申领。"), reason=reason, code=code),
        unit=CASES,
        fact=facts.decided,
        measure=count(),
        where=lambda f: (f.outcome == "refused") & (f.reason == code),
    )


REFUSED_FOR = tuple(_refused_for(code, reason) for code, reason in REASONS.items())
approval_rate = Ratio(
    "mutual_aid.approval_rate",
    _("申领批准率"),
    of=approved,
    to=received,
    definition=_("批准的申领除以收到的申领。"),
    owner=OWNER,
)
payout_ratio = Ratio(
    "mutual_aid.payout_ratio",
    _("互助金支出占收缴"),
    of=paid,
    to=collected,
    definition=_("本期已到账的补助金除以本期核对到账的互助金收缴。"),
    owner=OWNER,
)
balance = Difference(
    "mutual_aid.balance",
    _("本期互助金结余"),
    of=collected,
    less=paid,
    unit=YUAN,
    definition=_("本期核对到账的互助金收缴，减去本期已到账的补助金。"),
    owner=OWNER,
)
RELATIONS = (of_which(approved, received), *(of_which(part, refused) for part in REFUSED_FOR), of_which(paid, granted))
FIGURES: tuple[Definition, ...] = (
    paid, beneficiaries, batches, payments_made, days_to_pay, *IN_TIME_FIGURES,
    received, approved, granted, refused, *REFUSED_FOR, approval_rate, payout_ratio, balance,
)  # fmt: skip
