"""`check`: a draft in, a report out. Reads every paragraph, runs every check, sorts what was found.

Never raises for a text; files are read in `files`, the ledger is laid beside in `ledger`.
"""

from collections.abc import Iterable, Sequence

from unionhall.drafts import checks, ledger
from unionhall.drafts.findings import Finding, Report, Severity
from unionhall.drafts.glyphs import fold
from unionhall.drafts.otherwise import closes
from unionhall.drafts.passages import Passage
from unionhall.drafts.reading import Reading, read
from unionhall.drafts.sentences import Document, document
from unionhall.drafts.slips import is_another_pairing

#: Numbers of the paragraphs before that a named base may stand among.
EARLIER = 30
#: Rules that ask for a slip of the pen themselves.
JUDGED = {"sum", "of-which"}
_ORDER = {Severity.CONTRADICTION: 0, Severity.LEDGER: 1, Severity.LOOK: 2}


def check(source: str | Document | Iterable[str], figures: Sequence[ledger.Named] = ()) -> Report:
    """Check a text, a list of paragraphs or a read document; lay it beside `figures` where they are given."""
    return laid_beside(source, figures)[0]


def laid_beside(
    source: str | Document | Iterable[str], figures: Sequence[ledger.Named] = ()
) -> tuple[Report, ledger.Beside]:
    """`check`, and which number was taken for which figure."""
    draft = document(source)
    passages = passages_of(draft)
    found = list(checks.over(draft, passages))
    beside = ledger.match(passages, figures)
    if figures:
        found = ledger.settled(found, beside) + ledger.differences(beside)
    return Report(tuple(r for p in passages for r in p.readings), tuple(_once(found, passages))), beside


def passages_of(source: str | Document | Iterable[str]) -> list[Passage]:
    """The paragraphs of a draft read, each with the last numbers of those before it."""
    draft = document(source)
    passages: list[Passage] = []
    earlier: tuple[Reading, ...] = ()
    for paragraph in draft.paragraphs:
        readings = tuple(read(paragraph))
        passages.append(Passage(fold(paragraph.text), readings, earlier))
        earlier = (*earlier, *readings)[-EARLIER:]
    return passages


def _bare(words: str) -> str:
    return fold(words).replace(" ", "").replace(",", "")


def _once(found: Iterable[Finding], passages: Sequence[Passage]) -> list[Finding]:
    """In the order they stand; one finding of a rule at a place."""
    at = {(r.quantity.paragraph, r.quantity.start): r.quantity for p in passages for r in p.readings}
    of_paragraph = {r.quantity.paragraph: p.readings for p in passages for r in p.readings[:1]}
    kept: dict[tuple[int, int, str], Finding] = {}
    for finding in found:
        operands = [at[beside[:2]] for beside in finding.beside if beside[:2] in at]
        is_far = finding.rule not in JUDGED and is_another_pairing(finding, operands)
        is_far = is_far or closes(finding, of_paragraph.get(finding.paragraph, ()))
        if _bare(finding.stated) != _bare(finding.expected) and not is_far:
            kept.setdefault((finding.paragraph, finding.start, finding.rule), finding)
    return sorted(kept.values(), key=lambda f: (f.paragraph, f.start, _ORDER[f.severity], f.rule))
