"""Error pages in Chinese: what happened, what was kept, what to do.

Never a stack trace; a server error gets a short number that stands in the log too.
"""

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from unionhall.ui import kept_forms

log = logging.getLogger("unionhall.errors")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", {"exception": exception}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    number = f"{secrets.token_hex(2).upper()}-{secrets.token_hex(1).upper()}"
    log.error("server error", exc_info=True, extra={"error_number": number})
    return render(request, "errors/500.html", {"number": number}, status=500)


def csrf_failed(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """What was typed into a decision's form is kept for its user, see `kept_forms.keep_sent`."""
    is_kept = kept_forms.keep_sent(request, timezone.now())
    return render(request, "errors/csrf.html", {"is_kept": is_kept, "form_url": request.path}, status=403)
