"""Papers: files kept encrypted outside the web root under random names, with what they belong to as text.

Which file may be opened by whom is decided by the app that owns the record.
"""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.fields import PathField
from unionhall.kernel.querysets import ScopedQuerySet


class Document(models.Model):
    scope_path = "organisation_path"
    path_follows = "organisation_path"  # rewritten when its unit moves

    object_type = models.CharField(_("对象类别"), max_length=60)
    object_id = models.CharField(_("对象"), max_length=40)
    label = models.CharField(_("材料"), max_length=80)
    media_type = models.CharField(_("类型"), max_length=80)
    size = models.BigIntegerField(_("大小（字节）"))
    sm3 = models.CharField(_("文件指纹"), max_length=64)
    stored_name = models.CharField(max_length=64, unique=True, editable=False)
    organisation_path = PathField(_("层级"), default="", blank=True)
    added_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    added_by = models.CharField(_("经办人"), max_length=40)
    delete_after = models.DateField(_("保存至"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("材料")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="document_object")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("documents:open", args=[self.pk])
