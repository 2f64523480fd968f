"""Deadlines: set, stopped, resumed; working days by the calendar. No database."""

from datetime import date, timedelta

import pytest

from unionhall.casework.kinds import Kind, State, Transition, Verb, WrongTable, register
from unionhall.casework.rules import Clock, is_in_time, last_day, next_clock
from unionhall.kernel.scope import Duty

MONDAY, FRIDAY = date(2025, 12, 1), date(2025, 12, 5)


@pytest.mark.parametrize(
    ("clock", "days", "is_running", "expected"),
    [
        (Clock(), 3, True, Clock(date(2025, 12, 4))),
        (Clock(), 5, True, Clock(date(2025, 12, 8))),  # over a weekend
        (Clock(FRIDAY), None, True, Clock(FRIDAY)),
        (Clock(FRIDAY), None, False, Clock(None, 4, False)),
        (Clock(date(2025, 11, 28)), None, False, Clock(None, -1, False)),
        (Clock(None, 4, False), None, True, Clock(FRIDAY)),
        (Clock(None, -1, False), None, True, Clock(MONDAY)),
        (Clock(None, 2, False), None, False, Clock(None, 2, False)),
        (Clock(None, None, False), None, True, Clock()),
        (Clock(None, 4, False), 1, True, Clock(date(2025, 12, 2))),
    ],
)
def test_the_clock_after_a_step_on_a_monday(clock, days, is_running, expected) -> None:
    assert next_clock(clock, on=MONDAY, days=days, is_running=is_running) == expected


def test_new_year_is_no_working_day() -> None:
    assert next_clock(Clock(), on=date(2025, 12, 31), days=1, is_running=True).due_on == date(2026, 1, 4)


def test_the_last_day_counts() -> None:
    assert is_in_time(MONDAY, date(2025, 12, 11), 10)
    assert not is_in_time(MONDAY, date(2025, 12, 12), 10)
    assert is_in_time(MONDAY, date(2030, 1, 1), None)


@pytest.mark.parametrize(
    ("start", "within", "last"),
    [
        (MONDAY, 10, date(2025, 12, 11)),
        (MONDAY, 5, date(2025, 12, 8)),  # a Saturday
        (date(2025, 9, 25), 7, date(2025, 10, 9)),  # within the holidays of October
        (date(2025, 9, 25), 3, date(2025, 9, 28)),  # a Sunday that is worked
    ],
)
def test_a_window_that_would_end_on_a_day_off_ends_on_the_next_working_day(start, within, last) -> None:
    assert last_day(start, within) == last
    assert is_in_time(start, last, within)
    assert not is_in_time(start, last + timedelta(days=1), within)


def test_a_table_that_contradicts_itself_does_not_start() -> None:
    wrong = Kind(
        "test.wrong",
        "错",
        {"a": State("甲"), "b": State("乙")},
        (
            Transition("", Verb.ENTER, "a", Duty.ENTER),
            Transition("a", Verb.SUBMIT, "c", Duty.ENTER, papers=("x",)),
            Transition("a", Verb.SUBMIT, "a", Duty.ENTER),
        ),
        address=lambda case: "/",
    )
    with pytest.raises(WrongTable) as told:
        register(wrong)
    for word in ("stands twice", "'c' is not declared", "'b' is never reached", "paper 'x'"):
        assert word in str(told.value)
