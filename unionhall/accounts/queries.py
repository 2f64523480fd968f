"""What a user may do today: posts in force turned into a Scope.

The only reader of duties.
"""

from datetime import date

from django.db.models import Q, QuerySet

from unionhall.accounts.models import Post, User
from unionhall.kernel.fields import subtree
from unionhall.kernel.scope import Duty, Grant, Scope, disjoint
from unionhall.organisations.models import Unit


def posts_in_force(user: User, on: date) -> list[Post]:
    """Posts of the user on that day, first and last day included; lent ones only while the lender's is in force."""
    held = in_force(Post.objects.filter(user=user), on)
    posts = held.select_related("unit", "delegated_from").order_by("unit__path", "pk")
    return [post for post in posts if post.is_in_force(on)]


def in_force(posts: QuerySet[Post], on: date) -> QuerySet[Post]:
    return posts.filter(from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gte=on))


def accounts_within(scope: Scope, on: date) -> QuerySet[User]:
    """Log-ins looked after or posted, today or later, where the scope administers."""
    if scope.is_everywhere(Duty.ADMINISTER):
        return User.objects.all()
    posts = Post.objects.visible_to(scope, Duty.ADMINISTER).filter(Q(until_on=None) | Q(until_on__gte=on))
    home = Q(pk__in=[])
    for top in scope.paths(Duty.ADMINISTER):
        home |= subtree("home__path", top)
    return User.objects.filter(home | Q(pk__in=posts.values("user")))


def may_manage(user: User, scope: Scope, on: date) -> bool:
    """Closing an account or setting its password needs all of it within reach: no post, now or later, lies outside."""
    if user.username == scope.username or not scope.has(Duty.ADMINISTER):
        return False
    posts = user.posts.filter(Q(until_on=None) | Q(until_on__gte=on)).select_related("unit")
    places = [post.unit.path for post in posts] + ([user.home.path] if user.home else [])
    everywhere = scope.is_everywhere(Duty.ADMINISTER)
    return everywhere or (bool(places) and all(scope.covers(place, Duty.ADMINISTER) for place in places))


def homes_of(user: User, on: date) -> list[str]:
    """The path of the unit the log-in belongs to; of one that belongs to none, those of its own posts, now or later."""
    if user.home is not None:
        return [user.home.path]
    own = user.posts.filter(Q(until_on=None) | Q(until_on__gte=on), delegated_from=None).select_related("unit")
    return [post.unit.path for post in own]


def handlers_of(unit: Unit) -> list[Post]:
    """The unit's handlers, the present one first."""
    return list(Post.objects.filter(unit=unit, is_handler=True).select_related("user").order_by("-from_on", "-pk"))


def scope_of(user: User, on: date) -> Scope:
    """The user's Scope on that day, at every unit's current path."""
    return scope_from(user.username, posts_in_force(user, on))


def scope_from(username: str, posts: list[Post]) -> Scope:
    grants = tuple(
        Grant(post.unit.path, post.duty_set, frozenset(post.schemes) if post.schemes else None) for post in posts
    )
    duties: dict[Duty, list[str]] = {}
    for grant in grants:
        for duty in grant.duties:
            duties.setdefault(duty, []).append(grant.path)
    limits = [grant.schemes for grant in grants]
    return Scope(
        username=username,
        reads=disjoint([grant.path for grant in grants]),
        duties={duty: disjoint(tops) for duty, tops in duties.items()},
        schemes=None if None in limits else frozenset().union(*filter(None, limits)),
        grants=grants,
    )
