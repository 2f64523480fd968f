"""Acts at the same moment, each on its own connection; and one act that has to wait for another to end.

For PostgreSQL: SQLite has one writer at a time.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction

from unionhall.kernel.errors import DomainError

Act = Callable[[], object]


def together(*acts: Act) -> list[str]:
    """Run the acts at the same moment; the codes of those refused."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> str:
        barrier.wait(timeout=10)
        return code_of(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return [code for code in pool.map(run, acts) if code]


def while_open(first: Act, second: Act) -> str:
    """Do `first`; before it is committed, start `second` and let it come as far as it can. The code that one got.

    `second` has either ended or waits for a lock when `first` is committed.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            later = pool.submit(code_of, second)
            while not later.done() and not somebody_waits():
                pass
        return later.result(timeout=30)


def somebody_waits() -> bool:
    """Whether a connection waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            " WHERE NOT l.granted AND a.datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def code_of(act: Act) -> str:
    """Do the act on a connection of its own; "" or the code it was refused with."""
    try:
        act()
    except DomainError as refusal:
        return refusal.code
    finally:
        connection.close()
    return ""
