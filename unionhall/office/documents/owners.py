"""Which records take papers, who may open one, who may add one: whoever may see the record, unless its app says otherwise.

An app declares its models at start-up, those with stricter papers (health) with their own rule; any other takes none.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.kernel.scope import Duty, Scope

Allows = Callable[[Scope, str], bool]


@dataclass(frozen=True)
class Owner:
    """`may_open` and `may_add` get the scope and the record's id as text; None: whoever sees it, whoever enters there."""

    may_open: Allows | None
    may_add: Allows | None
    has_own_page: bool


_owners: dict[str, Owner] = {}


def declare(
    object_type: str, *, may_open: Allows | None = None, may_add: Allows | None = None, has_own_page: bool = False
) -> None:
    """Let a model, by its label ("members.person"), take papers.

    :param has_own_page: its app adds papers on a page of its own, under more rules than this: no other page adds one.
    """
    _owners[object_type] = Owner(may_open, may_add, has_own_page)


def is_added_here(object_type: str) -> bool:
    """Whether the page of this app adds papers to records of that model."""
    owner = _owners.get(object_type)
    return owner is not None and not owner.has_own_page


def may_open(object_type: str, object_id: str, scope: Scope) -> bool:
    owner = _owners.get(object_type)
    if owner is None:
        return False
    return owner.may_open(scope, object_id) if owner.may_open else _is_visible(object_type, object_id, scope, None)


def may_add(object_type: str, object_id: str, scope: Scope) -> bool:
    """Adding, and removing, needs the duty to enter where the record is; an auditor never has it."""
    owner = _owners.get(object_type)
    if owner is None:
        return False
    return owner.may_add(scope, object_id) if owner.may_add else _is_visible(object_type, object_id, scope, Duty.ENTER)


def record(object_type: str, object_id: str) -> Model | None:
    """The record itself."""
    try:
        model = apps.get_model(object_type)
    except (LookupError, ValueError):
        return None
    return model._base_manager.filter(pk=object_id).first() if object_id.isdigit() else None


def _is_visible(object_type: str, object_id: str, scope: Scope, duty: Duty | None) -> bool:
    try:
        model = apps.get_model(object_type)
    except (LookupError, ValueError):
        return False
    rows = model._default_manager.all()
    if not isinstance(rows, ScopedQuerySet) or not object_id.isdigit():
        return False
    return rows.visible_to(scope, duty).filter(pk=object_id).exists()
