"""How the records of a fact are listed when a number is opened: columns and the address of each.

Each app says it once, beside its binding; pages that open numbers know no model.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from unionhall.figures.facts import Fact


@dataclass(frozen=True)
class ShownColumn:
    """A column of the list: label, what a record shows in it, and its kind (text, date, money, number)."""

    label: Any
    value: Callable[[Any], Any]
    kind: str = "text"


@dataclass(frozen=True)
class RecordView:
    """The list of a fact's records. `related` are followed in one query; `url` is None where a record has no page."""

    noun: Any
    columns: tuple[ShownColumn, ...]
    related: tuple[str, ...] = ()
    url: Callable[[Any], str] | None = None


_views: dict[str, RecordView] = {}


def show(fact: Fact, view: RecordView) -> None:
    """Say how the records of a fact are listed."""
    _views[fact.name] = view


def view_of(fact: Fact) -> RecordView:
    """:raises KeyError: the app that bound the fact did not say how its records are listed."""
    return _views[fact.name]
