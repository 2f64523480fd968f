"""Unions, employers and the dated tree they stand in.

Nouns and constraints only; moves, merges, splits and renames are in actions.py.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kernel.fields import PathField, day_number
from unionhall.kernel.querysets import ScopedQuerySet


class UnitKind(models.TextChoices):
    CITY = "city", _("市总工会")
    COUNTY = "county", _("县级总工会")
    TOWNSHIP = "township", pgettext_lazy("工会", "乡镇（街道）工会")
    VILLAGE = "village", pgettext_lazy("工会", "村（社区）工会")
    FEDERATION = "federation", pgettext_lazy("工会", "基层工会联合会")
    INDUSTRY = "industry", _("行业工会")
    GRASSROOTS = "grassroots", pgettext_lazy("工会", "基层工会")


class Ownership(models.TextChoices):
    PUBLIC = "public", _("公有制企业")
    NON_PUBLIC = "non-public", _("非公有制企业")
    INSTITUTION = "institution", _("事业单位")
    GOVERNMENT = "government", _("机关")
    OTHER = "other", _("其他组织")


class UnitQuerySet(ScopedQuerySet["Unit"]):
    def open(self) -> "UnitQuerySet":
        """Not closed today."""
        return self.filter(closed_on=None)


class Unit(models.Model):
    """A union at any level. `path`, `county` and `name` are today's; Placement and UnitName keep every day's."""

    scope_path = "path"

    kind = models.CharField(_("类别"), max_length=12, choices=UnitKind.choices)
    name = models.CharField(_("名称"), max_length=120)
    pinyin = models.CharField(_("拼音首字母"), max_length=120, default="", blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True)
    region_code = models.IntegerField(_("行政区划代码"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级工会")
    )
    path = PathField(_("层级"), unique=True)
    county = models.IntegerField(_("所属县（区、市）"), default=0, help_text=_("0 为市本级直属"))
    employer = models.OneToOneField(
        "Employer", models.PROTECT, null=True, blank=True, related_name="union", verbose_name=_("用人单位")
    )
    founded_on = models.DateField(_("成立日期"))
    closed_on = models.DateField(_("注销日期"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("并入")
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("工会组织")
        ordering = ["path"]
        indexes = [
            models.Index(fields=["kind", "path"], name="unit_kind_path"),
            models.Index(fields=["name"], name="unit_name"),
            models.Index(fields=["pinyin"], name="unit_pinyin"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], condition=Q(closed_on=None), name="unit_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:units-row", args=[self.pk])


class Employer(models.Model):
    """An employer; its union, if it has one, points here. `home` is the county or city union that looks after it."""

    scope_path = "home__path"

    name = models.CharField(_("名称"), max_length=120)
    pinyin = models.CharField(_("拼音首字母"), max_length=120, default="", blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    ownership = models.CharField(_("性质"), max_length=12, choices=Ownership.choices)
    industry = models.CharField(_("行业"), max_length=40, default="", blank=True)
    home = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("所属地工会"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("用人单位")
        ordering = ["name"]
        indexes = [models.Index(fields=["pinyin"], name="employer_pinyin")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:employers-row", args=[self.pk])


class Placement(models.Model):
    """Where a unit stood from one day (included) to another (excluded); `parent` is the upper level of those days."""

    scope_path = "unit__path"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements", verbose_name=_("工会组织"))
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("上级工会")
    )
    path = PathField(_("层级"))
    county = models.IntegerField(_("所属县（区、市）"), default=0)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)
    from_day = day_number("from_on")
    until_day = day_number("until_on")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("隶属关系")
        ordering = ["unit", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(until_on=None), name="placement_one_open"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="placement_order"),
        ]
        indexes = [models.Index(fields=["path"], name="placement_path")]


class UnitName(models.Model):
    """A unit's name from one day (included) to another (excluded)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names", verbose_name=_("工会组织"))
    name = models.CharField(_("名称"), max_length=120)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("曾用名")
        ordering = ["unit", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(until_on=None), name="unit_name_one_open"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="unit_name_order"),
        ]


class StaffCount(models.Model):
    """How many work in the unit, as it reported (basis: reported), in force until the next report.

    It has no path: where its people counted on a day is the unit's placement of that day (see facts.py).
    """

    scope_path = "unit__path"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff_counts", verbose_name=_("工会组织"))
    staff = models.IntegerField(_("职工人数"))
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)
    from_day = day_number("from_on")
    until_day = day_number("until_on")
    source = models.CharField(_("来源"), max_length=80, default="", blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("职工人数")
        ordering = ["unit", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(until_on=None), name="staff_count_one_open"),
            models.UniqueConstraint(fields=["unit", "from_on"], name="staff_count_one_a_day"),
            models.CheckConstraint(condition=Q(staff__gte=0), name="staff_count_not_negative"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="staff_count_order"),
        ]


class ChangeKind(models.TextChoices):
    FOUND = "found", pgettext_lazy("工会", "成立")
    MOVE = "move", _("划转")
    RENAME = "rename", _("更名")
    MERGE = "merge", _("合并")
    SPLIT = "split", _("分立")
    CLOSE = "close", _("注销")


class UnitChange(models.Model):
    """One dated act on the tree with the paper it rests on."""

    scope_path = "unit__path"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes", verbose_name=_("工会组织"))
    other = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("涉及单位"))
    kind = models.CharField(_("变动"), max_length=8, choices=ChangeKind.choices)
    on = models.DateField(_("生效日期"))
    paper_number = models.CharField(_("文号"), max_length=60)
    detail = models.CharField(_("说明"), max_length=300, default="", blank=True)
    by_name = models.CharField(_("经办人"), max_length=40)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("组织变动")
        ordering = ["-on", "-pk"]
