"""The command line `unionhall`: finds the command, sets Django up, turns refusals into one line and an exit code.

Exit codes: 0 done, 1 refused or found wanting, 2 wrong usage or nothing to read.
"""

import argparse
import os
import sys
from importlib import import_module

COMMANDS = ("serve", "worker", "reference-year", "figures", "citations", "import", "report", "journal")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="unionhall",
        description="The system a city federation of trade unions runs its year on (职工之家).",
        epilog="UNIONHALL_DATA: folder of database, papers and keys (default var/). DATABASE_URL: PostgreSQL instead "
        "of SQLite. PORT: the port of serve. UNIONHALL_DEMO_PASSWORD: password of the demo log-ins.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name in COMMANDS:
        module = import_module(f"unionhall.site.commands.{name.replace('-', '_').replace('import', 'import_file')}")
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args(arguments)

    os.umask(0o077)  # database, papers and sessions are for this account alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
    import django

    django.setup()
    return _guarded(options)


def _guarded(options: argparse.Namespace) -> int:
    from django.db import OperationalError, ProgrammingError
    from django.utils import translation

    from unionhall.kernel.errors import DomainError

    translation.activate("zh-hans")
    try:
        return options.run(options)
    except DomainError as refusal:
        print(f"{refusal}（{refusal.code}）", file=sys.stderr)
        return 1
    except (OperationalError, ProgrammingError) as error:
        reason = str(error).splitlines()[0]
        print(f"数据库没有准备好：{reason}。请先运行 unionhall reference-year 或 unionhall serve。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
