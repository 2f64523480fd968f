"""Who acts on cases: a user with the posts of the day, read once for one step or for two thousand.

What a post may do is accounts' business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from unionhall.accounts.models import DUTY_WORDS, Post, User
from unionhall.accounts.queries import posts_in_force, scope_from
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_
from unionhall.kernel.scope import NOBODY, Duty, Scope
from unionhall.organisations.models import Unit

ROLE_PARTS = {"unit": N_("本单位"), "county": N_("县级"), "city": N_("市级")}


@dataclass(frozen=True)
class Officer:
    """`user` is None for the system itself, which has no post and holds nothing."""

    actor: Actor
    user: User | None = None
    scope: Scope = NOBODY
    posts: tuple[Post, ...] = ()
    # Whose turn it is, by the unit's path and the level: two thousand steps ask for the same few unions.
    turns: dict[tuple[str, str], Unit] = field(default_factory=dict)

    def may(self, duty: Duty, path: str, scheme: str) -> bool:
        """Whether the duty is held over that path, for that scheme."""
        return self.scope.may(duty, path, scheme)

    def post_words(self, duty: Duty | None) -> str:
        """榆次区总工会 初审: the post a step was taken from."""
        fitting = [post for post in self.posts if duty is None or duty in post.duty_set]
        if not fitting:
            return self.actor.organisation_name
        return f"{fitting[0].unit.name} {fitting[0].title}"


def officer(by: Actor, on: date) -> Officer:
    """The actor with the posts in force on that day."""
    if not isinstance(by, User):
        return Officer(by)
    posts = posts_in_force(by, on)
    return Officer(by, by, scope_from(by.username, posts), tuple(posts))


def role_words(role: str) -> str:
    """review.county → 县级复核."""
    duty, _, level = role.partition(".")
    word = str(DUTY_WORDS[Duty(duty)]) if duty in set(Duty) else duty
    return gettext(ROLE_PARTS.get(level, "")) + word if level in ROLE_PARTS else word
