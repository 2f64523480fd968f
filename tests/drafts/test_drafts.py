"""Whole drafts: what is listed is found, nothing else is; one changed number breaks a clean draft; the bars hold.

Run with UPDATE_DOCS=1 to write the table of docs/drafts.md anew.
"""

import os

import pytest

from tests.drafts.measuring import WORDS, measured
from tests.drafts.mutations import Draft, drafts, listed
from tests.drafts.sentences import cases
from tests.house.source import ROOT
from unionhall.drafts import check

PAGE = ROOT / "docs" / "drafts.md"
START, END = "<!-- measured -->\n", "<!-- end of measured -->\n"
DRAFTS = drafts()


@pytest.mark.parametrize("draft", [d for d in DRAFTS if d.is_clean], ids=lambda d: d.name)
def test_a_clean_draft_has_no_finding(draft: Draft):
    assert check(draft.text).findings == ()


def test_the_corpus_is_what_it_should_be():
    assert len(DRAFTS) >= 12
    assert {d.name for d in DRAFTS if not d.is_clean} == set(listed())
    assert sum(d.is_clean for d in DRAFTS) * 2 == len(DRAFTS)
    assert all(1500 <= len(d.text) <= 3000 for d in DRAFTS)


def test_recall_is_at_least_95_percent():
    assert measured().recall >= 0.95


def test_at_most_two_false_alarms_in_1000_figures():
    assert measured().alarms_per_thousand <= 2, measured().false_alarms


def test_the_table_in_the_docs_is_current():
    page = PAGE.read_text()
    head, _, rest = page.partition(START)
    wanted = f"{head}{START}{table()}{END}{rest.partition(END)[2]}"
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(wanted)
    assert PAGE.read_text() == wanted


def table() -> str:
    m = measured()
    lines = ["| Changed | Times | Found | Recall |", "| --- | ---: | ---: | ---: |"]
    for kind in sorted(m.tried, key=list(WORDS).index):
        lines.append(f"| {WORDS[kind]} | {m.tried[kind]} | {m.caught[kind]} | {m.caught[kind] / m.tried[kind]:.1%} |")
    lines.append(f"| planted in dirty drafts | {m.planted} | {m.planted_found} | {m.planted_found / m.planted:.1%} |")
    tried, caught = sum(m.tried.values()) + m.planted, sum(m.caught.values()) + m.planted_found
    lines.append(f"| **all** | {tried} | {caught} | **{m.recall:.1%}** |")
    alarms = f"{len(m.false_alarms)} in {m.figures:,} figures, {m.alarms_per_thousand:.1f} in 1,000"
    lines += [
        "",
        f"False alarms on what is not listed: **{alarms}**.",
        f"Sentences: {len(cases())}, each as its table says.",
    ]
    return "\n".join(lines) + "\n"
