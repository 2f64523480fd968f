"""What is changed of a draft's terms, as a form gives it and an action takes it.

Decides and writes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from unionhall.kernel.money import Fen

WRITTEN_BY_HAND = "unverified"


@dataclass(frozen=True)
class NewNumber:
    """A number and where it stands; `value` None takes the line out."""

    value: int | None
    source: str = ""
    state: str = WRITTEN_BY_HAND


@dataclass(frozen=True)
class NewBand:
    """A slice that ends at `until_fen` (None: no end); it begins where the one before ends, the first at the deductible."""

    until_fen: Fen | None
    rate_bp: int
    source: str = ""
    state: str = WRITTEN_BY_HAND


@dataclass(frozen=True)
class Amendment:
    """What changes: numbers by (benefit or "", name), all bands of a benefit, lumps by (benefit, illness; None takes one
    out), illnesses added with their sum, all papers of a benefit by their labels, countings by benefit, the rounding,
    the day it is valid from. What is not named stays."""

    numbers: Mapping[tuple[str, str], NewNumber] = field(default_factory=dict)
    bands: Mapping[str, Sequence[NewBand]] = field(default_factory=dict)
    lumps: Mapping[tuple[str, str], NewNumber] = field(default_factory=dict)
    new_lumps: Mapping[str, Sequence[tuple[str, Fen]]] = field(default_factory=dict)
    papers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    countings: Mapping[str, str] = field(default_factory=dict)
    rounding: str = ""
    valid_from: date | None = None
