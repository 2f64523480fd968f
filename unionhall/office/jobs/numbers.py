"""Running numbers without gaps or doubles: one locked counter a series.

The lock is held to the end of the caller's transaction, so a refused act gives its number back.
"""

from datetime import date

from django.db import connection


def take(series: str, many: int = 1) -> int:
    """The next number of a series, 1 first; of `many` taken at once, the last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_counter (series, last) VALUES (%s, %s)"
            " ON CONFLICT (series) DO UPDATE SET last = jobs_counter.last + excluded.last RETURNING last",
            [series, many],
        )
        return int(cursor.fetchone()[0])


def dated(prefix: str, on: date) -> str:
    """ZY-20251226-0031: the next number of that day."""
    series = f"{prefix}-{on:%Y%m%d}"
    return f"{series}-{take(series):04d}"
