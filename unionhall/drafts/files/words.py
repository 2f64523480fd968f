"""The words of a docx in the order they are read: paragraphs, cells, tables in cells; insertions count, deletions do not.

Reads WordprocessingML itself: python-docx skips tracked insertions and hyperlinks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from unionhall.drafts.files.package import document_xml
from unionhall.drafts.files.refusals import NotADraft, TooManyParagraphs
from unionhall.drafts.sentences import Cell, Document, Paragraph, is_heading

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Not words of the text: deleted runs, text moved away, fields' codes, notes' marks, fallback pictures.
_SKIPPED = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{W}pPr",
    f"{W}rPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_NESTED = {f"{W}txbxContent"}
DEPTH = 12
#: A year review has a thousand, ten of them bound together with their tables under this.
PARAGRAPHS = 50_000


@dataclass(slots=True)
class _Body:
    found: list[tuple[Any, str, Cell | None, bool]] = field(default_factory=list)
    tables: int = 0

    def take(self, paragraph: Any, cell: Cell | None) -> None:
        if len(self.found) == PARAGRAPHS:
            raise TooManyParagraphs(most=PARAGRAPHS)
        text = text_of(paragraph)
        self.found.append((paragraph, text, cell, is_heading(text)))


def read_docx(content: bytes, source: str = "") -> Document:
    """:raises Unreadable: the file is no docx, is locked, or too large."""
    return Document(tuple(p for _, p in paragraphs(root_of(content))), source)


def root_of(content: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(document_xml(content), parser)
    except (etree.XMLSyntaxError, ValueError) as trouble:
        raise NotADraft from trouble
    # Behind a long comment, or in UTF-16, the look at the bytes does not find it.
    if root.getroottree().docinfo.doctype:
        raise NotADraft
    return root


def paragraphs(root: Any) -> Iterator[tuple[Any, Paragraph]]:
    """Each w:p with its paragraph, in the order of the body; index counts from 0, empty ones included.

    :raises TooManyParagraphs: more than `PARAGRAPHS`.
    """
    body = _Body()
    _walk(root, None, body, 0)
    for index, (element, text, cell, heading) in enumerate(body.found):
        yield element, Paragraph(index, text, cell, heading)


def _walk(element: Any, cell: Cell | None, body: _Body, depth: int) -> None:
    for child in element:
        if child.tag == f"{W}p":
            body.take(child, cell)
            if depth < DEPTH:
                for inner in _boxes(child):
                    _walk(inner, None, body, depth + 1)
        elif child.tag == f"{W}tbl" and depth < DEPTH:
            _walk_table(child, body, depth)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str) and depth < DEPTH * 4:
            _walk(child, cell, body, depth + 1)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Its own text boxes; those within them come when they are walked themselves, so that each is read once."""
    pending = [iter(paragraph)]
    while pending:
        child = next(pending[-1], None)
        if child is None:
            pending.pop()
        elif child.tag in _NESTED:
            yield child
        else:
            pending.append(iter(child))


def _walk_table(table: Any, body: _Body, depth: int) -> None:
    number = body.tables
    body.tables += 1
    for row_at, row in enumerate(r for r in table.iter(f"{W}tr") if _owner(r, f"{W}tbl") is table):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        column = 0
        for cell in (c for c in row.iter(f"{W}tc") if _owner(c, f"{W}tr") is row):
            _walk(cell, Cell(number, row_at, column), body, depth + 1)
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            column += _whole(span.get(f"{W}val")) if span is not None else 1


def _whole(written: str | None) -> int:
    return int(written) if written and written.isdigit() and 0 < int(written) < 100 else 1


def _owner(element: Any, tag: str) -> Any:
    parent = element.getparent()
    while parent is not None and parent.tag != tag:
        parent = parent.getparent()
    return parent


def runs_of(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """(w:t, its text) of what a reader sees; tabs and breaks come as elements with one character."""
    pending = [iter(paragraph)]
    while pending:
        child = next(pending[-1], None)
        if child is None:
            pending.pop()
        elif not isinstance(child.tag, str) or child.tag in _SKIPPED or child.tag in _NESTED:
            continue
        elif child.tag == f"{W}t":
            yield child, child.text or ""
        elif child.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            yield child, " "
        elif child.tag == f"{W}noBreakHyphen":
            yield child, "-"
        else:
            pending.append(iter(child))


def text_of(paragraph: Any) -> str:
    return "".join(text for _, text in runs_of(paragraph))
