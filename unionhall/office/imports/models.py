"""A file on its way into the records: uploaded, read, previewed, committed, undone.

What a row means is the business of the app that declared the kind of import; this knows people and units only as text.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.fields import PathField
from unionhall.kernel.querysets import ScopedQuerySet


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("已上传")
    READING = "reading", _("正在读取")
    PREVIEW = "preview", _("预览，尚未写入")
    COMMITTING = "committing", _("正在写入")
    COMMITTED = "committed", _("已导入")
    UNDONE = "undone", _("已撤销")
    REFUSED = "refused", _("没有读成")
    DISCARDED = "discarded", _("已放弃")


class Import(models.Model):
    """`subject` says what it is for (scheme:period:unit), so the same file twice for one subject is recognised.

    `reading` is how the sheets were read, `counts` what the checks found, `result` what was written. The upload, the
    cleaned rows, the verdicts and the marked workbooks are encrypted files under random names, deleted after `delete_after`.
    """

    scope_path = "organisation_path"
    path_follows = "organisation_path"  # rewritten when its unit moves

    kind = models.CharField(_("类别"), max_length=40)
    subject = models.CharField(_("用途"), max_length=80)
    title = models.CharField(_("标题"), max_length=160)
    sender = models.CharField(_("报送单位"), max_length=40, default="", blank=True)
    file_name = models.CharField(_("文件名"), max_length=200)
    file_size = models.BigIntegerField(_("大小（字节）"))
    file_sm3 = models.CharField(_("文件指纹"), max_length=64)
    file_sha256 = models.CharField(_("文件 SHA-256"), max_length=64, default="")
    stored_name = models.CharField(max_length=64, editable=False)
    stage_name = models.CharField(max_length=64, default="", blank=True, editable=False)
    verdicts_name = models.CharField(max_length=64, default="", blank=True, editable=False)
    marked = models.JSONField(default=dict, blank=True, editable=False)
    verdicts_sm3 = models.CharField(_("逐行结论指纹"), max_length=64, default="", blank=True)
    options = models.JSONField(_("参数"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    sentence = models.CharField(_("说明"), max_length=300, default="", blank=True)
    reading = models.JSONField(_("读法"), default=dict, blank=True)
    columns_confirmed = models.BooleanField(_("列已确认"), default=False)
    counts = models.JSONField(_("结论"), default=dict, blank=True)
    result = models.JSONField(_("结果"), default=dict, blank=True)
    on = models.DateField(_("业务日期"))
    by_username = models.CharField(_("账号"), max_length=40)
    by_name = models.CharField(_("经办人"), max_length=40)
    organisation_path = PathField(_("层级"), default="", blank=True)
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    committed_at = models.DateTimeField(_("写入时间"), null=True, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    locked_by = models.CharField(_("锁定"), max_length=60, default="", blank=True)
    delete_after = models.DateField(_("文件保存至"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "file_sm3"], condition=Q(state="committed"), name="import_same_file_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ColumnMemory(models.Model):
    """How a sender's column was confirmed to be read, so that nobody is asked again; an empty `field` leaves it unused."""

    kind = models.CharField(max_length=40)
    sender = models.CharField(max_length=40)
    header = models.CharField(max_length=200)
    field = models.CharField(max_length=40, default="", blank=True)
    confirmed_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "sender", "header"], name="column_memory_once")]
