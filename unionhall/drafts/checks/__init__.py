"""The checks, one small module each: what must hold between the numbers of a draft.

`over` runs them all, in the order a reader would; a rule that cannot judge says nothing.
"""

from collections.abc import Iterator, Sequence

from unionhall.drafts.checks import (
    balances,
    bases,
    complements,
    differences,
    directions,
    doubled,
    each,
    growth,
    magnitude,
    nearly,
    ofwhich,
    parts,
    restated,
    series,
    sums,
    tables,
)
from unionhall.drafts.findings import Finding
from unionhall.drafts.otherwise import closes
from unionhall.drafts.passages import Passage
from unionhall.drafts.sentences import Document
from unionhall.drafts.slips import believed

OF_A_PASSAGE = (
    ofwhich.check,
    sums.check,
    parts.check,
    balances.check,
    differences.check,
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
        seen = [finding for check in OF_A_PASSAGE for finding in check(passage)]
        yield from seen
        yield from nearly.check(passage, _told(seen, passage))
        yield from doubled.check_text(paragraph.index, paragraph.text)
    yield from series.check(passages)
    yield from restated.check(passages)
    yield from tables.check(document.paragraphs)


def _told(seen: Sequence[Finding], passage: Passage) -> set[int]:
    """Where the numbers of the contradictions seen so far stand, those apart that will not be believed."""
    kept = [f for f in seen if f.is_contradiction and believed(f, passage.readings)]
    kept = [f for f in kept if not closes(f, passage.readings)]
    return {start for f in kept for start in (f.start, *(b for p, b, _ in f.beside if p == f.paragraph))}
