"""The year review and the leader's one page as PDF, set in-process by Typst with the installed Chinese fonts only.

A text goes in as JSON and is never part of the source, so nothing in it is read as markup; the layouts stand in `layouts/`.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

from django.utils import translation
from django.utils.translation import gettext

from unionhall.reporting.brief import BriefPart, brief_parts
from unionhall.reporting.charts import county_chart_drawing, county_chart_label
from unionhall.reporting.models import Review
from unionhall.reporting.paper import (
    LAYOUT,
    Drawn,
    Printed,
    colophon,
    dated,
    paper,
    source_of,
)
from unionhall.reporting.prose import Heading

LAYOUTS = Path(__file__).parent / "layouts"
# Kept for decades (PDF/A-2a holds all of 2b), read aloud by a screen reader (PDF/UA-1).
STANDARDS = ["a-2a", "ua-1"]
SIZES = asdict(LAYOUT)


@translation.override("zh-hans")
def review_pdf(*, review: Review, on: date) -> bytes:
    """The newest text of a review in the layout of GB/T 9704-2012: what the Word file says, page by page the same anywhere.

    :raises NoReview: nothing was written yet.
    """
    printed = paper(review=review, on=on)
    told = {
        "title": printed.title,
        "organisation": printed.organisation,
        "blocks": [_block(block) for block in printed.blocks],
        "colophon": printed.colophon,
        "sizes": SIZES,
    }
    return _set("review.typ", told, printed.dated)


@translation.override("zh-hans")
def brief_pdf(*, review: Review, on: date) -> bytes:
    """The leader's brief on one A4 page, however many numbers the text holds: the type shrinks, then the last lines are counted.

    :raises NoReview: nothing was written yet.
    """
    source = source_of(review, on)
    parts = brief_parts(source.text.body, source.cited, source.publication, within=review.within)
    marked = any(line.is_restated for part in parts for line in part.lines)
    columns = (
        gettext("指标"),
        gettext("归期"),
        gettext("数"),
        gettext("单位"),
        gettext("上年（上期）"),
        gettext("同比"),
    )
    told = {
        "title": review.title,
        "organisation": review.organisation_name,
        "columns": columns,
        "rows": [row for part in parts for row in _rows(part)],
        "empty": gettext("正文还没有引用数字"),
        "rest": gettext("还有 {n} 个数排不下，见正文。"),
        "note": gettext("* 发布以后记录有更正；这里仍是冻结值。") if marked else "",
        "colophon": colophon(source.text.number, source.publication),
    }
    return _set("brief.typ", told, dated(source.publication, on))


def _block(block: Printed) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Drawn):
        chart = {"drawing": county_chart_drawing(block.cited), "said": county_chart_label(block.cited)}
        return {"kind": "chart", "caption": block.caption} | chart
    return {"kind": "paragraph", "text": block}


def _rows(part: BriefPart) -> list[list[str]]:
    """A row of one cell is a heading."""
    lines = [
        [
            line.label + (" *" if line.is_restated else ""),
            line.time,
            line.text,
            line.unit or "—",
            line.before,
            line.rise,
        ]
        for line in part.lines
    ]
    return [[part.heading], *lines] if part.heading else lines


def _set(layout: str, told: Mapping[str, Any], on: date) -> bytes:
    """The PDF of a layout; the day is its date, so that the same text gives the same bytes."""
    import typst

    def compiled(standards: list[Any]) -> bytes:
        return typst.compile(
            (LAYOUTS / layout).read_bytes(),
            root=LAYOUTS,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"told": json.dumps(_printable(told), ensure_ascii=False)},
            timestamp=datetime.combine(on, time(), tzinfo=UTC),
            pdf_standards=standards,
            format="pdf",
        )

    try:
        return compiled(STANDARDS)
    except typst.TypstError:
        # A character outside the fonts, which the standards forbid, must not keep the paper from its reader.
        return compiled([])


def _printable(told: Any) -> Any:
    """The same without control characters, which no font draws."""
    if isinstance(told, str):
        return "".join(letter for letter in told if category(letter) != "Cc" or letter == "\n")
    if isinstance(told, Mapping):
        return {name: _printable(part) for name, part in told.items()}
    if isinstance(told, list | tuple):
        return [_printable(part) for part in told]
    return told


@cache
def _fonts() -> Any:
    """Only the wheel's fonts: what the machine has besides would make another PDF of the same text."""
    import pylopdf_fonts_zh_cn
    import typst

    folder = pylopdf_fonts_zh_cn.serif_path().parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
