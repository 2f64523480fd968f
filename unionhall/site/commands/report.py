"""`unionhall report`: the year review in GB/T 9704 layout, as a Word file or as PDF by the file's name.

The same documents the page offers.
"""

import argparse
from pathlib import Path

from unionhall.kernel.errors import N_, DomainError

HELP = "Write the year review as .docx or .pdf."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, help="FILE.docx or FILE.pdf")


class OtherPaper(DomainError):
    code = "report-suffix-unknown"
    sentence = N_("文件名“{name}”要以 .docx 或 .pdf 结尾，没有写出文件。")


def run(options: argparse.Namespace) -> int:
    from unionhall.office.installation.models import Installation
    from unionhall.reporting.paper import review_of_year
    from unionhall.reporting.pdf import review_pdf
    from unionhall.reporting.word import review_document

    write = {".docx": review_document, ".pdf": review_pdf}.get(options.out.suffix.lower())
    if write is None:
        raise OtherPaper(name=options.out.name)
    options.out.write_bytes(write(review=review_of_year(options.year), on=Installation.current().today()))
    print(f"已写好 {options.out}。")
    return 0
