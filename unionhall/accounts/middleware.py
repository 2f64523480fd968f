"""Gives every request its scope, its posts and its business day.

No page computes these again.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from unionhall.accounts.queries import posts_in_force, scope_from
from unionhall.kernel.scope import NOBODY
from unionhall.office.installation.models import Installation


class ScopeMiddleware:
    """Sets `request.installation`, `request.today`, `request.posts`, `request.scope`; the user gets its organisation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/static/"):
            return self.get_response(request)
        request.installation = Installation.current()  # type: ignore[attr-defined]
        request.today = request.installation.today()  # type: ignore[attr-defined]
        request.posts, request.scope = [], NOBODY  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            posts = posts_in_force(request.user, request.today)  # type: ignore[attr-defined]
            request.posts = posts  # type: ignore[attr-defined]
            request.scope = scope_from(request.user.username, posts)  # type: ignore[attr-defined]
            if posts:
                request.user.organisation_name = posts[0].unit.name
                request.user.organisation_path = posts[0].unit.path
        return self.get_response(request)
