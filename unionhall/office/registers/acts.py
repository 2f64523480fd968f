"""Journal entries of a record as its history shows them: act, what changed, who, when.

How an entry reads is the journal's own: `journal.words`.
"""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.office.journal import words
from unionhall.office.journal.models import Entry
from unionhall.office.journal.verbs import word_of


def entries_of(row: models.Model) -> models.QuerySet[Entry]:
    """Journal entries of a record, newest first."""
    return Entry.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk)).order_by("-pk")


def acts_of(entries: Iterable[Entry]) -> list[dict[str, str]]:
    """Rows of a timeline (`<c-timeline>`)."""
    return [
        {
            "kind": "todo",
            "act": word_of(entry.verb),
            "who": entry.actor_name,
            "when": f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}",
            "note": gettext("；").join(words.told(entry)),
        }
        for entry in entries
    ]
