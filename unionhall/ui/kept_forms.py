"""What a clerk had typed when the log-in ran out: kept encrypted on the server, given back after the next log-in.

Not a draft of a record: nothing here is decided, seen by others, or older than a day (`clear`, called every hour).
Nothing stays in the browser.
"""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import OperationalError
from django.forms import BaseForm, FileField, PasswordInput
from django.http import HttpRequest, QueryDict

from unionhall.kernel.encryption import KeyMissing

KEPT_FOR = timedelta(hours=23)
# A year review is some thirty thousand characters, three bytes each.
LARGEST = 128 * 1024
# Of one user at a time: the oldest go when another comes.
MOST = 20
TICKET = "draft_ticket"
_COLUMN = "ui.kept_form"
_NEVER = ("csrfmiddlewaretoken", "draft_key", TICKET, "password")


def _row_key(username: str, key: str) -> str:
    """The row of one user and form: not a key any cookie could name, for it is 40 hex digits under the secret key."""
    return _rows_of(username) + _digits([username, key])[:24]


def _rows_of(username: str) -> str:
    """What the keys of all rows of one user begin with."""
    return _digits([username])[:16]


def _digits(told: list[str]) -> str:
    text = json.dumps(told).encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"kept-form:" + text, hashlib.sha256).hexdigest()


def keep(*, username: str, key: str, values: QueryDict, at: datetime) -> bool:
    """Stores the values; False when they are too many to keep. Passwords and tokens are left out.

    Of more than `MOST` forms of a user the oldest go.
    """
    kept = {name: values.getlist(name) for name in values if not any(word in name for word in _NEVER)}
    text = json.dumps({"at": at.isoformat(), "values": kept}, ensure_ascii=False)
    if len(text.encode()) > LARGEST:
        return False
    sealed = settings.KEYRING.encrypt(text, column=_COLUMN)
    Session.objects.update_or_create(
        session_key=_row_key(username, key), defaults={"session_data": sealed, "expire_date": at + KEPT_FOR}
    )
    own = Session.objects.filter(session_key__startswith=_rows_of(username)).order_by("-expire_date")
    if over := list(own.values_list("session_key", flat=True)[MOST:]):
        Session.objects.filter(session_key__in=over).delete()
    return True


def ticket(*, username: str, key: str) -> str:
    """Whose form it is, signed into the form itself: by the time it is sent, its user's session may be gone."""
    return signing.dumps([username, key], salt=_COLUMN)


def keep_sent(request: HttpRequest, at: datetime) -> bool:
    """Keeps a form that came in without a session, for the user its ticket names; whether it did.

    The ticket is worth nothing else: it opens no session, and only its own user is given the values back.
    """
    try:
        username, key = signing.loads(request.POST.get(TICKET, ""), salt=_COLUMN, max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError):
        return False
    if key != request.path:
        return False
    try:
        return keep(username=username, key=key, values=request.POST, at=at)
    except OperationalError:
        # A long import has SQLite's one lock: the log-in page must come all the same.
        return False


def is_kept_for(form_class: type[BaseForm] | None) -> bool:
    """Whether a form's values are worth keeping: it has fields, none a password, and does not live off a file."""
    fields = getattr(form_class, "base_fields", {}).values()
    lives_off_file = any(isinstance(field, FileField) and field.required for field in fields)
    has_password = any(isinstance(field.widget, PasswordInput) for field in fields)
    return bool(fields) and not lives_off_file and not has_password


def kept(*, username: str, key: str, at: datetime) -> tuple[datetime, QueryDict] | None:
    """When and what was kept; None when there is nothing, it is too old, or it cannot be read any more."""
    row = Session.objects.filter(session_key=_row_key(username, key), expire_date__gt=at).first()
    if row is None:
        return None
    try:
        stored = json.loads(settings.KEYRING.decrypt(row.session_data, column=_COLUMN))
    except (KeyMissing, InvalidTag, ValueError):
        return None
    values = QueryDict(mutable=True)
    for name, texts in stored["values"].items():
        values.setlist(name, texts)
    return datetime.fromisoformat(stored["at"]), values


def forget(*, username: str, key: str) -> None:
    """Once the form is done with."""
    Session.objects.filter(session_key=_row_key(username, key)).delete()


def clear(at: datetime) -> None:
    """Delete what nobody may have back any more; together with what a session table holds of ended sessions."""
    over = Session.objects.filter(expire_date__lte=at)
    if over.exists():  # looking first: SQLite's one write lock is not taken for nothing
        over.delete()


def restore(form: BaseForm, values: QueryDict) -> None:
    """Puts kept values into an unbound form as its initial values; files have to be chosen again."""
    for name, field in form.fields.items():
        html_name = form.add_prefix(name)
        if html_name in values:
            typed: Any = field.widget.value_from_datadict(values, {}, html_name)
            form.initial[name] = typed
