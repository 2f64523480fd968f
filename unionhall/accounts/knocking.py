"""Who knocks at the log-in, as django-axes counts it: from which address, under which name.

A name no account has is not kept in clear: people type passwords into the wrong field.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from unionhall.accounts.models import User

_COLUMN = "axes.username"


def client_address(request: HttpRequest) -> str:
    """The address behind as many proxies as `UNIONHALL_PROXIES` says."""
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if count else []
    return forwarded[-count].strip() if 0 < count <= len(forwarded) else str(request.META.get("REMOTE_ADDR", ""))


def username(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """The account's name; for a name that no account has, a blind index that counts just as well."""
    typed = str((credentials or {}).get("username") or (request.POST.get("login", "") if request else "")).strip()
    if User.objects.filter(username=typed).exists():
        return typed
    return "?" + settings.KEYRING.index(typed, column=_COLUMN)
