"""Gives every request its scope, its posts and its business day; keeps the idle time-out and the first password.

No page computes these again.
"""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from unionhall.accounts.models import Post
from unionhall.accounts.queries import posts_in_force, scope_from
from unionhall.kernel.scope import NOBODY
from unionhall.office.installation.models import Installation

Answer = Callable[[HttpRequest], HttpResponse]

POST_KEY = "post"
SEEN_KEY = "seen"
TOUCH_SECONDS = 60
LIVE = "/live/"  # pages ask these by themselves, nobody need be sitting there


class ScopeMiddleware:
    """Sets `request.installation`, `today`, `posts`, `scope`; the user gets the organisation of the post worked in.

    The post chosen in the side bar stands first in `request.posts`: what is shown first, never what may be seen.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/static/"):
            return self.get_response(request)
        request.installation = Installation.current()  # type: ignore[attr-defined]
        request.today = request.installation.today()  # type: ignore[attr-defined]
        request.posts, request.scope = [], NOBODY  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            posts = posts_in_force(request.user, request.today)  # type: ignore[attr-defined]
            request.scope = scope_from(request.user.username, posts)  # type: ignore[attr-defined]
            request.posts = _chosen_first(posts, request.session.get(POST_KEY))  # type: ignore[attr-defined]
            if posts:
                request.user.organisation_name = request.posts[0].unit.name  # type: ignore[attr-defined]
                request.user.organisation_path = request.posts[0].unit.path  # type: ignore[attr-defined]
        return self.get_response(request)


class SessionMiddleware:
    """Half an hour idle ends a session (等保 2.0); whoever got a one-time password changes it before anything else.

    A session is written at most once a minute, and not for what a page asks by itself.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/static/") or not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        if not request.path.endswith(LIVE) and now - request.session.get(SEEN_KEY, 0) >= TOUCH_SECONDS:
            request.session[SEEN_KEY] = now
        if request.user.must_change_password and request.path not in _open_paths():
            return redirect("account_change_password")
        return self.get_response(request)


def _chosen_first(posts: list[Post], chosen: int | None) -> list[Post]:
    return sorted(posts, key=lambda post: post.pk != chosen)


def _open_paths() -> set[str]:
    return {reverse(name) for name in ("account_change_password", "account_logout", "set_language", "health")}
