"""Files at rest: SM4-GCM under random names outside the web root.

Knows neither what a file is nor whose it is.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings


def fresh_name() -> str:
    """A random name; whoever notes it before it saves finds what a killed process left behind."""
    return secrets.token_hex(16)


def save(content: bytes, *, name: str = "") -> str:
    """Keep a file; its random name is all that leads to it. It appears whole or not at all."""
    name = name or fresh_name()
    place = _place(name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(settings.KEYRING.encrypt_file(content))
    draft.replace(place)
    return name


def load(name: str) -> bytes:
    """:raises FileNotFoundError: it was deleted after its retention."""
    return settings.KEYRING.decrypt_file(_place(name).read_bytes())


def delete(name: str) -> None:
    """The file, and what a killed `save` left of it."""
    _place(name).unlink(missing_ok=True)
    _place(name).with_suffix(".part").unlink(missing_ok=True)


def _place(name: str) -> Path:
    if not name.isalnum():
        raise ValueError("not a stored name")
    return settings.PAPERS_DIR / name[:2] / name
