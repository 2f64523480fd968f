"""Pages of rosters: the list of files and the upload; what follows is the imports' own page.

One share by hand stands in actions.py.
"""

from typing import Any, cast

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from unionhall.aid.mutual_aid.forms import RosterForm
from unionhall.aid.mutual_aid.roster import MutualAidRoster
from unionhall.office.imports import pages, showing
from unionhall.ui import tables
from unionhall.ui.pages import Crumb

GROUP: Crumb = (_("互助与帮扶"), "")


class RosterTable(showing.FileTable):
    noun = _("份花名册")
    empty = tables.Empty(
        _("还没有导入过花名册"),
        _("把单位报来的表格原样传上来：先逐行给出结论，确认以后才写入。"),
        ((_("导入花名册"), cast(str, reverse_lazy("mutual_aid:upload"))),),
    )


class RosterListPage(pages.FilesPage):
    title, crumbs = _("参保花名册"), (GROUP,)
    kind, table_class, upload_label = MutualAidRoster, RosterTable, _("导入花名册")


class UploadPage(pages.UploadPage):
    title = _("导入花名册")
    kind, form_class = MutualAidRoster, RosterForm
    explanation = _(
        "各单位自己的表格都可以，不必改成模板：标题、合并表头、合计、签字行会认出来。"
        "先逐行给出结论，确认以后才写入；写入以后、数字冻结前可以整批撤销。"
    )

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"scope": self.scope, "on": self.today}

    def meant_for(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        period = cleaned["period"]
        return {"scheme": period.scheme.code, "period": period.number, "unit": cleaned["unit"].pk}
