"""One line of a search result.

Sources are functions `(terms, scope, on) -> list[Hit]` that apps put into the slot `ui.slots.SEARCH`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """`group` heads the section; `detail` tells namesakes apart and is masked."""

    group: str
    title: str
    url: str
    detail: str = ""
