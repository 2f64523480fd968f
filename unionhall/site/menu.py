"""The side bar: nine groups, what a post cannot use is hidden, apps not built yet are absent.

The only list of pages; an app adds its line here and its urls in urls.py.
"""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.kernel.scope import Duty, Scope


@dataclass(frozen=True)
class Line:
    """A page of the menu: label, url name, and the duties of which one is needed (none: any post)."""

    label: Promise
    url_name: str
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True)
class Group:
    label: Promise
    icon: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ShownLine:
    label: Promise
    url: str
    is_current: bool


@dataclass(frozen=True)
class ShownGroup:
    label: Promise
    icon: str
    is_open: bool
    lines: list[ShownLine] = field(default_factory=list)


# Groups without a line are hidden, as are lines of apps that are not built yet: they are simply not here.
GROUPS: tuple[Group, ...] = (
    Group(
        _("组织与会员"),
        "organisation",
        (
            Line(_("组织架构"), "organisations:tree"),
            Line(pgettext_lazy("名册", "用人单位"), "organisations:employers"),
            Line(_("会员名册"), "members:members"),
            Line(_("会籍变动"), "members:changes"),
        ),
    ),
    Group(
        _("互助与帮扶"),
        "aid",
        (
            Line(_("互助方案"), "claims:editions"),
            Line(_("原因代码"), "casework:reasons", (Duty.REVIEW, Duty.ADMINISTER)),
            Line(_("参保花名册"), "mutual_aid:rosters"),
            Line(_("互助申领"), "claims:claims"),
            Line(_("疑点与抽样"), "claims:audit", (Duty.AUDIT,)),
        ),
    ),
    Group(
        _("经费与资产"),
        "funds",
        (
            Line(_("支付批次"), "payments:batches"),
            Line(_("退票处理"), "payments:queue"),
            Line(_("到款核对"), "receipts:dues"),
        ),
    ),
    Group(
        _("数字与综述"),
        "figures",
        (
            Line(_("数字总表"), "reporting:figures"),
            Line(_("年度综述"), "reporting:review"),
            Line(_("检查文稿"), "reporting:drafts"),
        ),
    ),
    Group(
        _("系统"),
        "system",
        (
            Line(_("账号与岗位"), "accounts:list", (Duty.ADMINISTER,)),
            Line(_("作业"), "jobs:list"),
            Line(_("操作日志"), "journal:list"),
            Line(_("界面样例"), "ui:gallery"),
        ),
    ),
)


def menu_for(scope: Scope, path: str) -> list[ShownGroup]:
    """The groups and lines this scope can use; the one that holds `path` is open."""
    shown = []
    for group in GROUPS:
        usable = [line for line in group.lines if not line.duties or any(scope.has(duty) for duty in line.duties)]
        urls = [(line, reverse(line.url_name)) for line in usable]
        current = max((url for _line, url in urls if path.startswith(url)), key=len, default=None)
        lines = [ShownLine(line.label, url, url == current) for line, url in urls]
        if lines and scope.reads:
            shown.append(ShownGroup(group.label, group.icon, current is not None, lines))
    return shown
