"""Binds facts, which know no Django, to the querysets that yield their rows.
Each app binds its facts at start-up; nothing is read here."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

from unionhall.figures.dialects import Source
from unionhall.figures.facts import Fact
from unionhall.kernel import paths

QuerysetFactory = Callable[[], "models.QuerySet[Any]"]

DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}

_bound: dict[Fact, QuerysetFactory] = {}


class AlreadyBound(ValueError):
    """A fact of this name has its rows from elsewhere."""


class NotBound(LookupError):
    """A figure counts a fact that no app has bound to a queryset."""


def bind(fact: Fact, factory: QuerysetFactory) -> None:
    """Say where a fact's rows come from.

    :param factory: makes a queryset on which every column of the fact is a field or an annotation of the same name
        (`fact_<name>` where the model has a field of that name for something else); record_id is its primary key.
        Without ordering and slicing.
    :raises AlreadyBound: another fact, or another factory, has the name.
    """
    for other, others_factory in _bound.items():
        if other.name == fact.name and (other is not fact or others_factory is not factory):
            raise AlreadyBound(fact.name)
    _bound[fact] = factory


def movers() -> tuple[str, ...]:
    """Apps whose acts can move a figure: those of the facts' models and of every model these point to."""
    seen: set[type[models.Model]] = set()
    open_ends: list[type[models.Model]] = [factory().model for factory in _bound.values()]
    while open_ends:
        model = open_ends.pop()
        if model not in seen:
            seen.add(model)
            open_ends += [field.related_model for field in model._meta.fields if field.is_relation]  # type: ignore[misc]
    return tuple(sorted({model._meta.app_label for model in seen}))


def queryset(fact: Fact) -> "models.QuerySet[Any]":
    """Return a fresh queryset of the fact's rows.

    :raises NotBound: no app has bound it.
    """
    try:
        return _bound[fact]()
    except KeyError:
        raise NotBound(fact.name) from None


def dialect(connection: str) -> str:
    """Return the compiler's name of a Django connection's database."""
    return DIALECTS[connections[connection].vendor]


def source(fact: Fact, *, within: str, connection: str) -> Source | None:
    """Return the SELECT of the fact's rows for the compiler; None where the queryset is empty by its own condition.

    :param within: path of a unit whose subtree to count; "" or the root's path: everything, without a predicate.
    """
    rows = queryset(fact).order_by()
    # A column whose name a field of the model has for something else is annotated as fact_<name>; order is what counts.
    names = [other if (other := f"fact_{name}") in rows.query.annotations else name for name in fact.columns]
    rows = rows.values(*names)
    try:
        sql, params = rows.query.get_compiler(using=connection).as_sql()
    except EmptyResultSet:
        return None
    return Source(sql, tuple(params), subtree(within))


def subtree(within: str) -> tuple[str, str] | None:
    """Return the range of paths below a unit; None at the root, where a predicate would only cost."""
    return (within, paths.successor(within)) if paths.depth(within) > 1 else None
