"""The house's list of facts, figures and relations, filled by each app at start-up.
It counts nothing and knows no app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from unionhall.figures.facts import Fact
from unionhall.figures.figures import Change, Definition, Difference, Figure, Ratio
from unionhall.figures.relations import Relation

Item = TypeVar("Item")


class DuplicateId(ValueError):
    """Two definitions want the same id, or two facts the same name."""


class UnknownFigure(KeyError):
    """No definition has this id."""


class Catalogue:
    """Definitions by id, in order of registration."""

    def __init__(self) -> None:
        self._definitions: dict[str, Definition] = {}
        self._facts: dict[str, Fact] = {}
        self._relations: dict[Relation, None] = {}

    def register(self, *items: Definition | Relation | Fact) -> None:
        """Take up definitions, relations and facts; the facts of figures come along.

        The same object twice is no duplicate: a ratio brings its figures, which may also be registered by themselves.

        :raises DuplicateId: another definition or fact has the name already.
        """
        for item in items:
            if isinstance(item, Relation):
                self._relations[item] = None
            elif isinstance(item, Fact):
                _take(self._facts, item.name, item)
            else:
                self._define(item)

    def _define(self, definition: Definition) -> None:
        if isinstance(definition, Figure):
            _take(self._facts, definition.fact.name, definition.fact)
        elif isinstance(definition, Ratio):
            self.register(definition.of, definition.to)
        elif isinstance(definition, Difference):
            self.register(definition.of, definition.less)
        elif isinstance(definition, Change):
            self.register(definition.of)
        _take(self._definitions, definition.id, definition)

    def __getitem__(self, id_: str) -> Definition:
        """Return the definition of this id.

        :raises UnknownFigure: there is none.
        """
        try:
            return self._definitions[id_]
        except KeyError:
            raise UnknownFigure(id_) from None

    def __iter__(self) -> Iterator[Definition]:
        return iter(self._definitions.values())

    def __len__(self) -> int:
        return len(self._definitions)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._definitions

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(self._facts.values())

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The plain figures, without ratios and changes."""
        return tuple(item for item in self if isinstance(item, Figure))

    @property
    def relations(self) -> tuple[Relation, ...]:
        return tuple(self._relations)

    def named(self, name: str) -> tuple[Definition, ...]:
        """Return the definitions called so, by label or synonym."""
        return tuple(item for item in self if name == str(item.label) or name in map(str, item.synonyms))


def _take(taken: dict[str, Item], name: str, item: Item) -> None:
    if taken.setdefault(name, item) is not item:
        raise DuplicateId(name)


# The one every app registers with, and every page reads.
catalogue = Catalogue()
