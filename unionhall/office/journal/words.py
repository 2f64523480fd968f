"""An entry in words: which record, which field from what to what, what else was noted.

Keys only the house reads (paths, initials, generated days) are left out; personal fields are told as changed, no more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.encoding import force_str
from django.utils.translation import gettext

from unionhall.kernel.fields import BlindIndexField, MoneyField, PathField
from unionhall.kernel.money import show_yuan
from unionhall.office.journal import verbs
from unionhall.office.journal.models import Entry
from unionhall.office.journal.writing import HIDDEN

NONE = "—"
SUMMARY = 3
_HOUSE_NAMES = {"pinyin", "county", "id"}
Resolve = Callable[[type[models.Model], Any], str]


@dataclass(frozen=True)
class Change:
    """One field: its label, before and after as text."""

    label: str
    before: str
    after: str
    is_hidden: bool = False  # personal: that it changed may be told, not what it says

    def __str__(self) -> str:
        if self.before == self.after:
            return gettext("{label} 已更改").format(label=self.label)
        if self.before == NONE:
            return f"{self.label} {self.after}"
        return f"{self.label} {self.before} → {self.after}"


def moment(at: datetime) -> str:
    """2026-11-24 18:55:03, local time."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def model_of(entry: Entry) -> type[models.Model] | None:
    """The model an entry speaks of; None for none, or for an app no longer here."""
    try:
        return apps.get_model(entry.object_type) if entry.object_type else None
    except LookupError:
        return None


def record_name(entry: Entry) -> str:
    """工会组织 12."""
    model = model_of(entry)
    return f"{model._meta.verbose_name} {entry.object_id}".strip() if model else NONE


def changes(entry: Entry, resolve: Resolve | None = None) -> list[Change]:
    """Fields a reader knows; `resolve(model, pk)` names the row a foreign key leads to, without it keys are left out."""
    model = model_of(entry)
    return list(_changes(entry, model, resolve)) if model else []


def facts(entry: Entry) -> list[tuple[str, str]]:
    """What else was noted, as far as it has a word; amounts in fen are told in yuan, counts within counts one by one.

    Fingerprints come last: they prove, nobody reads them first.
    """
    prints = {name: value for name, value in entry.facts.items() if name.endswith(("_sm3", "_sha256"))}
    rest = {name: value for name, value in entry.facts.items() if name not in prints}
    return [*_facts(rest), *_facts(prints)]


def told(entry: Entry) -> list[str]:
    """The entry in clauses: what changed, personal fields in one clause, then what else was noted."""
    changed = changes(entry) if entry.before else []
    clauses = [str(change) for change in changed if not change.is_hidden]
    if hidden := [change.label for change in changed if change.is_hidden]:
        clauses.append(gettext("{labels} 已更正（内容加密）").format(labels=gettext("、").join(hidden)))
    return clauses + [f"{word} {value}" for word, value in facts(entry)]


def summary(entry: Entry) -> str:
    """The first clauses in one line."""
    clauses = told(entry)
    more = gettext("等 {n} 项").format(n=len(clauses)) if len(clauses) > SUMMARY else ""
    return gettext("；").join(clauses[:SUMMARY]) + more


def _facts(noted: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in noted.items():
        word = verbs.fact_word(name)
        if isinstance(value, dict):
            yield from _facts(value)
        elif word and value not in (None, "", []):
            is_money = name.endswith("_fen") and isinstance(value, int)
            yield word, show_yuan(value) if is_money else _plain(verbs.value_word(name, value))


def _changes(entry: Entry, model: type[models.Model], resolve: Resolve | None) -> Iterator[Change]:
    fields: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
    say: dict[str, Callable[[Any], str]] = getattr(model, "journal_words", {})
    # In the model's order: jsonb keeps none of ours.
    for name, field in fields.items():
        if name not in entry.after:
            continue
        before, after = entry.before.get(name), entry.after[name]
        if _is_of_the_house(field) or (not entry.before and after in (None, "", [], {}, False)):
            continue
        if isinstance(field, models.ForeignKey):
            if resolve is None:
                continue
            target: type[models.Model] = field.related_model  # type: ignore[assignment]
            texts = [NONE if pk is None else resolve(target, pk) for pk in (before, after)]
        elif name in say:
            texts = [NONE if value is None else say[name](value) for value in (before, after)]
        elif isinstance(after, list | dict) or isinstance(before, list | dict):
            texts = [gettext("（不显示）")] * 2
        else:
            texts = [_word(field, before), _word(field, after)]
        yield Change(force_str(field.verbose_name), texts[0], texts[1], HIDDEN in (before, after))


def _is_of_the_house(field: Any) -> bool:
    is_hidden = isinstance(field, PathField | BlindIndexField | models.AutoField | models.GeneratedField)
    return is_hidden or field.name in _HOUSE_NAMES or not field.editable


def _word(field: Any, value: Any) -> str:
    if value == HIDDEN:
        return gettext("（不显示）")
    if field.choices:
        return force_str(dict(field.flatchoices).get(value, _plain(value)))
    if isinstance(field, MoneyField) and isinstance(value, int):
        return show_yuan(value)
    if isinstance(field, models.DateTimeField) and isinstance(value, str) and (at := parse_datetime(value)):
        return moment(at)
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        shown = gettext("、").join(_plain(part) for part in value[:10])
        return shown + (gettext(" 等 {n} 项").format(n=len(value)) if len(value) > 10 else "")
    if isinstance(value, dict):
        return gettext("、").join(_plain(part) for part in list(value.values())[:10])
    return str(value)
