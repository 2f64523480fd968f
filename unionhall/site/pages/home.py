"""The first page: what waits for a clerk today, the year so far for a leader.

Shows; decides nothing.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html")
