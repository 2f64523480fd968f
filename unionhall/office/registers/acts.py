"""Journal entries of a record in the words of its history: act, what changed, who, when.

Fields that only the house reads (paths, search initials, keys of other rows) are left out.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.encoding import force_str

from unionhall.kernel.fields import BlindIndexField, EncryptedField, MoneyField, PathField
from unionhall.kernel.money import show_yuan
from unionhall.office.journal import words
from unionhall.office.journal.models import Entry
from unionhall.office.journal.verbs import word_of
from unionhall.office.registers.columns import say

_UNSAID = (PathField, BlindIndexField, EncryptedField, models.ForeignKey, models.JSONField, models.AutoField)
_UNSAID_NAMES = {"pinyin", "county"}


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
            "when": f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}",
            "note": "；".join(_told(entry, is_foreign=bool(label) and entry.object_type != label)),
        }
        for entry in entries
    ]


def _told(entry: Entry, *, is_foreign: bool) -> list[str]:
    """What changed and what else was noted; a row's own beginning says nothing its page does not."""
    begun = [str(change) for change in words.changes(entry)[:1]] if is_foreign and not entry.before else []
    return [*begun, *_changes(entry), *(f"{word} {text}" for word, text in words.facts(entry))]


def _changes(entry: Entry) -> list[str]:
    """名称 甲 → 乙, for each changed field a reader knows."""
    if not entry.object_type or not entry.before:
        return []
    model = apps.get_model(entry.object_type)
    told = []
    for name, after in entry.after.items():
        field: Any = next((f for f in model._meta.concrete_fields if f.attname == name), None)
        if field is None or isinstance(field, _UNSAID) or name in _UNSAID_NAMES:
            continue
        told.append(f"{field.verbose_name} {_word(field, entry.before.get(name))} → {_word(field, after)}")
    return told


def _word(field: Any, value: Any) -> str:
    if field.choices:
        return force_str(dict(field.flatchoices).get(value, say(value)))
    if isinstance(field, MoneyField) and isinstance(value, int):
        return show_yuan(value)
    return say(value)
