"""What a check gives back: where, which rule, what is printed, what it should be, and the arithmetic that shows it.

A finding proves itself; nothing here judges.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from unionhall.drafts.quantities import Quantity
from unionhall.drafts.reading import Reading
from unionhall.drafts.units import Kind


class Severity(StrEnum):
    CONTRADICTION = "contradiction"  # the text contradicts itself
    LEDGER = "ledger"  # the text differs from the records
    LOOK = "look"  # worth a look; proves nothing


#: Rules and how a page names them.
RULES = {
    "of-which": "部分大于整体",
    "sum": "分项与合计不符",
    "rest": "其余数不符",
    "balance": "期初、增减与期末不符",
    "share": "占比算错",
    "rate": "比率算错",
    "growth": "增减算错",
    "points": "%与百分点混用",
    "each": "单位数额与总额不符",
    "magnitude": "数量级可疑",
    "restated": "前后说法不一",
    "table": "表内数字不符",
    "doubled": "词语重复",
    "ledger": "与台账不符",
    "not-ours": "台账里没有这个数字",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` and `end` are characters of the paragraph's text; `beside` are the other numbers of the arithmetic."""

    rule: str
    severity: Severity
    paragraph: int
    start: int
    end: int
    stated: str
    expected: str
    arithmetic: str
    beside: tuple[tuple[int, int, int], ...] = ()
    note: str = ""

    @property
    def title(self) -> str:
        return RULES[self.rule]

    @property
    def is_contradiction(self) -> bool:
        return self.severity is Severity.CONTRADICTION

    def as_json(self) -> dict[str, Any]:
        return {
            "stated": self.stated,
            "expected": self.expected,
            "rule": self.rule,
            "severity": str(self.severity),
            "paragraph": self.paragraph,
            "start": self.start,
            "end": self.end,
            "arithmetic": self.arithmetic,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found in a draft: readings in order (one a figure), findings in the order they stand."""

    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]

    @property
    def figures(self) -> int:
        return len(self.readings)

    @property
    def contradictions(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_contradiction)

    def as_json(self) -> dict[str, Any]:
        return {"figures": self.figures, "findings": [finding.as_json() for finding in self.findings]}


def found(
    rule: str,
    stated: Quantity,
    expected: str,
    arithmetic: str,
    beside: tuple[Reading, ...] = (),
    severity: Severity = Severity.CONTRADICTION,
    note: str = "",
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        paragraph=stated.paragraph,
        start=stated.start,
        end=stated.end,
        stated=stated.text.strip(),
        expected=expected,
        arithmetic=arithmetic,
        beside=tuple((r.quantity.paragraph, r.quantity.start, r.quantity.end) for r in beside),
        note=note,
    )


def bare(quantity: Quantity) -> str:
    """The number as it stands in arithmetic: without its unit, with 万 or 亿; a share with its %."""
    if quantity.kind is Kind.PERCENT:
        return f"{_digits(quantity.value, _places(quantity.step))}%"
    scale = _scale(quantity)
    return _digits(quantity.value / scale, _places(quantity.step / scale)) + _SCALE_WORDS[scale]


def like(quantity: Quantity, value: Fraction) -> str:
    """A value written the way `quantity` is: its unit, its scale, its places and one more where needed."""
    scale = _scale(quantity)
    places = _places(quantity.step / scale)
    number = value / scale
    for more in range(places, places + 3):
        if number * 10**more == int(number * 10**more):
            return _digits(number, more) + _SCALE_WORDS[scale] + quantity.written_unit
    return _digits(number, max(places, 1)) + _SCALE_WORDS[scale] + quantity.written_unit


_SCALE_WORDS = {Fraction(1): "", Fraction(10**4): "万", Fraction(10**8): "亿"}


def _scale(quantity: Quantity) -> Fraction:
    text = quantity.text
    if quantity.is_worded and quantity.kind is not Kind.MONEY:
        return Fraction(1)
    if "亿" in text or "億" in text:
        return Fraction(10**8)
    is_shared = quantity.is_scaled and quantity.kind is Kind.MONEY and quantity.step >= 10 and "元" not in text
    return Fraction(10**4) if "万" in text or "萬" in text or is_shared else Fraction(1)


def _places(step: Fraction) -> int:
    places = 0
    while step < 1 and places < 8:
        step, places = step * 10, places + 1
    return places


def _digits(number: Fraction, places: int) -> str:
    """Rounded half up, thousands apart."""
    shifted = int(abs(number) * 10**places + Fraction(1, 2))
    whole, rest = divmod(shifted, 10**places)
    sign = "-" if number < 0 and shifted else ""
    return f"{sign}{whole:,}" + (f".{rest:0{places}d}" if places else "")
