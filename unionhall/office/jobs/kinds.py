"""The kinds of background work: which function runs one, and what may be said when it is cut off.

Filled at start-up by each app's tasks.py; knows no model.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from unionhall.kernel.errors import N_

Run = Callable[..., dict[str, Any] | None]

NOTHING_KEPT = N_("这项作业没有留下改动。")
STOP = N_("停止并全部退回")


@dataclass(frozen=True)
class Kind:
    """`is_repeatable`: running it again from the start is safe after a crash, whatever was done before.

    `kept` is the sentence that says what remains when it was stopped, failed or cut off; `steps` are shown ahead.
    """

    name: str
    run: Run
    is_repeatable: bool
    kept: str
    steps: tuple[str, ...]
    stop_label: str


_kinds: dict[str, Kind] = {}


def runner(
    name: str,
    *,
    is_repeatable: bool = False,
    kept: str = NOTHING_KEPT,
    steps: tuple[str, ...] = (),
    stop_label: str = STOP,
) -> Callable[[Run], Run]:
    """Declare `run(job, progress, **arguments) -> dict | None`, the work of one kind.

    An empty `stop_label` hides the stop button. The sentences are marked with `kernel.errors.N_`.
    """

    def declare(run: Run) -> Run:
        _kinds[name] = Kind(name, run, is_repeatable, kept, steps, stop_label)
        return run

    return declare


def kind(name: str) -> Kind:
    """:raises LookupError: no installed app runs this kind."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(f"no runner for jobs of kind {name}") from None


def is_known(name: str) -> bool:
    return name in _kinds
