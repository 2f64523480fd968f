"""Registers the app documents with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "unionhall.office.documents"
    label = "documents"
    verbose_name = _("材料")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("unionhall.office.documents.tasks")
        from unionhall.office.journal import verbs

        verbs.declare(VERBS)


VERBS = {
    "documents.document.attached": _("上传材料"),
    "documents.document.opened": _("打开材料"),
    "documents.document.removed": _("移除材料"),
    "documents.documents.expired": _("材料到期删除"),
}
