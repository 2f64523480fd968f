"""`unionhall report`: the year review as a Word file in GB/T 9704 layout.

The same document the page offers.
"""

import argparse
from pathlib import Path

HELP = "Write the year review as .docx."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, help="FILE.docx")


def run(options: argparse.Namespace) -> int:
    from unionhall.office.installation.models import Installation
    from unionhall.reporting.word import review_document, review_of_year

    options.out.write_bytes(review_document(review=review_of_year(options.year), on=Installation.current().today()))
    print(f"已写好 {options.out}。")
    return 0
