"""The second factor: five wrong codes and it rests for half an hour, as the password does; its changes are journalled.

allauth asks for the code and checks it. The misses are counted in the journal, the same for every process.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.adapter import Knocking, place
from unionhall.accounts.models import User
from unionhall.office import journal
from unionhall.office.journal.models import Entry

REFUSED, LOCKED = "accounts.second_factor.refused", "accounts.second_factor.locked"
# What starts the count anew, beside the time that passes.
_CLEAN = ("accounts.session.opened", "accounts.password.reset", "accounts.account.reopened")


def misses(user: User, at: datetime) -> int:
    """Wrong codes of the last half hour, none before a log-in that went through."""
    own = Entry.objects.filter(object_type=User._meta.label_lower, object_id=str(user.pk)).order_by("-pk")
    since = at - timedelta(hours=settings.AXES_COOLOFF_TIME)
    verbs = own.filter(at__gt=since, verb__in=(REFUSED, LOCKED, *_CLEAN)).values_list("verb", flat=True)
    count = 0
    for verb in verbs:
        if verb in _CLEAN:
            break
        count += 1
    return count


class _Counted(forms.Form):
    """Counting, checking and writing the miss hold the log-in's row: guesses made side by side are counted one by one."""

    user: User

    def clean_code(self) -> str:
        with transaction.atomic():
            user = User.objects.select_for_update(of=("self",)).select_related("home").get(pk=self.user.pk)
            before = misses(user, timezone.now())
            if before >= settings.AXES_FAILURE_LIMIT:
                trouble = forms.ValidationError(_("验证码连错 5 次，30 分钟内不能再试。"), code="locked")
            else:
                try:
                    return str(super().clean_code())  # type: ignore[misc]
                except forms.ValidationError as wrong:
                    trouble = wrong
                _write_miss(context.request, user, before + 1)
        raise trouble


class AuthenticateForm(_Counted, AllauthAuthenticateForm):  # type: ignore[misc]
    """At the log-in, after the password."""


class ReauthenticateForm(_Counted, AllauthReauthenticateForm):  # type: ignore[misc]
    """Before the second factor or the password is changed."""


def _write_miss(request: HttpRequest, user: User, number: int) -> None:
    place(request, user)
    who = Knocking(user.username, user.organisation_name, user.organisation_path)
    verb = LOCKED if number >= settings.AXES_FAILURE_LIMIT else REFUSED
    journal.record(verb=verb, by=who, on=request.today, obj=user, misses=number)  # type: ignore[attr-defined]


def _journalled(verb: str) -> Any:
    def write(*, request: Any, user: User, authenticator: Authenticator, **_rest: Any) -> None:
        journal.record(verb=verb, by=user, on=request.today, obj=user, factor=str(authenticator.type))

    return write


_WRITERS = (
    (signals.authenticator_added, _journalled("accounts.second_factor.added")),
    (signals.authenticator_removed, _journalled("accounts.second_factor.removed")),
    (signals.authenticator_reset, _journalled("accounts.second_factor.renewed")),
)


def listen() -> None:
    """Called once, at start-up."""
    for signal, writer in _WRITERS:
        signal.connect(writer, weak=False)
