"""An entry as bytes, the same on both databases, and the two marks made over it: signature and seal.

The signature is made when the entry is written, so an entry put in by other hands is known; the seal chains it.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from django.conf import settings

COLUMNS = (
    "at",
    "on",
    "verb",
    "app",
    "object_type",
    "object_id",
    "actor",
    "actor_name",
    "organisation_name",
    "organisation_path",
    "before",
    "after",
    "facts",
)
GENESIS = "0" * 64

TEXTS = COLUMNS.index("before")

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


def content(values: Mapping[str, Any]) -> bytes:
    """The columns of an entry in a fixed order, JSON with sorted keys, the instant in UTC to the microsecond."""
    return content_of([values[name] for name in COLUMNS])


def content_of(values: Sequence[Any]) -> bytes:
    """The same for values that stand in the order of COLUMNS."""
    at, on, *texts = values[:TEXTS]
    head = [at.astimezone(UTC).isoformat(timespec="microseconds"), on.isoformat(), *texts]
    return _encode([*head, *(_plain(value) if value else {} for value in values[TEXTS:])]).encode()


def signature(entry: bytes) -> str:
    """HMAC-SM3 over the content alone, in hex."""
    return settings.KEYRING.seal(b"entry\n" + entry)


def seal(*, before: str, number: int, entry_id: int, entry: bytes) -> str:
    """HMAC-SM3 over the seal before, the place in the chain, the entry's id and its content."""
    return settings.KEYRING.seal(f"seal\n{before}\n{number}\n{entry_id}\n".encode() + entry)


def _plain(value: Any) -> Any:
    # jsonb keeps numbers, not their spelling: 1.0 and 1 must give the same bytes on both engines.
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value
