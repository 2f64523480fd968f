"""`check`: a draft in, a report out. Reads every paragraph, runs every check, sorts what was found.

Never raises for a text; files are read in `files`, the ledger is laid beside in `ledger`.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from unionhall.drafts import checks, ledger
from unionhall.drafts.findings import Finding, Report, Severity
from unionhall.drafts.glyphs import fold
from unionhall.drafts.numerals import numbers
from unionhall.drafts.passages import Passage
from unionhall.drafts.reading import Reading, read
from unionhall.drafts.sentences import Document, document

#: Numbers of the paragraphs before that a named base may stand among.
EARLIER = 30
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
    return Report(tuple(r for p in passages for r in p.readings), tuple(_once(found))), beside


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


#: Rules whose pairing is inferred from words; a result this many times off says the inference was wrong.
_INFERRED = {"share", "rate", "each", "rest", "ledger"}
TIMES_OFF = 3


def _is_another_pairing(finding: Finding) -> bool:
    """Slips of the pen stay near: a digit, two changed about, a unit (ten, ten thousand). 71% for 16% was meant otherwise."""
    if finding.rule not in _INFERRED:
        return False
    stated, expected = numbers(0, finding.stated), numbers(0, finding.expected)
    if len(stated) != 1 or len(expected) != 1 or not stated[0].value or not expected[0].value:
        return False
    times = max(stated[0].value / expected[0].value, expected[0].value / stated[0].value)
    is_unit = any(Fraction(19, 20) <= times / ten <= Fraction(21, 20) for ten in (10, 100, 1000, 10**4, 10**8))
    return times > TIMES_OFF and not is_unit and _digits(finding.stated) != _digits(finding.expected)


def _digits(words: str) -> list[str]:
    """The figures of a number in order of size: equal where two of them were changed about."""
    return sorted(c for c in fold(words) if c in "123456789")


def _bare(words: str) -> str:
    return fold(words).replace(" ", "").replace(",", "")


def _once(found: Iterable[Finding]) -> list[Finding]:
    """In the order they stand; one finding of a rule at a place."""
    kept: dict[tuple[int, int, str], Finding] = {}
    for finding in found:
        if _bare(finding.stated) != _bare(finding.expected) and not _is_another_pairing(finding):
            kept.setdefault((finding.paragraph, finding.start, finding.rule), finding)
    return sorted(kept.values(), key=lambda f: (f.paragraph, f.start, _ORDER[f.severity], f.rule))
