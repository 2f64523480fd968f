"""How an import reads on its pages: the list's columns, states, tabs, verdicts by standing, columns to confirm.

Asks the import engine, not the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.core.paginator import Page as PageOfRows
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from unionhall.office.imports import queries
from unionhall.office.imports.contract import Standing, kind_of
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.imports.stage import masked
from unionhall.ui import tables
from unionhall.ui.retelling import retold
from unionhall.ui.templatetags.ui import chip_of, moment

ROWS_PER_PAGE = 50

STATES = {
    ImportState.UPLOADED: "todo",
    ImportState.READING: "doing",
    ImportState.PREVIEW: "doing",
    ImportState.COMMITTING: "doing",
    ImportState.COMMITTED: "done",
    ImportState.UNDONE: "note",
    ImportState.REFUSED: "failed",
    ImportState.DISCARDED: "note",
}
# What can still be thrown away.
UNWRITTEN = (ImportState.UPLOADED, ImportState.PREVIEW, ImportState.REFUSED)
STANDINGS = {
    Standing.ACCEPTED: ("done", _("可导入")),
    Standing.REMARK: ("todo", _("提醒")),
    Standing.DUPLICATE: ("note", _("重复")),
    Standing.REJECTED: ("failed", _("不予导入")),
}
TABS: tuple[tuple[str, Promise, tuple[Standing, ...]], ...] = (
    ("look", _("要看的行"), (Standing.REJECTED, Standing.DUPLICATE, Standing.REMARK)),
    ("rejected", _("不予导入"), (Standing.REJECTED,)),
    ("duplicate", _("重复"), (Standing.DUPLICATE,)),
    ("remark", _("提醒"), (Standing.REMARK,)),
    ("accepted", _("可导入"), (Standing.ACCEPTED, Standing.REMARK)),
    ("all", _("全部"), tuple(Standing)),
)
SKIPPED = {
    "total": pgettext_lazy("行", "合计"),
    "signature": _("签字"),
    "note": pgettext_lazy("行", "说明"),
    "blank": _("空行"),
}
HOW = {
    "by-name": _("按列名"),
    "remembered": _("沿用上次"),
    "by-content": _("按内容"),
    "unused": _("没有用到"),
}


def address_of(imported: Import) -> str:
    return reverse("imports:import", args=[imported.pk])


def moment_of(at: datetime | None, imported: Import) -> str:
    """An instant; with its year where that is not the year of the file's business day."""
    if at is None or at.year == imported.on.year:
        return moment(at)
    return gettext("{year}年{moment}").format(year=at.year, moment=moment(at))


def state_chip(imported: Import) -> tuple[str, str]:
    """(kind, word)"""
    state = ImportState(imported.state)
    return STATES[state], str(state.label)


class FileTable(tables.Table):
    """Files of one kind; the kind's own table gives `noun` and `empty`."""

    noun = _("份文件")
    title = tables.StackedColumn(
        first=retold,
        verbose_name=_("文件"),
        second=lambda imported: imported.file_name,
        url=lambda imported: address_of(imported),
        phone="name",
        orderable=False,
    )
    state = tables.ChipColumn(verbose_name=_("状态"), phone="state", orderable=False)
    many = tables.NumberColumn(
        verbose_name=_("行数"), accessor="counts__rows", unit=_("行"), phone="number", orderable=False
    )
    accepted = tables.NumberColumn(
        verbose_name=_("可导入"), accessor="counts__accepted", unit=_("行"), phone="line", orderable=False
    )
    by_name = tables.Column(verbose_name=_("经办人"), phone="line", orderable=False)
    uploaded_at = tables.Column(verbose_name=_("上传时间"), phone="line")

    def render_state(self, record: Import) -> SafeString | str:
        return chip_of(state_chip(record))

    def render_uploaded_at(self, value: Any, record: Import) -> str:
        return moment_of(value, record)


@dataclass(frozen=True)
class Asked:
    """Which rows the address asks for: a tab, or one verdict's code; and which page."""

    tab: str
    code: str
    page: int

    @classmethod
    def of(cls, wanted: Mapping[str, str], imported: Import) -> Self:
        """Nonsense in the address is the first tab that has rows."""
        codes = imported.counts.get("by_code", {})
        code = wanted.get("code", "") if wanted.get("code", "") in codes else ""
        page = wanted.get("page", "1")
        tab = wanted.get("tab", "")
        if tab not in {name for name, _label, _standings in TABS}:
            has_faults = imported.counts.get("rejected", 0) or imported.counts.get("remark", 0)
            tab = "look" if has_faults else "all"
        return cls("" if code else tab, code, max(int(page), 1) if page.isdecimal() and len(page) < 8 else 1)

    @property
    def without_page(self) -> str:
        return urlencode({"code": self.code} if self.code else {"tab": self.tab})

    def codes(self, imported: Import) -> list[str]:
        standings = {name: standings for name, _label, standings in TABS}.get(self.tab, ())
        verdicts = kind_of(imported.kind).verdicts
        return [self.code] if self.code else [v.code for v in verdicts if v.standing in standings]

    def page_of(self, imported: Import) -> PageOfRows:
        """The page asked for, the last one where there are not as many; nothing of the rows is read for it."""
        by_code = imported.counts.get("by_code", {})
        total = sum(by_code.get(code, 0) for code in self.codes(imported))
        return Paginator(range(total), ROWS_PER_PAGE).get_page(self.page)


def tabs(imported: Import, asked: Asked) -> list[dict[str, Any]]:
    """Rows of c-tabs; tabs without a row are left out, but never the last."""
    found = queries.counts(imported)
    address = address_of(imported)
    shown = []
    for name, label, standings in TABS:
        many = sum(count.many for standing in standings for count in found[standing])
        if many or name == "all":
            url = f"{address}?{urlencode({'tab': name})}#rows"
            shown.append({"url": url, "label": label, "count": many, "is_current": name == asked.tab})
    return shown


@dataclass(frozen=True)
class Verdicts:
    """A line of 逐行结论: what is written (with how many remarks), duplicates, rejected; each count opens its rows."""

    chip: tuple[str, Any]
    many: int
    url: str
    counts: list[tuple[str, int, str]]
    remarks: int = 0


def verdicts(imported: Import) -> list[Verdicts]:
    """The three lines, of a file that was read."""
    if not imported.counts:
        return []
    found = queries.counts(imported)
    address = address_of(imported)

    def line(tab: str, standing: Standing, many: int, remarks: int = 0) -> Verdicts:
        kind, word = STANDINGS[standing]
        if standing == Standing.ACCEPTED and imported.state == ImportState.COMMITTED:
            word = _("已导入")
        told = [
            (gettext(count.verdict.label), count.many, f"{address}?{urlencode({'code': count.verdict.code})}#rows")
            for count in found[standing]
            if standing != Standing.ACCEPTED
        ]
        return Verdicts((kind, word), many, f"{address}?{urlencode({'tab': tab})}#rows", told, remarks)

    counts = imported.counts
    return [
        line("accepted", Standing.ACCEPTED, counts["accepted"], counts["remark"]),
        line("duplicate", Standing.DUPLICATE, counts["duplicate"]),
        line("rejected", Standing.REJECTED, counts["rejected"] - counts["duplicate"]),
    ]


def parts(imported: Import) -> list[tuple[float, str]]:
    """What parts_bar draws of the three lines."""
    return [(line.many, kind) for line, kind in zip(verdicts(imported), ("", "note", "bad"), strict=False)]


def account(imported: Import) -> str:
    """266,900 行 = 265,463 + 1,012 + 425"""
    if not imported.counts:
        return ""
    sum_of = " + ".join(f"{line.many:,}" for line in verdicts(imported))
    return gettext("{rows} 行 = {parts}").format(rows=f"{imported.counts['rows']:,}", parts=sum_of)


def outcome(imported: Import) -> dict[str, Any]:
    """What the kind says of a file that was written or taken back: context of the result and of the undo box."""
    kind = kind_of(imported.kind)
    if imported.state == ImportState.UNDONE:
        return {"taken_back": kind.taken_back(imported)}
    if imported.state != ImportState.COMMITTED:
        return {}
    many, sentence = kind.undo_takes(imported)
    return {"outcome": kind.outcome(imported), "undo_many": many, "undo_sentence": sentence}


@dataclass(frozen=True)
class ColumnShown:
    """A column with the select that says how it is read."""

    name: str
    header: str
    samples: str
    field: str
    how: str | Promise
    is_sure: bool


@dataclass(frozen=True)
class SheetShown:
    name: str
    is_read: bool
    why: str
    rows: int
    header_rows: tuple[int, ...]
    first: int | None
    last: int | None
    skipped: str
    skipped_rows: int
    columns: tuple[ColumnShown, ...]

    @property
    def doubtful(self) -> int:
        return sum(not column.is_sure for column in self.columns)


def sheets(imported: Import) -> list[SheetShown]:
    """Every sheet of the file, also those that were not read."""
    shown = []
    for place, sheet in enumerate(queries.sheets(imported)):
        skipped = {SKIPPED[kind]: many for kind, many in sheet["skipped"].items() if many and kind in SKIPPED}
        shown.append(
            SheetShown(
                masked(sheet["name"]),
                sheet["is_read"],
                sheet["why"],
                sheet["rows"],
                tuple(sheet["header_rows"] or ()),
                sheet["first_data_row"],
                sheet["last_data_row"],
                gettext("、").join(str(word) for word in skipped),
                sum(skipped.values()),
                tuple(_column(place, column) for column in sheet["columns"]),
            )
        )
    return shown


def field_choices(imported: Import) -> list[tuple[str, str]]:
    fields = kind_of(imported.kind).fields
    return [("", gettext("不使用")), *((field.name, gettext(field.label)) for field in fields)]


def columns_chosen(imported: Import, posted: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Only what differs from how it was read: a field given to another column leaves the one it was read from."""
    chosen: dict[str, dict[str, str]] = {}
    for place, sheet in enumerate(queries.sheets(imported)):
        for column in sheet["columns"]:
            field = posted.get(_select_name(place, column["key"]))
            if field is not None and field != column["field"]:
                chosen.setdefault(sheet["name"], {})[column["key"]] = field
    return chosen


def _select_name(place: int, key: str) -> str:
    return f"column-{place}-{key}"


def _column(place: int, column: Mapping[str, Any]) -> ColumnShown:
    return ColumnShown(
        _select_name(place, column["key"]),
        column["header"] or gettext("{letter} 列").format(letter=column["key"]),
        gettext("、").join(column["samples"][:3]),
        column["field"],
        HOW.get(column["how"], column["how"]) if column["is_sure"] else _("请确认"),
        column["is_sure"],
    )
