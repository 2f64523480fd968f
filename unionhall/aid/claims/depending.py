"""What hangs on records of other apps: a roster cannot be taken back from under its claims.

Fills IMPORT_DEPENDENTS; reads only.
"""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext

from unionhall.aid.claims.models import Claim


def of_import(imported: Any) -> list[str]:
    """A sentence when somebody this import enrolled has claimed, withdrawn claims too: they stay on record."""
    rows = Claim.objects.filter(enrolment__roster__origin=imported.pk)
    found = rows.aggregate(people=Count("person", distinct=True), claims=Count("pk"))
    if not found["claims"]:
        return []
    return [gettext("其中 {people} 人有 {claims} 件互助申领").format(**found)]
