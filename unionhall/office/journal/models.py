"""The journal: append-only entries, and the seals that chain them.

Actors and organisations are text, so an entry outlives whatever it speaks of. No personal field in clear.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.fields import PathField
from unionhall.kernel.querysets import ScopedQuerySet


class Entry(models.Model):
    """One act. `before` and `after` hold the changed fields; `facts` what else must be remembered (counts, file hash).

    `signature` is made by the program as it writes (canonical.py); triggers refuse every change and every deletion.
    """

    scope_path = "organisation_path"

    at = models.DateTimeField(_("时间"))
    on = models.DateField(_("业务日期"))
    verb = models.CharField(_("动作"), max_length=60)
    app = models.CharField(_("模块"), max_length=40)
    object_type = models.CharField(_("对象类别"), max_length=60, default="", blank=True)
    object_id = models.CharField(_("对象"), max_length=40, default="", blank=True)
    actor = models.CharField(_("账号"), max_length=40)
    actor_name = models.CharField(_("姓名"), max_length=40)
    organisation_name = models.CharField(_("单位"), max_length=120, default="", blank=True)
    organisation_path = PathField(_("层级"), default="", blank=True)
    before = models.JSONField(_("改前"), default=dict, blank=True)
    after = models.JSONField(_("改后"), default=dict, blank=True)
    facts = models.JSONField(_("事实"), default=dict, blank=True)
    signature = models.CharField(_("签名"), max_length=64, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("日志")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["app"], name="entry_app"),
            models.Index(fields=["actor", "id"], name="entry_actor"),
            models.Index(fields=["object_type", "object_id"], name="entry_object"),
            models.Index(fields=["organisation_path", "id"], name="entry_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"


class Seal(models.Model):
    """The n-th sealed entry: HMAC-SM3 over its content and the seal before. Only the sealer adds rows."""

    number = models.BigIntegerField(_("序号"), primary_key=True)
    entry_id = models.BigIntegerField(_("日志"), unique=True)
    seal = models.CharField(_("封签"), max_length=64)
    sealed_at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = _("封签")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.seal[:8]}"
