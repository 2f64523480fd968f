"""Journal entries of a record as its history shows them: act, what changed, who, when.

How an entry reads is the journal's own: `journal.words`.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from unionhall.office.journal import words
from unionhall.office.journal.models import Entry
from unionhall.office.journal.verbs import word_of


def entries_of(row: models.Model, besides: Iterable[models.Model] = ()) -> models.QuerySet[Entry]:
    """Journal entries of a record, and of the rows `besides` it that belong to its history; newest first."""
    wanted = Q()
    for one in (row, *besides):
        wanted |= Q(object_type=one._meta.label_lower, object_id=str(one.pk))
    return Entry.objects.filter(wanted).order_by("-pk")


def acts_of(entries: Iterable[Entry], of: models.Model | None = None) -> list[dict[str, str]]:
    """Rows of a timeline (`<c-timeline>`); of entries about another row than `of` also whom or what they began."""
    label = of._meta.label_lower if of is not None else ""
    return [
        {
            "kind": "todo",
            "act": word_of(entry.verb),
            "who": entry.actor_name,
            "when": entry.on.isoformat(),
            "note": gettext("；").join(_told(entry, is_foreign=bool(label) and entry.object_type != label)),
        }
        for entry in entries
    ]


def _told(entry: Entry, *, is_foreign: bool) -> list[str]:
    """What changed and what else was noted; of another row also what it began with."""
    begun = [str(change) for change in words.changes(entry)[:1]] if is_foreign and not entry.before else []
    return [*begun, *words.told(entry)]
