"""What every page's frame shows: menu, breadcrumb data, business day, demo banner.

The menu itself is in menu.py.
"""

from typing import Any

from django.http import HttpRequest

from unionhall.site.menu import menu_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; cheap, no query of its own."""
    scope = getattr(request, "scope", None)
    if scope is None:
        return {}
    latest = request.installation.year or request.today.year  # type: ignore[attr-defined]
    return {
        "years": [latest, latest - 1],
        "year": request.session.get("year", latest),
        "menu": menu_for(scope, request.path),
        "installation": request.installation,  # type: ignore[attr-defined]
        "today": request.today,  # type: ignore[attr-defined]
        "posts": request.posts,  # type: ignore[attr-defined]
        "scope": scope,
    }
