"""`unionhall citations`: every published id of a year with its value, figure, scope and time.

Citations are rows; a published id without a figure yet is simply not there.
"""

import argparse
import json

HELP = "Print the citations of a year: published id, value, figure, scope, time."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--json", action="store_true", help='{published id: {"value", "figure", "scope", "at"}}')


def run(options: argparse.Namespace) -> int:
    from unionhall.reporting.queries import citations_of_year

    values = citations_of_year(options.year)
    if options.json:
        print(json.dumps(values, ensure_ascii=False))
    else:
        for name, row in values.items():
            print(f"{name:<42} {row['value']!s:>16}  {row['figure']} {row['scope']} {row['at']}")
    return 0
