"""What the frame itself posts: the year shown and forms kept across a time-out; and the gallery of components.

No records: those have pages in their apps.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from unionhall.ui import gallery, kept_forms
from unionhall.ui.pages import Page


@require_POST
@login_required
def choose_year(request: HttpRequest) -> HttpResponse:
    """The year that figures and reports are shown for, kept in the session; read it with `year_of`."""
    asked = request.POST.get("year", "")
    if len(asked) != 4 or not asked.isdecimal() or not 2000 <= int(asked) <= 2100:
        return HttpResponseBadRequest()
    request.session["year"] = int(asked)
    back = request.POST.get("next", "/")
    return HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


@require_POST
@login_required
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keeps what was typed into the form named `draft_key`, for its user alone; 413 when it is too much."""
    key = request.POST.get("draft_key", "")
    if not key or len(key) > 200:
        return HttpResponseBadRequest()
    username = request.user.get_username()
    is_kept = kept_forms.keep(username=username, key=key, values=request.POST, at=timezone.now())
    return HttpResponse(status=204 if is_kept else 413)


class Gallery(Page):
    """Every component once, from the real parts: what a page may be built of."""

    template_name = "ui/gallery.html"
    title = _("界面样例")
    crumbs = ((_("系统"), ""), (_("界面样例"), ""))

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(**self.examples())

    def examples(self) -> dict[str, Any]:
        return gallery.examples(self.request, self.today)
