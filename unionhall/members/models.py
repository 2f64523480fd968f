"""People and their union membership.

A person's number and phone are encrypted; the blind indexes beside them are all that can be searched.
"""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.fields import BlindIndexField, EncryptedField, PathField, day_number
from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.kernel.scope import Duty, Scope
from unionhall.organisations.models import Unit


class Sex(models.TextChoices):
    MALE = "m", _("男")
    FEMALE = "f", _("女")


class PersonQuerySet(ScopedQuerySet["Person"]):
    def current(self) -> "PersonQuerySet":
        """Without files that were merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, scope: Scope, duty: Duty | None = None) -> Self:
        """Those whose union lies within the scope; after leaving, those it was the last of. Also everywhere: nobody
        sees a file without a membership. Not a join: a person of two memberships would be two rows."""
        seen = Membership.objects.filter(person=OuterRef("pk")).visible_to(scope, duty)
        later = Membership.objects.filter(person=OuterRef("person"), from_on__gt=OuterRef("from_on"))
        last = seen.filter(end_reason__in=LEFT).filter(~Exists(later))
        return self.filter(Exists(seen.open()) | Exists(last))


class Person(models.Model):
    """One living person, one file. `origin` is the import that first brought the person (0: entered by hand):
    a person of an import that was not committed has no membership and appears nowhere."""

    scope_path = "memberships__unit__path"
    personal_fields = ("name", "pinyin", "id_number", "id_index", "id_tail_index", "phone", "born_on")

    name = models.CharField(_("姓名"), max_length=60)
    pinyin = models.CharField(_("拼音首字母"), max_length=60, default="", blank=True)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices, default="", blank=True)
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    id_number = EncryptedField(_("证件号码"))
    id_index = BlindIndexField(_("证件号码索引"))
    id_tail_index = BlindIndexField(_("证号后四位索引"), db_index=True)
    phone = EncryptedField(_("联系电话"), default="", blank=True)
    origin = models.BigIntegerField(_("来源导入"), default=0)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("并入")
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("人员")
        constraints = [
            models.UniqueConstraint(fields=["id_index"], condition=Q(merged_into=None), name="person_id_once")
        ]
        indexes = [
            models.Index(fields=["name"], name="person_name"),
            models.Index(fields=["pinyin", "id"], name="person_pinyin"),
            models.Index(fields=["origin"], condition=~Q(origin=0), name="person_origin"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.pk])


class MembershipReason(models.TextChoices):
    JOIN = "join", _("入会")
    TRANSFER = "transfer", _("转会")
    MERGE = "merge", _("单位合并")
    ROSTER = "roster", _("随参保花名册登记")


class MembershipEnd(models.TextChoices):
    TRANSFER = "transfer", _("转出")
    LEAVE = "leave", _("退会")
    DEATH = "death", _("去世")
    MERGE = "merge", _("单位合并")


LEFT = (MembershipEnd.LEAVE, MembershipEnd.DEATH)


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    def open(self) -> "MembershipQuerySet":
        """In force today."""
        return self.filter(until_on=None)

    def left(self) -> "MembershipQuerySet":
        """The last one of people who left and did not come back."""
        again = Membership.objects.open().filter(person=OuterRef("person"))
        return self.filter(~Exists(again), end_reason__in=LEFT)


class Membership(models.Model):
    """A person in a union from one day (included) to another (excluded); no two of a person overlap."""

    scope_path = "unit__path"
    path_day = "from_on"  # path and county are those of this day; a retroactive move rewrites them

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("人员"))
    # The index membership_unit serves the key, and counts who is in force below a unit without reading a row.
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="memberships", db_index=False, verbose_name=_("所属工会")
    )
    from_on = models.DateField(_("入会日期"))
    until_on = models.DateField(_("止"), null=True, blank=True)
    from_day = day_number("from_on")
    until_day = day_number("until_on")
    path = PathField(_("层级"))
    county = models.IntegerField(_("所属县（区、市）"), default=0)
    reason = models.CharField(_("因由"), max_length=8, choices=MembershipReason.choices, default=MembershipReason.JOIN)
    end_reason = models.CharField(_("离开因由"), max_length=8, choices=MembershipEnd.choices, default="", blank=True)
    origin = models.BigIntegerField(_("来源导入"), default=0)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("会籍")
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until_on=None), name="membership_one_open"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="membership_order"),
        ]
        indexes = [
            models.Index(fields=["unit", "until_on"], name="membership_unit"),
            models.Index(fields=["origin"], condition=~Q(origin=0), name="membership_origin"),
        ]


class PersonCorrectionQuerySet(ScopedQuerySet["PersonCorrection"]):
    def standing(self) -> "PersonCorrectionQuerySet":
        """Not taken back."""
        return self.filter(undone_on=None)

    def visible_to(self, scope: Scope, duty: Duty | None = None) -> Self:
        """Those of people within the scope."""
        return self.filter(person__in=Person.objects.visible_to(scope, duty))


class PersonCorrection(models.Model):
    """A number corrected or two files merged: what was before, so that it can be taken back."""

    scope_path = "person__memberships__unit__path"

    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections", verbose_name=_("人员"))
    other = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("被并入的档案")
    )
    kind = models.CharField(_("更正"), max_length=8, choices=[("number", _("证件号码")), ("merge", _("合并档案"))])
    number_before = EncryptedField(_("原证件号码"), default="", blank=True)
    moved = models.JSONField(_("移动的记录"), default=dict, blank=True)
    reason = models.CharField(_("理由"), max_length=200)
    on = models.DateField(_("日期"))
    by_name = models.CharField(_("经办人"), max_length=40)
    undone_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = PersonCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("档案更正")
        ordering = ["-pk"]
