"""How an act gets into the journal: one entry an action, with what changed.

Not for reading it, and not for sealing it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps as registry
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from unionhall.kernel.actors import Actor
from unionhall.kernel.fields import BlindIndexField, EncryptedField
from unionhall.office.journal import canonical

if TYPE_CHECKING:
    from django.db.models import Field, Model

    from unionhall.office.journal.models import Entry

HIDDEN = "（已加密）"
NAMED_AT_MOST = 1000


def record(*, verb: str, by: Actor, on: date, obj: "Model | None" = None, **facts: Any) -> "Entry":
    """One entry for an act that has no single changed object.

    `verb` is app.noun.participle; facts are JSON and impersonal.
    """
    return _write(verb=verb, by=by, on=on, obj=obj, facts=facts)


@contextmanager
def change(obj: "Model | Sequence[Model]", *, verb: str, by: Actor, on: date, **facts: Any) -> Iterator[None]:
    """Save `obj` at the end of the block and write what changed; personal fields only as "encrypted" or blind index.

    Act and entry are kept or lost together; an error inside the block leaves neither. Only changed fields are
    written. A list of objects of one model gives one entry: how many, which, and the changes they share.
    """
    rows = list(obj) if isinstance(obj, Sequence) else [obj]
    before = [{} if row._state.adding else _fields(row) for row in rows]
    with transaction.atomic():
        yield
        changes = [_save(row, old) for row, old in zip(rows, before, strict=True)]
        if isinstance(obj, Sequence):
            facts = {**facts, "count": len(rows), "ids": [str(row.pk) for row in rows[:NAMED_AT_MOST]]}
        _write(
            verb=verb,
            by=by,
            on=on,
            obj=rows[0] if rows else None,
            before=_shared([old for old, _ in changes]),
            after=_shared([new for _, new in changes]),
            facts=facts,
            is_many=isinstance(obj, Sequence),
        )


def count(apps: Iterable[str]) -> int:
    """How many entries these apps have: the version under which a pass over them may be cached."""
    return registry.get_model("journal", "Entry").objects.filter(app__in=list(apps)).count()


def _save(row: "Model", old: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the changed fields; what they were and what they are, as the journal may show it."""
    is_new = row._state.adding
    if is_new:
        row.save()
    new = _fields(row)
    changed = [name for name in new if name not in old or old[name] != new[name]]
    if changed and not is_new:
        row.save(update_fields=changed)
    hidden = _hidden(row)
    return (
        {name: HIDDEN if name in hidden else old[name] for name in changed if name in old},
        {name: HIDDEN if name in hidden else new[name] for name in changed},
    )


def _shared(changes: list[dict[str, Any]]) -> dict[str, Any]:
    if not changes:
        return {}
    first, *rest = changes
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in rest)}


def _hidden(row: "Model") -> set[str]:
    """Names of fields never shown in clear. A blind index is no clear text: it stands for the number it was made of."""
    personal = set(getattr(row, "personal_fields", ()))
    return {
        field.attname
        for field in row._meta.concrete_fields
        if isinstance(field, EncryptedField) or (field.name in personal and not isinstance(field, BlindIndexField))
    }


def _fields(row: "Model") -> dict[str, Any]:
    return {field.attname: _value(field, row) for field in row._meta.concrete_fields if not field.generated}


def _value(field: "Field[Any, Any]", row: "Model") -> Any:
    value = field.value_from_object(row)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    # A copy: the block may change a list or dict in place.
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _write(
    *,
    verb: str,
    by: Actor,
    on: date,
    obj: "Model | None",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any],
    is_many: bool = False,
) -> "Entry":
    values = {
        "at": timezone.now(),
        "on": on,
        "verb": verb,
        "app": verb.partition(".")[0],
        "object_type": obj._meta.label_lower if obj is not None else "",
        "object_id": str(obj.pk) if obj is not None and not is_many else "",
        "actor": by.username,
        "actor_name": by.name,
        "organisation_name": by.organisation_name,
        "organisation_path": by.organisation_path,
        "before": before or {},
        "after": after or {},
        "facts": json.loads(json.dumps(facts, cls=DjangoJSONEncoder)),
    }
    signature = canonical.signature(canonical.content(values))
    return registry.get_model("journal", "Entry").objects.create(**values, signature=signature)
