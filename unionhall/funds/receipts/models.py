"""Money that comes in: what units owe, what the bank's statement shows, which receipt settled which due.

Nothing here or above stores "paid": states are computed from the settlements, which are only added to.
"""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kernel.fields import EncryptedField, MoneyField, PathField, day_number, subtree
from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period


class DueState(models.TextChoices):
    UNPAID = "unpaid", _("未到款")
    PART = "part", _("少到")
    EQUAL = "equal", _("相符")
    SURPLUS = "surplus", _("多到")
    CANCELLED = "cancelled", pgettext_lazy("应缴款", "已撤销")


class ReceiptState(models.TextChoices):
    UNKNOWN = "unknown", _("未认领")
    PARTLY_MATCHED = "partly-matched", _("部分核对")
    MATCHED = "matched", _("已核对")
    PARTLY_REFUNDED = "partly-refunded", _("部分退款")
    REFUNDED = "refunded", _("已退款")


class DueQuerySet(ScopedQuerySet["Due"]):
    def standing(self) -> Self:
        """Not cancelled."""
        return self.filter(cancelled_on=None)

    def within(self, tops: Iterable[str]) -> Self:
        """Of units below these paths."""
        inside = Q(pk__in=[])
        for top in tops:
            inside |= subtree("unit__path", top)
        return self.filter(inside)

    def reckoned(self) -> Self:
        """With `settled_fen` (matched less released and refunded), `left_fen` (below zero: a surplus; of a cancelled due
        nobody expects anything) and `state`."""
        settled = _total_of("due")
        left = Case(
            When(cancelled_on__isnull=True, then=F("amount_fen") - settled), default=Value(0), output_field=MoneyField()
        )
        return self.annotate(settled_fen=settled, left_fen=left).annotate(
            state=Case(
                When(cancelled_on__isnull=False, then=Value(DueState.CANCELLED)),
                When(left_fen=0, then=Value(DueState.EQUAL)),
                When(left_fen__lt=0, then=Value(DueState.SURPLUS)),
                When(settled_fen=0, then=Value(DueState.UNPAID)),
                default=Value(DueState.PART),
                output_field=models.CharField(),
            )
        )


class Due(models.Model):
    """What a unit owes for a period, declared by whoever expects it; `source_key` is unique and names the claimant."""

    scope_path = "unit__path"
    path_day = "declared_on"  # path and county are those of this day; a retroactive move rewrites them

    source_key = models.CharField(_("来源"), max_length=60, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dues", verbose_name=_("单位"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="dues", verbose_name=_("期"))
    amount_fen = MoneyField(_("应缴"))
    declared_on = models.DateField(_("申报日期"))
    path = PathField(_("层级"))
    county = models.IntegerField(_("所属县（区、市）"), default=0)
    cancelled_on = models.DateField(pgettext_lazy("应缴款", "撤销日期"), null=True, blank=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        verbose_name = _("应缴款")
        ordering = ["-declared_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gte=0), name="due_amount")]
        indexes = [models.Index(fields=["period", "unit"], name="due_period_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("receipts:due", args=[self.pk])

    @property
    def over_fen(self) -> int:
        """The surplus of a reckoned due; zero when there is none."""
        return max(-self.left_fen, 0)  # type: ignore[attr-defined]


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


class ReceiptQuerySet(ScopedQuerySet["Receipt"]):
    def reckoned(self) -> Self:
        """With `open_fen` (neither laid against a due nor sent back), `refunded_fen` and `state`."""
        taken = _total_of("receipt", ~Q(kind=SettlementKind.REFUND))
        refunded = -_total_of("receipt", Q(kind=SettlementKind.REFUND))
        unclaimed = -_total_of("receipt", Q(kind=SettlementKind.REFUND, due=None))
        return self.annotate(refunded_fen=refunded, open_fen=F("amount_fen") - taken - unclaimed).annotate(
            state=Case(
                When(refunded_fen=F("amount_fen"), then=Value(ReceiptState.REFUNDED)),
                When(refunded_fen__gt=0, then=Value(ReceiptState.PARTLY_REFUNDED)),
                When(open_fen=F("amount_fen"), then=Value(ReceiptState.UNKNOWN)),
                When(open_fen__gt=0, then=Value(ReceiptState.PARTLY_MATCHED)),
                default=Value(ReceiptState.MATCHED),
                output_field=models.CharField(),
            )
        )


class Receipt(models.Model):
    """One credit line of a statement; the bank's own reference makes it unique within its account and day."""

    scope_path = "statement__holder__path"
    personal_fields = ("payer_account",)

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="receipts", verbose_name=_("银行流水"))
    account_key = models.CharField(_("收款账户"), max_length=24, editable=False)
    bank_reference = models.CharField(_("流水号"), max_length=60)
    received_on = models.DateField(_("到账日期"))
    amount_fen = MoneyField(_("金额"))
    payer_name = models.CharField(_("付款单位"), max_length=120, blank=True)
    payer_account = EncryptedField(_("付款账号"), default="", blank=True)
    remark = models.CharField(_("附言"), max_length=200, default="", blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("到款")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account_key", "received_on", "bank_reference"], name="receipt_reference"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="receipt_amount"),
        ]

    def __str__(self) -> str:
        return self.bank_reference

    def get_absolute_url(self) -> str:
        return reverse("receipts:receipt", args=[self.pk])


class SettlementKind(models.TextChoices):
    MATCH = "match", _("核对到账")
    RELEASE = "release", _("撤销核对")
    REFUND = "refund", _("退款")


class Settlement(models.Model):
    """A receipt laid against a due (above zero), taken back from it or refunded (below zero); only added to.

    A refund without a due sends back what nobody claimed. A trigger keeps each receipt within its amount. `origin` is
    the import of a statement that matched it at once (0: later or by hand): it is taken back with that import.
    """

    scope_path = "due__unit__path"
    path_day = "on"  # path and county are those of this day; a retroactive move rewrites them

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
    origin = models.BigIntegerField(_("来源导入"), default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("到款核对")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="match", amount_fen__gt=0, due__isnull=False)
                | Q(kind="release", amount_fen__lt=0, due__isnull=False)
                | Q(kind="refund", amount_fen__lt=0),
                name="settlement_sign",
            ),
        ]


def _total_of(owner: str, condition: Q | None = None) -> Coalesce:
    """The sum of the owner's settlements as a correlated subquery: a join would multiply rows of a filtered list."""
    rows = Settlement.objects.order_by().filter(condition or Q(), **{owner: OuterRef("pk")}).values(owner)
    return Coalesce(
        Subquery(rows.annotate(total=Sum("amount_fen")).values("total")), Value(0), output_field=MoneyField()
    )
