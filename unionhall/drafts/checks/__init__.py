"""The checks, one small module each: what must hold between the numbers of a draft.

`over` runs them all, in the order a reader would; a rule that cannot judge says nothing.
"""

from collections.abc import Iterator, Sequence

from unionhall.drafts.checks import (
    bases,
    complements,
    directions,
    doubled,
    each,
    growth,
    magnitude,
    ofwhich,
    restated,
    sums,
    tables,
)
from unionhall.drafts.findings import Finding
from unionhall.drafts.passages import Passage
from unionhall.drafts.sentences import Document

OF_A_PASSAGE = (
    ofwhich.check,
    sums.check,
    bases.check,
    complements.check,
    directions.check,
    growth.check,
    each.check,
    magnitude.check,
)


def over(document: Document, passages: Sequence[Passage]) -> Iterator[Finding]:
    """Every finding of a draft, unsorted."""
    for paragraph, passage in zip(document.paragraphs, passages, strict=True):
        for check in OF_A_PASSAGE:
            yield from check(passage)
        yield from doubled.check_text(paragraph.index, paragraph.text)
    yield from restated.check(passages)
    yield from tables.check(document.paragraphs)
