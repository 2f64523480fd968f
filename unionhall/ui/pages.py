"""A page asks one question or makes one call: log-in, duty and scope are settled here, once.

Knows no model: rows come as querysets with `visible_to`.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views import View
from django_htmx.http import HttpResponseClientRedirect

from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import DomainError
from unionhall.kernel.scope import Duty, Scope
from unionhall.ui import kept_forms

Crumb = tuple[str | Promise, str]  # label, url ("" for a group or the page itself)


class Page(AccessMixin, View):
    """A page of one question. `duties` are those of which one is needed (none: any post).

    Missing log-in leads to the log-in; a missing duty is 403; a row outside the scope is 404.
    """

    template_name: ClassVar[str] = ""
    title: str | Promise = ""
    crumbs: tuple[Crumb, ...] = ()
    duties: ClassVar[tuple[Duty, ...]] = ()

    scope: Scope
    today: date

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.to_log_in(request)
        self.scope = request.scope  # type: ignore[attr-defined]
        self.today = request.today  # type: ignore[attr-defined]
        if not self.scope.reads or (self.duties and not any(self.scope.has(duty) for duty in self.duties)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def to_log_in(self, request: HttpRequest) -> HttpResponse:
        """The log-in that leads back here; a panel fetched by htmx takes the whole page there, not into the panel."""
        if request.headers.get("HX-Request"):
            back = urlsplit(request.headers.get("HX-Current-URL", "/")).path
            return HttpResponseClientRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")
        return self.handle_no_permission()

    @property
    def actor(self) -> Actor:
        """Who acts: the user, with the organisation the middleware found."""
        return self.request.user  # type: ignore[return-value]

    def row(self, rows: Any, **lookup: Any) -> Any:
        """One row within the scope.

        :raises Http404: there is none within the scope. :raises PermissionDenied: none where the duty is held.
        """
        found = rows.visible_to(self.scope).filter(**lookup).first()
        if found is None:
            raise Http404
        if self.duties and not any(
            rows.visible_to(self.scope, duty).filter(pk=found.pk).exists() for duty in self.duties
        ):
            raise PermissionDenied
        return found

    def context(self, **extra: Any) -> dict[str, Any]:
        return {"title": self.title, "crumbs": self.crumbs, "page": self, **extra}

    def answer(self, **extra: Any) -> HttpResponse:
        """The page's template with its context."""
        return render(self.request, self.template_name, self.context(**extra))


# Control characters no keyboard makes; marks that turn the direction of what follows or show nothing.
_UNWRITTEN = {
    code: None for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc" and chr(code) not in "\n\r\t"
} | dict.fromkeys(
    [0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF]
)


def written(posted: QueryDict) -> QueryDict:
    """What was typed, without characters that nobody types: they break Word files and forge what a name looks like."""
    clean = posted.copy()
    for name, values in posted.lists():
        clean.setlist(name, [value.translate(_UNWRITTEN) for value in values])
    return clean


class DecisionPage(Page):
    """A form that makes one action call; a DomainError becomes the form's error and nothing typed is lost.

    Subclasses give `form_class`, `subject()` (the row decided on, if any), `perform(subject, cleaned)` and `after`.
    """

    form_class: ClassVar[type[Form]]
    template_name = "ui/decision.html"
    verb: str | Promise = ""
    is_dangerous: ClassVar[bool] = False  # the verb is outlined in red
    keeps_draft: ClassVar[bool] = False  # what is typed outlives a time-out
    draft_restored: datetime | None = None

    def subject(self) -> Model | None:
        return None

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {}

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        raise NotImplementedError

    def after(self, subject: Any, outcome: Any) -> str:
        """The address shown once it is done."""
        raise NotImplementedError

    @property
    def draft_key(self) -> str:
        """The name a half-filled form is kept under; "" keeps none."""
        return self.request.path if self.keeps_draft else ""

    def restored(self, form: Form) -> Form:
        """The form with what its user had typed before the log-in ran out."""
        username = self.request.user.get_username()
        found = self.draft_key and kept_forms.kept(username=username, key=self.draft_key, at=timezone.now())
        if found:
            self.draft_restored, values = found
            kept_forms.restore(form, values)
        return form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject = self.subject()
        form = self.restored(self.form_class(**self.form_arguments(subject)))
        return self.answer(subject=subject, form=form, verb=self.verb)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject = self.subject()
        form = self.form_class(written(request.POST), request.FILES, **self.form_arguments(subject))
        if form.is_valid():
            try:
                outcome = self.perform(subject, form.cleaned_data)
            except DomainError as refusal:
                form.add_error(None, refusal.say(gettext))
                form.refusal = refusal  # type: ignore[attr-defined]
            else:
                if self.draft_key:
                    kept_forms.forget(username=request.user.get_username(), key=self.draft_key)
                return HttpResponseRedirect(self.after(subject, outcome))
        answer = self.answer(subject=subject, form=form, verb=self.verb)
        answer.status_code = 422
        return answer
