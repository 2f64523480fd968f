"""What running work tells of itself: steps, how far, and whether someone asked it to stop.

Kept in memory here; how others come to see it is pulse.py.
"""

import threading
import time
from collections.abc import Iterable
from typing import Any

from unionhall.kernel.errors import N_, DomainError

TODO, DOING, DONE, FAILED = "todo", "doing", "done", "failed"


class Stopped(DomainError):
    """Raised inside the work when a user asked to stop it; the work's own transaction rolls back."""

    code = "job-stopped"
    sentence = N_("作业已按要求停止。")


class Progress:
    """Handed to a runner. `step` begins a step and closes the one before; `advance` counts within it."""

    def __init__(self, steps: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._steps: list[dict[str, Any]] = [_step(name, TODO) for name in steps]
        self._began = time.monotonic()
        self._done = self._total = 0
        self._stop = threading.Event()

    def plan(self, *names: str) -> None:
        """Steps that will come, shown as waiting; those already begun stay."""
        with self._lock:
            known = {step["name"] for step in self._steps}
            self._steps += [_step(name, TODO) for name in names if name not in known]

    def step(self, name: str, detail: str = "", unit: str = "") -> None:
        """Begin a step. `unit` names what `advance` counts (人, 行).

        :raises Stopped: someone asked to stop.
        """
        self.check()
        with self._lock:
            self._close(DONE)
            current = next((step for step in self._steps if step["name"] == name and step["state"] == TODO), None)
            if current is None:
                current = _step(name, TODO)
                self._steps.append(current)
            current.update(state=DOING, unit=unit, detail=detail or current["detail"])
            self._began = time.monotonic()
            self._done = self._total = 0

    def detail(self, text: str) -> None:
        """What the running step found, beside its name."""
        with self._lock:
            for step in self._steps:
                if step["state"] == DOING:
                    step["detail"] = text

    def advance(self, done: int, total: int = 0) -> None:
        """So many of so many are done within the step.

        :raises Stopped: someone asked to stop.
        """
        self.check()
        with self._lock:
            self._done, self._total = done, total or self._total

    def check(self) -> None:
        """:raises Stopped: someone asked to stop."""
        if self._stop.is_set():
            raise Stopped

    def ask_to_stop(self) -> None:
        self._stop.set()

    def close(self, state: str = DONE) -> None:
        """End the running step; `state` is DONE or FAILED."""
        with self._lock:
            self._close(state)

    def shown(self) -> dict[str, Any]:
        """Steps, done and total as others see them: JSON."""
        with self._lock:
            steps = [dict(step) for step in self._steps]
            for step in steps:
                if step["state"] == DOING:
                    step["seconds"] = round(time.monotonic() - self._began, 1)
            return {"steps": steps, "done": self._done, "total": self._total}

    def _close(self, state: str) -> None:
        for step in self._steps:
            if step["state"] == DOING:
                step.update(state=state, seconds=round(time.monotonic() - self._began, 1))


def _step(name: str, state: str) -> dict[str, Any]:
    return {"name": name, "detail": "", "state": state, "seconds": None, "unit": ""}
