"""Every benchmark in turn (`make bench`): prints what was measured beside its target, and writes it to results.md.

One thing at a time: nothing else may run on the machine meanwhile.
"""

import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import figures_1m, roster_265k

# name: (target, whether more is better)
ROSTER_TARGETS: dict[str, tuple[float, bool]] = {
    "ratio_to_floor": (1.4, False),
    "times_faster_than_import_export": (30, True),
    "peak_mb": (700, False),
    "same_file_again_s": (3, False),
    "undo_s": (4, False),
    "register_ms": (100, False),
    "register_county_ms": (100, False),
    "records_ms": (50, False),
    "writer_failures": (0, False),
}


def roster_lines(measured: dict[str, Any]) -> Iterator[str]:
    for engine, values in measured.items():
        targets = ROSTER_TARGETS | ({"read_p99_ms": (50.0, False)} if engine == "sqlite" else {})
        for name, value in values.items():
            if name == "steps":
                continue
            line = f"{engine:10} {name:34} {value:12,.2f}"
            if name in targets:
                target, more = targets[name]
                holds = value >= target if more else value <= target
                line += f"  {'>=' if more else '<='} {target:g}  {'ok' if holds else 'MISSED'}"
            yield line


def main() -> None:
    parts = {
        "Thirty figures over 1,000,000 rows": figures_1m.table(figures_1m.run()).splitlines(),
        "A roster of 265,463 rows": list(roster_lines(roster_265k.run())),
    }
    text = [
        f"# Measured\n\n`make bench`, Python {platform.python_version()}, {platform.machine()}, medians of three.\n"
    ]
    for title, lines in parts.items():
        print(title, *lines, sep="\n")
        text.append(f"## {title}\n\n```\n" + "\n".join(lines) + "\n```\n")
    Path(__file__).with_name("results.md").write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
