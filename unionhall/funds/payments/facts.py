"""What can be counted of payments: every order with its state; figures over money paid take those that arrived.

Figures over these rows belong to the apps that order; own (市本级) is the payer being the city itself.
"""

from typing import Any

from django.db.models import BooleanField, Case, CharField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from unionhall.figures.facts import DATED, MONEY, PERIODIC, PERSONAL, PLACED, Fact
from unionhall.funds.payments.models import Order
from unionhall.office.counting.showing import RecordView, ShownColumn

# What happened to the person and what for is no column: bundles carry every column beside a person's mark.
# `days` are working days from the first order to arrival: a try that came back and was paid anew is counted in.
# `day` is the day of the present state: of arrival for what arrived, of return for what came back.
payments = Fact(
    "payments",
    _("支付"),
    PLACED
    | DATED
    | PERIODIC
    | PERSONAL
    | MONEY
    | {"state": "string", "fund": "string", "batch": "int64", "days": "int64"},
    record="payments.Order",
)


def payment_rows() -> QuerySet[Any]:
    """A row for each order. Named where a person is known, else counted: the bank's file is the evidence."""
    return Order.objects.annotate(
        record_id=F("pk"),
        own=Case(When(county=0, then=True), default=False, output_field=BooleanField()),
        basis=Case(When(person__isnull=False, then=Value("named")), default=Value("counted"), output_field=CharField()),
        fact_scheme=F("scheme__code"),
        fact_period=F("period__number"),
        month=Cast(F("day") / 100, IntegerField()),
        fact_batch=F("batch_id"),
        days=F("days_taken"),
    )


payment_view = RecordView(
    noun=_("笔"),
    columns=(
        ShownColumn(_("支付单"), lambda row: row.number),
        ShownColumn(_("收款人"), lambda row: row.payee_name),
        ShownColumn(_("用途"), lambda row: row.purpose),
        ShownColumn(_("付款单位"), lambda row: row.payer.name),
        ShownColumn(_("金额"), lambda row: row.amount_fen, "money"),
        ShownColumn(_("到账日期"), lambda row: row.arrived_on, "date"),
    ),
    related=("payer",),
    url=lambda row: row.get_absolute_url(),
)
