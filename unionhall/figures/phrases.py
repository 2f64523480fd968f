"""Marks the Chinese phrases of this package for translation; a page translates them when it shows them.
It is not a translator: `figures` does not know Django's gettext."""


def gettext_noop(phrase: str) -> str:
    """Return the phrase unchanged; Babel and makemessages collect it by the name of this function."""
    return phrase
