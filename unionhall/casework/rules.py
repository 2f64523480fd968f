"""Deadlines of a case: when the next step is due, how a stopped clock goes on, when a public notice ends.

Pure; days are working days of the State Council's calendar (kernel.workdays), the day of the step not counted.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from unionhall.kernel import workdays


@dataclass(frozen=True)
class Clock:
    """`due_on` of a running clock; `days_left` of a stopped one, negative when it was late already."""

    due_on: date | None = None
    days_left: int | None = None
    is_running: bool = True


def next_clock(clock: Clock, *, on: date, days: int | None, is_running: bool) -> Clock:
    """The clock after a step: set anew, stopped, resumed where it stopped, or left as it was."""
    if not is_running:
        left = workdays.between(on, clock.due_on) if clock.due_on else clock.days_left
        return Clock(None, left, is_running=False)
    if days is not None:
        return Clock(workdays.after(on, days))
    if not clock.is_running:
        # Late before it stopped: due at once, never in the past of the one who resumes it.
        return Clock(None if clock.days_left is None else workdays.after(on, max(clock.days_left, 0)))
    return clock


def last_day(start: date, within: int) -> date:
    """The last day of a window of so many calendar days after `start`; one that falls on a day off is the next working
    day (民法典 203)."""
    last = start + timedelta(days=within)
    return last if workdays.is_workday(last) else workdays.after(last, 1)


def is_in_time(last_on: date, on: date, within: int | None) -> bool:
    """Whether a step may still be taken: the day of the step before does not count (民法典 201), the last day does."""
    return within is None or on <= last_day(last_on, within)
