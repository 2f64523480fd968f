"""Recurring work of accounts: sessions that ran out, and forms kept for a next log-in that never came, are removed.

Nobody waits for it.
"""

from datetime import date, datetime, timedelta
from importlib import import_module

from django.conf import settings

from unionhall.office import jobs
from unionhall.ui import kept_forms


@jobs.chore("accounts.kept_forms", every=timedelta(hours=1))
def clear_kept_forms(now: datetime, on: date) -> None:
    """They stand in the session table on either database, wherever the sessions themselves are."""
    kept_forms.clear(now)


@jobs.chore("accounts.sessions", every=timedelta(hours=6))
def clear_sessions(now: datetime, on: date) -> None:
    """Remove what a time-out left behind, in files or in the table."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
