"""Marks the Chinese phrases of this package for translation; a page translates them when it shows them.
It is not a translator: `figures` does not know Django's gettext."""

from typing import Any

# A text shown: a str, or one that is translated when it is shown (gettext_lazy), which is no str to the type checker.
Phrase = Any


def gettext_noop(phrase: str) -> str:
    """Return the phrase unchanged; Babel and makemessages collect it by the name of this function."""
    return phrase
