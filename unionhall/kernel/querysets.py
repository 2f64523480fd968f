"""The one way a page, an export or a figure reaches rows: `visible_to(scope)`.

A model says where its unit's current path stands (`scope_path`) and, if posts can be limited to its scheme, where the
scheme's code does (`scheme_lookup`); nothing else decides who sees a row.
"""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from unionhall.kernel.fields import subtree
from unionhall.kernel.scope import Duty, Scope

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows of a model with `scope_path`, the lookup of a current unit path, and perhaps `scheme_lookup`."""

    def visible_to(self, scope: Scope, duty: Duty | None = None) -> Self:
        """Rows within the scope's subtrees (of that duty, if one is named); none for nobody.

        Where posts are limited to schemes each opens its own subtree for its own schemes: what one post may see lifts no
        limit of another.
        """
        lookup = getattr(self.model, "scheme_lookup", "")
        if lookup and any(schemes is not None for _top, schemes in scope.limits(duty)):
            return self.filter(within_limits(scope, duty, scope_path=_path_of(self.model), scheme_lookup=lookup))
        if scope.is_everywhere(duty):
            return self.all()
        tops = scope.paths(duty)
        if not tops:
            return self.none()
        condition = models.Q()
        for top in tops:
            condition |= subtree(_path_of(self.model), top)
        return self.filter(condition)


def within_limits(scope: Scope, duty: Duty | None, *, scope_path: str, scheme_lookup: str) -> models.Q:
    """Rows in the subtree of a post and of one of its schemes, for each post that holds the duty."""
    condition = models.Q(pk__in=[])
    for top, schemes in scope.limits(duty):
        condition |= subtree(scope_path, top) & of_schemes(schemes, scheme_lookup)
    return condition


def of_schemes(schemes: frozenset[str] | None, scheme_lookup: str) -> models.Q:
    """Rows of these schemes (None: of all), and those of no scheme, which have "" there."""
    return models.Q() if schemes is None else models.Q(**{f"{scheme_lookup}__in": ["", *sorted(schemes)]})


def _path_of(model: type[models.Model]) -> str:
    return model.scope_path  # type: ignore[attr-defined, no-any-return]
