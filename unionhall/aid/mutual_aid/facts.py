"""What can be counted of mutual aid's enrolling half: the shares that stand, one a person and period.

Money received is `receipts.facts`, staff is `organisations.facts`.
"""

from typing import Any

from django.db.models import BooleanField, Case, CharField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.figures.facts import DATED, MONEY, PERIODIC, PERSONAL, PLACED, Fact
from unionhall.office.counting.showing import RecordView, ShownColumn

# Named: a person each, by ID number. Own (市本级): the upper level of the enrolling unit is the city itself.
enrolments = Fact("enrolments", _("参保"), PLACED | DATED | PERIODIC | PERSONAL | MONEY, record="mutual_aid.Enrolment")


def enrolment_rows() -> QuerySet[Any]:
    """A row for each enrolment that was not withdrawn, in its place on the day of enrolling."""
    return Enrolment.objects.standing().annotate(
        record_id=F("pk"),
        own=Case(When(county=0, then=True), default=False, output_field=BooleanField()),
        basis=Value("named", output_field=CharField()),
        scheme=F("period__scheme__code"),
        fact_period=F("period__number"),  # `period` is the model's foreign key
        month=Cast(F("day") / 100, IntegerField()),
    )


enrolment_view = RecordView(
    noun=_("人"),
    columns=(
        ShownColumn(_("姓名"), lambda row: row.person.name),
        ShownColumn(_("参保单位"), lambda row: row.unit.name),
        ShownColumn(_("档次"), lambda row: row.tier.label),
        ShownColumn(_("缴费"), lambda row: row.amount_fen, "money"),
        ShownColumn(_("登记日期"), lambda row: row.enrolled_on, "date"),
    ),
    related=("person", "unit", "tier"),
    url=lambda row: row.person.get_absolute_url(),
)
