"""The year's plan, schemes and their numbered periods: what is run, under which policy, between which dates.

Terms, tiers and editions stand in the scheme's own app.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Programme(models.Model):
    code = models.CharField(_("代码"), max_length=40)
    year = models.IntegerField(_("年度"))
    name = models.CharField(_("名称"), max_length=80)
    department = models.CharField(_("责任部门"), max_length=40, default="", blank=True)
    tags = models.JSONField(_("政策标签"), default=list, blank=True)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"))

    class Meta:
        verbose_name = _("年度项目")
        ordering = ["-year", "code"]
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="programme_code_year")]

    def __str__(self) -> str:
        return self.name


class Scheme(models.Model):
    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    department = models.CharField(_("责任部门"), max_length=40, default="", blank=True)
    payment_words = models.JSONField(
        _("付款附言用语"), default=list, blank=True, help_text=_("附言里有这些字样的，是为本方案付的款")
    )

    class Meta:
        verbose_name = _("方案")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """第N期: enrolment window and cover, all days included."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="periods", verbose_name=_("方案"))
    number = models.IntegerField(_("期次"))
    enrol_from = models.DateField(_("登记开始"))
    enrol_until = models.DateField(_("登记截止"))
    cover_from = models.DateField(_("保障开始"))
    cover_until = models.DateField(_("保障截止"))

    class Meta:
        verbose_name = _("期")
        ordering = ["scheme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="period_number"),
            models.CheckConstraint(
                condition=Q(enrol_until__gte=F("enrol_from")) & Q(cover_until__gte=F("cover_from")), name="period_order"
            ),
        ]

    def __str__(self) -> str:
        return gettext("{scheme}第{number}期").format(scheme=self.scheme.name, number=self.number)
