"""Who may open a paper, or add one: whoever may see the record it belongs to, unless its app says otherwise.

An app with stricter papers (health) declares its own rule at start-up.
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
    """`may_open` and `may_add` get the scope and the record's id as text."""

    may_open: Allows
    may_add: Allows


_owners: dict[str, Owner] = {}


def declare(object_type: str, *, may_open: Allows, may_add: Allows) -> None:
    """Set the rule for the papers of a model, by its label ("aid.claim")."""
    _owners[object_type] = Owner(may_open, may_add)


def may_open(object_type: str, object_id: str, scope: Scope) -> bool:
    owner = _owners.get(object_type)
    return owner.may_open(scope, object_id) if owner else _is_visible(object_type, object_id, scope, None)


def may_add(object_type: str, object_id: str, scope: Scope) -> bool:
    """Adding needs the duty to enter where the record is; an auditor never has it."""
    owner = _owners.get(object_type)
    return owner.may_add(scope, object_id) if owner else _is_visible(object_type, object_id, scope, Duty.ENTER)


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
