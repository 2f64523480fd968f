"""Money that goes out: orders, the batches they are sent in, what the bank said of each.

Nothing above stores "paid": whoever ordered reads the order's state. Only what arrived counts.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import User
from unionhall.casework.models import Case
from unionhall.funds.payments.rules import is_before
from unionhall.kernel.fields import BlindIndexField, EncryptedField, MoneyField, PathField, day_number
from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.members.models import Person
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period, Scheme


class OrderState(models.TextChoices):
    DRAFTED = "drafted", _("待制单")
    BATCHED = "batched", _("已入批次")
    SENT = "sent", _("已送银行")
    ARRIVED = "arrived", _("已到账")
    RETURNED = "returned", _("已退票")
    REISSUED = "reissued", _("已重付")
    CANCELLED = "cancelled", _("已作废")


# Orders that stand for money: neither replaced by another nor taken back.
GONE = (OrderState.REISSUED, OrderState.CANCELLED)


class OrderQuerySet(ScopedQuerySet["Order"]):
    def live(self) -> Self:
        """Neither replaced nor cancelled."""
        return self.exclude(state__in=GONE)

    def drafted(self) -> Self:
        return self.filter(state=OrderState.DRAFTED)

    def arrived(self) -> Self:
        return self.filter(state=OrderState.ARRIVED)

    def returned(self) -> Self:
        return self.filter(state=OrderState.RETURNED)


class Order(models.Model):
    """One payment to one account. `source_key` and `instalment` name what it is for: paid once, by constraint.

    `event_key` names what happened to the person (a stay, a semester) in words every scheme writes alike; `counted_on`
    is the day of its present state: when it arrived, for one that did. path and county are the payer's on that day.
    `promised_from` is the day it was first ordered: a reissued order's is that of the order that failed, for the worker
    has waited since then; `days_taken` runs from it.
    """

    scope_path = "payer__path"
    scheme_lookup = "scheme__code"
    path_day = "counted_on"  # path and county are those of this day; a retroactive move rewrites them
    # What happened to a person, when and what for stands beside her key: as personal as her name.
    personal_fields = ("payee_name", "account_index", "purpose", "event_key", "event_on", "why")

    number = models.CharField(_("支付单"), max_length=24, unique=True)
    source_key = models.CharField(_("来源"), max_length=60)
    instalment = models.IntegerField(_("第几笔"), default=1)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("办件"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("受助人")
    )
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="orders", verbose_name=_("方案"))
    period = models.ForeignKey(
        Period, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("期")
    )
    purpose = models.CharField(_("用途"), max_length=40)
    event_key = models.CharField(_("事由"), max_length=60, default="", blank=True)
    event_on = models.DateField(_("事由日期"), null=True, blank=True)
    fund = models.CharField(_("用款科目"), max_length=40, default="", blank=True)
    payer = models.ForeignKey(Unit, models.PROTECT, related_name="orders_paid", verbose_name=_("付款单位"))
    payee_name = models.CharField(_("收款人"), max_length=80)
    account = EncryptedField(_("收款账号"))
    account_index = BlindIndexField(_("收款账号索引"), db_index=True)
    bank = models.CharField(_("开户行"), max_length=80, default="", blank=True)
    amount_fen = MoneyField(_("金额"))
    state = models.CharField(_("状态"), max_length=10, choices=OrderState.choices, default=OrderState.DRAFTED)
    batch = models.ForeignKey(
        "Batch", models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("批次")
    )
    place = models.IntegerField(_("批内序号"), default=0)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("重付自")
    )
    ordered_on = models.DateField(_("开单日期"))
    promised_from = models.DateField(_("首次开单日期"))
    arrived_on = models.DateField(_("到账日期"), null=True, blank=True)
    returned_on = models.DateField(_("退票日期"), null=True, blank=True)
    days_taken = models.IntegerField(_("首次开单到到账的工作日"), null=True, blank=True)
    why = models.CharField(_("退票或作废原因"), max_length=120, default="", blank=True)
    counted_on = models.DateField(_("计入日期"))
    day = day_number("counted_on")
    path = PathField(_("层级"))
    county = models.IntegerField(_("所属县（区、市）"), default=0)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("支付单")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key", "instalment"],
                condition=~Q(state__in=["reissued", "cancelled"]),
                name="order_paid_once",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="order_amount"),
            models.CheckConstraint(
                condition=Q(state="cancelled")
                | Q(state="drafted", batch=None)
                | Q(state__in=["batched", "sent", "arrived", "returned", "reissued"], batch__isnull=False),
                name="order_in_batch",
            ),
            models.CheckConstraint(
                condition=Q(state="arrived", arrived_on__isnull=False) | (~Q(state="arrived") & Q(arrived_on=None)),
                name="order_arrived_on",
            ),
            models.CheckConstraint(condition=Q(days_taken=None) | Q(days_taken__gte=0), name="order_days_taken"),
        ]
        indexes = [
            models.Index(fields=["payer", "state"], name="order_payer_state"),
            models.Index(fields=["person", "event_key"], name="order_person_event"),
            models.Index(fields=["scheme", "period", "state"], name="order_scheme_period"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("payments:orders-row", args=[self.pk])

    @property
    def tail(self) -> str:
        """The last four of the account: all of it that is ever shown."""
        return self.account[-4:]

    @property
    def is_elsewhere(self) -> bool:
        """Whether it goes to another account than the order it replaces."""
        return self.replaces is not None and self.account != self.replaces.account


class BatchState(models.TextChoices):
    MADE = "made", _("待复核")
    CHECKED = "checked", _("待出银行文件")
    SENT = "sent", _("待回盘")
    CLOSED = "closed", _("已结清")
    DISSOLVED = "dissolved", _("已拆回")


class BatchQuerySet(ScopedQuerySet["Batch"]):
    def standing(self) -> Self:
        return self.exclude(state=BatchState.DISSOLVED)

    def reckoned(self) -> Self:
        """With `orders_count`, `total_fen`, `open_count` and `open_fen`, the orders the bank has not yet answered for."""
        return self.annotate(
            orders_count=Count("orders"),
            total_fen=Sum("orders__amount_fen", default=0),
            open_count=Count("orders", filter=Q(orders__state__in=["batched", "sent"])),
            open_fen=Sum("orders__amount_fen", filter=Q(orders__state__in=["batched", "sent"]), default=0),
        )


class Batch(models.Model):
    """第N批 of one payer in one scheme's period (or year): made by one person, checked by another.

    `checked_*` and `file_*` are counts and totals as they were signed and sent: they must equal what the orders say.
    """

    scope_path = "payer__path"

    payer = models.ForeignKey(Unit, models.PROTECT, related_name="batches", verbose_name=_("付款单位"))
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="batches", verbose_name=_("方案"))
    period = models.ForeignKey(
        Period, models.PROTECT, null=True, blank=True, related_name="batches", verbose_name=_("期")
    )
    year = models.IntegerField(_("年度"))
    series = models.CharField(_("系列"), max_length=40)
    number = models.IntegerField(_("第几批"))
    fund = models.CharField(_("用款科目"), max_length=40, default="", blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=BatchState.choices, default=BatchState.MADE)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("制单"))
    made_on = models.DateField(_("制单日期"))
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核")
    )
    checked_on = models.DateField(_("复核日期"), null=True, blank=True)
    checked_count = models.IntegerField(_("复核笔数"), null=True, blank=True)
    checked_fen = MoneyField(_("复核金额"), null=True, blank=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("出银行文件")
    )
    sent_on = models.DateField(_("送银行日期"), null=True, blank=True)
    file_template = models.CharField(_("文件格式"), max_length=8, default="", blank=True)
    file_sha256 = models.CharField(_("文件指纹"), max_length=64, default="", blank=True)
    file_count = models.IntegerField(_("文件笔数"), null=True, blank=True)
    file_fen = MoneyField(_("文件金额"), null=True, blank=True)
    closed_on = models.DateField(_("结清日期"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("支付批次")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="batch_number"),
            models.CheckConstraint(condition=Q(checked_by=None) | ~Q(checked_by=F("made_by")), name="batch_two_people"),
            models.CheckConstraint(
                condition=Q(state__in=["made", "dissolved"]) | Q(checked_by__isnull=False), name="batch_checked"
            ),
        ]

    def __str__(self) -> str:
        if self.period:
            return gettext("第{period}期第 {n} 批").format(period=self.period.number, n=self.number)
        return gettext("{year}年第 {n} 批").format(year=self.year, n=self.number)

    def get_absolute_url(self) -> str:
        return reverse("payments:batch", args=[self.pk])

    @property
    def code(self) -> str:
        """PC17-140700-11, as it stands on the sheet and in the bank's file."""
        lead = self.period.number if self.period else self.year
        return f"PC{lead}-{self.payer.region_code or self.payer_id}-{self.number:02d}"


class ReturnFile(models.Model):
    """A file in which the bank says what became of orders; the same file of a payer is read once."""

    scope_path = "payer__path"

    payer = models.ForeignKey(Unit, models.PROTECT, related_name="return_files", verbose_name=_("付款单位"))
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="return_files", verbose_name=_("批次")
    )
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    rows_count = models.IntegerField(_("行数"))
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传"))
    read_on = models.DateField(_("日期"))
    read_at = models.DateTimeField(_("时间"), auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("回盘文件")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["payer", "sha256"], name="return_file_once")]

    def get_absolute_url(self) -> str:
        return reverse("payments:return-file", args=[self.pk])


class Verdict(models.TextChoices):
    """What a row of a return came to. Those from `unknown` on wait in the queue."""

    ARRIVED = "arrived", _("已到账")
    RETURNED = "returned", _("已退票")
    PENDING = "pending", _("银行还在办")
    REPEATED = "repeated", _("以前已回盘")
    UNKNOWN = "unknown", _("没有这张支付单")
    DOUBLED = "doubled", _("重复或自相矛盾")
    ACCOUNT = "account", _("账号不符")
    AMOUNT = "amount", _("金额不等")
    UNCLEAR = "unclear", _("看不出结果")


QUEUED = (Verdict.UNKNOWN, Verdict.DOUBLED, Verdict.ACCOUNT, Verdict.AMOUNT, Verdict.UNCLEAR)


class BankReturnQuerySet(ScopedQuerySet["BankReturn"]):
    def queued(self) -> Self:
        """Waiting for somebody to ask the bank."""
        return self.filter(verdict__in=QUEUED, settled_on=None)


class BankReturn(models.Model):
    """One row of a return file, as the bank wrote it, and what it came to."""

    scope_path = "file__payer__path"
    personal_fields = ("payee_name", "said")

    file = models.ForeignKey(ReturnFile, models.PROTECT, related_name="rows", verbose_name=_("回盘文件"))
    row = models.IntegerField(_("行"))
    order_number = models.CharField(_("支付单"), max_length=40, default="", blank=True)
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="returns", verbose_name=_("支付单")
    )
    payee_name = models.CharField(_("收款人"), max_length=80, default="", blank=True)
    account = EncryptedField(_("账号"), default="", blank=True)
    amount_fen = MoneyField(_("金额"), null=True, blank=True)
    said = models.CharField(_("银行说"), max_length=120, default="", blank=True)
    on = models.DateField(_("银行日期"), null=True, blank=True)
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict.choices)
    settled_on = models.DateField(_("处理日期"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    settled_how = models.CharField(
        _("处理"), max_length=8, default="", blank=True, choices=[("taken", _("按已到账登记")), ("set", _("不作处理"))]
    )
    reason = models.CharField(_("说明"), max_length=200, default="", blank=True)

    objects = BankReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("回盘行")
        ordering = ["file", "row"]
        constraints = [models.UniqueConstraint(fields=["file", "row"], name="return_row")]
        indexes = [
            models.Index(fields=["verdict"], condition=Q(settled_on=None), name="return_open"),
            models.Index(fields=["order"], name="return_order"),
        ]

    @property
    def tail(self) -> str:
        return self.account[-4:]

    @property
    def sent_on(self) -> date | None:
        """The day its order went to the bank; None where there is none."""
        return self.order.batch.sent_on if self.order and self.order.batch else None

    @property
    def is_before_sending(self) -> bool:
        return is_before(self.on, self.sent_on)

    @property
    def is_queued(self) -> bool:
        return self.verdict in QUEUED and self.settled_on is None
