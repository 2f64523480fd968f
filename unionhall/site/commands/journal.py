"""`unionhall journal verify`: proves that no journal entry was altered, removed or slipped in.

Reads only; findings go to standard output, one a line.
"""

import argparse

HELP = "Check the journal's seals, triggers and head."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("verify",))


def run(options: argparse.Namespace) -> int:
    from unionhall.office.journal.verify import run_verify

    code, lines = run_verify()
    print("\n".join(lines))
    return code
