"""The nouns of mutual aid's deciding half: editions of terms in editions.py, claims in claims.py.

Names only; what they hold stands in the two modules.
"""

from unionhall.aid.claims.models.claims import Claim, ClaimQuerySet
from unionhall.aid.claims.models.editions import (
    Band,
    Base,
    Benefit,
    Counting,
    Edition,
    EditionCase,
    EditionPeriod,
    EditionStatus,
    Lump,
    Number,
    Paper,
    Rounding,
    Trial,
    Verification,
    Way,
)
from unionhall.aid.claims.models.slips import Slip

__all__ = [
    "Band",
    "Base",
    "Benefit",
    "Claim",
    "ClaimQuerySet",
    "Counting",
    "Edition",
    "EditionCase",
    "EditionPeriod",
    "EditionStatus",
    "Lump",
    "Number",
    "Paper",
    "Rounding",
    "Slip",
    "Trial",
    "Verification",
    "Way",
]
