"""The year review as a Word file in the layout of GB/T 9704-2012: page, type sizes, page numbers.

Fonts are named, not shipped; values come from the same citations the page shows.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils import translation

from unionhall.reporting.charts import county_chart_png
from unionhall.reporting.models import Review
from unionhall.reporting.paper import (
    LAYOUT,
    Drawn,
    Printed,
    paper,
)
from unionhall.reporting.prose import Heading

if TYPE_CHECKING:
    from docx.document import Document

BODY, TITLE, FIRST, SECOND = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"


# The paper is Chinese whoever prints it.
@translation.override("zh-hans")
def review_document(*, review: Review, on: date) -> bytes:
    """The newest text of a review as .docx; which values it holds is told by `paper`.

    :raises NoReview: nothing was written yet.
    """
    printed = paper(review=review, on=on)
    document = _blank()
    _line(document, printed.title, font=TITLE, points=LAYOUT.title, centred=True, indent=0, style="Title")
    _line(document, printed.organisation, font=SECOND, centred=True, indent=0)
    for block in printed.blocks:
        _write(document, block)
    _line(document, printed.colophon, points=LAYOUT.small, indent=0)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _write(document: Document, block: Printed) -> None:
    if isinstance(block, Heading):
        font = FIRST if block.level == 1 else SECOND
        _line(document, block.text, font=font, style=f"Heading {block.level}")
    elif isinstance(block, Drawn):
        _chart(document, block)
    else:
        _line(document, block)


def _blank() -> Document:
    from docx import Document as new_document
    from docx.shared import Mm, Pt

    document = new_document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(LAYOUT.top), Mm(LAYOUT.bottom)
    section.left_margin, section.right_margin = Mm(LAYOUT.left), Mm(LAYOUT.right)
    section.footer_distance = Mm(28)
    normal = document.styles["Normal"]
    _set_font(normal, BODY)
    normal.font.size = Pt(LAYOUT.body)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, right=True)
    _page_number(section.even_page_footer, right=False)
    document.core_properties.author = ""
    return document


def _line(
    document: Document,
    text: str,
    *,
    font: str = BODY,
    points: int = LAYOUT.body,
    centred: bool = False,
    indent: int = 2,
    style: str | None = None,
) -> Any:
    """One paragraph; `indent` in characters."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(text)
    _set_font(run, font)
    run.font.size = Pt(points)
    run.font.bold = False
    run.font.color.rgb = RGBColor(0, 0, 0)
    layout = paragraph.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(LAYOUT.line if points == LAYOUT.body else points * 1.6)
    layout.space_before = layout.space_after = Pt(0)
    layout.first_line_indent = Pt(points * indent)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def _set_font(holder: Any, font: str) -> None:
    from docx.oxml.ns import qn

    holder.font.name = "Times New Roman"
    fonts = holder.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(kind), font)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _page_number(footer: Any, *, right: bool) -> None:
    """— 1 — in 14 pt 宋体, one character in from the outside edge (GB/T 9704-2012, 7.5)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    edge = Pt(LAYOUT.number)
    if right:
        paragraph.paragraph_format.right_indent = edge
    else:
        paragraph.paragraph_format.left_indent = edge
    for kind, text in (("text", "— "), ("field", "PAGE"), ("text", " —")):
        run = paragraph.add_run("" if kind == "field" else text)
        if kind == "field":
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), text)
            inner = OxmlElement("w:r")
            field.append(inner)
            paragraph._p.append(field)
        _set_font(run, "宋体")
        run.font.size = Pt(LAYOUT.number)


def _chart(document: Document, drawn: Drawn) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    document.add_picture(BytesIO(county_chart_png(drawn.cited)), width=Mm(156))
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, drawn.caption, points=LAYOUT.small, centred=True, indent=0)
