"""`unionhall worker`: background jobs, sealing of the journal, retention.

`serve` starts one; a city runs as many as it wants beside its web processes.
"""

import argparse
import os
import signal
import threading
import time

HELP = "Run background jobs, seal the journal, delete what is past its retention."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--child-of", type=int, metavar="PID", help="stop when this parent process is gone")


def run(options: argparse.Namespace) -> int:
    from unionhall.office.jobs.worker import run_worker

    if options.child_of:
        threading.Thread(target=_end_with, args=(options.child_of,), name="parent", daemon=True).start()
    run_worker()
    return 0


def _end_with(parent: int) -> None:
    """SIGTERM to oneself once another process has become the parent: a killed one can tell its children nothing."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
