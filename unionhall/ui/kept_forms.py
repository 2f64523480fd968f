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
from django.forms import BaseForm
from django.http import QueryDict

from unionhall.kernel.encryption import KeyMissing

KEPT_FOR = timedelta(hours=23)
LARGEST = 64 * 1024
_COLUMN = "ui.kept_form"
_NEVER = ("csrfmiddlewaretoken", "draft_key", "password")


def _row_key(username: str, key: str) -> str:
    """The row of one user and form: not a key any cookie could name, for it is 40 hex digits under the secret key."""
    text = json.dumps([username, key]).encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"kept-form:" + text, hashlib.sha256).hexdigest()[:40]


def keep(*, username: str, key: str, values: QueryDict, at: datetime) -> bool:
    """Stores the values; False when they are too many to keep. Passwords and tokens are left out."""
    kept = {name: values.getlist(name) for name in values if not any(word in name for word in _NEVER)}
    text = json.dumps({"at": at.isoformat(), "values": kept})
    if len(text) > LARGEST:
        return False
    sealed = settings.KEYRING.encrypt(text, column=_COLUMN)
    Session.objects.update_or_create(
        session_key=_row_key(username, key), defaults={"session_data": sealed, "expire_date": at + KEPT_FOR}
    )
    return True


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
