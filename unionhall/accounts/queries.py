"""What a user may do today: posts in force turned into a Scope.

The only reader of duties.
"""

from datetime import date

from django.db.models import Q

from unionhall.accounts.models import Post, User
from unionhall.kernel.scope import Duty, Scope, disjoint


def posts_in_force(user: User, on: date) -> list[Post]:
    """Posts of the user on that day, first and last day included."""
    held = Post.objects.filter(user=user, from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gte=on))
    return list(held.select_related("unit").order_by("unit__path", "pk"))


def scope_of(user: User, on: date) -> Scope:
    """The user's Scope on that day, at every unit's current path."""
    return scope_from(user.username, posts_in_force(user, on))


def scope_from(username: str, posts: list[Post]) -> Scope:
    reads: list[str] = []
    duties: dict[Duty, list[str]] = {}
    schemes: set[str] | None = set()
    for post in posts:
        reads.append(post.unit.path)
        for duty in post.duty_set:
            duties.setdefault(duty, []).append(post.unit.path)
        schemes = None if schemes is None or not post.schemes else schemes | set(post.schemes)
    return Scope(
        username=username,
        reads=disjoint(reads),
        duties={duty: disjoint(tops) for duty, tops in duties.items()},
        schemes=None if schemes is None else frozenset(schemes),
    )
