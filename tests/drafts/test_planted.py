"""Drafts of other hands with slips put in, five or six each: how many are told, at the number or beside it.

Their clean texts stand in `corpus/fresh`; the first reading of each round, before anything was mended, in docs/drafts.md.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from unionhall.drafts import Finding, check

PLANTED = Path(__file__).parent / "corpus" / "planted"


@cache
def drafts(round_: str) -> dict[str, list[str]]:
    """Paragraphs of each draft with its slips."""
    blocks = re.split(r"(?m)^### ", (PLANTED / f"{round_}.txt").read_text())[1:]
    return {block[:2]: block.partition("\n")[2].strip().split("\n") for block in blocks}


def figure(words: str) -> str:
    return re.sub(r"[^0-9.]", "", words)


def numbers_of(finding: Finding, paragraphs: list[str]) -> Iterator[str]:
    for at, start, end in ((finding.paragraph, finding.start, finding.end), *finding.beside):
        yield figure(paragraphs[at][start:end])


@pytest.mark.parametrize(("round_", "least"), [("7", 0.87), ("8", 0.87), ("9", 0.79)])
def test_slips_put_in_are_told(round_: str, least: float):
    with (PLANTED / f"{round_}.csv").open(newline="") as file:
        slips = list(csv.DictReader(file))
    told = 0
    for slip in slips:
        paragraphs = drafts(round_)[slip["draft"]]
        found = [one for one in check("\n".join(paragraphs)).findings if one.is_contradiction]
        told += any(figure(slip["is"]) in numbers_of(one, paragraphs) for one in found)
    assert told / len(slips) >= least, (told, len(slips))
