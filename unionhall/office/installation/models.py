"""What this installation is: whose house it is, which data it holds, which day it works on.

One row. Not a place for settings of any app.
"""

from datetime import date
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Size(models.TextChoices):
    REAL = "", _("正式数据")
    SAMPLE = "sample", _("样本数据")
    FULL = "full", _("全量演示数据")


class Installation(models.Model):
    """`business_day` stands still in a reference year; empty means the real day. Instants always stay real."""

    name = models.CharField(_("单位名称"), max_length=80, default="", blank=True)
    region_code = models.IntegerField(_("行政区划代码"), default=0)
    year = models.IntegerField(_("年度"), null=True, blank=True)
    size = models.CharField(_("数据"), max_length=8, choices=Size.choices, default=Size.REAL, blank=True)
    thinning = models.IntegerField(_("抽样"), default=1, help_text=_("每多少条取一条"))
    business_day = models.DateField(_("业务日期"), null=True, blank=True)
    is_loading = models.BooleanField(_("正在装入"), default=False)

    class Meta:
        verbose_name = _("本系统")

    @classmethod
    def current(cls) -> Self:
        """The one row; an unsaved empty one before anything was loaded."""
        return cls.objects.order_by("pk").first() or cls()

    def today(self) -> date:
        """The day that pages pass to actions."""
        return self.business_day or timezone.localdate()
