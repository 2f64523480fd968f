"""Recall by kind and false alarms per 1,000 figures over the whole drafts, as docs/drafts.md tells them.

Counts only; the bars are asserted in test_drafts.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from tests.drafts.mutations import Draft, drafts, listed, new_contradictions, squeezed
from unionhall.drafts import check

WORDS = {
    "subset": "a part after 其中, made larger than its whole",
    "addend": "one of the parts of a sum",
    "total": "a stated sum",
    "rest": "其余",
    "base": "a whole that shares and rates go back to",
    "share-part": "the part of a share",
    "share": "占 x%",
    "rate-part": "the number a rate counts",
    "rate": "a rate",
    "old": "the value before a rise",
    "new": "the value after a rise",
    "change": "the rise itself",
    "growth": "growth in %",
    "points": "a rise in 百分点",
    "count": "how many, beside so much each",
    "each": "so much each",
    "each-total": "the total of so much each",
    "restated": "a number told twice",
    "unit": "the wrong unit: 元 for 万元, % for 百分点",
}


@dataclass
class Measured:
    tried: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    figures: int = 0
    false_alarms: list[str] = field(default_factory=list)
    planted: int = 0
    planted_found: int = 0

    @property
    def recall(self) -> float:
        return (sum(self.caught.values()) + self.planted_found) / (sum(self.tried.values()) + self.planted)

    @property
    def alarms_per_thousand(self) -> float:
        return 1000 * len(self.false_alarms) / self.figures


@cache
def measured() -> Measured:
    out = Measured()
    for draft in drafts():
        _read(draft, out)
        if draft.is_clean:
            clean = check(draft.text)
            for mutant in draft.mutants():
                out.tried[mutant.kind] += 1
                out.caught[mutant.kind] += bool(new_contradictions(mutant, clean))
    return out


def _read(draft: Draft, out: Measured) -> None:
    """What is found in the draft as it stands, against what is listed for it."""
    report = check(draft.text)
    out.figures += report.figures
    wanted = Counter(
        (rule, squeezed(stated), squeezed(expected)) for rule, stated, expected in listed().get(draft.name, [])
    )
    got = Counter((f.rule, squeezed(f.stated), squeezed(f.expected)) for f in report.findings)
    out.planted += sum(n for (rule, _, _), n in wanted.items() if rule != "doubled")
    out.planted_found += sum(n for (rule, _, _), n in (wanted & got).items() if rule != "doubled")
    out.false_alarms += [f"{draft.name}: {' '.join(words)}" for words in (got - wanted).elements()]
