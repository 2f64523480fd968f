"""Recurring work of documents: papers past their retention are deleted.

Nobody waits for it.
"""

from datetime import date, datetime, timedelta

from unionhall.office import jobs
from unionhall.office.documents import actions


@jobs.chore("documents.retention", every=timedelta(hours=1))
def delete_expired(now: datetime, on: date) -> None:
    actions.delete_expired(on=on)
