"""What waits for whom: one line of a clerk's first page.

Sources are functions `(scope, on) -> list[Waiting]` that apps put into the slot `ui.slots.WAITING`.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiting:
    """`group` heads the section; `state` is (chip kind, word), the kinds of `ui`: todo, doing, note, done, failed, locked."""

    group: str
    title: str
    url: str
    verb: str
    detail: str = ""
    due_on: date | None = None
    amount_fen: int | None = None
    state: tuple[str, str] | None = None
