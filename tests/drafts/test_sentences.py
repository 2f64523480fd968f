"""The table of sentences: each finds what it should, and the clean ones nothing.

The table is for a clerk to read and add to.
"""

import pytest

from tests.drafts.sentences import Case, as_told, cases, squeezed
from unionhall.drafts import check

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{at}-{case.kind}" for at, case in enumerate(CASES)])
def test_sentence(case: Case):
    told = as_told(check(case.text))
    wanted = squeezed(case.findings)
    if wanted:
        assert len(told) == 1
        assert told[0].startswith(wanted)
    else:
        assert told == []


def test_the_table_is_large_and_half_clean():
    clean = sum(not case.findings for case in CASES)
    assert len(CASES) >= 120
    assert 0.4 <= clean / len(CASES) <= 0.7
