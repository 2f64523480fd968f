"""Log-ins, posts, duties: who may do what, where, from when to when.

What a user may do today is computed in queries.py (`scope_of`); nothing else reads duties.
"""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.kernel.scope import Duty
from unionhall.organisations.models import Unit

DUTY_WORDS = {
    Duty.ENTER: _("经办"),
    Duty.REVIEW: _("复核"),
    Duty.APPROVE: _("审批"),
    Duty.PAY: _("支付"),
    Duty.AUDIT: _("经审（只看不办）"),
    Duty.PUBLISH: _("发布"),
    Duty.ADMINISTER: _("系统管理"),
}


def duty_words(names: Iterable[str]) -> str:
    """经办、复核, in the order of the list above."""
    held = set(names)
    return gettext("、").join(str(word) for duty, word in DUTY_WORDS.items() if str(duty) in held)


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **rest: object) -> "User":
        user = self.model(username=username, **rest)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A log-in of one person; what it may do stands in its posts. `home` is the union that looks after it.

    The organisation is set by the middleware, for the journal: that of the post the user works in.
    """

    username = models.CharField(_("账号"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    home = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("所属单位")
    )
    email = models.EmailField(_("邮箱"), blank=True, default="")
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("须改密码"), default=False)
    joined_at = models.DateTimeField(_("开通时间"), auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("账号")
        ordering = ["username"]

    organisation_name: str = ""
    organisation_path: str = ""
    personal_fields = ("password",)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Post(models.Model):
    """An organisation × department × duties × schemes, held from one day to another (both included).

    A handler (代办员) of a grassroots union is a post too, with or without a log-in. A delegation is a post
    whose `delegated_from` names the one it was lent by.
    """

    scope_path = "unit__path"
    journal_words = {"duties": duty_words}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("单位"))
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("账号"))
    holder_name = models.CharField(_("姓名"), max_length=40)
    title = models.CharField(_("岗位"), max_length=40)
    department = models.CharField(_("部门"), max_length=40, default="", blank=True)
    is_handler = models.BooleanField(_("代办员"), default=False)
    duties = models.JSONField(_("职责"), default=list, blank=True)
    schemes = models.JSONField(_("方案"), default=list, blank=True, help_text=_("空为全部"))
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)
    paper_number = models.CharField(_("文号"), max_length=60, default="", blank=True)
    delegated_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegations", verbose_name=_("委托自")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位")
        ordering = ["unit", "-from_on", "-pk"]
        indexes = [models.Index(fields=["unit", "from_on"], condition=Q(is_handler=True), name="post_handlers")]
        constraints = [
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="post_order"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(is_handler=True, until_on=None), name="post_one_handler"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.holder_name}"

    @property
    def duty_set(self) -> frozenset[Duty]:
        """What the post may do; of a lent one never more than its lender still has."""
        own = frozenset(Duty(name) for name in self.duties)
        return own & self.delegated_from.duty_set if self.delegated_from else own

    def is_in_force(self, on: date) -> bool:
        """First and last day included; a lent post ends with the lender's."""
        is_current = self.from_on <= on and (self.until_on is None or on <= self.until_on)
        return is_current and (self.delegated_from is None or self.delegated_from.is_in_force(on))
