"""A toast tells of something that can be undone, for eight seconds; everything else is a message on the page.

Uses Django's messages; nothing is stored here.
"""

from django.contrib import messages
from django.http import HttpRequest


def toast(request: HttpRequest, text: str, *, undo_url: str) -> None:
    """Shown on the next page with 撤销, which POSTs to `undo_url`."""
    messages.success(request, text, extra_tags=f"toast undo:{undo_url}")
