"""Who did something, as the journal keeps it: text only, so that it outlives accounts and units.

Not an account: anything with these attributes may act, a user or the system's own jobs.
"""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    @property
    def username(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def organisation_name(self) -> str: ...

    @property
    def organisation_path(self) -> str: ...


@dataclass(frozen=True)
class SystemActor:
    """The system itself: reference data, sealing, retention."""

    username: str = "system"
    name: str = "系统"
    organisation_name: str = ""
    organisation_path: str = ""


SYSTEM = SystemActor()
