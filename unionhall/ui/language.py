"""The language of a page: Chinese, until a reader switches.

What the browser prefers does not count: the offices' machines come with all kinds of settings, and the papers are Chinese.
"""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class SwitchedLanguageMiddleware(LocaleMiddleware):
    """Reads the switch's cookie alone."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
