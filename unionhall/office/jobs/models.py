"""Background work as a user sees it: steps, progress, result, what happened when it was cut off.

How it is run is django-tasks; this is what is told of it. Titles never hold a person's name.
"""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.fields import PathField
from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.office.jobs import kinds


class JobState(models.TextChoices):
    WAITING = "waiting", _("等待")
    RUNNING = "running", _("正在办")
    DONE = "done", _("完成")
    FAILED = "failed", _("没有办成")
    STOPPED = "stopped", _("已停止")


class Counter(models.Model):
    """The last number given out in a series; see numbers.py."""

    series = models.CharField(_("系列"), max_length=40, primary_key=True)
    last = models.BigIntegerField(_("已用到"))

    class Meta:
        verbose_name = _("编号")


class Job(models.Model):
    """`steps` is a list of {name, detail, state, seconds, unit}; `result` is what the job's own page shows.

    The sentence is kept as template and facts, so that each reader gets it in their language.
    """

    scope_path = "organisation_path"
    path_follows = "organisation_path"  # rewritten when its unit moves

    number = models.CharField(_("编号"), max_length=24, unique=True)
    kind = models.CharField(_("类别"), max_length=40)
    title = models.CharField(_("作业"), max_length=120)
    arguments = models.JSONField(_("参数"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=JobState.choices, default=JobState.WAITING)
    is_stop_asked = models.BooleanField(_("要求停止"), default=False)
    done = models.BigIntegerField(_("已办"), default=0)
    total = models.BigIntegerField(_("共"), default=0)
    steps = models.JSONField(_("步骤"), default=list, blank=True)
    result = models.JSONField(_("结果"), default=dict, blank=True)
    sentence_template = models.CharField(_("说明"), max_length=300, default="", blank=True)
    sentence_facts = models.JSONField(_("说明所据"), default=dict, blank=True)
    url = models.CharField(_("去处"), max_length=200, default="", blank=True)
    attempts = models.IntegerField(_("次数"), default=0)
    by_username = models.CharField(_("账号"), max_length=40)
    by_name = models.CharField(_("经办人"), max_length=40)
    organisation_name = models.CharField(_("单位"), max_length=120, default="", blank=True)
    organisation_path = PathField(_("层级"), default="", blank=True)
    task_id = models.CharField(max_length=36, default="", blank=True, editable=False)
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    started_at = models.DateTimeField(_("开始"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束"), null=True, blank=True)
    alive_at = models.DateTimeField(_("最近动静"), null=True, blank=True)
    seen_at = models.DateTimeField(_("经办人看到"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("作业")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation_path", "id"], name="job_organisation"),
            models.Index(fields=["state"], condition=models.Q(state__in=["waiting", "running"]), name="job_open"),
            models.Index(fields=["by_username", "state"], name="job_by"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def sentence(self) -> str:
        """What happened, what was kept, what to do: in the reader's language."""
        if not self.sentence_template:
            return ""
        kept = kinds.kind(self.kind).kept if kinds.is_known(self.kind) else kinds.NOTHING_KEPT
        return gettext(self.sentence_template).format(**{"kept": gettext(kept), **self.sentence_facts})

    @property
    def is_over(self) -> bool:
        return self.state not in (JobState.WAITING, JobState.RUNNING)


class Worker(models.Model):
    """A background process and its last sign of life; one that went silent for a day is forgotten."""

    name = models.CharField(_("后台程序"), max_length=64, primary_key=True)
    started_at = models.DateTimeField(_("启动"))
    alive_at = models.DateTimeField(_("最近动静"))

    class Meta:
        verbose_name = _("后台程序")

    def __str__(self) -> str:
        return self.name
