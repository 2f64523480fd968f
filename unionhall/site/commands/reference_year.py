"""`unionhall reference-year`: builds the year of the reference federation here and now.

The same builder runs as a job when `serve --with-sample` meets an empty database.
"""

import argparse
import sys

HELP = "Build the reference year (sample: 1 in 100 of the big registers; full: every record)."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=("sample", "full"), default="sample")


def run(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    from unionhall.reference_year.building import build

    call_command("migrate", verbosity=0, interactive=False)
    build(size=options.size, progress=_Lines())
    print("参照年已装入。接着运行 unionhall serve，用演示账号登录。")
    return 0


class _Lines:
    """Progress on a terminal."""

    def step(self, name: str, detail: str = "") -> None:
        print(f"· {name} {detail}", file=sys.stderr, flush=True)

    def advance(self, done: int, total: int) -> None:
        if total and done == total:
            print(f"  {done:,}", file=sys.stderr, flush=True)
