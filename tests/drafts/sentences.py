"""The table of sentences: kind, text, findings expected (`rule stated expected`, or empty for a clean one).

Read by the tests and by the documentation.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from unionhall.drafts import Report

TABLE = Path(__file__).parent / "corpus" / "sentences.csv"


@dataclass(frozen=True)
class Case:
    kind: str
    text: str
    findings: str

    @property
    def rule(self) -> str:
        return self.findings.partition(" ")[0]


def cases() -> list[Case]:
    with TABLE.open(newline="") as lines:
        return [Case(row["kind"], row["text"], row["findings"] or "") for row in csv.DictReader(lines)]


def squeezed(words: str) -> str:
    return words.replace(" ", "").replace("％", "%").replace(",", "")


def as_told(report: Report) -> list[str]:
    return [squeezed(f"{f.rule}{f.stated}{f.expected}") for f in report.findings]
