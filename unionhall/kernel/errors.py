"""Refusals: one sentence in Chinese that says what happened, what was kept and what to do.

Not for programming mistakes: those stay ordinary exceptions.
"""

from collections.abc import Callable
from typing import ClassVar

#: Every marked sentence, so that one kept as text can be found again and told in another language.
MARKED: set[str] = set()


def N_(text: str) -> str:
    """Mark a sentence for the catalogue where no translation may happen yet (plain Python, class bodies)."""
    MARKED.add(text)
    return text


class DomainError(Exception):
    """A refusal with a code. Subclasses set `code` and `sentence`; keyword facts fill the sentence's {places}.

    Facts never hold a full identity number; names only where the reader may see the row anyway.
    """

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = N_("这一步没有办成，什么也没有改动。请刷新后再试。")

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts

    def say(self, translate: Callable[[str], str] = str) -> str:
        """The sentence for the reader; `translate` is gettext at the page's edge."""
        return translate(self.sentence).format(**self.facts)

    def __str__(self) -> str:
        return self.say()
