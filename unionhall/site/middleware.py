"""What holds for every request: Chinese first, no body larger than anybody needs, nothing kept by the browser.

Scope and session stand in accounts.middleware.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

STRANGERS_BYTES = 256 * 2**10  # a log-in form needs no more

Answer = Callable[[HttpRequest], HttpResponse]


class ChineseFirst:
    """Stands before LocaleMiddleware, which would follow the browser's Accept-Language; the switch is a cookie."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return self.get_response(request)


class BodyLimit:
    """Refuses a body that is too large before any of it is read; stands behind the log-in, before the CSRF check reads.

    Without a log-in a form is small. A body without a length is not read by WSGI at all.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = settings.UPLOAD_LIMIT if request.user.is_authenticated else STRANGERS_BYTES
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not told.isdecimal() or int(told) > limit:
            return render(request, "errors/413.html", {"limit_mb": settings.UPLOAD_LIMIT // 2**20}, status=413)
        return self.get_response(request)


class NothingKept:
    """After log-out the browser's Back shows nobody: pages of a log-in are not stored by browser or proxy."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.user.is_authenticated and not answer.has_header("Cache-Control"):
            patch_cache_control(answer, no_store=True, private=True)
        return answer
