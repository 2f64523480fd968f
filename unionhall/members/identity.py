"""The blind indexes a person is found by: of the whole ID number, and of its last four characters.

Not for showing a number: the register reveals one for a stated purpose, journalled.
"""

from django.conf import settings

ID_COLUMN = "members_person.id_number"
TAIL_COLUMN = "members_person.id_tail"


def id_index(id_number: str) -> str:
    """Index of a whole ID number as stored (18 half-width characters, capital X); 22 characters."""
    return settings.KEYRING.index(id_number, column=ID_COLUMN)


def tail_index(id_number_or_tail: str) -> str:
    """Index of the last four characters: give the whole number or just those four."""
    return settings.KEYRING.index(id_number_or_tail[-4:].upper(), column=TAIL_COLUMN)
