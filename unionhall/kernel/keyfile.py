"""A secret in a file of mode 600, made at first use.

Two processes that start together agree: the file appears whole or not at all.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def kept(path: Path, make: Callable[[], str]) -> str:
    """The file's text; `make` is called when there is none yet.

    :raises PermissionError: the file can be read by others.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path} must not be readable by others: chmod 600 {path}")
    return path.read_text().strip()
