"""A claim: what a worker asks for one stay, and what it was valued at with its calculation.

States and steps are casework's; health, account and calculation rest encrypted.
"""

import json
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import rules
from unionhall.aid.claims.models.editions import Edition
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.casework.models import Case
from unionhall.funds.payments.models import OrderState
from unionhall.kernel.fields import EncryptedField, MoneyField, PathField, day_number
from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.members.models import Person
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period


class ClaimQuerySet(ScopedQuerySet["Claim"]):
    def live(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_on=None)

    def valued(self) -> Self:
        """What counts under the caps: valued, and not refused since."""
        return self.live().filter(edition__isnull=False, refused_on=None)

    def granted(self) -> Self:
        """Approved by the second review; the period's balance has to cover them."""
        return self.live().filter(approved_on__isnull=False, refused_on=None)


class Claim(models.Model):
    """What a worker asks for one stay. Path and county are those of the day it was received.

    `granted_fen` and the calculation are those of the last valuation; whether it was approved is its case's to say.
    `counted_fen` is the cost that later stays of a cumulative benefit are laid upon.
    """

    scope_path = "unit__path"
    scheme_lookup = "period__scheme__code"  # a claim tells of an illness: posts limited to other schemes do not see it
    path_day = "received_on"  # path and county are those of this day; a retroactive move rewrites them
    personal_fields = (
        "own_cost_fen",
        "total_cost_fen",
        "extra_fen",
        "admitted_on",
        "discharged_on",
        "payee_name",
        "counted_fen",
    )

    number = models.CharField(_("申领编号"), max_length=24, unique=True)
    case = models.OneToOneField(
        Case, models.PROTECT, null=True, blank=True, related_name="claim", verbose_name=_("办件")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="claims", verbose_name=_("申领人"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="claims", verbose_name=_("期"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="claims", verbose_name=_("参保单位"))
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="claims", verbose_name=_("参保"))
    benefit = models.CharField(_("补助类别"), max_length=20)
    admitted_on = models.DateField(_("入院日期"))
    discharged_on = models.DateField(_("出院日期"))
    hospital = EncryptedField(_("医院"), default="", blank=True)
    diagnosis = EncryptedField(_("病种代码"), default="", blank=True)
    own_cost_fen = MoneyField(_("自付"))
    total_cost_fen = MoneyField(_("总费用"))
    # What the insurances paid is the rest of the total cost; of it, what serious-illness insurance did, where it was said.
    extra_fen = MoneyField(_("大病保险支付"), null=True, blank=True)
    other_aid_fen = MoneyField(_("已领其他互助金"), default=0)
    payee_name = models.CharField(_("收款人"), max_length=60, default="", blank=True)
    payee_bank = models.CharField(_("开户行"), max_length=80, default="", blank=True)
    payee_account = EncryptedField(_("收款账号"), default="", blank=True)
    received_on = models.DateField(_("收到日期"))
    day = day_number("received_on")
    path = PathField(_("层级"))
    county = models.IntegerField(_("所属县（区、市）"), default=0)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    approved_on = models.DateField(_("批准日期"), null=True, blank=True)
    approved_day = day_number("approved_on")
    refused_on = models.DateField(_("不予补助日期"), null=True, blank=True)
    refused_day = day_number("refused_on")
    refused_for = models.CharField(_("不予补助原因"), max_length=12, default="", blank=True)
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="claims", verbose_name=_("所依条款")
    )
    valued_on = models.DateField(_("计算日期"), null=True, blank=True)
    valued_day = day_number("valued_on")
    days_taken = models.IntegerField(_("从收到到计算的天数"), default=0)
    granted_fen = MoneyField(_("应补助"), default=0)
    counted_fen = MoneyField(_("计入累计的费用"), default=0)
    reason = models.CharField(_("理由"), max_length=24, default="", blank=True)
    calculation = EncryptedField(_("计算步骤"), default="", blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("互助申领")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "benefit", "admitted_on"],
                condition=Q(withdrawn_on=None),
                name="claim_one_live_a_stay",
            ),
            models.CheckConstraint(condition=Q(discharged_on__gte=F("admitted_on")), name="claim_stay_order"),
            models.CheckConstraint(
                condition=Q(own_cost_fen__gte=0, total_cost_fen__gte=F("own_cost_fen"), other_aid_fen__gte=0),
                name="claim_costs",
            ),
            models.CheckConstraint(
                condition=Q(refused_on=None, refused_for="") | (Q(refused_on__isnull=False) & ~Q(refused_for="")),
                name="claim_refused_for",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(edition__isnull=False, granted_fen__gt=0),
                name="claim_approved_valued",
            ),
            models.CheckConstraint(
                condition=Q(edition=None, valued_on=None, granted_fen=0, counted_fen=0)
                | Q(edition__isnull=False, valued_on__isnull=False, granted_fen__gte=0),
                name="claim_valued_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["period", "path"], name="claim_period_path"),
            models.Index(fields=["person", "period"], name="claim_person_period"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("claims:claim", args=[self.pk])

    @property
    def state_pair(self) -> tuple[str, str]:
        """(chip kind, word): its case's state, unless its money says otherwise; see `queries.with_money`."""
        assert self.case is not None
        money = getattr(self, "order_state", None)
        if money == OrderState.RETURNED:
            return "failed", gettext("付款退回，待重开")
        if money and self.case.closed_on and money != OrderState.ARRIVED:
            return "doing", gettext("付款中")
        return self.case.state_pair

    @property
    def insured_fen(self) -> int:
        """What basic insurance paid, or both insurances where it was not said which."""
        return self.total_cost_fen - self.own_cost_fen - (self.extra_fen or 0)

    @property
    def source_key(self) -> str:
        """What its payment is ordered under."""
        return f"claim:{self.number}"

    @property
    def trace(self) -> tuple[rules.Step, ...]:
        """The steps of the last valuation; none before."""
        return tuple(rules.Step.from_json(row) for row in self._stored.get("steps", ()))

    @property
    def stored_inputs(self) -> dict[str, Any]:
        """What the records said when it was last valued; see `valuation.stored_facts`."""
        return dict(self._stored.get("facts", {}))

    @property
    def _stored(self) -> dict[str, Any]:
        return json.loads(self.calculation) if self.calculation else {}

    def keep_calculation(self, facts: dict[str, object], steps: Iterable[rules.Step]) -> None:
        """Store what went in and what came out, so that the valuation can be done again."""
        self.calculation = self.calculation_of(facts, steps)

    @staticmethod
    def calculation_of(facts: dict[str, object], steps: Iterable[rules.Step]) -> str:
        """The text that is stored, before it is encrypted."""
        rows = [step.as_json() for step in steps]
        return json.dumps({"facts": facts, "steps": rows}, ensure_ascii=False, separators=(",", ":"))
