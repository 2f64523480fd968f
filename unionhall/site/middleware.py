"""Pages are Chinese until somebody switches: what a browser prefers by itself is not asked.

Not the switch: that is Django's `set_language`, kept in a cookie.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ChineseFirst:
    """Stands before LocaleMiddleware, which would follow the browser's Accept-Language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return self.get_response(request)
