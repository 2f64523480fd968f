"""The one way a page, an export or a figure reaches rows: `visible_to(scope)`.

A model says where its unit's current path stands (`scope_path`); nothing else decides who sees a row.
"""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from unionhall.kernel.fields import subtree
from unionhall.kernel.scope import Duty, Scope

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows of a model with `scope_path`, the lookup of a current unit path."""

    def visible_to(self, scope: Scope, duty: Duty | None = None) -> Self:
        """Rows within the scope's subtrees (of that duty, if one is named); none for nobody."""
        if scope.is_everywhere(duty):
            return self.all()
        tops = scope.paths(duty)
        if not tops:
            return self.none()
        condition = models.Q()
        for top in tops:
            condition |= subtree(self.model.scope_path, top)  # type: ignore[attr-defined]
        return self.filter(condition)
