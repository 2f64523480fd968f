"""Money that comes in: what units owe, what the bank's statement shows, which receipt settled which due.

Nothing above stores "paid": it reads the settlements of its due.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.fields import EncryptedField, MoneyField, PathField, day_number
from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period


class Due(models.Model):
    """What a unit owes for a period, declared by whoever expects it; `source_key` is unique and names the claimant."""

    scope_path = "unit__path"

    source_key = models.CharField(_("来源"), max_length=60, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dues", verbose_name=_("单位"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="dues", verbose_name=_("期"))
    amount_fen = MoneyField(_("应缴"))
    declared_on = models.DateField(_("申报日期"))
    path = PathField(_("层级"))
    county = models.IntegerField(_("所属县（区、市）"), default=0)
    cancelled_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("应缴款")
        ordering = ["-declared_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gte=0), name="due_amount")]
        indexes = [models.Index(fields=["period", "unit"], name="due_period_unit")]


class Statement(models.Model):
    """One imported bank statement of one of our accounts."""

    scope_path = "holder__path"

    holder = models.ForeignKey(Unit, models.PROTECT, related_name="statements", verbose_name=_("开户单位"))
    account_tail = models.CharField(_("账号尾号"), max_length=4)
    first_on = models.DateField(_("起"))
    last_on = models.DateField(_("止"))
    lines = models.IntegerField(_("笔数"))
    amount_fen = MoneyField(_("合计"))
    origin = models.BigIntegerField(_("来源导入"), default=0, db_index=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("银行流水")
        ordering = ["-last_on", "-pk"]


class Receipt(models.Model):
    """One credit line of a statement; the bank's own reference makes it unique."""

    scope_path = "statement__holder__path"
    personal_fields = ("payer_account",)

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="receipts", verbose_name=_("银行流水"))
    bank_reference = models.CharField(_("流水号"), max_length=60)
    received_on = models.DateField(_("到账日期"))
    amount_fen = MoneyField(_("金额"))
    payer_name = models.CharField(_("付款单位"), max_length=120)
    payer_account = EncryptedField(_("付款账号"), default="", blank=True)
    remark = models.CharField(_("附言"), max_length=200, default="", blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("到款")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["bank_reference", "received_on"], name="receipt_reference"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="receipt_amount"),
        ]


class SettlementKind(models.TextChoices):
    MATCH = "match", _("核对到账")
    REFUND = "refund", _("退款")


class Settlement(models.Model):
    """A receipt laid against a due (amount above zero) or refunded from it (below zero); never changed, only added to."""

    scope_path = "due__unit__path"

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="settlements", verbose_name=_("到款"))
    due = models.ForeignKey(
        Due, models.PROTECT, null=True, blank=True, related_name="settlements", verbose_name=_("应缴款")
    )
    kind = models.CharField(_("类别"), max_length=8, choices=SettlementKind.choices)
    amount_fen = MoneyField(_("金额"))
    on = models.DateField(_("日期"))
    day = day_number("on")
    path = PathField(_("层级"))
    county = models.IntegerField(_("所属县（区、市）"), default=0)
    reason = models.CharField(_("说明"), max_length=120, default="", blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("到款核对")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="match", amount_fen__gt=0) | Q(kind="refund", amount_fen__lt=0), name="settlement_sign"
            ),
        ]
