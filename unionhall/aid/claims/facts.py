"""What can be counted of claims: each one received, and each one valued, with its outcome, reason and days taken.

Money that arrived is payments' fact; what a case decided joins these rows through the claim.
"""

from typing import Any

from django.db.models import BigIntegerField, BooleanField, Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims.models import Claim
from unionhall.figures.facts import DATED, MONEY, PERIODIC, PERSONAL, PLACED, Fact
from unionhall.office.counting.showing import RecordView, ShownColumn

_COLUMNS = PLACED | DATED | PERIODIC | PERSONAL | MONEY | {"benefit": "string"}
# Named: a person each. Own (市本级): the unit's upper level is the city itself. On the day it was received.
received = Fact("claims_received", _("互助申领"), _COLUMNS, record="claims.Claim")
# On the day it was last valued; `days` from receipt to that day, `outcome` granted or refused, `reason` "" for none.
valued = Fact(
    "claims_valued",
    _("互助申领（已计算）"),
    _COLUMNS | {"outcome": "string", "reason": "string", "days": "int64"},
    record="claims.Claim",
)

# On the day it was decided: approved (and not overthrown since) or refused; `reason` is the coded one of a refusal.
decided = Fact(
    "claims_decided",
    _("互助申领（已决定）"),
    _COLUMNS | {"outcome": "string", "reason": "string", "days": "int64"},
    record="claims.Claim",
)


def _placed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(
        record_id=F("pk"),
        own=Case(When(county=0, then=True), default=False, output_field=BooleanField()),
        basis=Value("named", output_field=CharField()),
        scheme=F("period__scheme__code"),
        fact_period=F("period__number"),  # `period` is the model's foreign key
    )


def received_rows() -> QuerySet[Any]:
    """A row for each claim that was not withdrawn; its amount is the worker's own cost."""
    rows = Claim.objects.live().annotate(month=Cast(F("day") / 100, IntegerField()), amount_fen=F("own_cost_fen"))
    return _placed(rows)


def valued_rows() -> QuerySet[Any]:
    """A row for each live claim that was valued; its amount is what it was worth."""
    rows = Claim.objects.valued().annotate(
        fact_day=F("valued_day"),  # `day` is that of receipt
        month=Cast(F("valued_day") / 100, IntegerField()),
        amount_fen=F("granted_fen"),
        outcome=Case(
            When(granted_fen__gt=0, then=Value("granted")), default=Value("refused"), output_field=CharField()
        ),
        days=F("days_taken"),
    )
    return _placed(rows)


def decided_rows() -> QuerySet[Any]:
    """A row for each live claim that stands approved or refused; its amount is what was granted, nothing if refused."""
    rows = Claim.objects.live().filter(Q(approved_on__isnull=False) | Q(refused_on__isnull=False))
    is_refused = When(refused_on__isnull=False, then=Value("refused"))
    day = Coalesce(F("refused_day"), F("approved_day"))
    return _placed(
        rows.annotate(
            fact_day=day,
            month=Cast(day / 100, IntegerField()),
            amount_fen=Case(
                When(refused_on__isnull=False, then=Value(0)), default=F("granted_fen"), output_field=BigIntegerField()
            ),
            outcome=Case(is_refused, default=Value("approved"), output_field=CharField()),
            fact_reason=F("refused_for"),
            days=F("days_taken"),
        )
    )


def _view(amount: str, label: Any) -> RecordView:
    return RecordView(
        noun=_("件"),
        columns=(
            ShownColumn(_("申领编号"), lambda row: row.number),
            ShownColumn(_("申领人"), lambda row: row.person.name),
            ShownColumn(_("参保单位"), lambda row: row.unit.name),
            ShownColumn(_("收到日期"), lambda row: row.received_on, "date"),
            ShownColumn(label, lambda row: getattr(row, amount), "money"),
        ),
        related=("person", "unit"),
        url=lambda row: row.get_absolute_url() if row.case_id else row.person.get_absolute_url(),
    )


received_view = _view("own_cost_fen", _("自付"))
valued_view = _view("granted_fen", _("应补助"))
decided_view = _view("granted_fen", _("批准补助"))
