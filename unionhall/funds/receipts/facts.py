"""What can be counted of money received: receipts laid against dues, less what was taken back or refunded.

Figures over these rows belong to the apps that declare dues.
"""

from typing import Any

from django.db.models import BooleanField, Case, CharField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from unionhall.figures.facts import DATED, MONEY, PERIODIC, PLACED, Fact
from unionhall.funds.receipts.models import Settlement
from unionhall.office.counting.showing import RecordView, ShownColumn

# Counted: each line stands on a bank statement. Own (市本级): the upper level of the unit that owed is the city itself.
settlements = Fact("settlements", _("到款核对"), PLACED | DATED | PERIODIC | MONEY, record="receipts.Settlement")


def settlement_rows() -> QuerySet[Any]:
    """A row for each settlement of a due; refunds of what nobody claimed were never collected."""
    return Settlement.objects.filter(due__isnull=False).annotate(
        record_id=F("pk"),
        own=Case(When(county=0, then=True), default=False, output_field=BooleanField()),
        basis=Value("counted", output_field=CharField()),
        scheme=F("due__period__scheme__code"),
        period=F("due__period__number"),
        month=Cast(F("day") / 100, IntegerField()),
    )


settlement_view = RecordView(
    noun=_("笔"),
    columns=(
        ShownColumn(_("单位"), lambda row: row.due.unit.name),
        ShownColumn(_("类别"), lambda row: row.get_kind_display()),
        ShownColumn(_("日期"), lambda row: row.on, "date"),
        ShownColumn(_("流水号"), lambda row: row.receipt.bank_reference),
        ShownColumn(_("金额"), lambda row: row.amount_fen, "money"),
    ),
    related=("due__unit", "receipt"),
    url=lambda row: row.due.get_absolute_url(),
)
