"""Recurring work of accounts: sessions that ran out are removed.

Nobody waits for it.
"""

from datetime import date, datetime, timedelta
from importlib import import_module

from django.conf import settings

from unionhall.office import jobs


@jobs.chore("accounts.sessions", every=timedelta(hours=6))
def clear_sessions(now: datetime, on: date) -> None:
    """Remove what a time-out left behind, in files or in the table."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
