"""allauth's hooks: nobody signs up alone, and log-in, log-out, misses and lock-outs are journalled.

No password ever reaches the journal; a name that no account has is not kept either, it may be a mistyped password.
"""

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest

from unionhall.accounts import actions
from unionhall.accounts.models import User
from unionhall.accounts.queries import posts_in_force
from unionhall.office import journal


@dataclass(frozen=True)
class Knocking:
    """Whoever tried to log in under an account's name: told from the account itself by its name."""

    username: str
    organisation_name: str
    organisation_path: str
    name: str = "未登录"


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """:raises nothing of its own: a busy journal keeps nobody out."""
        super().login(request, user)
        place(request, user)
        try:
            journal.record(verb="accounts.session.opened", by=user, on=request.today, obj=user)  # type: ignore[attr-defined]
        except OperationalError:
            # SQLite may be taken by a long import: the log-in itself is worth more than its line.
            return

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        journal.record(verb="accounts.session.closed", by=user, on=request.today, obj=user)  # type: ignore[attr-defined,arg-type]
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """The user's own change, after the form has checked it."""
        actions.change_password(user=user, password=password, by=user, on=context.request.today)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = User.objects.filter(username=credentials.get("username", "")).select_related("home").first()
        failures = AxesProxyHandler.get_failures(request, credentials)
        if user is None or failures > settings.AXES_FAILURE_LIMIT:
            return
        place(request, user)
        is_locked = failures == settings.AXES_FAILURE_LIMIT
        verb = "accounts.session.locked" if is_locked else "accounts.session.refused"
        who = Knocking(user.username, user.organisation_name, user.organisation_path)
        journal.record(verb=verb, by=who, on=request.today, obj=user, misses=failures)  # type: ignore[attr-defined]


def place(request: HttpRequest, user: User) -> None:
    """Give the user the organisation of the first post, as the middleware will from the next request on."""
    posts = posts_in_force(user, request.today)  # type: ignore[attr-defined]
    unit = posts[0].unit if posts else user.home
    if unit is not None:
        user.organisation_name, user.organisation_path = unit.name, unit.path
