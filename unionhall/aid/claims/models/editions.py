"""Editions of terms: rows of numbers with a source each, the examples they are held to, trials over past claims.

Numbers, dates, names and wording only; every condition stands in rules.py.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import rules
from unionhall.aid.mutual_aid.models import Verification
from unionhall.kernel import paths
from unionhall.kernel.fields import MoneyField
from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.kernel.scope import Duty, Scope
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period, Scheme


class EditionStatus(models.TextChoices):
    DRAFT = "draft", _("草案")
    IN_FORCE = "in-force", _("施行中")
    SUPERSEDED = "superseded", _("已止")
    REFERENCE = "reference", _("参照")


class Way(models.TextChoices):
    BANDS = "bands", _("分段按比例")
    DAILY = "daily", _("按天")
    LUMP = "lump", _("按病种定额")
    FLAT = "flat", _("单一比例")


class Base(models.TextChoices):
    OWN = "own-cost", _("自付")
    TOTAL = "total-cost", _("总费用")


class Counting(models.TextChoices):
    PER_STAY = "per-stay", _("按次")
    CUMULATIVE = "cumulative", _("按期累计")


class Rounding(models.TextChoices):
    HALF_UP = "half-up", _("每段四舍五入到分")
    HALF_EVEN = "half-even", _("每段四舍六入五成双到分")
    DOWN = "down", _("每段舍去不足一分的")


class EditionQuerySet(ScopedQuerySet["Edition"]):
    def visible_to(self, scope: Scope, duty: Duty | None = None) -> Self:
        """Read by every post below or above the federation that set them; written only by posts above it."""
        if duty is not None or scope.is_everywhere():
            return super().visible_to(scope, duty)
        above = {path for top in scope.reads for path in paths.ancestors(top)}
        seen = super().visible_to(scope).values("pk")
        return self.filter(Q(organisation__path__in=above) | Q(pk__in=seen))


class Edition(models.Model):
    """One version of a scheme's terms. A claim is valued by the one of its own day; none is ever changed in force."""

    scope_path = "organisation__path"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="editions", verbose_name=_("方案"))
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("制定单位"))
    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    valid_from = models.DateField(_("施行日期"), null=True, blank=True)
    source = models.CharField(_("依据文件"), max_length=160, default="", blank=True)
    state = models.CharField(_("核实"), max_length=10, choices=Verification.choices, default=Verification.UNVERIFIED)
    is_demonstration = models.BooleanField(_("演示条款"), default=False)
    status = models.CharField(_("状态"), max_length=10, choices=EditionStatus.choices, default=EditionStatus.DRAFT)
    rounding = models.CharField(_("取整"), max_length=10, choices=Rounding.choices, default=Rounding.HALF_UP)
    rounding_source = models.CharField(_("取整出处"), max_length=120, default="", blank=True)
    rounding_state = models.CharField(
        _("取整核实"), max_length=10, choices=Verification.choices, default=Verification.UNVERIFIED
    )
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name=_("复制自")
    )
    drafted_by = models.CharField(_("起草人账号"), max_length=150)
    drafted_by_name = models.CharField(_("起草人"), max_length=40)
    drafted_on = models.DateField(_("起草日期"))
    amended_by = models.CharField(_("最后修改人账号"), max_length=150, default="", blank=True)
    put_in_force_by = models.CharField(_("施行人账号"), max_length=150, default="", blank=True)
    put_in_force_by_name = models.CharField(_("施行人"), max_length=40, default="", blank=True)
    put_in_force_on = models.DateField(_("施行办理日期"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("条款版本")
        ordering = ["-drafted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(put_in_force_by="")
                | (~Q(put_in_force_by=F("drafted_by")) & ~Q(put_in_force_by=F("amended_by"))),
                name="edition_second_person",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "reference"), put_in_force_by="")
                | (Q(status__in=("in-force", "superseded"), valid_from__isnull=False) & ~Q(put_in_force_by="")),
                name="edition_signed_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("claims:edition", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == EditionStatus.DRAFT


class EditionPeriod(models.Model):
    """A period an edition is for. At most one is in force; those that were keep their day for the claims of theirs."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="for_periods", verbose_name=_("条款版本"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="editions", verbose_name=_("期"))
    is_in_force = models.BooleanField(_("施行中"), default=False)

    class Meta:
        verbose_name = _("适用的期")
        ordering = ["period__number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "period"], name="edition_period_once"),
            models.UniqueConstraint(fields=["period"], condition=Q(is_in_force=True), name="edition_one_in_force"),
        ]


class Benefit(models.Model):
    """A class of claims in an edition and the way it is reckoned."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="benefits", verbose_name=_("条款版本"))
    code = models.CharField(_("代码"), max_length=20)
    label = models.CharField(_("补助类别"), max_length=40)
    place = models.IntegerField(_("次序"), default=1)
    way = models.CharField(_("算法"), max_length=6, choices=Way.choices)
    base = models.CharField(_("按什么费用"), max_length=10, choices=Base.choices, default=Base.OWN)
    counting = models.CharField(_("计算方式"), max_length=10, choices=Counting.choices, default=Counting.PER_STAY)
    source = models.CharField(_("出处"), max_length=120, default="", blank=True)
    state = models.CharField(_("核实"), max_length=10, choices=Verification.choices, default=Verification.UNVERIFIED)

    class Meta:
        verbose_name = _("补助类别")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="benefit_code")]

    def __str__(self) -> str:
        return self.label


class Number(models.Model):
    """One number of an edition (`benefit` empty) or of a benefit: days, fen, basis points or yes (1), by its name."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="numbers", verbose_name=_("条款版本"))
    benefit = models.ForeignKey(
        Benefit, models.CASCADE, null=True, blank=True, related_name="numbers", verbose_name=_("补助类别")
    )
    name = models.CharField(_("名目"), max_length=24)
    value = models.BigIntegerField(_("数"))
    source = models.CharField(_("出处"), max_length=120, default="", blank=True)
    state = models.CharField(_("核实"), max_length=10, choices=Verification.choices, default=Verification.UNVERIFIED)

    class Meta:
        verbose_name = _("条款数字")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "name"], condition=Q(benefit=None), name="number_once"),
            models.UniqueConstraint(
                fields=["benefit", "name"], condition=Q(benefit__isnull=False), name="number_once_a_benefit"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="number_not_negative"),
        ]


class Band(models.Model):
    """A slice of the cost and its rate; `until_fen` empty: no end."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="bands", verbose_name=_("补助类别"))
    from_fen = MoneyField(_("起"))
    until_fen = MoneyField(_("止"), null=True, blank=True)
    rate_bp = models.IntegerField(_("比例（万分之）"))
    source = models.CharField(_("出处"), max_length=120, default="", blank=True)
    state = models.CharField(_("核实"), max_length=10, choices=Verification.choices, default=Verification.UNVERIFIED)

    class Meta:
        verbose_name = _("分段")
        ordering = ["from_fen"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "from_fen"], name="band_once"),
            models.CheckConstraint(
                condition=Q(from_fen__gte=0, rate_bp__gte=0, rate_bp__lte=rules.WHOLE_BP)
                & (Q(until_fen=None) | Q(until_fen__gt=F("from_fen"))),
                name="band_bounds",
            ),
        ]


class Lump(models.Model):
    """One sum for a category of illness."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="lumps", verbose_name=_("补助类别"))
    code = models.CharField(_("病种代码"), max_length=20)
    label = models.CharField(_("病种"), max_length=60)
    amount_fen = MoneyField(_("定额"))
    source = models.CharField(_("出处"), max_length=120, default="", blank=True)
    state = models.CharField(_("核实"), max_length=10, choices=Verification.choices, default=Verification.UNVERIFIED)

    class Meta:
        verbose_name = _("定额")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "code"], name="lump_once"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="lump_amount"),
        ]


class Paper(models.Model):
    """A paper a benefit asks for; `proves` lists the facts read from it, its place gives the mark ①②."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="papers", verbose_name=_("补助类别"))
    code = models.CharField(_("代码"), max_length=20)
    label = models.CharField(_("材料"), max_length=60)
    proves = models.JSONField(_("证明什么"), default=list, blank=True)
    place = models.IntegerField(_("次序"))

    class Meta:
        verbose_name = _("所需材料")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["benefit", "code"], name="paper_once")]


class EditionCase(models.Model):
    """An example a clerk can check: what goes in, what must come out. Dates are days apart, never calendar days."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="cases", verbose_name=_("条款版本"))
    place = models.IntegerField(_("例"))
    code = models.CharField(_("代码"), max_length=60)
    situation = models.CharField(_("情形"), max_length=80)
    benefit = models.CharField(_("补助类别"), max_length=20)
    own_cost_fen = MoneyField(_("自付"), default=0)
    total_cost_fen = MoneyField(_("总费用"), default=0)
    days = models.IntegerField(_("住院天数"), default=0)
    diagnosis = models.CharField(_("病种代码"), max_length=20, default="", blank=True)
    is_renewal = models.BooleanField(_("续保"), default=True)
    days_since_joining = models.IntegerField(_("参加后多少天住院"), default=0)
    days_to_claim = models.IntegerField(_("出院后多少天申领"), default=0)
    paid_period_fen = MoneyField(_("本期已补"), default=0)
    paid_life_fen = MoneyField(_("历年已补"), default=0)
    counted_before_fen = MoneyField(_("本期已计费用"), default=0)
    expected_fen = MoneyField(_("应得"))
    expected_reason = models.CharField(_("应得理由"), max_length=24, default="", blank=True)
    added_by_name = models.CharField(_("录入人"), max_length=40)

    class Meta:
        verbose_name = _("例子")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="case_code"),
            models.CheckConstraint(condition=Q(expected_fen__gte=0), name="case_amount"),
        ]

    def __str__(self) -> str:
        return self.situation


class Trial(models.Model):
    """A draft laid over all claims of a past period: totals, and what each person would have got. Changes no claim."""

    scope_path = "edition__organisation__path"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="trials", verbose_name=_("条款版本"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="+", verbose_name=_("期"))
    tried_at = models.DateTimeField(_("试算时间"), auto_now_add=True)
    by_name = models.CharField(_("试算人"), max_length=40)
    totals = models.JSONField(_("合计"), default=dict)
    people = models.JSONField(_("逐人"), default=list)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("试算")
        ordering = ["-pk"]
