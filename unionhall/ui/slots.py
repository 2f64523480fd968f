"""What is shown from above: a lower app names a slot, higher apps fill it at start-up, nobody imports upward.

Slots hold functions; they are filled in `AppConfig.ready` and read on pages.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

P = TypeVar("P", bound=Callable[..., object])


class Slot(Generic[P]):
    """An ordered list of providers. `what` says in one line what a provider gets and gives back."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._providers: list[tuple[int, int, P]] = []

    def fill(self, provider: P, *, order: int = 100) -> P:
        """Add a provider; lower orders come first. Works as a decorator."""
        self._providers.append((order, len(self._providers), provider))
        self._providers.sort(key=lambda row: row[:2])
        return provider

    def __iter__(self) -> Iterator[P]:
        return (provider for _, _, provider in self._providers)


WAITING: Slot = Slot("(scope, on) -> list[Waiting]: what waits for this user today")
UNIT_PANELS: Slot = Slot("(unit, scope, on) -> Panel | None: a section on a unit's page")
UNIT_TRACES: Slot = Slot("(unit) -> rows of higher apps whose acts belong to the unit's history: its handlers' posts")
UNIT_DEPENDENTS: Slot = Slot("(unit, on) -> list[str]: what hinders closing this unit on that day, a clause each")
PERSON_PANELS: Slot = Slot("(person, scope, on) -> Panel | None: a section on a person's page")
RECORD_PANELS: Slot = Slot("(record, scope, on) -> Panel | None: a section on the page of a record that is counted")
IMPORT_PANELS: Slot = Slot("(import, scope) -> Panel | None: a section beside an import's verdicts and result")
IMPORT_DEPENDENTS: Slot = Slot("(import) -> list[str]: sentences naming what hinders undoing this import")
JOB_RESULTS: Slot = Slot("(job, scope) -> Panel | None: what the app of this kind shows of a finished job")
MERGE_FOLLOWERS: Slot = Slot("(kept, gone, by, on) -> dict: moves rows of a merged person's file; returns what moved")
HOME_PANELS: Slot = Slot("(scope, posts, on) -> Panel | None: a section beside the first page's list")
SEARCH: Slot = Slot("(terms, scope, on) -> list[Hit]: what the search box finds, at most twenty a source")
