"""How an act gets into the journal: one entry an action, with what changed.

Not for reading it, and not for sealing it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from unionhall.kernel.actors import Actor

if TYPE_CHECKING:
    from django.db.models import Model

    from unionhall.office.journal.models import Entry

HIDDEN = "（已加密）"


def record(*, verb: str, by: Actor, on: date, obj: "Model | None" = None, **facts: Any) -> "Entry":
    """One entry for an act that has no single changed object. `verb` is app.noun.participle; facts are JSON and impersonal."""
    return _write(verb=verb, by=by, on=on, obj=obj, before={}, after={}, facts=facts)


@contextmanager
def change(obj: "Model", *, verb: str, by: Actor, on: date, **facts: Any) -> Iterator[None]:
    """Save `obj` at the end of the block and write what changed; personal fields as "encrypted" only.

    Must stand inside the action's transaction: act and entry are kept or lost together.
    """
    before = _fields(obj) if obj.pk else {}
    yield
    obj.save()
    after = _fields(obj)
    changed = [name for name in after if before.get(name) != after[name]]
    hidden = set(getattr(obj, "personal_fields", ()))
    _write(
        verb=verb,
        by=by,
        on=on,
        obj=obj,
        before={n: HIDDEN if n in hidden else before[n] for n in changed if n in before},
        after={n: HIDDEN if n in hidden else after[n] for n in changed},
        facts=facts,
    )


def count(apps: Iterable[str]) -> int:
    """How many entries these apps have: the version under which a pass over them may be cached."""
    return apps.get_model("journal", "Entry").objects.filter(app__in=list(apps)).count()


def _fields(obj: "Model") -> dict[str, Any]:
    encode = DjangoJSONEncoder().default
    out: dict[str, Any] = {}
    for field in obj._meta.concrete_fields:
        if getattr(field, "generated", False):
            continue
        value = field.value_from_object(obj)
        plain = value is None or isinstance(value, str | int | float | bool | list | dict)
        out[field.attname] = value if plain else encode(value)
    return out


def _write(*, verb: str, by: Actor, on: date, obj: "Model | None", before: Any, after: Any, facts: Any) -> "Entry":
    return apps.get_model("journal", "Entry").objects.create(
        at=timezone.now(),
        on=on,
        verb=verb,
        app=verb.partition(".")[0],
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        actor=by.username,
        actor_name=by.name,
        organisation_name=by.organisation_name,
        organisation_path=by.organisation_path,
        before=before,
        after=after,
        facts=facts,
    )
