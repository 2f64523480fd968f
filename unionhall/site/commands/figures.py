"""`unionhall figures`: every figure of a year, counted from the records now.

Money in yuan, rates in percent; nothing is stored.
"""

import argparse
import json

HELP = "Print every figure of a year: all, own, counties."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--json", action="store_true", help='{figure id: {"all": n, "own": n, "counties": {code: n}}}')


def run(options: argparse.Namespace) -> int:
    from unionhall.reporting.queries import figures_of_year

    values = figures_of_year(options.year)
    if options.json:
        print(json.dumps(values, ensure_ascii=False))
    else:
        for figure, value in values.items():
            print(f"{figure:<42} {value['all']!s:>16}  市本级 {value['own']!s:>14}")
    return 0
