"""`unionhall worker`: background jobs, sealing of the journal, retention.

`serve` starts one; a city runs as many as it wants beside its web processes.
"""

import argparse

HELP = "Run background jobs, seal the journal, delete what is past its retention."


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    from unionhall.office.jobs.worker import run_worker

    run_worker()
    return 0
