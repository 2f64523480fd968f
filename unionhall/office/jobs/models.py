"""Background work as a user sees it: steps, progress, result, what happened when it was cut off.

How it is run is django-tasks; this is what is told of it. Titles never hold a person's name.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.fields import PathField
from unionhall.kernel.querysets import ScopedQuerySet


class JobState(models.TextChoices):
    WAITING = "waiting", _("等待")
    RUNNING = "running", _("正在办")
    DONE = "done", _("完成")
    FAILED = "failed", _("没有办成")
    STOPPED = "stopped", _("已停止")


class Job(models.Model):
    """`steps` is a list of {name, detail, state, seconds}; `result` is what the job's own page shows."""

    scope_path = "organisation_path"

    number = models.CharField(_("编号"), max_length=24, unique=True)
    kind = models.CharField(_("类别"), max_length=40)
    title = models.CharField(_("作业"), max_length=120)
    arguments = models.JSONField(_("参数"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=JobState.choices, default=JobState.WAITING)
    done = models.BigIntegerField(_("已办"), default=0)
    total = models.BigIntegerField(_("共"), default=0)
    steps = models.JSONField(_("步骤"), default=list, blank=True)
    result = models.JSONField(_("结果"), default=dict, blank=True)
    sentence = models.CharField(_("说明"), max_length=300, default="", blank=True)
    url = models.CharField(_("去处"), max_length=200, default="", blank=True)
    attempts = models.IntegerField(_("次数"), default=0)
    by_username = models.CharField(_("账号"), max_length=40)
    by_name = models.CharField(_("经办人"), max_length=40)
    organisation_name = models.CharField(_("单位"), max_length=120, default="", blank=True)
    organisation_path = PathField(_("层级"), default="", blank=True)
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    started_at = models.DateTimeField(_("开始"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束"), null=True, blank=True)
    alive_at = models.DateTimeField(_("最近动静"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("作业")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number
