"""`unionhall check`: a draft checked against itself, and against the ledger where there is one.

Needs no database: without one, or with an empty one, the draft is checked against itself alone.
Exit codes: 0 no contradiction, 1 at least one, 2 unreadable.
"""

import argparse
import json
import sys
from pathlib import Path

HELP = "Check the numbers of a draft (.docx, .txt); exit 0 no contradiction, 1 one, 2 unreadable."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--json", action="store_true", help='{"figures": n, "findings": [{"stated", "expected", "rule", …}]}'
    )
    parser.add_argument("--marked", type=Path, metavar="FILE.docx", help="write a copy with comments at the numbers")
    parser.add_argument("--year", type=int, help="year of the ledger; without it, the installation's")


def run(options: argparse.Namespace) -> int:
    from unionhall.drafts import Unreadable, check, mark_docx, read_file

    try:
        content = options.file.read_bytes()
        draft = read_file(content, options.file.name)
        report = check(draft, _ledger(options.year))
        if options.marked:
            options.marked.write_bytes(mark_docx(content, report.findings))
    except Unreadable as refusal:
        print(f"{refusal}（{refusal.code}）", file=sys.stderr)
        return 2
    except OSError as trouble:
        print(f"没有读到文件 {options.file}（{trouble.strerror}），什么也没有查。请核对路径后重试。", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        _tell(report)
    return 1 if report.contradictions else 0


def _ledger(year: int | None) -> list:  # type: ignore[type-arg]
    """The figures of the records; none where no database stands or nothing is in it yet."""
    from django.core.exceptions import ObjectDoesNotExist
    from django.db import DatabaseError, connection

    from unionhall.office.installation.models import Installation
    from unionhall.reporting.naming import named_figures

    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return []
    try:
        installation = Installation.current()
        on = installation.today()
        return named_figures(year or installation.year or on.year, on)
    except (DatabaseError, ObjectDoesNotExist):
        return []


def _tell(report) -> None:  # type: ignore[no-untyped-def]
    print(f"找到 {report.figures} 个数字，查出 {len(report.findings)} 处。")
    for finding in report.findings:
        note = f"（{finding.note}）" if finding.note else ""
        place = f"第 {finding.paragraph + 1} 段 {finding.title}"
        print(f"{place}：文中 {finding.stated}，应为 {finding.expected}。{finding.arithmetic}{note}")
