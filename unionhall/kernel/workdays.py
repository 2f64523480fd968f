"""Working days by the State Council's holiday calendar, make-up days included.

Beyond the calendar's last known year weekends alone count, and `is_known` says so.
"""

from datetime import date, timedelta

import chinese_calendar


def is_known(on: date) -> bool:
    """Whether the published calendar covers this year."""
    try:
        chinese_calendar.is_workday(on)
    except NotImplementedError:
        return False
    return True


def is_workday(on: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(on))
    except NotImplementedError:
        return on.weekday() < 5


def after(on: date, days: int) -> date:
    """The day that lies `days` working days after `on`; the day itself does not count (民法典 201)."""
    while days > 0:
        on += timedelta(days=1)
        days -= is_workday(on)
    return on


def between(start: date, end: date) -> int:
    """Working days from `start` (not counted) to `end` (counted); negative when `end` is earlier."""
    if end < start:
        return -between(end, start)
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
