"""A text as a docx, so that it can be marked as one: a paragraph for each of the document's.

No layout: the year review's own Word file is made elsewhere.
"""

import io

from unionhall.drafts.sentences import Document


def docx_of(document: Document) -> bytes:
    """The paragraphs in their order; cells of a table one below the other, so that indices stay true."""
    import docx

    word = docx.Document()
    for paragraph in document.paragraphs:
        word.add_paragraph(_printable(paragraph.text))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _printable(text: str) -> str:
    """XML takes no control characters; each becomes a space, so that offsets stay true."""
    return "".join(c if c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff" else " " for c in text)
