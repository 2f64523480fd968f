"""What the journal calls an act: each app declares its verbs with their Chinese words at start-up.

Not stored: an entry keeps the verb, the words may change.
"""

from collections.abc import Mapping

from django.utils.functional import Promise

_words: dict[str, str | Promise] = {}


def declare(words: Mapping[str, str | Promise]) -> None:
    """Name verbs: {"organisations.unit.moved": _("划转")}; called in AppConfig.ready."""
    _words.update(words)


def word_of(verb: str) -> str:
    """The Chinese (or translated) word of a verb; the verb itself when nobody declared it."""
    return str(_words.get(verb, verb))


def declared() -> dict[str, str]:
    """All verbs with their words, for filters."""
    return {verb: str(word) for verb, word in sorted(_words.items())}
