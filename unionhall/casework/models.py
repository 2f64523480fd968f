"""What is asked for and decided: cases, their steps, who holds which duty on one, their papers, coded reasons.

What a case is about (a claim, a grant, a letter) stands in the app that owns its kind.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.models import User
from unionhall.casework.kinds import VERB_WORDS, Kind, kind_of
from unionhall.kernel.fields import PathField, day_number
from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.documents.models import Document
from unionhall.organisations.models import Unit


class CaseQuerySet(ScopedQuerySet["Case"]):
    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_on=None)

    def overdue(self, *, on: date) -> Self:
        return self.open().filter(due_on__lt=on)

    def in_notice(self, *, on: date) -> Self:
        """Standing in public notice on that day, first and last day included."""
        return self.filter(notice_from__lte=on, notice_until__gte=on)


class Case(models.Model):
    """One thing asked for. `version` counts its steps; `waits_for`, `role` and `turn` say who takes the next one.

    `turn` is the union whose officers are waited for: the unit itself, its county, the city.
    """

    scope_path = "unit__path"
    scheme_lookup = "scheme"
    path_day = "entered_on"  # path and county are those of this day; a retroactive move rewrites them

    number = models.CharField(_("编号"), max_length=40, unique=True)
    kind = models.CharField(_("类别"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases", verbose_name=_("单位"))
    scheme = models.CharField(_("方案"), max_length=40, default="", blank=True)
    state = models.CharField(_("状态"), max_length=24, default="", blank=True)
    version = models.IntegerField(_("步数"), default=0)
    waits_for = models.CharField(_("等待职责"), max_length=12, default="", blank=True)
    role = models.CharField(_("等待的角色"), max_length=40, default="", blank=True)
    turn = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="cases_in_turn", verbose_name=_("轮到")
    )
    entered_on = models.DateField(_("受理日期"))
    day = day_number("entered_on")
    moved_on = models.DateField(_("最近一步"))
    due_on = models.DateField(_("期限"), null=True, blank=True)
    is_clock_running = models.BooleanField(_("计时"), default=True)
    days_left = models.IntegerField(_("停表时剩余工作日"), null=True, blank=True)
    notice_from = models.DateField(_("公示起"), null=True, blank=True)
    notice_until = models.DateField(_("公示止"), null=True, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    path = PathField(_("层级"))
    county = models.IntegerField(_("所属县（区、市）"), default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("办件")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["waits_for", "due_on"], condition=Q(closed_on=None), name="case_waiting"),
            models.Index(fields=["kind", "state", "due_on"], name="case_kind_state"),
            models.Index(fields=["kind", "notice_until"], name="case_notice"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_clock_running=True) | Q(due_on=None), name="case_stopped_clock_has_no_due_day"
            ),
            models.CheckConstraint(
                condition=Q(notice_from=None, notice_until=None) | Q(notice_until__gte=F("notice_from")),
                name="case_notice_order",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return self.declared.address(self)

    @property
    def declared(self) -> Kind:
        """The kind as its app declared it."""
        return kind_of(self.kind)

    @property
    def state_pair(self) -> tuple[str, str]:
        """(chip kind, word) of its state."""
        state = self.declared.states[self.state]
        return state.chip, str(state.label)


class ReasonQuerySet(ScopedQuerySet["Reason"]):
    """Reasons hold for the whole city: its officers read them as a register; a county meets them where it decides."""

    def visible_to(self, scope: Scope, duty: Duty | None = None) -> Self:
        return self.all() if scope.is_everywhere(duty) else self.none()


class Reason(models.Model):
    """A coded reason of one kind and verb; `sentence` is what the worker reads. Both days included."""

    kind = models.CharField(_("类别"), max_length=40)
    verb = models.CharField(_("用于"), max_length=12, choices=[(str(v), word) for v, word in VERB_WORDS.items()])
    code = models.CharField(_("代码"), max_length=12)
    label = models.CharField(_("原因"), max_length=40)
    sentence = models.CharField(_("给本人看的话"), max_length=200)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("原因代码")
        ordering = ["kind", "code", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], condition=Q(until_on=None), name="reason_once"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="reason_order"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Step(models.Model):
    """One act on a case; its number within the case is unique, so that no act is taken twice."""

    scope_path = "case__unit__path"
    scheme_lookup = "case__scheme"

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps", verbose_name=_("办件"))
    number = models.IntegerField(_("第几步"))
    verb = models.CharField(_("动作"), max_length=12)
    source = models.CharField(_("原状态"), max_length=24, default="", blank=True)
    to = models.CharField(_("新状态"), max_length=24)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("账号"))
    by_name = models.CharField(_("经办人"), max_length=40)
    post = models.CharField(_("岗位"), max_length=180, default="", blank=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    on = models.DateField(_("日期"))
    reason = models.ForeignKey(
        Reason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原因代码")
    )
    note = models.CharField(_("意见"), max_length=400, default="", blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理步骤")
        ordering = ["case", "-number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="step_number")]


class Holding(models.Model):
    """The one role a user has on a case: who entered does not review, who reviewed does not pay."""

    scope_path = "case__unit__path"
    scheme_lookup = "case__scheme"

    case = models.ForeignKey(Case, models.PROTECT, related_name="holdings", verbose_name=_("办件"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("账号"))
    role = models.CharField(_("角色"), max_length=40)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("办件上的角色")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="holding_one_role")]


class Paper(models.Model):
    """A document that belongs to a case as one of its kind's papers; it goes when the document goes."""

    scope_path = "case__unit__path"
    scheme_lookup = "case__scheme"

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers", verbose_name=_("办件"))
    code = models.CharField(_("材料"), max_length=24)
    document = models.OneToOneField(Document, models.CASCADE, related_name="+", verbose_name=_("文件"))
    on = models.DateField(_("日期"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("办件材料")
        ordering = ["pk"]
        indexes = [models.Index(fields=["case", "code"], name="paper_case_code")]
