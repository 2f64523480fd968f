"""For the auditor: whole chains of a seeded sample of payments as a zip, and what looks odd.

Reads; the taking of a sample is journalled.
"""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.aid.claims import kind, refusals, telling
from unionhall.aid.claims.models import Claim, Edition
from unionhall.casework.models import Step
from unionhall.funds.payments.models import Order, OrderState
from unionhall.kernel import sheets
from unionhall.kernel.actors import Actor
from unionhall.kernel.identifiers import mask_id
from unionhall.kernel.money import show_yuan
from unionhall.kernel.scope import Duty, Scope
from unionhall.members.models import LEFT, Membership
from unionhall.office import journal
from unionhall.office.documents import actions as documents
from unionhall.office.documents.sniffing import ENDINGS
from unionhall.programmes.models import Period

MOST = 200
SHOWN = 100
# Night begins at nine in the evening and ends at seven.
EVENING, MORNING = 21, 7
NEAR_CAP_BP = 200  # within two per cent below a cap


@transaction.atomic
def take_sample(*, period: Period, many: int, seed: int, scope: Scope, by: Actor, on: date) -> bytes:
    """A zip of whole chains of so many payments that arrived: enrolment, claim, papers, steps, order, bank's answer.

    The same seed over the same payments draws the same sample.

    :raises NothingToSample: there is none within the auditor's reach.
    """
    keys = list(_paid(scope).filter(period=period).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise refusals.NothingToSample
    drawn = sorted(random.Random(seed).sample(keys, min(many, MOST, len(keys))))
    orders = list(_paid(scope).filter(pk__in=drawn).order_by("pk"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        head = [gettext("支付单"), gettext("申领编号"), gettext("金额（元）"), gettext("到账日期")]
        rows = [[o.number, _claim_number(o), show_yuan(o.amount_fen), o.arrived_on] for o in orders]
        _write(bundle, gettext("清单.csv"), [head, *rows])
        for order in orders:
            _write(bundle, f"{order.number}/{gettext('全链.csv')}", _chain(order))
            for name, content in _papers(order, by=by, on=on):
                bundle.writestr(f"{order.number}/{name}", content)
    numbers = [order.number for order in orders]
    journal.record(
        verb="claims.sample.taken", by=by, on=on, obj=period, period=period.number, seed=seed, count=len(numbers),
        population=len(keys), numbers=numbers,
    )  # fmt: skip
    return out.getvalue()


def _paid(scope: Scope) -> Any:
    rows = Order.objects.visible_to(scope, Duty.AUDIT).filter(state=OrderState.ARRIVED, case__kind=kind.CODE)
    return rows.select_related("case__claim__person", "case__claim__enrolment__roster", "case__claim__unit", "batch")


def _claim_number(order: Order) -> str:
    return order.case.number if order.case else ""


def _write(bundle: zipfile.ZipFile, name: str, rows: Iterable[Iterable[Any]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([[sheets.cell(value) for value in row] for row in rows])
    bundle.writestr(name, "\ufeff" + text.getvalue())


def _chain(order: Order) -> Iterator[list[Any]]:
    """Rows (link, what, value), from the roster to the bank."""
    assert order.case is not None
    claim: Claim = order.case.claim
    share = claim.enrolment
    yield [gettext("环节"), gettext("项目"), gettext("内容")]
    roster = gettext("花名册")
    yield [roster, gettext("姓名"), claim.person.name]
    yield [roster, gettext("证件号码"), mask_id(claim.person.id_number)]
    yield [roster, gettext("单位"), claim.unit.name]
    yield [roster, gettext("登记日期"), share.enrolled_on]
    yield [roster, gettext("缴费（元）"), show_yuan(share.amount_fen)]
    told = gettext("申领")
    yield [told, gettext("编号"), claim.number]
    yield [told, gettext("入院—出院"), f"{claim.admitted_on} — {claim.discharged_on}"]
    yield [told, gettext("自付（元）"), show_yuan(claim.own_cost_fen)]
    for item in telling.account_of(claim).items:
        yield [gettext("计算"), item.title, " ".join(part for part in (item.reason, item.amount) if part)]
    for paper in order.case.papers.select_related("document").order_by("pk"):
        yield [gettext("材料"), paper.document.label, paper.document.sm3]
    for step in order.case.steps.select_related("reason").order_by("number"):
        reason = str(step.reason or "")
        yield [
            gettext("步骤"),
            f"{step.number} {step.source} → {step.to}",
            f"{step.by_name} {timezone.localtime(step.at):%Y-%m-%d %H:%M%z} {reason}",
        ]
    yield [gettext("支付单"), order.number, f"{show_yuan(order.amount_fen)} {order.payee_name} ****{order.tail}"]
    if order.batch:
        yield [gettext("批次"), order.batch.code, str(order.batch)]
    for row in order.returns.select_related("file").order_by("pk"):
        yield [gettext("银行回盘"), row.said, f"{row.get_verdict_display()} {row.on or ''} {row.file.sha256[:12]}"]


def _papers(order: Order, *, by: Actor, on: date) -> Iterator[tuple[str, bytes]]:
    """Each paper's name in the zip and its content; each opening is journalled."""
    assert order.case is not None
    for place, paper in enumerate(order.case.papers.select_related("document").order_by("pk"), start=1):
        try:
            content = documents.read(document=paper.document, by=by, on=on)
        except documents.PaperGone:
            continue
        yield f"{place:02d}-{paper.code}.{ENDINGS[paper.document.media_type]}", content


@dataclass(frozen=True)
class Oddity:
    """One line of the exceptions: what it is about, why it stands out, where it opens."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Kind:
    code: str
    label: str
    why: str
    count: int
    rows: tuple[Oddity, ...]
    is_cut: bool = False


def exceptions(scope: Scope) -> list[Kind]:
    """Five kinds of what an auditor looks at first, within her reach: how many there are, and the first hundred lines."""
    return [
        _kind("account", gettext("一个账号收两个人的钱"), gettext("同一收款账号，不同的受助人"), _accounts(scope)),
        _kind("minute", gettext("录入和审核不到一分钟"), gettext("上一步到这一步不足 60 秒"), _minute(scope)),
        _kind("left", gettext("去世或离会以后付款"), gettext("到账时会籍已经终止"), _left(scope)),
        _kind("cap", gettext("刚好低于封顶"), gettext("补助额比封顶低不到 2%"), _near_caps(scope)),
        _kind("night", gettext("夜间和休息日办理"), gettext("21 点到 7 点，或星期六、星期日审批"), _nights(scope)),
    ]


# How many there are, how many lines they would fill, the first of these.
Found = tuple[int, int, Iterable[Oddity]]


def _kind(code: str, label: str, why: str, found: Found) -> Kind:
    count, lines, rows = found
    return Kind(code, label, why, count, tuple(rows), is_cut=lines > SHOWN)


def _orders(scope: Scope) -> Any:
    return Order.objects.live().visible_to(scope, Duty.AUDIT).filter(case__kind=kind.CODE)


def _accounts(scope: Scope) -> Found:
    """An account is one oddity; each order to it is a line."""
    shared = _orders(scope).order_by().values("account_index").annotate(people=Count("person", distinct=True))
    shared = shared.filter(people__gt=1)
    rows = _orders(scope).filter(account_index__in=shared.values("account_index")).order_by("account_index", "pk")

    def told(order: Order) -> Oddity:
        detail = gettext("{name}，尾号 {tail}，{yuan} 元").format(
            name=order.payee_name, tail=order.tail, yuan=show_yuan(order.amount_fen)
        )
        return Oddity(order.number, detail, order.get_absolute_url())

    return shared.count(), rows.count(), map(told, rows[:SHOWN])


REVIEWS = ("review", "approve", "notice", "refuse")


def _steps(scope: Scope) -> Any:
    rows = Step.objects.visible_to(scope, Duty.AUDIT).filter(case__kind=kind.CODE, verb__in=REVIEWS)
    return rows.filter(source__in=(kind.FIRST, kind.SECOND, kind.APPEALED)).select_related("case").order_by("-pk")


def _all(rows: Any, told: Callable[[Any], Oddity]) -> Found:
    """Every row a line."""
    count = rows.count()
    return count, count, map(told, rows[:SHOWN])


def _minute(scope: Scope) -> Found:
    # Of one business day: what was written down later, all at once, says nothing of the pace it was done at.
    former = Step.objects.filter(case=OuterRef("case"), number=OuterRef("number") - 1, on=OuterRef("on")).values("at")
    quick = _steps(scope).annotate(former=Subquery(former[:1])).filter(at__lt=F("former") + timedelta(minutes=1))

    def told(step: Any) -> Oddity:
        seconds = int((step.at - step.former).total_seconds())
        detail = gettext("{name}，{n} 秒").format(name=step.by_name, n=seconds)
        return Oddity(step.case.number, detail, step.case.get_absolute_url())

    return _all(quick, told)


def _left(scope: Scope) -> Found:
    ended = Membership.objects.filter(
        person=OuterRef("person"), end_reason__in=LEFT, until_on__lte=OuterRef("arrived_on")
    )
    again = Membership.objects.filter(person=OuterRef("person")).filter(
        Q(until_on=None) | Q(until_on__gt=OuterRef("arrived_on"))
    )
    rows = _orders(scope).filter(Exists(ended), ~Exists(again), state=OrderState.ARRIVED)

    def told(order: Order) -> Oddity:
        detail = gettext("{name}，{day} 到账").format(name=order.payee_name, day=order.arrived_on)
        return Oddity(order.number, detail, order.get_absolute_url())

    return _all(rows.order_by("-pk"), told)


def _near_caps(scope: Scope) -> Found:
    rows = Claim.objects.granted().visible_to(scope, Duty.AUDIT)
    editions = Edition.objects.filter(claims__in=rows).distinct().prefetch_related("numbers__benefit")
    count, lines = 0, list[Oddity]()
    for edition in editions:
        for number in edition.numbers.filter(name__in=("cap_claim_fen", "cap_period_fen", "cap_life_fen")):
            lowest = number.value * (10_000 - NEAR_CAP_BP) // 10_000
            found = rows.filter(edition=edition, granted_fen__range=(lowest, number.value - 1))
            if number.benefit_id and number.benefit:
                found = found.filter(benefit=number.benefit.code)
            count += found.count()
            for claim in found.order_by("-pk")[: max(SHOWN - len(lines), 0)]:
                detail = gettext("{yuan} 元，封顶 {cap} 元").format(
                    yuan=show_yuan(claim.granted_fen), cap=show_yuan(number.value)
                )
                lines.append(Oddity(claim.number, detail, claim.get_absolute_url()))
    return count, count, lines


def _nights(scope: Scope) -> Found:
    timed = _steps(scope).annotate(hour=ExtractHour("at"), weekday=ExtractIsoWeekDay("on"), day=TruncDate("at"))
    odd = Q(weekday__gte=6) | (Q(day=F("on")) & (Q(hour__gte=EVENING) | Q(hour__lt=MORNING)))

    def told(step: Any) -> Oddity:
        detail = gettext("，").join((step.by_name, f"{step.on.isoformat()} {timezone.localtime(step.at):%H:%M}"))
        return Oddity(step.case.number, detail, step.case.get_absolute_url())

    return _all(timed.filter(odd), told)
