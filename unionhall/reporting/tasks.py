"""Recurring work of reporting: checked drafts past their days are deleted.

Nobody waits for it.
"""

from datetime import date, datetime, timedelta

from unionhall.office import jobs
from unionhall.reporting import actions


@jobs.chore("reporting.drafts", every=timedelta(hours=1))
def delete_expired_drafts(now: datetime, on: date) -> None:
    actions.delete_expired_drafts(on=on)
