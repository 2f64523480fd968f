"""A copy of the docx with a comment at every finding, by python-docx.

The text itself is not changed: runs are split at the number, nothing else.
"""

import copy
import io
from collections.abc import Sequence
from typing import Any

from unionhall.drafts.files.package import document_xml
from unionhall.drafts.files.refusals import MarkingFailed
from unionhall.drafts.files.words import W, paragraphs, runs_of
from unionhall.drafts.findings import Finding

AUTHOR = "检查文稿"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def mark_docx(content: bytes, findings: Sequence[Finding]) -> bytes:
    """The docx with a comment at each finding's number: rule, what it should be, the arithmetic.

    :raises Unreadable: the file is no docx. :raises MarkingFailed: the package is too unusual to be written again.
    """
    document_xml(content)
    import docx

    try:
        draft = docx.Document(io.BytesIO(content))
        places = [element for element, _ in paragraphs(draft.element)]
        for finding in sorted(findings, key=lambda f: (f.paragraph, f.start), reverse=True):
            if finding.paragraph < len(places):
                _comment(draft, places[finding.paragraph], finding)
        out = io.BytesIO()
        draft.save(out)
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, OSError) as trouble:
        raise MarkingFailed from trouble
    return out.getvalue()


def words_of(finding: Finding) -> str:
    """What the comment says."""
    said = f"{finding.title}：文中 {finding.stated}，应为 {finding.expected}。{finding.arithmetic}"
    return f"{said}（{finding.note}）" if finding.note else said


def _comment(draft: Any, paragraph: Any, finding: Finding) -> None:
    from docx.text.run import Run

    marked = _runs_at(paragraph, finding.start, finding.end)
    if not marked:
        return
    first, last = Run(marked[0], draft), Run(marked[-1], draft)
    draft.add_comment(
        [first, last] if marked[0] is not marked[-1] else first, text=words_of(finding), author=AUTHOR, initials="查"
    )


def _runs_at(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold exactly [start, end), split where they hold more."""
    at, marked = 0, []
    for piece, text in list(runs_of(paragraph)):
        upto = at + len(text)
        if piece.tag == f"{W}t" and at < end and upto > start:
            run = piece.getparent()
            if run is not None and run.tag == f"{W}r":
                marked.append(_split(run, piece, max(0, start - at), min(len(text), end - at)))
        at = upto
    return marked


def _split(run: Any, piece: Any, start: int, end: int) -> Any:
    """Cut a run in three around [start, end) of one of its texts; gives back the middle."""
    text = piece.text or ""
    index = list(run).index(piece)
    before, after = copy.deepcopy(run), copy.deepcopy(run)
    for child in list(before)[index + 1 :]:
        before.remove(child)
    for child in list(after)[:index]:
        if child.tag != f"{W}rPr":
            after.remove(child)
    for child in list(run):
        if child is not piece and child.tag != f"{W}rPr":
            run.remove(child)
    _write(list(before)[-1], text[:start])
    _write(piece, text[start:end])
    _write(next(c for c in after if c.tag == f"{W}t"), text[end:])
    if text[:start] or index > (1 if before.find(f"{W}rPr") is not None else 0):
        run.addprevious(before)
    if text[end:] or len(list(after)) > (2 if after.find(f"{W}rPr") is not None else 1):
        run.addnext(after)
    return run


def _write(element: Any, text: str) -> None:
    element.text = text
    element.set(_SPACE, "preserve")
