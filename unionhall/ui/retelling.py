"""Sentences the database keeps in Chinese (a row's verdict, a file's refusal, a title), told in the reader's language.

Makes no sentence: it finds the marked one a text was filled from, and fills that one's translation with the same facts.
"""

import re
from functools import cache

from django.utils.translation import get_language, gettext

from unionhall.kernel.errors import MARKED

_PLACE = re.compile(r"\{\w*\}")


def retold(text: str) -> str:
    """The text in the reader's language; as it stands where no marked sentence fits it, or the reader reads Chinese."""
    if not text or (get_language() or "zh").startswith("zh"):
        return text
    if text in MARKED or gettext(text) != text:
        return gettext(text)
    for marked in sorted(MARKED, key=_plain_length, reverse=True):
        found = _pattern(marked).fullmatch(text) if _PLACE.search(marked) else None
        if found:
            return _filled(marked, [gettext(fact) if fact else "" for fact in found.groups()])
    return text


def _plain_length(marked: str) -> int:
    return len(_PLACE.sub("", marked))


@cache
def _pattern(marked: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in _PLACE.split(marked)), re.DOTALL)


def _filled(marked: str, facts: list[str]) -> str:
    names = [place[1:-1] for place in _PLACE.findall(marked)]
    told = gettext(marked)
    by_name = {name: fact for name, fact in zip(names, facts, strict=True) if name}
    return told.format(*(fact for name, fact in zip(names, facts, strict=True) if not name), **by_name)
