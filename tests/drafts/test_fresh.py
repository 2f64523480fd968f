"""Clean drafts of the rounds, many hands in a file: none may bring a finding, one changed number should.

Their first runs, before anything was mended, are told in docs/drafts.md; what holds here is after mending.
"""

import re
from pathlib import Path

import pytest

from tests.drafts.mutations import Draft, new_contradictions
from unionhall.drafts import check

ROUNDS = sorted((Path(__file__).parent / "corpus" / "fresh").glob("*.txt"))


def _drafts(path: Path) -> list[Draft]:
    blocks = re.split(r"(?m)^### ", path.read_text())[1:]
    return [Draft(f"{path.stem}-clean-{block.partition(chr(10))[0]}", block.partition("\n")[2]) for block in blocks]


FRESH = [draft for path in ROUNDS for draft in _drafts(path)]


@pytest.mark.parametrize("draft", FRESH, ids=lambda d: d.name)
def test_a_fresh_draft_has_no_finding(draft: Draft):
    assert check(draft.text).findings == ()


def test_recall_on_fresh_drafts():
    tried = caught = 0
    for draft in FRESH:
        clean = check(draft.text)
        for mutant in draft.mutants():
            tried, caught = tried + 1, caught + bool(new_contradictions(mutant, clean))
    assert caught / tried >= 0.92, (caught, tried)
