"""Pinyin initials of names, so that 畅书宁 is found by csn.

Not for sorting by tone or for full syllables: one small letter a character is what clerks type.
"""

from functools import cache

# Readings a name uses and a dictionary puts second.
_SURNAMES = {
    "单": "s",
    "解": "x",
    "仇": "q",
    "曾": "z",
    "查": "z",
    "盖": "g",
    "区": "o",
    "朴": "p",
    "乐": "y",
    "尉": "y",
}


@cache
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    from pypinyin import Style, lazy_pinyin  # 0.2 s: paid at the first name, not at start-up

    letter = lazy_pinyin(character, style=Style.FIRST_LETTER)[0]
    return letter if letter.isascii() else ""


def initials(text: str) -> str:
    """Small initials of a unit's name, a character a letter: 晋中市总工会 is jzszgh; signs fall out."""
    return "".join(map(_initial, text))


def person_initials(name: str) -> str:
    """Initials of a person's name; the first character is read as a surname: 单晓明 is sxm."""
    return _SURNAMES.get(name[:1], _initial(name[0]) if name else "") + initials(name[1:])
