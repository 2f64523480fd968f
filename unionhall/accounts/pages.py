"""Pages of accounts: the locked log-in.

Log-in itself is allauth's.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView


class Forgotten(TemplateView):
    """No mail is sent: an administrator sets the password anew, so nobody enters through a mailbox."""

    template_name = "account/password_reset.html"


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """After five misses: the account rests for half an hour (等保 2.0: lock-out)."""
    return render(request, "account/locked.html", status=429)
