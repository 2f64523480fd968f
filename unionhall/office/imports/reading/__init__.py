"""Reading whatever file an office sends: sheets, headers, rows with their numbers, columns matched to fields.

No Django and no model here; what a row means is decided by the import that asked.
"""

from . import clean, identity
from .files import read
from .lexicon import Content, Field, header_key
from .matching import Match, match_columns, remembered_from, remembered_key
from .refusals import Unreadable
from .workbook import Column, Sheet, Workbook

__all__ = [
    "Column",
    "Content",
    "Field",
    "Match",
    "Sheet",
    "Unreadable",
    "Workbook",
    "clean",
    "header_key",
    "identity",
    "match_columns",
    "read",
    "remembered_from",
    "remembered_key",
]
