"""`unionhall import`: a roster from the command line, through the same reading, checks and commit as the pages.

Without --commit it is a preview and writes nothing into the registers.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

HELP = "Read a roster, print each row's verdict, and with --commit enrol the accepted rows."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--scheme", required=True, help="code of the scheme, e.g. mutual-aid")
    parser.add_argument("--period", type=int, required=True, help="number of the period, e.g. 18")
    parser.add_argument("--unit", required=True, help="credit code of the unit that sends the roster")
    parser.add_argument("--by", required=True, help="username of whoever imports")
    parser.add_argument("--on", type=date.fromisoformat, help="business day (YYYY-MM-DD)")
    parser.add_argument("--commit", action="store_true")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    from unionhall.aid.mutual_aid.command import import_roster

    if not options.file.is_file():
        print(f"没有找到文件 {options.file}，什么也没有读。请核对路径后重试。", file=sys.stderr)
        return 2
    outcome = import_roster(
        content=options.file.read_bytes(),
        file_name=options.file.name,
        scheme=options.scheme,
        period=options.period,
        unit_code=options.unit,
        username=options.by,
        on=options.on,
        commit=options.commit,
    )
    if options.json:
        print(json.dumps(outcome, ensure_ascii=False))
    else:
        _tell(outcome, committed=options.commit)
    return 1 if outcome["refused"] else 0


def _tell(outcome: dict, *, committed: bool) -> None:
    for sheet in outcome["sheets"]:
        print(f"{sheet['name']}: {'已读' if sheet['read'] else '未读'} {sheet['why']}")
    for verdict in outcome["verdicts"]:
        print(f"  {verdict['sheet']} 第 {verdict['row']} 行 {verdict['code']} {verdict['text']}")
    print(f"共 {outcome['rows']} 行，可导入 {outcome['accepted']} 行。")
    if outcome["refused"]:
        print(outcome["refused"], file=sys.stderr)
    elif not committed:
        print("这是预览，还没有写入。确认无误后加 --commit 再运行一次。")
