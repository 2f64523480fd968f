"""The search box: units, people and numbers within the reader's scope.

Terms are POSTed and stay in the session: no name stands in an address, a log or the browser's history.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.hits import Hit
from unionhall.ui.pages import Page
from unionhall.ui.slots import SEARCH

SESSION_KEY = "search"
LONGEST = 60


class Search(Page):
    """POST keeps the terms, GET shows what they find."""

    template_name = "site/search.html"
    title = _("查找")
    crumbs = ((_("查找"), ""),)

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session[SESSION_KEY] = request.POST.get("q", "").strip()[:LONGEST]
        return HttpResponseRedirect(reverse("search"))

    def get(self, request: HttpRequest) -> HttpResponse:
        terms = request.session.get(SESSION_KEY, "")
        hits = [hit for source in SEARCH for hit in source(terms, self.scope, self.today)] if terms else []
        groups: dict[str, list[Hit]] = {}
        for hit in hits:
            groups.setdefault(hit.group, []).append(hit)
        return self.answer(terms=terms, groups=groups, total=len(hits))
