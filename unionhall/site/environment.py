"""Turns environment variables into settings: the database, the secret key, the demo password.

No defaults that would be unsafe in the open: secrets are generated into files of mode 600.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from unionhall.kernel import keyfile

DEMO_PASSWORD_VARIABLE = "UNIONHALL_DEMO_PASSWORD"  # noqa: S105 - a name
DEMO_PASSWORD_FILE = "demo-password"  # noqa: S105 - a name
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"


def database(environ: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """PostgreSQL from `DATABASE_URL` (several hosts allowed), else SQLite in the data folder."""
    url = environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "unionhall.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": _PRAGMAS},
            "CONN_MAX_AGE": 600,
        }
    parts = conninfo_to_dict(url)
    named = {"host", "port", "user", "password", "dbname"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "unionhall"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": {name: value for name, value in parts.items() if name not in named},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def secret_key(folder: Path, environ: Mapping[str, str]) -> str:
    return environ.get("UNIONHALL_SECRET_KEY") or keyfile.kept(folder / "secret.key", lambda: secrets.token_urlsafe(50))


def demo_password(folder: Path, environ: Mapping[str, str]) -> str:
    """The password of the demo log-ins, generated once unless given."""
    return environ.get(DEMO_PASSWORD_VARIABLE) or keyfile.kept(
        folder / DEMO_PASSWORD_FILE, lambda: secrets.token_urlsafe(9)
    )
