"""Mutual medical aid, the enrolling half: terms and tiers of a period, rosters, enrolments.

Claims and payments come later and stand on this.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.fields import MoneyField, PathField, day_number
from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.members.models import Person
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period


class Verification(models.TextChoices):
    VERIFIED = "verified", _("已核实")
    UNVERIFIED = "unverified", _("未核实出处")


class PeriodTerms(models.Model):
    """What a period asks of those who enrol. Numbers without a source show as unverified."""

    period = models.OneToOneField(Period, models.PROTECT, related_name="enrolment_terms", verbose_name=_("期"))
    waiting_days = models.IntegerField(_("等待期（天）"), default=0)
    minimum_people = models.IntegerField(_("单位最少人数"), default=0)
    minimum_share_bp = models.IntegerField(_("单位最低参保比例（万分之）"), default=0)
    source = models.CharField(_("依据"), max_length=120, default="", blank=True)
    state = models.CharField(_("核实"), max_length=10, choices=Verification.choices, default=Verification.UNVERIFIED)

    class Meta:
        verbose_name = _("参保条款")


class Tier(models.Model):
    """A contribution tier of a period: what one person pays, and how rosters write it."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="tiers", verbose_name=_("期"))
    code = models.CharField(_("代码"), max_length=20)
    label = models.CharField(_("档次"), max_length=20)
    amount_fen = MoneyField(_("缴费"))
    synonyms = models.JSONField(_("花名册写法"), default=list, blank=True)
    source = models.CharField(_("依据"), max_length=120, default="", blank=True)
    state = models.CharField(_("核实"), max_length=10, choices=Verification.choices, default=Verification.UNVERIFIED)

    class Meta:
        verbose_name = _("缴费档次")
        ordering = ["period", "-amount_fen"]
        constraints = [
            models.UniqueConstraint(fields=["period", "code"], name="tier_code"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="tier_amount"),
        ]

    def __str__(self) -> str:
        return self.label


class Roster(models.Model):
    """What one import enrolled for one unit and period; what it owes is a due in `funds`, keyed by `due_key`."""

    scope_path = "unit__path"

    period = models.ForeignKey(Period, models.PROTECT, related_name="rosters", verbose_name=_("期"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rosters", verbose_name=_("单位"))
    origin = models.BigIntegerField(_("来源导入"), default=0, db_index=True)
    enrolled_on = models.DateField(_("登记日期"))
    people = models.IntegerField(_("人数"))
    amount_fen = MoneyField(_("应缴"))
    undone_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("参保花名册")
        ordering = ["-enrolled_on", "-pk"]
        indexes = [models.Index(fields=["period", "unit"], name="roster_period_unit")]

    @property
    def due_key(self) -> str:
        return f"mutual-aid:roster:{self.pk}"


class EnrolmentQuerySet(ScopedQuerySet["Enrolment"]):
    def standing(self) -> "EnrolmentQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_on=None)


class Enrolment(models.Model):
    """One person's share in one period, through one unit; path, county and own are those of its day."""

    scope_path = "unit__path"
    path_day = "enrolled_on"  # path and county are those of this day; a retroactive move rewrites them

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", verbose_name=_("参保人"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="enrolments", verbose_name=_("期"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="enrolments", verbose_name=_("参保单位"))
    roster = models.ForeignKey(Roster, models.PROTECT, related_name="enrolments", verbose_name=_("花名册"))
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="+", verbose_name=_("缴费档次"))
    amount_fen = MoneyField(_("缴费"))
    enrolled_on = models.DateField(_("登记日期"))
    day = day_number("enrolled_on")
    is_renewal = models.BooleanField(_("续保"), default=False)
    path = PathField(_("层级"))
    county = models.IntegerField(_("所属县（区、市）"), default=0)
    withdrawn_on = models.DateField(_("退保日期"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("退保理由"), max_length=120, default="", blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("参保")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "person"], condition=Q(withdrawn_on=None), name="enrolment_one_share"
            ),
        ]
        indexes = [
            models.Index(fields=["period", "path"], name="enrolment_period_path"),
        ]
