"""The subtree a reader's numbers are counted in, and what it is called: one choice for every page.

What may be seen at all is the Scope's; this is which part of it is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from unionhall.accounts.models import Post
from unionhall.kernel.scope import Scope


@dataclass(frozen=True)
class Reach:
    """`path` is "" for everything: 全市."""

    path: str
    name: str


def reach_of(scope: Scope, posts: Sequence[Post]) -> Reach:
    """全市 for whoever reads the root; else the unit of the post worked in, which stands first."""
    if scope.is_everywhere():
        return Reach("", gettext("全市"))
    return Reach(posts[0].unit.path, posts[0].unit.name) if posts else Reach(scope.top, "")
